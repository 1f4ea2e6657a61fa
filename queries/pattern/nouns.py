"""What a pattern is made of: clauses joined on variables, parts of clauses, filters.

It means a set of rows over `select`; evidence never multiplies rows. Every engine gives the same rows for it
(tests/contracts; docs/patterns.md tells what each part means).

    {"clauses": [{"subject": "?studio", "predicate": ["provides_service"], "object": {"entity": ["e…"]},
                  "roles": {"to": "?platform"}}],
     "types": {"studio": ["Studio"], "platform": ["Platform"]},
     "filters": {"polarity": ["positive"], "modality": ["asserted"]},
     "select": ["studio", "platform"], "order": ["studio"], "limit": 20}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from graph.claim import Value


@dataclass(frozen=True, slots=True)
class Var:
    """A hole: an entity or a literal that the answer fills."""

    name: str


@dataclass(frozen=True, slots=True)
class Entities:
    """A constant, or a set of constants: any of these entity ids. An empty set is a name that nobody knows: no rows."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Literals:
    """A constant literal, or any of several, compared by normalised value."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Anything:
    """`*`: the place is filled, by whatever."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The role has no value."""


Term = Var | Entities | Literals | Anything | Missing


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement, or a path of them. `predicates`: any of these relations, inverses or derived edges; "*" alone is any relation.

    `roles`: terms by role. `optional_roles` names roles with a variable that may stay empty: the row is kept and its cell
    is absent. Such a variable stands nowhere else, and its types narrow what fills it. `relation` names a variable that the
    relation of the statement fills. `steps` (from, to) makes it a path of so many statements, each of any of the predicates,
    between two ends that differ.
    """

    subject: Term
    predicates: tuple[str, ...]
    object: Term
    roles: tuple[tuple[str, Term], ...] = ()
    optional_roles: tuple[str, ...] = ()
    relation: str | None = None
    steps: tuple[int, int] | None = None

    def terms(self) -> Iterator[tuple[str, Term]]:
        yield "subject", self.subject
        yield "object", self.object
        yield from self.roles

    def variables(self) -> Iterator[str]:
        """The variable of each place that holds one."""
        yield from (term.name for _, term in self.terms() if isinstance(term, Var))
        if self.relation is not None:
            yield self.relation

    def optional(self) -> Iterator[str]:
        """The variables that may stay empty."""
        yield from (term.name for role, term in self.roles if role in self.optional_roles and isinstance(term, Var))


Group = tuple[Clause, ...]
"""Clauses that hold together."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements count. The defaults see what is current, positive and asserted.

    `as_of` replaces "current": every statement whose validity doesn't exclude that day. `timeless` takes them all.
    `known_at` is a change number. `documents`: what any of these documents says, by their ids.
    """

    polarity: tuple[str, ...] = ("positive",)
    modality: tuple[str, ...] = ("asserted",)
    as_of: dt.date | None = None
    timeless: bool = False
    known_at: int | None = None
    published_until: dt.date | None = None
    min_confidence: float | None = None
    min_sources: int | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is asked. `types` narrows variables; `count` counts distinct values of a variable by the others selected.

    The number stands in the column of the counted variable, the last one where `select` doesn't name it. `order` lists
    columns (`-name` descending); ties and the rest go by the columns in turn. `ended` keeps only what is over (former,
    ended), today or on `filters.as_of`; it needs `filters.timeless`. A pattern without variables selects nothing and has
    one empty row where it holds.

    Of each of `either`, one of its groups holds. A group of `optional` is kept where it holds and leaves its own variables
    absent where it doesn't. No group of `without` holds. A selected variable that no clause binds, of certain types, is
    every entity of these types.
    """

    clauses: Group
    select: tuple[str, ...]
    types: tuple[tuple[str, tuple[str, ...]], ...] = ()
    filters: Filters = field(default_factory=Filters)
    count: str | None = None
    order: tuple[str, ...] = ()
    limit: int = 100
    cursor: str | None = None
    narrower: bool = True
    ended: bool = False
    different: tuple[tuple[str, str], ...] = ()
    """Pairs of variables that must not be the same entity."""
    either: tuple[tuple[Group, ...], ...] = ()
    optional: tuple[Group, ...] = ()
    without: tuple[Group, ...] = ()

    def groups(self) -> Iterator[Group]:
        """The clauses, then the groups of each part: clauses are numbered in this order."""
        yield self.clauses
        for groups in self.either:
            yield from groups
        yield from self.optional
        yield from self.without

    def all_clauses(self) -> Iterator[Clause]:
        return (clause for group in self.groups() for clause in group)

    def variables(self) -> tuple[str, ...]:
        """Every variable of the clauses and parts, in order of appearance."""
        return tuple(dict.fromkeys(names_in(self.all_clauses())))

    def with_filters(self, **changed: Any) -> Pattern:
        return replace(self, filters=replace(self.filters, **changed))

    def with_clauses(self, change: Callable[[Clause], Clause]) -> Pattern:
        """The pattern with each clause changed by a function."""
        def changed(group: Group) -> Group:
            return tuple(change(clause) for clause in group)
        return replace(self, clauses=changed(self.clauses), optional=tuple(map(changed, self.optional)),
                       without=tuple(map(changed, self.without)), either=tuple(tuple(map(changed, groups)) for groups in self.either))


def names_in(group: Iterable[Clause]) -> Iterator[str]:
    """The variable of every place of some clauses, as often as it stands there."""
    return (name for clause in group for name in clause.variables())
