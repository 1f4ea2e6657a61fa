"""The language of questions, checked when loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import OntologyError
from graph.ontology import ontology

FILE = "words.toml"


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Every list by name; `nouns`, `measures` and `money` are inverted: by word."""

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


@cache
def question_words() -> QuestionWords:
    """The project's question words, loaded once. Raises OntologyError."""
    data = tomllib.loads((files("queries.questions") / FILE).read_text("utf-8"))
    known = {field.name for field in fields(QuestionWords)}
    if set(data) != known:
        raise OntologyError(FILE, f"expected {', '.join(sorted(known))}; found {', '.join(sorted(data))}")
    relations = ontology().relations
    if unknown := set(data["nouns"]) - set(ontology().entity_types):
        raise OntologyError(FILE, f"nouns: unknown types {', '.join(sorted(unknown))}")
    if not {name for names in data["same"].values() for name in names} | set(data["same"]) <= set(relations):
        raise OntologyError(FILE, "same: names an unknown relation")
    return QuestionWords(
        openers=tuple(sorted(data["openers"], key=len, reverse=True)),
        imperatives=frozenset(data["imperatives"]), harmless=frozenset(data["harmless"]), beyond=frozenset(data["beyond"]),
        measuring=frozenset(data["measuring"]), nouns=_inverted(data["nouns"]), measures=_inverted(data["measures"]),
        money=_inverted(data["money"]), pairs=_inverted(data["pairs"]),
        same={relation: tuple(listed) for relation, listed in data["same"].items()},
        roles={asking: tuple(listed) for asking, listed in data["roles"].items()},
        posts={word: tuple(listed) for listed in data["posts"].values() for word in listed},
        anyone=frozenset(data["anyone"]["member"]),
    )


def _inverted(table: Mapping[str, Any]) -> dict[str, str]:
    return {word: name for name, listed in table.items() for word in listed}
