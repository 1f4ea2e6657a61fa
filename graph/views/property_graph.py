"""The one door between nouns and labelled nodes and edges.

    (:Studio {id, name, types, …})  ◄─SUBJECT─  (:Statement {id, predicate, …})  ─OBJECT─►  (:Service …)
                                                    │  ─TO─►  (:Platform …)      one edge a role that an entity fills
                                                    └──EVIDENCED_BY {quote}─►  (:Document …)
    (:Studio)─PROVIDES_SERVICE {statement, to, …}─►(:Service)        (:Studio)─SERVES {statement, derived: true}─►(:Platform)

A node is (kind, label, id, properties), an edge (type, from, to, properties); both are plain tuples that can be compared.
A statement owns all of its edges, the plain and the derived ones beside it too, which name it. So replacing a statement
touches nothing of another one. What has no value is left out. docs/property-graph.md tells the whole schema.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from graph import dates
from graph.claim import Value
from graph.document import Document
from graph.entity import Entity
from graph.errors import ValueFormatError
from graph.identity.linking import entity_id
from graph.identity.names import sort_key
from graph.identity.values import normalise
from graph.ontology import vocabulary as own_vocabulary
from graph.ontology.model import Derived, Ontology, Vocabulary
from graph.record import EvidenceRow
from graph.statement import Filler, Statement
from graph.views.edges import derived_from_one
from graph.views.following import Part
from graph.views.rdf import bounds, stands
from graph.views.terms import text

FORMAT = "2"
"""To be raised with every change of what the graph looks like: views of another format start anew."""

ENTITY, STATEMENT, DOCUMENT = "entity", "statement", "document"
Kind = Literal["entity", "statement", "document"]
Property = str | int | float | bool | dt.date | tuple[str, ...]
Properties = tuple[tuple[str, Property], ...]

CURRENT = "Statement"
PAST, FUTURE, PLANNED, REPORTED, NEGATIVE = "PastStatement", "FutureStatement", "PlannedStatement", "ReportedStatement", "NegativeStatement"
STATEMENT_LABELS = (CURRENT, PAST, FUTURE, PLANNED, REPORTED, NEGATIVE)
DOCUMENT_LABEL = "Document"
SUBJECT_EDGE, OBJECT_EDGE, EVIDENCE_EDGE = "SUBJECT", "OBJECT", "EVIDENCED_BY"

ENTITY_PROPERTIES = {"id": "text", "name": "text", "names": "texts", "types": "texts", "broader": "texts", "sort_key": "text"}
DOCUMENT_PROPERTIES = {"id": "text", "source": "text", "url": "text", "title": "text", "publisher": "text", "language": "text",
                       "published_on": "text", "published_earliest": "date", "published_latest": "date"}
_STATEMENT_PROPERTIES = {
    "id": "text", "predicate": "text", "polarity": "text", "modality": "text", "valid_from": "text", "valid_to": "text",
    "from_earliest": "date", "to_latest": "date", "ended": "truth", "confidence": "real", "sources": "whole",
    "object": "text", "object_datatype": "text", "object_key": "text", "object_number": "real", "object_unit": "text"}
EVIDENCE_PROPERTIES = {"claim": "text", "quote": "text", "confidence": "real", "origin": "text", "verifiable": "truth",
                       "published_latest": "date"}
_EDGE_PROPERTIES = {"statement": "text", "derived": "truth", "confidence": "real", "sources": "whole", "valid_from": "text",
                    "valid_to": "text"}


class Node(NamedTuple):
    kind: str
    label: str
    id: str
    properties: Properties


class Edge(NamedTuple):
    """`source` and `target` are (kind, id)."""

    type: str
    source: tuple[str, str]
    target: tuple[str, str]
    properties: Properties


Thing = Node | Edge


class Schema:
    """Labels, types of edges and properties, as an ontology makes them."""

    def __init__(self, ontology: Ontology, vocabulary: Vocabulary | None = None) -> None:
        self.ontology = ontology
        concepts = own_vocabulary() if vocabulary is None else vocabulary
        self.broader = {entity_id(one.name, one.type): concepts.wider(one.type, one.name) for one in concepts}
        """By the id of a concept: the names of all that are above it, nearest first."""
        self.entity_labels = ontology.entity_types
        self.role_edges = {role: role.upper() for role in ontology.roles}
        self.plain_edges = {name: name.upper() for name in ontology.relations}
        self.derived_edges = {rule.name: rule.name.upper() for rules in derived_from_one(ontology).values() for rule in rules}
        self.statement_properties = dict(_STATEMENT_PROPERTIES)
        for role in ontology.roles:
            self.statement_properties |= {role: "texts", keys(role): "texts"}

    @property
    def entity_edges(self) -> tuple[str, ...]:
        """The types of edges that lead from entity to entity."""
        return tuple(dict.fromkeys((*self.plain_edges.values(), *self.derived_edges.values())))

    @property
    def place_edges(self) -> tuple[str, ...]:
        """The types of edges that lead from a statement to the entities at its places."""
        return SUBJECT_EDGE, OBJECT_EDGE, *self.role_edges.values()

    @property
    def edge_types(self) -> tuple[str, ...]:
        return *self.place_edges, EVIDENCE_EDGE, *self.entity_edges

    def edge_properties(self, type_: str) -> dict[str, str]:
        """The properties of the edges of a type, with their kinds."""
        if type_ == EVIDENCE_EDGE:
            return dict(EVIDENCE_PROPERTIES)
        if type_ in self.place_edges:
            return {}
        relations = [name for name, edge in self.plain_edges.items() if edge == type_]
        roles = [role for role in self.ontology.roles if any(self.ontology.allows(relation, role) for relation in relations)]
        return {**_EDGE_PROPERTIES, **dict.fromkeys(roles, "texts")}

    def edges_beside(self, predicates: Sequence[str]) -> tuple[str, ...]:
        """The types of the plain and derived edges that statements of some predicates may have."""
        rules = derived_from_one(self.ontology)
        found = {self.plain_edges[name] for name in predicates if name in self.plain_edges}
        return tuple(sorted(found | {self.derived_edges[rule.name] for name in predicates for rule in rules.get(name, ())}))

    def mark(self) -> str:
        """What a graph is made by: another ontology or format gives another one."""
        told = repr((FORMAT, self.ontology.entity_types, sorted(self.ontology.relations), sorted(self.ontology.roles),
                     self.ontology.derived, self.ontology.former, sorted(self.broader.items())))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


class PropertyGraph:
    """What the graph holds on a day."""

    def __init__(self, schema: Schema, day: dt.date) -> None:
        self.schema = schema
        self.ontology = schema.ontology
        self.day = day

    def things(self, part: Part) -> Iterator[Thing]:
        """All nodes and edges of a part, nodes first."""
        for entity in part.entities.values():
            if entity is not None:
                yield entity_node(entity, self.schema.broader.get(entity.id, ()))
        for document in part.documents.values():
            if document is not None:
                yield document_node(document)
        known = [statement for statement in part.statements.values() if statement is not None]
        for statement in known:
            yield self.node(statement)
        for statement in known:
            yield from self.edges(statement, part.evidence.get(statement.id, ()))

    def label(self, statement: Statement) -> str:
        """What a statement is on the day: the first of these that holds."""
        if statement.polarity != "positive":
            return NEGATIVE
        if statement.modality != "asserted":
            return PLANNED if statement.modality == "planned" else REPORTED
        if stands(statement, self.day, self.ontology):
            return CURRENT
        first, _ = bounds(statement, self.ontology)
        return FUTURE if first and first > self.day else PAST

    def node(self, statement: Statement) -> Node:
        first, last = bounds(statement, self.ontology)
        object_ = statement.object
        told: dict[str, Property | None] = {
            "id": statement.id, "predicate": statement.predicate, "polarity": statement.polarity, "modality": statement.modality,
            "valid_from": statement.valid_from, "valid_to": statement.valid_to, "from_earliest": first, "to_latest": last,
            "ended": statement.ended, "confidence": float(statement.confidence), "sources": statement.sources, "object_key": key(object_)}
        if isinstance(object_, Value):
            number, unit = _measure(normalise(object_))
            told |= {"object": object_.value, "object_datatype": object_.datatype, "object_number": number, "object_unit": unit}
        for role, fillers in by_role(statement).items():
            told[role] = tuple(filler.value for filler in fillers if isinstance(filler, Value))
            told[keys(role)] = tuple(sorted({key(filler) for filler in fillers}))
        return Node(STATEMENT, self.label(statement), statement.id, properties(told))

    def edges(self, statement: Statement, evidence: Sequence[EvidenceRow]) -> Iterator[Edge]:
        """Every edge that a statement owns."""
        source = (STATEMENT, statement.id)
        yield Edge(SUBJECT_EDGE, source, (ENTITY, statement.subject), ())
        if isinstance(statement.object, str):
            yield Edge(OBJECT_EDGE, source, (ENTITY, statement.object), ())
        for role, filler in statement.roles:
            if isinstance(filler, str):
                yield Edge(self.schema.role_edges[role], source, (ENTITY, filler), ())
        for row in evidence:
            if row.document:
                yield Edge(EVIDENCE_EDGE, source, (DOCUMENT, row.document), properties({
                    "claim": row.claim, "quote": row.quote, "confidence": float(row.confidence), "origin": row.origin,
                    "verifiable": row.verifiable, "published_latest": _published(row.published_on)[1]}))
        if self.label(statement) == CURRENT:
            yield from self._beside(statement)

    def _beside(self, statement: Statement) -> Iterator[Edge]:
        """The plain edge of a statement that stands, and those that follow from it alone."""
        told: dict[str, Property | None] = {
            "statement": statement.id, "confidence": float(statement.confidence), "sources": statement.sources,
            "valid_from": statement.valid_from, "valid_to": statement.valid_to}
        roles = {role: tuple(filler.value if isinstance(filler, Value) else filler for filler in fillers)
                 for role, fillers in by_role(statement).items()}
        if isinstance(statement.object, str):
            yield Edge(self.schema.plain_edges[statement.predicate], (ENTITY, statement.subject), (ENTITY, statement.object),
                       properties({**told, "derived": False, **roles}))
        found = {(rule.name, *pair) for rule in derived_from_one(self.ontology).get(statement.predicate, ())
                 for pair in ends(statement, rule)}
        for name, one, other in sorted(found):
            yield Edge(self.schema.derived_edges[name], (ENTITY, one), (ENTITY, other), properties({**told, "derived": True}))


def entity_node(entity: Entity, broader: tuple[str, ...] = ()) -> Node:
    return Node(ENTITY, entity.type, entity.id, properties({
        "id": entity.id, "name": entity.name, "names": tuple(name.text for name in entity.names),
        "types": tuple(dict.fromkeys((entity.type, *entity.types))), "broader": broader, "sort_key": sort_key(entity.name)}))


def document_node(document: Document) -> Node:
    """A document's open version; never its text."""
    first, last = _published(document.published_on)
    return Node(DOCUMENT, DOCUMENT_LABEL, document.id, properties({
        "id": document.id, "source": document.source, "url": document.url, "title": document.title, "publisher": document.publisher,
        "language": document.language, "published_on": document.published_on, "published_earliest": first, "published_latest": last}))


