"""Rewriting: each part of a pattern spelled out in stored statements, and the order of its columns."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from graph.errors import PatternError
from graph.identity.values import normalise
from graph.ontology.model import Ontology
from queries.pattern import Entities, Literals, Pattern, Term, Var, check, unplaced
from queries.rewrite.clauses import Clauses
from queries.rewrite.core import CoreFilters, CorePattern, CoreTerm, Keys, Kind, Match, OrderBy, When

MOST_READINGS = 64
"""In how many ways the alternatives of the clauses and parts may be combined."""
Narrower = Callable[[Sequence[str]], Iterable[str]]
"""Entity ids → the ids of the concepts below them."""


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
    told = Clauses(pattern, ontology, _constants(widen))
    clauses = [told.clause(clause) for clause in pattern.clauses]
    clauses += [tuple(alternative for group in groups for alternative in told.group(group)) for groups in pattern.either]
    optional = tuple(told.group(group) for group in pattern.optional)
    without = tuple(told.group(group) for group in pattern.without)
    told_types = dict(pattern.types)
    kinds = [((Kind(told.next(), name, told_types.pop(name)),),) for name in unplaced(pattern)]
    columns = pattern.select if pattern.count is None or pattern.count in pattern.select else (*pattern.select, pattern.count)
    core = CorePattern((*clauses, *kinds), tuple(told_types.items()), _filters(pattern, today), columns, pattern.count, (), pattern.limit,
                       different=pattern.different, optional=optional, without=without)
    _check_readings(core)
    return replace(core, order=_order(pattern, columns, core, ontology))


def _check_readings(core: CorePattern) -> None:
    readings = math.prod((*map(len, core.clauses), *(len(group) + 1 for group in core.optional)))
    unwanted = sum(map(len, core.without))
    if max(readings, unwanted) > MOST_READINGS:
        raise PatternError(f"predicate: the clauses can be combined in {max(readings, unwanted)} ways, {MOST_READINGS} at most; "
                           "name fewer relations or alternatives")


def _filters(pattern: Pattern, today: dt.date) -> CoreFilters:
    told = pattern.filters
    when: When = "over" if pattern.ended else "any" if told.timeless else "as_of" if told.as_of else "current"
    return CoreFilters(told.polarity, told.modality, when, told.as_of or today, told.known_at, told.published_until,
                       told.min_confidence, told.min_sources, told.documents)


def _order(pattern: Pattern, columns: tuple[str, ...], core: CorePattern, ontology: Ontology) -> tuple[OrderBy, ...]:
    numbers = {name for atom in core.atoms() if isinstance(atom, Match) for name in _numbers(atom, ontology)} - {pattern.count}
    numbers -= {name for name, _ in (*pattern.types, *((kind.variable, ()) for kind in core.atoms() if isinstance(kind, Kind)))}
    named = [(name.removeprefix("-"), name.startswith("-")) for name in pattern.order]
    first = {name for name, _ in named}
    named += [(name, False) for name in columns if name not in first]
    return tuple(OrderBy(name, descending, name in numbers) for name, descending in named)


def _numbers(match: Match, ontology: Ontology) -> Iterator[str]:
    """The variables of a match that a literal with a number may fill."""
    relations = match.predicates or tuple(ontology.relations)
    for place in match.places:
        if isinstance(place.term, Var) and place.name not in ("subject", "predicate"):
            if place.name == "object":
                literal = any(ontology.relations[name].takes_literal for name in relations)
            else:
                role = ontology.roles[place.name]
                literal = role.or_text if role.kind == "entity" else role.kind not in ("date", "one_of")
            if literal:
                yield place.term.name


def _constants(widen: Narrower | None) -> Callable[[Term], CoreTerm]:
    def core(term: Term) -> CoreTerm:
        if isinstance(term, Literals):
            return Keys(tuple(sorted({normalise(value) for value in term.values})))
        if isinstance(term, Entities):
            wider = set(term.ids) | set(widen(term.ids) if widen and term.ids else ())
            return Entities(tuple(sorted(wider)))
        return term
    return core
