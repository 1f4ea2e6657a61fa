"""Questions, relationship queries and their answers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from api.models.resources import Entity
from api.models.shapes import MOST_OF_A_QUESTION, EntityRef, Listed, Shape, Text


class Question(Shape):
    """A question in English, and the time of which it is asked."""

    question: Annotated[Text, Field(min_length=1, max_length=MOST_OF_A_QUESTION)]
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    cursor: Annotated[str, Field(max_length=64_000)] | None = None
    as_of: dt.date | None = None
    published_until: dt.date | None = None
    known_at: Annotated[int, Field(ge=0, le=2**62)] | None = None


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

    subject: Listed = Field([], description="Who: names or ids.", examples=["Dexter Studios"])
    predicate: Listed = Field([], description="Relations, inverses, or derived edges; any if left out.", examples=["provides_service"])
    object: Listed = Field([], description="Whom or what: names or ids.", examples=["finishing"])
    subject_type: Listed = Field([], description="The types of the subject.", examples=["Studio"])
    object_type: Listed = Field([], description="The types of the object.")
    roles: dict[Text, Listed] = {}
    role_types: dict[Text, Listed] = {}
    narrower: bool = Field(True, description="Whether a service, format or genre finds those below it.")
    modality: list[Literal["asserted", "planned", "reported"]] = Field(["asserted"], description="As what it is said.")
    polarity: list[Literal["positive", "negative"]] = Field(["positive"], description="That it is so, or that it is not.")
    as_of: dt.date | None = Field(None, description="What held on that day, instead of what is current.")
    known_at: Annotated[int, Field(ge=0, le=2**62)] | None = Field(None, description="As the record had it at that change number.")
    published_until: dt.date | None = Field(None, description="Only what was published until that day.")
    document: Listed = Field([], description="Only what these documents say: their ids (an address or a path).")
    min_confidence: Annotated[float, Field(ge=0, le=1)] | None = Field(None, description="How sure at least.")
    min_sources: Annotated[int, Field(ge=1, le=10**9)] | None = Field(None, description="How many documents at least say so independently.")
    order: list[Text] = Field([], max_length=10, description="Columns; `-name` descending.")
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(100, description="How many rows at most.")
    cursor: Annotated[str, Field(max_length=64_000)] | None = Field(None, description="The cursor of the page before.")
    include: list[Literal["evidence", "entities"]] = Field(["evidence"], description=(
        "What comes along: `evidence` (the sentences), `entities` (all names and types), by commas in an address; empty for neither."))
    fields: list[Literal["id", "subject", "predicate", "object", "roles", "polarity", "modality", "valid_from", "valid_to", "ended",
                         "confidence", "sources", "evidence"]] = Field([], description=(
                             "Which fields of statements to send, by commas in an address; all if left out."))
    total: bool = Field(False, description="With the number of all rows.")


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
