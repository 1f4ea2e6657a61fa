"""pydantic shapes, shared by --json and HTTP.

They say what the API promises; the values are made by the rooms (`queries.questions.answer`, `queries.rows`, `graph.record`).
"""

from __future__ import annotations

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


class Relationships(Shape):
    """The rows of a relationship pattern: `subject`, `predicate`, `object`, and the roles that were named."""

    columns: list[str]
    rows: list[dict[str, Any]]
    hidden: dict[str, int]
    cursor: str | None
    change: int


class Health(Shape):
    """Whether the process runs."""

    status: Literal["ok"] = "ok"


class Readiness(Shape):
    """Whether it can answer: the record's newest change, and the one that SPARQL sees."""

    status: Literal["ok"] = "ok"
    change: int
    sparql_change: int | None
