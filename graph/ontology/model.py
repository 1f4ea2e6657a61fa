"""What the data files hold: relations with their roles, derived edges, and concepts with broader ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LITERAL = "LITERAL"
"""In a range: the object may be a literal."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One predicate: which types it joins, which qualifiers it takes, which of them identify a statement."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    inverse: str | None
    symmetric: bool
    temporal: bool
    qualifiers: tuple[str, ...]
    identifying: tuple[str, ...]

    @property
    def takes_literal(self) -> bool:
        return LITERAL in self.range


@dataclass(frozen=True, slots=True)
class Role:
    """A qualifier: what kind of value it holds; `range` is empty unless `kind` is entity."""

    name: str
    kind: str
    range: frozenset[str] = frozenset()
    or_text: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """One clause of a derived edge. Where it names no subject and object, they are its own."""

    predicate: str
    subject: str | None = None
    object: str | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """An edge that follows from statements: from one (its places named by role), from a chain, or from a path."""

    name: str
    subject: str
    object: str
    hops: tuple[Hop, ...] = ()
    symmetric: bool = False
    path: tuple[str, ...] = ()
    path_from: int = 1
    path_to: int = 1


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that `ontology.toml` says."""

    version: str
    entity_types: tuple[str, ...]
    common_roles: tuple[str, ...]
    relations: Mapping[str, Relation]
    roles: Mapping[str, Role]
    validity_from: tuple[str, ...]
    validity_to: tuple[str, ...]
    former: tuple[str, ...]
    derived: tuple[Derived, ...]

    def allows(self, predicate: str, role: str) -> bool:
        """Whether a relation may carry a qualifier."""
        return role in self.relations[predicate].qualifiers or role in self.common_roles

    def inverse_of(self, name: str) -> Relation | None:
        """The relation whose inverse has this name, if any."""
        return next((relation for relation in self.relations.values() if relation.inverse == name), None)

    def derived_named(self, name: str) -> tuple[Derived, ...]:
        return tuple(edge for edge in self.derived if edge.name == name)


@dataclass(frozen=True, slots=True)
class Concept:
    """A service, format, genre or generic tool: its preferred label is its entity's name."""

    name: str
    type: str
    broader: str | None
    labels: tuple[str, ...]
    abbreviations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Concepts by (type, name)."""

    concepts: Mapping[tuple[str, str], Concept]

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def narrower(self, type_: str, name: str) -> tuple[str, ...]:
        """The names of all concepts below one, nearest first, without itself."""
        found: list[str] = []
        edge = [name]
        while edge:
            edge = [concept.name for concept in self if concept.type == type_ and concept.broader in edge
                    and concept.name not in found]
            found.extend(edge)
        return tuple(found)

    def wider(self, type_: str, name: str) -> tuple[str, ...]:
        """The names of all concepts above one, nearest first, without itself."""
        found: list[str] = []
        concept = self.concepts.get((type_, name))
        while concept is not None and concept.broader is not None and concept.broader not in found:
            found.append(concept.broader)
            concept = self.concepts.get((type_, concept.broader))
        return tuple(found)
