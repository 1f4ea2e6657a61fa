"""Pattern × ontology → core pattern: types, inverse, derived, narrower, default filters spelled out once.

A core pattern speaks of stored statements alone: a conjunction of clauses, each a choice of alternatives, each alternative
a conjunction of matches (one statement) and reaches (a path of statements). An engine needs to know no ontology and no
calendar: `rewrite` is told the day and which concepts are narrower.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from graph.errors import PatternError
from graph.identity.values import normalise
from graph.ontology.model import Derived, Ontology
from queries.pattern import Anything, Clause, Entities, Literals, Missing, Pattern, Term, Var, check

ANY_PREDICATE = "*"
MOST_READINGS = 64
"""In how many ways the alternatives of the clauses may be combined."""
Narrower = Callable[[Sequence[str]], Iterable[str]]
"""Entity ids → the ids of the concepts below them."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A constant literal, or any of several, by the key of its normalised value (`graph.identity.values`)."""

    keys: tuple[str, ...]


CoreTerm = Var | Entities | Keys | Anything | Missing


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at `subject`, `object` or a role of a statement. An optional one holds a variable that may stay empty."""

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
    """A path of `least` to `most` statements from source to target, each of any of the predicates; the two are distinct."""

    clause: int
    predicates: tuple[str, ...]
    source: CoreTerm
    target: CoreTerm
    least: int
    most: int


Atom = Match | Reach
Alternative = tuple[Atom, ...]
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
    publication isn't after it; that same claim is open (now, or at `known_at`).
    """

    polarity: tuple[str, ...]
    modality: tuple[str, ...]
    when: When
    day: dt.date
    known_at: int | None = None
    published_until: dt.date | None = None
    min_confidence: float | None = None
    min_sources: int | None = None

    @property
    def default(self) -> bool:
        """Whether they see just what is current, positive and asserted."""
        return self == CoreFilters(("positive",), ("asserted",), "current", self.day)


@dataclass(frozen=True, slots=True)
class OrderBy:
    """One column of the order: absence last, then its sort key, then its id, by code point; `descending` turns the last two.

    The sort key of an entity is the stored one, that of a literal its key. A counted column is ordered as a number.
    """

    column: str
    descending: bool = False


Cell = str | int | None
"""What an engine gives: an entity id, the key of a literal, a count, or nothing."""