def keys(role: str) -> str:
    """The property of a statement that holds by what a role is compared: ids of entities and keys of literals."""
    return f"{role}_keys"


def key(filler: Filler) -> str:
    """What a place is compared by: an entity's id, or the key of the literal's normalised value."""
    return normalise(filler) if isinstance(filler, Value) else filler


def by_role(statement: Statement) -> dict[str, list[Filler]]:
    found: dict[str, list[Filler]] = {}
    for role, filler in statement.roles:
        found.setdefault(role, []).append(filler)
    return found


def properties(told: Mapping[str, Property | None]) -> Properties:
    """Sorted, without what has no value; text as every engine can hold it."""
    return tuple(sorted((name, _plain(value)) for name, value in told.items() if value is not None and value != ()))


def _plain(value: Property) -> Property:
    if isinstance(value, str):
        return _held(value)
    return tuple(map(_held, value)) if isinstance(value, tuple) else value


def _held(value: str) -> str:
    return text(value).replace("\0", "\N{REPLACEMENT CHARACTER}")


def _measure(told: str) -> tuple[float | None, str | None]:
    if not told.startswith("n:"):
        return None, None
    amount, _, unit = told.removeprefix("n:").partition(" ")
    return float(amount), unit or None


def _published(text_: str | None) -> tuple[dt.date | None, dt.date | None]:
    try:
        told = dates.parse(text_)
    except ValueFormatError:
        return None, None
    return told.earliest, told.latest


def ends(statement: Statement, rule: Derived) -> Iterator[tuple[str, str]]:
    """The two ends of each edge that follows from a statement by a rule."""
    for one in _at(statement, rule.subject):
        for other in _at(statement, rule.object):
            yield one, other
            if rule.symmetric:
                yield other, one


def _at(statement: Statement, place: str) -> Iterable[str]:
    """The entities at a place; a literal gives no edge."""
    told = [statement.subject] if place == "subject" else [statement.object] if place == "object" else by_role(statement).get(place, [])
    return [filler for filler in told if isinstance(filler, str)]
