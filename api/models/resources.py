"""Statements with their evidence, entities, documents, changes."""

from __future__ import annotations

from typing import Literal

from api.models.shapes import EntityRef, Filler, Shape


class NameCount(Shape):
    """A name of an entity and how many mentions use it."""

    text: str
    count: int


class Evidence(Shape):
    """The sentences that say it: `passages` are offsets in the document's text, code points, end exclusive."""

    document: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_on: str | None = None
    quote: str
    passages: list[tuple[int, int]]
    arguments: dict[str, tuple[int, int]] = {}
    confidence: float
    origin: str
    verifiable: bool = True


class Statement(Shape):
    """One thing that is known; `evidence` only where it was asked for."""

    id: str
    subject: EntityRef
    predicate: str
    object: Filler
    roles: dict[str, list[Filler]]
    polarity: str
    modality: str
    valid_from: str | None
    valid_to: str | None
    ended: bool
    confidence: float
    sources: int
    evidence: list[Evidence] | None = None


class Entity(EntityRef):
    """An entity with all its types and names; `merged_from` tells the id that was asked for, where another one stands for it."""

    types: list[str]
    names: list[NameCount]
    merged_from: str | None = None


class EntityPage(Shape):
    """Entities whose names begin as asked."""

    entities: list[EntityRef]
    change: int


class EntityView(Shape):
    """An entity and the statements that it stands in, in order of id; `cursor` leads to the next ones."""

    entity: Entity
    statements: list[Statement]
    cursor: str | None
    change: int


class StatementPage(Shape):
    """Statements in order of id; `cursor` leads to the next ones."""

    statements: list[Statement]
    cursor: str | None
    change: int


class StatementView(Shape):
    """A statement with its evidence in context."""

    statement: Statement
    change: int


class TimelineEvent(Shape):
    """A statement at its day: the first of its validity, or else the one on which it was first reported."""

    day: str
    statement: Statement


class Timeline(Shape):
    """What is known of an entity, oldest first; `cursor` leads to what came later."""

    events: list[TimelineEvent]
    cursor: str | None
    change: int


class NeighbourRelation(Shape):
    """By which relation two entities are joined: `out` where the one that was asked for is its subject."""

    predicate: str
    direction: Literal["out", "in"]
    statements: int


class Neighbour(Shape):
    """An entity that statements join with another one."""

    entity: EntityRef
    statements: int
    relations: list[NeighbourRelation]


class Neighbours(Shape):
    """Those that current, positive, asserted statements join with an entity, the most joined first."""

    neighbours: list[Neighbour]
    change: int


class DocumentRef(Shape):
    """A document that names an entity."""

    id: str
    url: str | None
    title: str | None
    publisher: str | None
    published_on: str | None
    mentions: int


class Documents(Shape):
    """Documents, the latest published first."""

    documents: list[DocumentRef]
    cursor: str | None
    change: int


class DocumentInFull(Shape):
    """A document in its open version; `text` only where the setting `texts` allows it."""

    id: str
    source: str
    url: str | None
    title: str | None
    publisher: str | None
    published_on: str | None
    language: str | None
    version: str
    text: str | None


class DocumentView(Shape):
    """A document and the statements that rest on it, in the order of its text."""

    document: DocumentInFull
    statements: list[Statement]
    change: int


class Change(Shape):
    """One transaction of the record: statements that it made known, changed or closed, entities that it touched.

    `kind` is read, import, merge, split, undo …; `subject` the document or judgement that it is about.
    """

    change: int
    at: str
    kind: str
    subject: str | None
    known: list[str]
    changed: list[str]
    closed: list[str]
    entities: list[str]


class Changes(Shape):
    """Changes in order; `next` is the number to ask on from, null where these are the newest."""

    changes: list[Change]
    next: int | None
    change: int
