"""Places and their adjectives (regions.toml), and what tells the type of a name (names.toml): loaded once, checked.

A file that holds what the loader doesn't know is refused with the reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import OntologyError
from graph.ontology import ontology

_PLACES = ("countries", "areas", "cities")
_WORDS = ("given", "starters", "dull", "joins", "heads", "exchanges")


@dataclass(frozen=True, slots=True)
class Places:
    """Canonical names with their other names, and adjectives of nationality with the place that they lead to."""

    names: Mapping[str, tuple[str, ...]]
    demonyms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clues:
    """Words that tell the type of the name beside them; every key is in lower case, a phrase by single spaces."""

    nouns: Mapping[str, str]
    endings: Mapping[str, str]
    before: Mapping[str, str]
    after: Mapping[str, str]
    given: frozenset[str]
    starters: frozenset[str]
    dull: frozenset[str]
    joins: frozenset[str]
    heads: frozenset[str]
    exchanges: frozenset[str]


@cache
def places() -> Places:
    """The project's own places."""
    return load_places(Path(str(files("ingest.lexicon") / "regions.toml")))


@cache
def clues() -> Clues:
    """The project's own clues."""
    return load_clues(Path(str(files("ingest.lexicon") / "names.toml")))


def load_places(path: Path) -> Places:
    """Read and check a file of places. Raises OntologyError."""
    data = _table(path, {*_PLACES, "demonyms"})
    names: dict[str, tuple[str, ...]] = {}
    for section in _PLACES:
        for name, others in data.get(section, {}).items():
            if name in names:
                raise OntologyError(str(path), f"{name!r} stands twice")
            names[name] = tuple(others)
    demonyms: dict[str, str] = data.get("demonyms", {})
    for adjective, place in demonyms.items():
        if place not in names:
            raise OntologyError(str(path), f"{adjective!r} leads to {place!r}, which is no place of the file")
    return Places(names, demonyms)


def load_clues(path: Path) -> Clues:
    """Read and check a file of clues. Raises OntologyError."""
    data = _table(path, {"nouns", "endings", "beside", "words"})
    words = data.get("words", {})
    if unknown := words.keys() - set(_WORDS):
        raise OntologyError(str(path), f"words: unknown key {sorted(unknown)[0]!r}")
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for key, phrases in data.get("beside", {}).items():
        side, _, type_ = key.partition("_")
        if side not in ("before", "after"):
            raise OntologyError(str(path), f"beside: unknown key {key!r}")
        _typed(path, type_)
        (before if side == "before" else after).update((phrase.casefold(), type_) for phrase in phrases)
    return Clues(_inverted(path, data.get("nouns", {})), _inverted(path, data.get("endings", {})), before, after,
                 *(frozenset(words.get(key, "").split()) for key in _WORDS))


def _inverted(path: Path, sections: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for type_, words in sections.items():
        _typed(path, type_)
        for word in words:
            found.setdefault(word.casefold(), type_)
    return found


def _typed(path: Path, type_: str) -> None:
    if type_ not in ontology().entity_types:
        raise OntologyError(str(path), f"unknown type {type_!r}")


def _table(path: Path, known: set[str]) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OntologyError(str(path), f"can't be read: {error}") from error
    if unknown := data.keys() - known:
        raise OntologyError(str(path), f"unknown section {sorted(unknown)[0]!r}")
    return data
