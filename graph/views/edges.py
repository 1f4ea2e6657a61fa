"""The edges that a statement which stands adds beside itself: its plain edge, and those that follow from it alone.

A derived edge has a node (`rg:Derived`) that tells it and leads back (`prov:wasDerivedFrom`) to every statement that it
follows from. Edges that follow from several statements (chains) and paths are left to the query: the compilers spell
them out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from graph.ontology.model import Derived, Ontology
from graph.statement import Statement
from graph.views.rdf import TYPE, filler
from graph.views.terms import DERIVED, ENTITY, PROV, RDF, RG, STATEMENT, Triple, name


def edge_triples(statement: Statement, ontology: Ontology) -> Iterator[Triple]:
    """The plain edge of a statement that stands, and the edges that follow from it alone, each with what it follows from."""
    subject, predicate, object_ = name(ENTITY, statement.subject), name(RG, statement.predicate), filler(statement.object)
    yield subject, predicate, object_
    relation = ontology.relations.get(statement.predicate)
    if relation is not None and relation.symmetric and isinstance(object_, str):
        yield object_, predicate, subject
    for rule in derived_from_one(ontology).get(statement.predicate, ()):
        for source, target in _ends(statement, rule):
            yield from _derived(source, rule.name, target, name(STATEMENT, statement.id))


def derived_iri(subject: str, predicate: str, object_: str) -> str:
    """The IRI of a derived edge, the same for all the statements that it follows from."""
    return DERIVED + hashlib.sha256("\0".join((subject, predicate, object_)).encode()).hexdigest()[:24]


def _derived(subject: str, rule: str, object_: str, statement: str) -> Iterator[Triple]:
    predicate = name(RG, rule)
    node = derived_iri(subject, predicate, object_)
    yield subject, predicate, object_
    yield node, TYPE, RG + "Derived"
    yield node, RDF + "subject", subject
    yield node, RDF + "predicate", predicate
    yield node, RDF + "object", object_
    yield node, PROV + "wasDerivedFrom", statement


def _ends(statement: Statement, rule: Derived) -> Iterator[tuple[str, str]]:
    for subject in _at(statement, rule.subject):
        for object_ in _at(statement, rule.object):
            yield subject, object_
            if rule.symmetric:
                yield object_, subject


def _at(statement: Statement, place: str) -> list[str]:
    """The entities at a place; a literal gives no edge."""
    if place == "subject":
        return [name(ENTITY, statement.subject)]
    told = [statement.object] if place == "object" else [filled for role, filled in statement.roles if role == place]
    return [name(ENTITY, filled) for filled in told if isinstance(filled, str)]


@lru_cache(maxsize=4)
def _derived_by_predicate(edges: tuple[Derived, ...]) -> dict[str, tuple[Derived, ...]]:
    found: dict[str, tuple[Derived, ...]] = {}
    for edge in edges:
        if len(edge.hops) == 1 and edge.hops[0].subject is None:
            predicate = edge.hops[0].predicate
            found[predicate] = (*found.get(predicate, ()), edge)
    return found


def derived_from_one(ontology: Ontology) -> dict[str, tuple[Derived, ...]]:
    """The derived edges that follow from one statement, by its predicate. Chains and paths are left to the query."""
    return _derived_by_predicate(ontology.derived)
