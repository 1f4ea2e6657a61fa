"""Known names, a versioned snapshot (registry.jsonl).

One entity a line, sorted by folded name and type: its canonical name, its type, what else it is called, and its
identifiers elsewhere (null where unknown). A name learned from documents enters only by a command that writes a new
snapshot; what is read depends on the snapshot's hash and on nothing that was read before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import OntologyError
from graph.identity.names import fold
from graph.ontology import ontology

ID_COLUMNS = ("wikidata", "imdb", "isni", "website")
_REQUIRED = {"name", "type"}
_KEYS = _REQUIRED | {"aliases", "ids", "common"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A known entity. `common` names are words too (Bullet, Native): they need a capital and a cue to be the name."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    common: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical name first, then the others."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Registry:
    """Entries in order; `snapshot` names their content."""

    entries: tuple[Entry, ...] = ()
    snapshot: str = field(default="", compare=False)
    _by_fold: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash(self.snapshot)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def named(self, name: str) -> tuple[Entry, ...]:
        """The entries that one spelling of a name may mean."""
        return self._by_fold.get(fold(name), ())


def registry_of(entries: Iterable[Entry]) -> Registry:
    """A snapshot of entries, in the order of the file whatever order they come in."""
    ordered = tuple(sorted(entries, key=lambda entry: (fold(entry.name), entry.type, entry.name)))
    told = "\n".join(line(entry) for entry in ordered)
    by_fold: dict[str, list[Entry]] = {}
    for entry in ordered:
        for key in dict.fromkeys(fold(name) for name in entry.names):
            by_fold.setdefault(key, []).append(entry)
    return Registry(ordered, hashlib.sha256(told.encode("utf-8")).hexdigest()[:16],
                    {key: tuple(found) for key, found in by_fold.items()})


def line(entry: Entry) -> str:
    """The line of registry.jsonl that holds an entry."""
    ids = dict(entry.ids)
    told: dict[str, Any] = {"name": entry.name, "type": entry.type, "aliases": list(entry.aliases),
                            "ids": {column: ids.get(column) for column in ID_COLUMNS}}
    if entry.common:
        told["common"] = True
    return json.dumps(told, ensure_ascii=False)


@cache
def registry() -> Registry:
    """The project's own registry, loaded once."""
    return load_registry()


def load_registry(path: Path | None = None) -> Registry:
    """Read and check a registry file (the project's own without a path). Raises OntologyError, which names the line."""
    path = path or Path(str(files("graph.identity") / "registry.jsonl"))
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(str(path), f"the registry can't be read: {error}") from error
    entries = [_entry(f"{path}, line {number}", told) for number, told in enumerate(lines, 1) if told.strip()]
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        key = (fold(entry.name), entry.type)
        if key in seen:
            raise OntologyError(str(path), f"{entry.name!r} ({entry.type}) stands twice; keep one line")
        seen.add(key)
    return registry_of(entries)


def _entry(where: str, told: str) -> Entry:
    try:
        data = json.loads(told)
    except json.JSONDecodeError as error:
        raise OntologyError(where, f"no JSON: {error}") from error
    if not isinstance(data, dict) or not data.keys() >= _REQUIRED:
        raise OntologyError(where, "an object with name and type is needed")
    if unknown := data.keys() - _KEYS:
        raise OntologyError(where, f"unknown key {sorted(unknown)[0]!r}")
    name, type_, aliases, ids = data["name"], data["type"], data.get("aliases", []), data.get("ids", {})
    if not isinstance(name, str) or not name.strip():
        raise OntologyError(where, "the name is empty")
    if type_ not in ontology().entity_types:
        raise OntologyError(where, f"unknown type {type_!r}")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) and alias.strip() for alias in aliases):
        raise OntologyError(where, "aliases is a list of names")
    if not isinstance(ids, dict) or ids.keys() - set(ID_COLUMNS):
        raise OntologyError(where, f"ids has the columns {', '.join(ID_COLUMNS)}")
    if not all(value is None or isinstance(value, str) for value in ids.values()):
        raise OntologyError(where, "an id is a text or null")
    if not isinstance(data.get("common", False), bool):
        raise OntologyError(where, "common is true or false")
    known = tuple((column, ids[column]) for column in ID_COLUMNS if ids.get(column))
    return Entry(name, type_, tuple(aliases), known, data.get("common", False))


EMPTY = registry_of(())
"""No known names: what reading is worth on its own."""
