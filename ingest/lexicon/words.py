"""The word lists of reading, checked when loaded."""

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
class Modality:
    """Cues of what is planned, reported, denied or over."""

    planned: frozenset[str]
    planned_modals: frozenset[str]
    planned_adjectives: frozenset[str]
    planned_nouns: frozenset[str]
    reported_nouns: frozenset[str]
    negative_nouns: frozenset[str]
    reported_verbs: frozenset[str]
    reported_adverbs: frozenset[str]
    reported_adjectives: frozenset[str]
    telling: frozenset[str]
    anonymous: frozenset[str]
    talks: frozenset[str]
    negative_verbs: frozenset[str]
    kept_from: frozenset[str]
    negative_prepositions: frozenset[str]
    negative_determiners: frozenset[str]
    taking_place: frozenset[str]
    going_on: frozenset[str]
    former: frozenset[str]
    ended_verbs: frozenset[str]
    exploring: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measures:
    """What is counted: metric by noun; metric of an amount of money by a word near it; metric by (metric, verb)."""

    nouns: Mapping[str, str]
    money: Mapping[str, str]
    by_verb: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """Every list by name; `class_nouns` maps a head noun to the type that it speaks of."""

    light: frozenset[str]
    object_control: frozenset[str]
    intransitive: frozenset[str]
    transparent: Mapping[str, tuple[str, ...]]
    class_nouns: Mapping[str, str]
    modality: Modality
    measures: Measures


@cache
def words() -> Words:
    """The project's word lists, loaded once. Raises OntologyError where the file says what the loader doesn't know."""
    data = tomllib.loads((files("ingest.lexicon") / FILE).read_text("utf-8"))
    _known(data, {field.name for field in fields(Words)}, "the file")
    _known(data["modality"], {field.name for field in fields(Modality)}, "modality")
    _known(data["class_nouns"], set(ontology().entity_types), "class_nouns")
    class_nouns: dict[str, str] = {}
    for type_, nouns in data["class_nouns"].items():
        for noun in nouns:
            class_nouns.setdefault(noun, type_)
    return Words(
        frozenset(data["light"]),
        frozenset(data["object_control"]),
        frozenset(data["intransitive"]),
        {noun: tuple(prepositions) for noun, prepositions in data["transparent"].items()},
        class_nouns,
        Modality(**{field.name: frozenset(data["modality"][field.name]) for field in fields(Modality)}),
        _measures(data["measures"]),
    )


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set: for short lists that stand beside the code that needs them."""
    return frozenset(text.split())


@cache
def content_nouns() -> frozenset[str]:
    """Nouns that have what they speak of as their content: plans, offers, rumours, denials, talks."""
    found = words().modality
    return found.planned_nouns | found.reported_nouns | found.negative_nouns | found.talks


def _measures(data: Mapping[str, Any]) -> Measures:
    _known(data, {field.name for field in fields(Measures)}, "measures")
    return Measures(
        _inverted(data["nouns"]), _inverted(data["money"]), {(pair[0], pair[1]): name for name, pair in data["by_verb"].items()}
    )


def _inverted(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: metric for metric, listed in table.items() for word in listed}


def _known(data: Mapping[str, Any], names: set[str], where: str) -> None:
    if set(data) - names or (where != "class_nouns" and names - set(data)):
        raise OntologyError(FILE, f"{where}: expected {', '.join(sorted(names))}; found {', '.join(sorted(data))}")
