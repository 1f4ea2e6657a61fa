"""Loads ontology.toml and vocabulary.toml and refuses what it doesn't know."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import OntologyError
from graph.ontology.model import LITERAL, Concept, Derived, Hop, Ontology, Relation, Role, Vocabulary

ROLE_KINDS = frozenset({"entity", "date", "money", "number", "percentage", "duration", "text", "one_of"})
SECTIONS = {"services": "Service", "formats": "Format", "genres": "Genre", "tools": "Tool"}
_TOP = {"version", "entity_types", "common_roles", "validity", "relations", "roles", "derived"}
_RELATION = {"domain", "range", "inverse", "symmetric", "temporal", "qualifiers", "identifying"}
_ROLE = {"kind", "range", "or_text", "values"}
_DERIVED = {"name", "subject", "object", "from", "path", "symmetric", "note"}
_CONCEPT = {"broader", "labels", "abbreviation"}


@cache
def ontology() -> Ontology:
    """The project's own ontology, loaded once."""
    return load_ontology(Path(str(files("graph.ontology") / "ontology.toml")))


@cache
def vocabulary() -> Vocabulary:
    """The project's own vocabulary, loaded once."""
    return load_vocabulary(Path(str(files("graph.ontology") / "vocabulary.toml")))


def load_ontology(path: Path) -> Ontology:
    """Read and check an ontology file. Raises OntologyError, which names what is wrong."""
    data = _table(path)
    check = _Check(str(path))
    check.keys("the file", data, _TOP)
    types = tuple(data["entity_types"])
    roles = {name: _role(check, name, entry, types) for name, entry in data["roles"].items()}
    relations = {name: _relation(check, name, entry, types, roles) for name, entry in data["relations"].items()}
    derived = tuple(_derived(check, entry, relations, roles) for entry in data["derived"])
    validity = data["validity"]
    check.keys("validity", validity, {"from", "to", "former"})
    for role in (*data["common_roles"], *validity["from"], *validity["to"]):
        check.that(role in roles, f"role {role!r} is used and not defined")
    inverses = [relation.inverse for relation in relations.values() if relation.inverse and not relation.symmetric]
    check.that(len(inverses) == len(set(inverses)), "two relations have one inverse")
    check.that(not set(inverses) & set(relations), "an inverse has the name of a relation")
    return Ontology(str(data["version"]), types, tuple(data["common_roles"]), relations, roles, tuple(validity["from"]),
                    tuple(validity["to"]), tuple(validity["former"]), derived)


def load_vocabulary(path: Path) -> Vocabulary:
    """Read and check a vocabulary file. Raises OntologyError, which names what is wrong."""
    data = _table(path)
    check = _Check(str(path))
    check.keys("the file", data, set(SECTIONS))
    concepts: dict[tuple[str, str], Concept] = {}
    for section, type_ in SECTIONS.items():
        entries = data.get(section, {})
        for name, entry in entries.items():
            check.keys(name, entry, _CONCEPT)
            broader = entry.get("broader")
            check.that(broader is None or broader in entries, f"{name}: broader {broader!r} is no concept of {section}")
            concepts[type_, name] = Concept(name, type_, broader, tuple(entry.get("labels", ())),
                                            tuple(entry.get("abbreviation", ())))
    _check_vocabulary(check, concepts)
    return Vocabulary(concepts)


def _check_vocabulary(check: _Check, concepts: Mapping[tuple[str, str], Concept]) -> None:
    owner: dict[str, str] = {}
    for concept in concepts.values():
        above, seen = concept.broader, {concept.name}
        while above is not None:
            check.that(above not in seen, f"{concept.name}: its broader concepts run in a circle")
            seen.add(above)
            above = concepts[concept.type, above].broader
        for label in {concept.name.casefold(), *(label.casefold() for label in concept.labels), *concept.abbreviations}:
            check.that(owner.setdefault(label, concept.name) == concept.name,
                       f"{label!r} names both {owner[label]!r} and {concept.name!r}")


class _Check:
    def __init__(self, file: str) -> None:
        self.file = file

    def that(self, holds: bool, reason: str) -> None:
        if not holds:
            raise OntologyError(self.file, reason)

    def keys(self, where: str, entry: Mapping[str, Any], known: set[str]) -> None:
        self.that(isinstance(entry, Mapping), f"{where}: expected a table")
        unknown = sorted(set(entry) - known)
        self.that(not unknown, f"{where}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}")


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OntologyError(str(path), str(error)) from error


def _role(check: _Check, name: str, entry: Mapping[str, Any], types: tuple[str, ...]) -> Role:
    check.keys(f"role {name}", entry, _ROLE)
    kind = entry["kind"]
    check.that(kind in ROLE_KINDS, f"role {name}: unknown kind {kind!r}")
    span = frozenset(entry.get("range", ()))
    check.that(bool(span) == (kind == "entity"), f"role {name}: a range goes with kind entity, and only with it")
    check.that(span <= set(types), f"role {name}: its range names unknown types")
    values = tuple(entry.get("values", ()))
    check.that(bool(values) == (kind == "one_of"), f"role {name}: values go with kind one_of, and only with it")
    return Role(name, kind, span, bool(entry.get("or_text", False)), values)


def _relation(check: _Check, name: str, entry: Mapping[str, Any], types: tuple[str, ...], roles: Mapping[str, Role]) -> Relation:
    check.keys(f"relation {name}", entry, _RELATION)
    domain, span = frozenset(entry["domain"]), frozenset(entry["range"])
    check.that(bool(domain) and bool(span), f"relation {name}: domain and range may not be empty")
    check.that(domain <= set(types), f"relation {name}: its domain names unknown types")
    check.that(span <= {*types, LITERAL}, f"relation {name}: its range names unknown types")
    qualifiers, identifying = tuple(entry["qualifiers"]), tuple(entry["identifying"])
    check.that(set(qualifiers) <= set(roles), f"relation {name}: unknown qualifiers")
    check.that(set(identifying) <= set(qualifiers) | {"date"}, f"relation {name}: an identifying role is no qualifier of it")
    symmetric = bool(entry["symmetric"])
    check.that(not symmetric or entry.get("inverse") == name, f"relation {name}: symmetric, so its inverse is itself")
    return Relation(name, domain, span, entry.get("inverse"), symmetric, bool(entry["temporal"]), qualifiers, identifying)


def _derived(check: _Check, entry: Mapping[str, Any], relations: Mapping[str, Relation], roles: Mapping[str, Role]) -> Derived:
    name = entry["name"]
    check.keys(f"derived {name}", entry, _DERIVED)
    hops = tuple(Hop(hop["predicate"], hop.get("subject"), hop.get("object")) for hop in entry.get("from", ()))
    path = entry.get("path")
    check.that(bool(hops) != bool(path), f"derived {name}: needs either from or path")
    predicates = [hop.predicate for hop in hops] + list(path["predicates"] if path else ())
    check.that(set(predicates) <= set(relations), f"derived {name}: an unknown predicate")
    if len(hops) == 1 and hops[0].subject is None:
        for place in (entry["subject"], entry["object"]):
            check.that(place in ("subject", "object") or place in roles, f"derived {name}: unknown place {place!r}")
    return Derived(name, entry["subject"], entry["object"], hops, bool(entry.get("symmetric", False)),
                   tuple(path["predicates"]) if path else (), path["from"] if path else 1, path["to"] if path else 1)
