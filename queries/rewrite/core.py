"""Core patterns: what engines answer, with nothing left to look up in an ontology or a calendar.

A core pattern speaks of stored statements alone: a conjunction of clauses, each a choice of alternatives, each alternative
a conjunction of matches (one statement), reaches (a path of statements) and kinds (an entity of some types).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from queries.pattern import Anything, Entities, Missing, Var


@dataclass(frozen=True, slots=True)
class Keys:
    """A constant literal, or any of several, by the key of its normalised value (`graph.identity.values`)."""

    keys: tuple[str, ...]


CoreTerm = Var | Entities | Keys | Anything | Missing


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at `subject`, `object` or a role of a statement. An optional one holds a variable that may stay empty.

    A place named `predicate` holds a variable that the statement's predicate fills, by its name.
    """

    name: str
    term: CoreTerm
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """One stored statement: any of the predicates (of all, where none is named), its subject, object and roles.

    The first two places are the subject's and the object's. A role may stand twice. `clause` numbers the pattern's clause.
    """

    clause: int
    predicates: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """A path of `least` to `most` statements from source to target, each of any of the predicates; the two are distinct.

    A statement of a predicate in `back` is walked from its object to its subject. No predicate in `predicates` means any.
    """

    clause: int
    predicates: tuple[str, ...]
    source: CoreTerm
    target: CoreTerm
    least: int
    most: int
    back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """The variable is any entity of any of the types."""

    clause: int
    variable: str
    types: tuple[str, ...]


Atom = Match | Reach | Kind
Alternative = tuple[Atom, ...]
"""Atoms that hold together."""
When = Literal["current", "as_of", "any", "over"]


@dataclass(frozen=True, slots=True)
class CoreFilters:
    """Which statements count, with nothing left to know; every atom of the pattern obeys them.

    `when`: with S's bounds `from_earliest`, `to_latest` and `ended`,
    as_of: (from_earliest is absent or ≤ day) and (to_latest is absent or ≥ day);
    current: as_of, and not (ended and to_latest absent); any: all;
    over: to_latest < day, or (ended and to_latest absent).
    Without `known_at` only live statements count; with it, those with a claim that was open at that change
    (opened ≤ it, and not closed or closed after). `published_until` asks for a claim of a document whose latest day of
    publication isn't after it; that same claim is open (now, or at `known_at`), and of one of `documents` where any are named.
    """

    polarity: tuple[str, ...]
    modality: tuple[str, ...]
    when: When
    day: dt.date
    known_at: int | None = None
    published_until: dt.date | None = None
    min_confidence: float | None = None
    min_sources: int | None = None
    documents: tuple[str, ...] = ()

    @property
    def default(self) -> bool:
        """Whether they see just what is current, positive and asserted."""
        return self == CoreFilters(("positive",), ("asserted",), "current", self.day)


@dataclass(frozen=True, slots=True)
class OrderBy:
    """One column of the order: absence last, then its sort key, then its id, by code point; `descending` turns the last two.

    The sort key of an entity is the stored one, that of a literal its key, that of a relation its name. A counted column is
    ordered as a number. `numbers`: the column may hold literals with numbers, keys that begin with `n:`. The sort key of
    these is `n:` alone, then they go by the number, which ends at the key's first space, then by the key.
    """

    column: str
    descending: bool = False
    numbers: bool = False

    def number(self, cell: Cell) -> float | None:
        """The number of a cell of such a column, if it holds one."""
        return float(cell[2:].partition(" ")[0]) if self.numbers and isinstance(cell, str) and cell.startswith("n:") else None


Cell = str | int | None
"""What an engine gives: an entity id, the key of a literal, a count, or nothing."""


@dataclass(frozen=True, slots=True)
class CorePattern:
    """What every engine answers alike. Rows are distinct over `columns`; with `count` they are groups.

    One alternative of each of `clauses` holds. One of each of `optional` holds too; where none does, the variables that it
    alone has are absent. No alternative of `without` holds, for whatever values of the variables that it alone has. Compilers
    need `branches` only.

    `columns` are the selected variables; where one of them is `count`, its cell is the number of distinct values that the
    variable takes with the others of the row (absence counts as none; without other columns there is always one row).
    Without columns there is one empty row if anything matches. `order` names every column once. `after` is the last row of
    the page before: (sort key, id) for each entry of `order`, (None, None) where absent, ("", n) for a count.
    """

    clauses: tuple[tuple[Alternative, ...], ...]
    types: tuple[tuple[str, tuple[str, ...]], ...]
    filters: CoreFilters
    columns: tuple[str, ...]
    count: str | None
    order: tuple[OrderBy, ...]
    limit: int
    after: tuple[tuple[str | None, Cell], ...] | None = None
    different: tuple[tuple[str, str], ...] = ()

    optional: tuple[tuple[Alternative, ...], ...] = ()
    without: tuple[tuple[Alternative, ...], ...] = ()

    def atoms(self) -> Iterator[Atom]:
        return (atom for group in (*self.clauses, *self.optional, *self.without) for alternative in group for atom in alternative)

    def constants(self) -> set[str]:
        """Every entity that a place names."""
        terms = (term for atom in self.atoms() if not isinstance(atom, Kind)
                 for term in ((atom.source, atom.target) if isinstance(atom, Reach) else (place.term for place in atom.places)))
        return {one for term in terms if isinstance(term, Entities) for one in term.ids}

    def branches(self) -> Iterator[Branch]:
        """Alternatives multiplied out: the rows are those of all branches together."""
        unwanted = [alternative for group in self.without for alternative in group]
        for chosen in itertools.product(*self.clauses):
            for kept in itertools.product(*((*group, None) for group in self.optional)):
                left = [group for group, alternative in zip(self.optional, kept) if alternative is None]
                atoms = tuple(atom for alternative in (*chosen, *kept) for atom in alternative or ())
                found = {name for atom in atoms for name in variables(atom)}
                absent = {name for group in left for alternative in group for atom in alternative for name in variables(atom)} - found
                without = (*unwanted, *(alternative for group in left for alternative in group))
                yield Branch(atoms, tuple(map(_without_optional, without)), frozenset(absent))


@dataclass(frozen=True, slots=True)
class Branch:
    """One conjunction of a pattern: its atoms hold, none of `without` does, and `absent` variables have no value.

    `types` and `different` of the pattern hold for the variables that stand in `atoms`; those of a variable that stands in one
    of `without` alone belong to that one. Optional places stand in `atoms` alone.
    """

    atoms: Alternative
    without: tuple[Alternative, ...]
    absent: frozenset[str]


def variables(atom: Atom) -> Iterator[str]:
    """The variable of each place of an atom that holds one."""
    match atom:
        case Kind(_, variable):
            yield variable
        case Reach():
            yield from (term.name for term in (atom.source, atom.target) if isinstance(term, Var))
        case Match():
            yield from (place.term.name for place in atom.places if isinstance(place.term, Var))


def _without_optional(alternative: Alternative) -> Alternative:
    return tuple(replace(atom, places=tuple(place for place in atom.places if not place.optional)) if isinstance(atom, Match) else atom
                 for atom in alternative)