@dataclass(frozen=True, slots=True)
class CorePattern:
    """What every engine answers alike. Rows are distinct over `columns`; with `count` they are groups.

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

    def atoms(self) -> Iterator[Atom]:
        return (atom for clause in self.clauses for alternative in clause for atom in alternative)


def rewrite(pattern: Pattern, ontology: Ontology, *, today: dt.date, narrower_ids: Narrower | None = None) -> CorePattern:
    """The core of a pattern. Raises PatternError where the ontology doesn't know what it speaks of.

    Cursors are read by `queries.rows`, which sets `after`. What isn't so of a narrower service may well be so of the wider
    one, so that a pattern that asks for negative statements alone takes its constants as they stand.
    """
    check(pattern)
    for name, types in pattern.types:
        if unknown := sorted(set(types) - set(ontology.entity_types)):
            raise PatternError(f"types.{name}: no entity type is called {', '.join(unknown)}")
    widen = narrower_ids if pattern.narrower and "positive" in pattern.filters.polarity else None
    names = _Fresh(pattern.variables())
    clauses = tuple(_clause(number, clause, ontology, _constants(widen), names) for number, clause in enumerate(pattern.clauses))
    if (readings := math.prod(len(clause) for clause in clauses)) > MOST_READINGS:
        raise PatternError(f"predicate: the clauses can be combined in {readings} ways, {MOST_READINGS} at most; name fewer relations")
    columns = pattern.select if pattern.count is None or pattern.count in pattern.select else (*pattern.select, pattern.count)
    return CorePattern(clauses, pattern.types, _filters(pattern, today), columns, pattern.count,
                       _order(pattern, columns), pattern.limit, different=pattern.different)


def _filters(pattern: Pattern, today: dt.date) -> CoreFilters:
    told = pattern.filters
    when: When = "over" if pattern.ended else "any" if told.timeless else "as_of" if told.as_of else "current"
    return CoreFilters(told.polarity, told.modality, when, told.as_of or today, told.known_at, told.published_until,
                       told.min_confidence, told.min_sources)


def _order(pattern: Pattern, columns: tuple[str, ...]) -> tuple[OrderBy, ...]:
    named = tuple(OrderBy(name.removeprefix("-"), name.startswith("-")) for name in pattern.order)
    first = {entry.column for entry in named}
    return named + tuple(OrderBy(column) for column in columns if column not in first)


# --- one clause


class _Fresh:
    """Names for variables that no pattern has."""

    def __init__(self, used: Iterable[str]) -> None:
        self.used = set(used)

    def __call__(self, hint: str) -> Var:
        number = 0
        while (name := f"h{number}_{hint}") in self.used:
            number += 1
        self.used.add(name)
        return Var(name)


def _constants(widen: Narrower | None) -> Callable[[Term], CoreTerm]:
    def core(term: Term) -> CoreTerm:
        if isinstance(term, Literals):
            return Keys(tuple(sorted({normalise(value) for value in term.values})))
        if isinstance(term, Entities):
            wider = set(term.ids) | set(widen(term.ids) if widen and term.ids else ())
            return Entities(tuple(sorted(wider)))
        return term
    return core


def _clause(number: int, clause: Clause, ontology: Ontology, core: Callable[[Term], CoreTerm], fresh: _Fresh) -> tuple[Alternative, ...]:
    direct, turned, derived = _readings(clause, ontology)
    _check_roles(clause, direct, turned, derived, ontology)
    subject, object_ = core(clause.subject), core(clause.object)
    roles = tuple(Place(role, core(term), role in clause.optional_roles) for role, term in clause.roles)
    found: list[Alternative] = []
    if direct is not None:
        found.append((Match(number, direct, (Place("subject", subject), Place("object", object_), *roles)),))
    if turned:
        found.append((Match(number, turned, (Place("subject", object_), Place("object", subject), *roles)),))
    for edge in derived:
        found.append(_derived(number, edge, subject, object_, roles, fresh))
        if edge.symmetric:
            found.append(_derived(number, edge, object_, subject, roles, fresh))
    return tuple(dict.fromkeys(found))


def _readings(clause: Clause, ontology: Ontology) -> tuple[tuple[str, ...] | None, tuple[str, ...], list[Derived]]:
    """Relations as they stand (none named: all; None: none), relations turned round, and derived edges."""
    symmetric = sorted(name for name, relation in ontology.relations.items() if relation.symmetric)
    if ANY_PREDICATE in clause.predicates:
        if len(clause.predicates) > 1:
            raise PatternError('predicate: "*" stands alone')
        return (), tuple(symmetric), []
    direct: set[str] = set()
    turned: set[str] = set()
    derived: list[Derived] = []
    for name in clause.predicates:
        edges = ontology.derived_named(name)
        inverse = ontology.inverse_of(name)
        if name in ontology.relations:
            direct.add(name)
        elif inverse is not None:
            turned.add(inverse.name)
        elif not edges:
            raise PatternError(f"predicate: no relation, inverse or derived edge is called {name!r}")
        if name in symmetric:
            turned.add(name)
        derived.extend(edge for edge in edges if edge not in derived)
    return tuple(sorted(direct)) or None, tuple(sorted(turned)), derived


def _check_roles(clause: Clause, direct: tuple[str, ...] | None, turned: tuple[str, ...], derived: Sequence[Derived],
                 ontology: Ontology) -> None:
    relations = {*(direct or ()), *turned, *(edge.hops[0].predicate for edge in derived if _from_one(edge))}
    for role, _ in clause.roles:
        if role not in ontology.roles:
            raise PatternError(f"roles: no role is called {role!r}")
        for edge in derived:
            if not _from_one(edge):
                raise PatternError(f"roles: {edge.name} follows from several statements and takes no {role}")
        if direct != () and not any(ontology.allows(relation, role) for relation in relations):
            raise PatternError(f"roles: {', '.join(clause.predicates)} takes no {role}")


def _from_one(edge: Derived) -> bool:
    return len(edge.hops) == 1 and edge.hops[0].subject is None


def _derived(number: int, edge: Derived, subject: CoreTerm, object_: CoreTerm, roles: tuple[Place, ...], fresh: _Fresh) -> Alternative:
    if edge.path:
        return (Reach(number, tuple(sorted(edge.path)), subject, object_, edge.path_from, edge.path_to),)
    if _from_one(edge):
        placed = {edge.subject: subject, edge.object: object_}
        places = [Place(name, placed.pop(name, Anything())) for name in ("subject", "object")]
        places += [Place(name, term) for name, term in placed.items()]
        return (Match(number, (edge.hops[0].predicate,), (*places, *roles)),)
    ends: dict[str, CoreTerm] = {edge.subject: subject, edge.object: object_}
    for hop in edge.hops:
        for end in (hop.subject or "?", hop.object or "?"):
            if end not in ends:
                ends[end] = fresh(end.lstrip("?"))
    return tuple(Match(number, (hop.predicate,), (Place("subject", ends[hop.subject or "?"]), Place("object", ends[hop.object or "?"])))
                 for hop in edge.hops)


def turned_to(core: CorePattern, **changed: object) -> CorePattern:
    """The same core under other filters."""
    return replace(core, filters=replace(core.filters, **changed))  # type: ignore[arg-type]
