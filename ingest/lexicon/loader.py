"""Loads the frames, one file a relation, and refuses what it doesn't know.

A line says where each argument of a relation sits, in deep functions (`ingest.reading.clauses`):

    [[verb]]        lemmas (with `particle`), and functions of the clause: subj, obj, iobj, attr, pp:to, obj/pp:to, obj/poss …
    [[noun]]        a noun that names the relation ("acquisition"): poss, compound, pp:of, pp:by, lsubj (subject of its light verb)
    [[agent]]       a noun that names one argument ("owner of"): `self` is its place; the others are functions of the noun
    [[adjective]]   the second half of a compound adjective ("Seoul-based"): `head` is the noun it stands before, `first` the name in it
    [[possessive]]  "X's Y": `owner` and `owned` are the places
    [[compound]]    "X CEO Y", "Kettle series Y": `first` and `head` are names in one noun phrase, with `via` nouns between

Places are `subject`, `object` and the roles that the ontology gives the relation. `need` lists roles that must be filled, `types`
narrows a place, `set` fixes roles, `modality`/`polarity` override, `flags` are told to the qualifier stage.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import OntologyError
from graph.ontology import Ontology, Relation, ontology

KINDS = ("verb", "noun", "agent", "adjective", "possessive", "compound")
_COMMON = {"need", "types", "set", "modality", "polarity", "confidence", "unless", "when"}
_OWN = {
    "verb": {"lemmas", "particle"},
    "noun": {"nouns"},
    "agent": {"nouns", "self", "prefix"},
    "adjective": {"endings"},
    "possessive": {"via"},
    "compound": {"via"},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a frame. `places` maps subject, object and roles to the functions to try, in order."""

    relation: str
    kind: str
    number: int
    words: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]
    particle: str | None = None
    self_place: str | None = None
    need: tuple[str, ...] = ()
    types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    modality: str | None = None
    polarity: str | None = None
    confidence: float = 0.8
    unless: tuple[str, ...] = ()
    when: frozenset[str] = frozenset()
    prefix: bool = False

    @property
    def rule(self) -> str:
        return f"{self.relation}.{self.kind}.{self.number}"


def family(rule: str) -> str:
    """The kind of a rule: `owns.verb.3` → `verb`; what has no kind is its own family."""
    parts = rule.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


@dataclass(frozen=True, slots=True)
class Frames:
    """All lines, by what triggers them."""

    verbs: Mapping[str, tuple[Line, ...]]
    nouns: Mapping[str, tuple[Line, ...]]
    agents: Mapping[str, tuple[Line, ...]]
    adjectives: Mapping[str, tuple[Line, ...]]
    possessives: tuple[Line, ...]
    compounds: tuple[Line, ...]

    def __iter__(self) -> Any:
        seen: dict[str, Line] = {}
        for index in (self.verbs, self.nouns, self.agents, self.adjectives):
            for lines in index.values():
                seen.update((line.rule, line) for line in lines)
        seen.update((line.rule, line) for line in (*self.possessives, *self.compounds))
        return iter(seen.values())


@cache
def frames() -> Frames:
    """The project's frames, loaded once."""
    folder = files("ingest.lexicon") / "frames"
    texts = {
        entry.name: entry.read_text("utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
    return load(texts, ontology())


def load(texts: Mapping[str, str], known: Ontology) -> Frames:
    """Frames from file texts by name. Raises OntologyError, which names the file and what is wrong."""
    lines = [line for name, text in texts.items() for line in _file(name, text, known)]
    return Frames(
        _index(lines, "verb"),
        _index(lines, "noun"),
        _index(lines, "agent"),
        _index(lines, "adjective"),
        tuple(line for line in lines if line.kind == "possessive"),
        tuple(line for line in lines if line.kind == "compound"),
    )


def _index(lines: Sequence[Line], kind: str) -> dict[str, tuple[Line, ...]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.kind == kind:
            for word in line.words:
                found.setdefault(f"{word} {line.particle}" if line.particle else word, []).append(line)
    return {word: tuple(group) for word, group in found.items()}


def _file(name: str, text: str, known: Ontology) -> list[Line]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(name, str(error)) from error
    relation = known.relations.get(str(data.pop("relation", "")))
    if relation is None or name != f"{relation.name}.toml":
        raise OntologyError(name, "its first line must name the relation that the file is called after")
    if unknown := set(data) - set(KINDS):
        raise OntologyError(name, f"unknown {', '.join(sorted(unknown))}; known are {', '.join(KINDS)}")
    return [_line(name, relation, kind, number, entry, known) for kind in KINDS for number, entry in enumerate(data.get(kind, []), start=1)]


def _line(name: str, relation: Relation, kind: str, number: int, entry: Mapping[str, Any], known: Ontology) -> Line:
    where = f"{kind} {number}"
    allowed = {"subject", "object", *relation.qualifiers, *known.common_roles}
    if unknown := set(entry) - _COMMON - _OWN[kind] - allowed:
        raise OntologyError(name, f"{where}: unknown {', '.join(sorted(unknown))}")
    types = {place: frozenset(names) for place, names in entry.get("types", {}).items()}
    for place, names in types.items():
        if place not in allowed or not names <= set(known.entity_types):
            raise OntologyError(name, f"{where}: types.{place} is unknown")
    if set(entry.get("set", {})) - allowed or set(entry.get("need", ())) - allowed:
        raise OntologyError(name, f"{where}: set or need names a role that {relation.name} doesn't take")
    if kind in ("verb", "noun", "agent", "adjective") and not entry.get(_words_of(kind)):
        raise OntologyError(name, f"{where}: needs {_words_of(kind)}")
    if kind == "agent" and entry.get("self") not in allowed:
        raise OntologyError(name, f"{where}: needs self, the place that the noun itself fills")
    places = {place: _functions(entry[place]) for place in entry if place in allowed}
    return Line(
        relation.name,
        kind,
        number,
        tuple(entry.get(_words_of(kind), ())),
        places,
        entry.get("particle"),
        entry.get("self"),
        tuple(entry.get("need", ())),
        types,
        dict(entry.get("set", {})),
        entry.get("modality"),
        entry.get("polarity"),
        float(entry.get("confidence", 0.8)),
        tuple(entry.get("unless", ())),
        frozenset(entry.get("when", ())),
        bool(entry.get("prefix", False)),
    )


def _words_of(kind: str) -> str:
    return {"verb": "lemmas", "noun": "nouns", "agent": "nouns", "adjective": "endings"}.get(kind, "via")


def _functions(value: Any) -> tuple[str, ...]:
    return tuple([value] if isinstance(value, str) else value)
