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
