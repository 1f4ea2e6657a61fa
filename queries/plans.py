"""Patterns rewritten and compiled once for all constants that may stand in the same places.

A plan holds marks where a pattern names entities, and a question puts its own in: they are parameters of the text, so that it
stays the same. What a plan follows from is its key (the pattern, the day, the ontology, the dialect); nothing in it comes from
the record (docs/decisions/0007-plans-of-patterns.md).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from graph.ontology.model import Ontology
from queries.compilers import sql
from queries.narrower import Constants
from queries.pattern import Entities, Pattern, Term
from queries.rewrite import Cell, CorePattern, rewrite

MOST_MARKS = 40
"""A pattern with more constants than that, narrower ones included, is planned for itself."""
AT_ONCE = 5000
"""How many matches are taken at once."""
Parameters = tuple[str | int | float | None, ...]


class Home(Protocol):
    """What answers texts: `queries.engines.SqlEngine`."""

    def rows(self, text: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """The core of a pattern, the text of its first page with one row more, and the texts of what stands behind rows.

    `walk` finds the same page where there are very many rows.
    """

    core: CorePattern
    page: sql.Compiled
    matches: tuple[sql.MatchesText, ...]
    dialect: str
    walk: sql.Walk | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and the entity that each mark stands for; without marks its constants are its own."""

    plan: Plan
    given: Mapping[str, str]

    @property
    def core(self) -> CorePattern:
        return self.plan.core

    def page(self) -> tuple[str, Parameters]:
        return self.plan.page.text, self._filled(self.plan.page.parameters)

    def cheapest_page(self, home: Home) -> tuple[str, Parameters]:
        """The same page, by a walk where there are very many rows."""
        walk = self.plan.walk
        if walk is not None and self._are_many(walk, home):
            return walk.page[0], self._filled(walk.page[1])
        return self.page()

    def _are_many(self, walk: sql.Walk, home: Home) -> bool:
        """Whether walking through the entities costs less than finding and sorting all rows.

        Of N entities and m rows a walk passes N / m for each row of the page, so that both cost the same at m = √(page · N).
        """
        entities = int(home.rows(walk.entities(), ())[0][0] or 0)
        enough = math.isqrt((self.core.limit + 1) * entities)
        text, parameters = walk.counted
        found = int(home.rows(text, (*self._filled(parameters), 4 * enough))[0][0])
        if found < max(enough, sql.SAMPLE):
            return False
        text, parameters = walk.sampled
        return found * int(home.rows(text, self._filled(parameters))[0][0]) >= enough * sql.SAMPLE

    def matches(self, rows: Sequence[tuple[int, Sequence[Cell]]]) -> Iterator[sql.CompiledMatches]:
        """Which statements stand behind some numbered rows, one query a branch, `AT_ONCE` matches at most."""
        return (text.of(rows, self._filled(text.parameters)) for text in self.plan.matches)

    def best(self, row: tuple[int, Sequence[Cell]], branch: int, *, limit: int) -> tuple[str, Parameters]:
        """The best of one branch behind one row."""
        found = list(sql.compile_matches(self.core, [row], limit=limit, best=True, dialect=self.plan.dialect))[branch]
        return found.text, self._filled(found.parameters)

    def _filled(self, parameters: Parameters) -> Parameters:
        return _filled(parameters, self.given)


def _filled(parameters: Parameters, given: Mapping[str, str]) -> Parameters:
    return tuple([given.get(one, one) if isinstance(one, str) else one for one in parameters]) if given else parameters


def planned(pattern: Pattern, constants: Constants, ontology: Ontology, *, day: dt.date, dialect: str) -> Planned:
    """The plan of a pattern whose ids stand today, kept if it may serve again. Raises PatternError."""
    if (found := _marked(pattern, constants)) is not None:
        shape, given = found
        return Planned(_kept(shape, _Same(ontology), day, dialect), given)
    return bare(rewrite(pattern, ontology, today=day, narrower_ids=constants.below), dialect)


def total(pattern: Pattern, constants: Constants, ontology: Ontology, *, day: dt.date, dialect: str) -> tuple[str, Parameters]:
    """The text that counts the rows of such a pattern, and its parameters; kept likewise. Raises PatternError."""
    if (found := _marked(pattern, constants)) is not None:
        shape, given = found
        counted = _kept_total(shape, _Same(ontology), day, dialect)
        return counted.text, _filled(counted.parameters, given)
    counted = sql.compile_total(rewrite(pattern, ontology, today=day, narrower_ids=constants.below), dialect)
    return counted.text, counted.parameters


def _marked(pattern: Pattern, constants: Constants) -> tuple[Pattern, Mapping[str, str]] | None:
    """A pattern with marks where it names entities, and which entity each stands for; None where it is planned for itself."""
    wide = pattern.narrower and "positive" in pattern.filters.polarity
    given: dict[str, str] = {}

    def marked(term: Term) -> Term:
        if not isinstance(term, Entities):
            return term
        ids = sorted({*term.ids, *(constants.below(term.ids) if wide else ())})
        start = len(given)
        given.update((f"${start + number:03}", one) for number, one in enumerate(ids))
        return Entities(tuple(f"${start + number:03}" for number in range(len(ids))))

    shape = pattern.with_clauses(lambda clause: replace(clause, subject=marked(clause.subject), object=marked(clause.object),
                                                        roles=tuple([(role, marked(term)) for role, term in clause.roles])))
    if pattern.cursor is None and len(given) <= MOST_MARKS and all(one.isalnum() for one in given.values()):
        return shape, given
    return None


def bare(core: CorePattern, dialect: str) -> Planned:
    """A core planned for itself."""
    return Planned(_plan(core, dialect), {})


class _Same:
    """An ontology as the key of a cache: the very same one, which is alive as long as the cache holds it."""

    __slots__ = ("ontology",)

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.ontology is self.ontology

    def __hash__(self) -> int:
        return id(self.ontology)


@lru_cache(maxsize=256)
def _kept(shape: Pattern, ontology: _Same, day: dt.date, dialect: str) -> Plan:
    return _plan(rewrite(shape, ontology.ontology, today=day), dialect)


@lru_cache(maxsize=1024)
def _kept_total(shape: Pattern, ontology: _Same, day: dt.date, dialect: str) -> sql.Compiled:
    return sql.compile_total(rewrite(shape, ontology.ontology, today=day), dialect)


def _plan(core: CorePattern, dialect: str) -> Plan:
    page = sql.compile(replace(core, limit=core.limit + 1), dialect)
    walk = sql.compile_walk(replace(core, limit=core.limit + 1), dialect)
    return Plan(core, page, tuple(sql.matches_texts(core, limit=AT_ONCE, dialect=dialect)), dialect, walk)
