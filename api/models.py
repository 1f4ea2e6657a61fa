"""pydantic shapes, shared by --json and HTTP.

They say what the API promises; the values are made by the rooms (`queries.questions.answer`, `queries.rows`, `graph.record`).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MOST_CHARACTERS = 2000


def plain_text(text: str) -> str:
    """Refuse what no database and no encoding takes: NUL and lone surrogates."""
    if "\0" in text:
        raise ValueError("it may not hold the character NUL")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("it may not hold half a surrogate pair")
    return text


Text = Annotated[str, Field(max_length=MOST_CHARACTERS), AfterValidator(plain_text)]
"""Text as callers give it: a name, an id, a question."""


Listed = Annotated[list[Text], Field(max_length=1000)]


class Shape(BaseModel):
    """The base of all: what isn't promised isn't sent."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it; some kinds carry more (`near`, `candidates`, `errors`)."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"example": {
        "type": "urn:reelgraph:problem:not-found", "title": "Nothing is called that", "status": 404,
        "detail": "no entity is called 'Larkhil Post' (did you mean Larkhill Post?)", "kind": "entity", "name": "Larkhil Post",
        "near": ["Larkhill Post"]}})

    type: str
    title: str
    status: int
    detail: str


class EntityRef(Shape):
    """An entity where it is named: enough to show it and to ask on."""

    id: str
    name: str
    type: str


class LiteralValue(Shape):
    """A literal as read, with its kind (date, money, number, text …)."""

    value: str
    datatype: str


Filler = EntityRef | LiteralValue


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


class RelationView(Shape):
    """What a relation joins and carries; `example` is a request to try."""

    name: str
    subject_types: list[str]
    object_types: list[str]
    takes_literal: bool
    inverse: str | None
    symmetric: bool
    roles: list[str]
    identifying: list[str]
    example: str


class RoleView(Shape):
    """What a role holds: entities of types, or literals of a kind."""

    name: str
    kind: str
    types: list[str]
    or_text: bool
    values: list[str]


class DerivedView(Shape):
    """An edge that follows from statements."""

    name: str
    symmetric: bool


class OntologyView(Shape):
    """All that can be asked for."""

    version: str
    types: list[str]
    relations: list[RelationView]
    roles: list[RoleView]
    derived: list[DerivedView]


class StatementView(Shape):
    """A statement with its evidence in context."""

    statement: Statement
    change: int


class Answer(Shape):
    """What a question finds: the contract of `reelgraph ask --json`.

    A row holds an entity or a literal for each column, and its `statements`, each with `clause`, `evidence` and the rest of
    Statement. `unused_words` and `unknown_names` say why a question has no answer, `candidates` what an ambiguous name may
    mean, `contradicted_by` which statements say the opposite of a yes, `hidden` what the defaults hid of an empty answer.
    """

    question: str
    outcome: Literal["answer", "yes", "no", "not_known", "not_understood", "ambiguous"]
    reading: str
    pattern: dict[str, Any] | None
    sql: str | None
    sparql: str | None
    cypher: str | None = None
    columns: list[str]
    rows: list[dict[str, Any]]
    unused_words: list[str] = []
    unknown_names: list[str] = []
    candidates: list[EntityRef] = []
    contradicted_by: list[dict[str, Any]] = []
    hidden: dict[str, int] = {}
    cursor: str | None = None
    change: int


class RelationshipQuery(Shape):
    """What GET /v1/relationships takes, as a JSON document. Lists are sets: any of these; what is left out is open."""

    subject: Listed = []
    predicate: Listed = []
    object: Listed = []
    subject_type: Listed = []
    object_type: Listed = []
    roles: dict[Text, Listed] = {}
    role_types: dict[Text, Listed] = {}
    narrower: bool = True
    modality: list[Literal["asserted", "planned", "reported"]] = ["asserted"]
    polarity: list[Literal["positive", "negative"]] = ["positive"]
    as_of: dt.date | None = None
    known_at: Annotated[int, Field(ge=0, le=2**62)] | None = None
    published_until: dt.date | None = None
    min_confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    min_sources: Annotated[int, Field(ge=1, le=10**9)] | None = None
    order: list[Text] = []
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    cursor: Annotated[str, Field(max_length=64_000)] | None = None
    include: list[Literal["evidence", "entities"]] = ["evidence"]
    fields: list[Literal["id", "subject", "predicate", "object", "roles", "polarity", "modality", "valid_from", "valid_to", "ended",
                         "confidence", "sources", "evidence"]] = []
    total: bool = False


class Relationships(Shape):
    """The rows of a relationship pattern: `subject`, `predicate`, `object`, and the roles that were named.

    `entities` and `total` only where they were asked for.
    """

    columns: list[str]
    rows: list[dict[str, Any]]
    hidden: dict[str, int]
    cursor: str | None
    change: int
    entities: list[Entity] | None = None
    total: int | None = None


class Health(Shape):
    """Whether the process runs."""

    status: Literal["ok"] = "ok"


class Readiness(Shape):
    """Whether it can answer: the record's newest change, and the one that SPARQL sees."""

    status: Literal["ok"] = "ok"
    change: int
    sparql_change: int | None
