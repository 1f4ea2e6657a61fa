"""What every shape rests on: text as callers give it, entities and literals where they are named, problems."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MOST_CHARACTERS = 2000
MOST_OF_A_QUESTION = 1000


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
        "type": "/problems/not-found", "title": "Nothing is called that", "status": 404,
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
