"""A MultiDiGraph in memory: what stands on a day, or the statements of some rows.

Nodes are entities by id, with `name`, `type` and `types`. An edge is a statement, with its id as key, or an edge that
follows from it (`derived`), with the rule beside the id. Edges have `predicate`, `statement`, `derived`, `confidence`,
`sources`, `polarity`, `modality`, `valid_from`, `valid_to` and a list for each role: ids of entities, texts of literals.
Statements whose object is a literal have no other end, and stand in the list `literals` of their subject's node.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from graph.claim import Value
from graph.entity import Entity
from graph.ontology import ontology as own_ontology
from graph.ontology.model import Ontology
from graph.record import Record
from graph.statement import Statement
from graph.views.edges import derived_from_one
from graph.views.property_graph import by_role, ends
from graph.views.rdf import stands


def current(record: Record, *, day: dt.date, derived: bool = True, ontology: Ontology | None = None) -> Any:
    """Every entity, and what is current on a day, positive and asserted, between them."""
    known = ontology or own_ontology()
    with record.reader() as reader:
        entities = {entity.id: entity for entity in reader.all_entities()}
        return of_statements((statement for statement in reader.all_statements() if stands(statement, day, known)), entities,
                             derived=derived, ontology=known)


def of_statements(statements: Iterable[Statement], entities: Mapping[str, Entity], *, derived: bool = False,
                  ontology: Ontology | None = None) -> Any:
    """The graph of some statements, such as those of a pattern's rows, whatever their polarity, modality and time."""
    graph = nx.MultiDiGraph()
    _add_entities(graph, entities)
    rules = derived_from_one(ontology or own_ontology()) if derived else {}
    for statement in statements:
        told = _attributes(statement)
        if isinstance(statement.object, str):
            graph.add_edge(statement.subject, statement.object, key=statement.id, **told)
        else:
            _add_literal(graph, statement, statement.object)
        for rule in rules.get(statement.predicate, ()):
            for one, other in sorted(set(ends(statement, rule))):
                graph.add_edge(one, other, key=f"{statement.id} {rule.name}", **{**told, "predicate": rule.name, "derived": True})
    return graph


def of_edges(edges: Iterable[tuple[str, str, str, bool, Statement]], entities: Mapping[str, Entity],
             told: Mapping[str, Mapping[str, Any]]) -> Any:
    """The graph of edges (from, to, relation, derived, statement) between some entities; `told` is what else nodes have."""
    graph = nx.MultiDiGraph()
    _add_entities(graph, entities)
    for one, other, relation, derived, statement in edges:
        key = f"{statement.id} {relation}" if derived else statement.id
        graph.add_edge(one, other, key=key, **{**_attributes(statement), "predicate": relation, "derived": derived})
    _tell(graph, told)
    return graph


def of_pairs(pairs: Iterable[tuple[str, str, int]], entities: Mapping[str, Entity], told: Mapping[str, Mapping[str, Any]], *,
             directed: bool) -> Any:
    """The plain graph of pairs that are joined, each with how many links join it as `weight`."""
    graph = nx.DiGraph() if directed else nx.Graph()
    _add_entities(graph, entities)
    graph.add_weighted_edges_from(pairs)
    _tell(graph, told)
    return graph


def _add_entities(graph: Any, entities: Mapping[str, Entity]) -> None:
    for entity in entities.values():
        graph.add_node(entity.id, name=entity.name, type=entity.type, types=list(dict.fromkeys((entity.type, *entity.types))))


def _tell(graph: Any, told: Mapping[str, Mapping[str, Any]]) -> None:
    for node, attributes in told.items():
        graph.add_node(node, **attributes)


def _attributes(statement: Statement) -> dict[str, Any]:
    told = {"predicate": statement.predicate, "statement": statement.id, "derived": False, "confidence": statement.confidence,
            "sources": statement.sources, "polarity": statement.polarity, "modality": statement.modality,
            "valid_from": statement.valid_from, "valid_to": statement.valid_to}
    roles = {role: [filler.value if isinstance(filler, Value) else filler for filler in fillers]
             for role, fillers in by_role(statement).items()}
    return {**told, **roles}


def _add_literal(graph: Any, statement: Statement, value: Value) -> None:
    graph.add_node(statement.subject)
    graph.nodes[statement.subject].setdefault("literals", []).append(f"{statement.predicate}: {value.value}")
