"""The language of questions, checked when loaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import OntologyError
from graph.ontology import ontology

FILE = "words.toml"
ANYONE = "Anyone"
"""What a noun asks for that may mean a person or a company."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Every list by name; `nouns`, `measures`, `money`, `first`, `doers` and `attributes` are inverted: by word."""

    openers: tuple[str, ...]
    imperatives: frozenset[str]
    harmless: frozenset[str]
    beyond: frozenset[str]
    measuring: frozenset[str]
    nouns: Mapping[str, str]
    same: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, str]
    money: Mapping[str, str]
    pairs: Mapping[str, str]
    posts: Mapping[str, tuple[str, ...]]
    anyone: frozenset[str]
    first: Mapping[str, str]
    whole: frozenset[str]
    doers: Mapping[str, str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    attributes: Mapping[str, str]


@cache
def question_words() -> QuestionWords:
    """The project's question words, loaded once. Raises OntologyError."""
    data = tomllib.loads((files("queries.questions") / FILE).read_text("utf-8"))
    known = {field.name for field in fields(QuestionWords)}
    if set(data) != known:
        raise OntologyError(FILE, f"expected {', '.join(sorted(known))}; found {', '.join(sorted(data))}")
    relations = ontology().relations
    if unknown := set(data["nouns"]) - {*ontology().entity_types, ANYONE}:
        raise OntologyError(FILE, f"nouns: unknown types {', '.join(sorted(unknown))}")
    if not {*(name for names in data["same"].values() for name in names), *data["same"], *data["first"], *data["doers"]} <= set(relations):
        raise OntologyError(FILE, "same, first, doers: names an unknown relation")
    return QuestionWords(
        openers=tuple(sorted(data["openers"], key=len, reverse=True)),
        imperatives=frozenset(data["imperatives"]), harmless=frozenset(data["harmless"]), beyond=frozenset(data["beyond"]),
        measuring=frozenset(data["measuring"]), nouns=_inverted(data["nouns"]), measures=_inverted(data["measures"]),
        money=_inverted(data["money"]), pairs=_inverted(data["pairs"]),
        same={relation: tuple(listed) for relation, listed in data["same"].items()},
        roles={asking: tuple(listed) for asking, listed in data["roles"].items()},
        posts={word: tuple(listed) for listed in data["posts"].values() for word in listed},
        anyone=frozenset(data["anyone"]["member"]), first=_inverted(data["first"]), doers=_inverted(data["doers"]),
        whole=frozenset(data["whole"]),
        phrases=tuple((re.compile(rf"\b(?:{phrase})(?!\w)", re.I), plain) for phrase, plain in data["phrases"].items()),
        attributes={noun: told for told, nouns in _checked(data["attributes"]).items() for noun in nouns},
    )


def _checked(attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    known = ontology()
    for told in attributes:
        relation, _, place = told.partition(".")
        derived = place == "subject" and known.derived_named(relation)
        if not derived and (relation not in known.relations or not (place in ("subject", "object") or known.allows(relation, place))):
            raise OntologyError(FILE, f"attributes: {told} names no place of a relation")
    return attributes


def _inverted(table: Mapping[str, Any]) -> dict[str, str]:
    return {word: name for name, listed in table.items() for word in listed}
