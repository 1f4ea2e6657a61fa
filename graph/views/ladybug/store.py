"""Writing nodes and edges to a Ladybug file, and reading all of them back.

A node has one label here, and each pair of labels that edges join is a table of its own, which costs a hundred kilobytes.
So all entities are `:Entity`, and what is their label elsewhere is the property `type`; statements have their labels.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import ladybug

from graph.record import Reader
from graph.views import following
from graph.views.following import Part, Position
from graph.views.property_graph import (
    CURRENT,
    DOCUMENT,
    DOCUMENT_LABEL,
    DOCUMENT_PROPERTIES,
    ENTITY,
    ENTITY_PROPERTIES,
    EVIDENCE_EDGE,
    STATEMENT,
    STATEMENT_LABELS,
    Edge,
    Node,
    Properties,
    PropertyGraph,
    Schema,
    Thing,
)

ENTITY_LABEL = "Entity"
_TYPES = {"text": "STRING", "texts": "STRING[]", "date": "DATE", "real": "DOUBLE", "whole": "INT64", "truth": "BOOLEAN"}
_LABELS = {ENTITY: (ENTITY_LABEL,), STATEMENT: STATEMENT_LABELS, DOCUMENT: (DOCUMENT_LABEL,)}
GROUPS = 25
"""After how many groups of edges the file is brought up to date: each table that is written to costs ten megabytes till then."""
PARTS = 20
"""How many parts are added at once to an empty file."""


class Store:
    """A file that is open, through one connection."""

    def __init__(self, connection: ladybug.Connection, schema: Schema) -> None:
        self.connection = connection
        self.schema = schema
        self._groups = 0
        self._columns: dict[str, Mapping[str, str]] = {
            ENTITY_LABEL: {**ENTITY_PROPERTIES, "type": "text"}, **dict.fromkeys(STATEMENT_LABELS, schema.statement_properties),
            DOCUMENT_LABEL: DOCUMENT_PROPERTIES}
        self._ends = {**dict.fromkeys(schema.place_edges, (STATEMENT, ENTITY)), EVIDENCE_EDGE: (STATEMENT, DOCUMENT),
                      **dict.fromkeys(schema.entity_edges, (ENTITY, ENTITY))}

    def create(self) -> None:
        """The tables of an empty file."""
        with _Transaction(self):
            for label, columns in self._columns.items():
                self._run(f"CREATE NODE TABLE {_quoted(label)}({_declared(columns)}, PRIMARY KEY(id))")
            for type_ in self.schema.edge_types:
                sources, targets = (_LABELS[kind] for kind in self._ends[type_])
                pairs = ", ".join(f"FROM {source} TO {target}" for source in sources for target in targets)
                declared = _declared(self.schema.edge_properties(type_))
                self._run(f"CREATE REL TABLE {_quoted(type_)}({pairs}{', ' if declared else ''}{declared})")

    def fill(self, graph: PropertyGraph, reader: Reader) -> None:
        """All that the record holds, into empty tables."""
        parts = following.everything(reader)
        while some := list(itertools.islice(parts, PARTS)):
            self._add(thing for part in some for thing in graph.things(part))

    def follow(self, graph: PropertyGraph, reader: Reader, since: Position, aim: Position) -> None:
        """What changed from one position to another."""
        for part in following.between(reader, since, aim):
            self._replace_nodes(part, graph)
            self._replace_statements(part, graph)

    # --- what is replaced

    def _replace_nodes(self, part: Part, graph: PropertyGraph) -> None:
        """Give entities and documents their new state."""
        new = {(thing.kind, thing.id): thing for thing in graph.things(Part(entities=part.entities, documents=part.documents))
               if isinstance(thing, Node)}
        for kind, ids, label in ((ENTITY, list(part.entities), ENTITY_LABEL), (DOCUMENT, list(part.documents), DOCUMENT_LABEL)):
            if not ids:
                continue
            held = {row[0] for row in self._run(f"MATCH (n:{label}) WHERE n.id IN $ids RETURN n.id", {"ids": ids})}
            if gone := sorted(id_ for id_ in held if (kind, id_) not in new):
                self._run(f"MATCH (n:{label}) WHERE n.id IN $ids DETACH DELETE n", {"ids": gone})
            told = ", ".join(f"n.{_quoted(name)} = {_value(name, of)}" for name, of in self._columns[label].items() if name != "id")
            if kept := [new[kind, id_] for id_ in sorted(held) if (kind, id_) in new]:
                self._run(f"UNWIND $rows AS r MATCH (n:{label} {{id: r.id}}) SET {told}",
                          {"rows": [_row(_held(node), self._columns[label]) for node in kept]})
            self._add(node for place, node in new.items() if place[0] == kind and place[1] not in held)

    def _replace_statements(self, part: Part, graph: PropertyGraph) -> None:
        if not part.statements:
            return
        ids = {"ids": list(part.statements)}
        predicates = [row[0] for row in self._run(f"MATCH (s:{CURRENT}) WHERE s.id IN $ids RETURN DISTINCT s.predicate", ids)]
        places = "|".join(map(_quoted, self.schema.place_edges))
        for type_ in self.schema.edges_beside(predicates):
            self._run(f"MATCH (s:{CURRENT})-[:{places}]->(a:{ENTITY_LABEL})-[r:{_quoted(type_)}]->(:{ENTITY_LABEL}) "
                      f"WHERE s.id IN $ids AND r.statement = s.id DELETE r", ids)
        for label in STATEMENT_LABELS:
            self._run(f"MATCH (s:{label}) WHERE s.id IN $ids DETACH DELETE s", ids)
        self._add(graph.things(Part(statements=part.statements, evidence=part.evidence)))

    # --- what is added

    def _add(self, things: Iterable[Thing]) -> None:
        nodes: list[Node] = []
        edges: list[Edge] = []
        for thing in things:
            if isinstance(thing, Node):
                nodes.append(thing)
            else:
                edges.append(thing)
        for label, some in _grouped(nodes, _label):
            columns = _used(self._columns[label], map(_held, some))
            told = ", ".join(f"{_quoted(name)}: {_value(name, kind)}" for name, kind in columns.items())
            self._run(f"UNWIND $rows AS r CREATE (n:{label} {{{told}}})", {"rows": [_row(_held(node), columns) for node in some]})
        labels = {node.id: node.label for node in nodes if node.kind == STATEMENT}

        def label_of(end: tuple[str, str]) -> str:
            return labels[end[1]] if end[0] == STATEMENT else _LABELS[end[0]][0]

        for (type_, source, target), found in _grouped(edges, lambda edge: (edge.type, label_of(edge.source), label_of(edge.target))):
            self._add_edges(type_, source, target, found)

    def _add_edges(self, type_: str, source: str, target: str, edges: Sequence[Edge]) -> None:
        """Edges of one table, by COPY, which takes a tenth of the time of CREATE; a column called as it calls the ends confuses it."""
        columns = self.schema.edge_properties(type_)
        rows = [{**_row(edge.properties, columns), "_a": edge.source[1], "_z": edge.target[1]} for edge in edges]
        if columns.keys() & {"from", "to"}:
            told = ", ".join(f"{_quoted(name)}: {_value(name, kind)}" for name, kind in columns.items())
            self._run(f"UNWIND $rows AS r MATCH (a:{_quoted(source)} {{id: r._a}}), (z:{_quoted(target)} {{id: r._z}}) "
                      f"CREATE (a)-[:{_quoted(type_)} {{{told}}}]->(z)", {"rows": rows})
        else:
            told = ", ".join(["r._a", "r._z", *(_value(name, kind) for name, kind in columns.items())])
            self._run(f"COPY {_quoted(type_)} FROM (UNWIND $rows AS r RETURN {told}) (from='{source}', to='{target}')", {"rows": rows})
        self._groups += 1
        if self._groups % GROUPS == 0:
            self._run("CHECKPOINT")

    # --- what is held

    def things(self) -> Iterator[Thing]:
        """All nodes and edges."""
        for kind, labels in _LABELS.items():
            for label in labels:
                for (node,) in self._run(f"MATCH (n:{label}) RETURN n"):
                    told = {name: value for name, value in node.items() if name != "type" or kind != ENTITY}
                    yield Node(kind, node["type"] if kind == ENTITY else label, node["id"], _told(told))
        for type_, (source, target) in self._ends.items():
            for one, edge, other in self._run(f"MATCH (a)-[r:{_quoted(type_)}]->(z) RETURN a.id, r, z.id"):
                yield Edge(type_, (source, one), (target, other), _told(edge))

    def _run(self, text: str, parameters: dict[str, Any] | None = None) -> Iterator[list[Any]]:
        """The rows of one statement, which has been run before the first of them is asked for."""
        found = self.connection.execute(text, parameters or {})
        assert not isinstance(found, list)
        return _rows(found)


def _rows(found: ladybug.QueryResult) -> Iterator[list[Any]]:
    while found.has_next():
        row = found.get_next()
        assert isinstance(row, list)
        yield row
    found.close()


class _Transaction:
    def __init__(self, store: Store) -> None:
        self.connection = store.connection

    def __enter__(self) -> None:
        self.connection.execute("BEGIN TRANSACTION")

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.connection.execute("COMMIT")


def _label(node: Node) -> str:
    return ENTITY_LABEL if node.kind == ENTITY else node.label


def _held(node: Node) -> Properties:
    """The properties under which a node is kept."""
    return (*node.properties, ("type", node.label)) if node.kind == ENTITY else node.properties


def _quoted(name: str) -> str:
    return f"`{name}`"


def _declared(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{_quoted(name)} {_TYPES[kind]}" for name, kind in columns.items())


def _value(name: str, kind: str) -> str:
    """A property of a row; cast, because a column without any value has no type of its own."""
    return f"CAST(r.{_quoted(name)} AS {_TYPES[kind]})"


def _row(properties: Properties, columns: Mapping[str, str]) -> dict[str, Any]:
    held = dict(properties)
    return {name: _plain(held.get(name), kind) for name, kind in columns.items()}


def _plain(value: Any, kind: str) -> Any:
    if value is None:
        return None
    return list(value) if kind == "texts" else value.isoformat() if kind == "date" else value


def _used(columns: Mapping[str, str], told: Iterable[Properties]) -> dict[str, str]:
    """The columns that some of the things have."""
    names = {name for properties in told for name, _ in properties}
    return {name: kind for name, kind in columns.items() if name in names}


def _told(held: Mapping[str, Any]) -> Properties:
    return tuple(sorted((name, tuple(value) if isinstance(value, list) else value) for name, value in held.items()
                        if value is not None and not name.startswith("_")))


def _grouped(items: Iterable[Any], by: Any) -> Iterator[tuple[Any, list[Any]]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        groups[by(item)].append(item)
    yield from sorted(groups.items())
