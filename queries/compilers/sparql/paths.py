"""Paths, step by step: the distinct ends of what was walked so far, then one statement more."""

from __future__ import annotations

from collections.abc import Sequence, Set

from graph.views.terms import ENTITY, name
from queries.compilers.sparql.group import Context, Group, constant
from queries.pattern import Anything, Entities, Var
from queries.rewrite import CoreTerm, Reach


class Path:
    """One path. `known` are variables that have a value, of which `kept` stand in the stages before.

    It begins at an end that is the same for the whole group (`around`), at a constant, or at one that is known. From or to
    whatever, one step is enough: the last place on a path that isn't its end is one away.
    """

    def __init__(self, context: Context, reach: Reach, known: Set[str], kept: Sequence[str], *, around: Set[str] = frozenset(),
                 walked: bool = False) -> None:
        self.context = context
        self.names = context.names
        self.reach = reach
        self.kept = list(kept)
        self.walked = walked
        open_ended = reach.least == 1 and Anything() in (reach.source, reach.target)
        self.most = 1 if open_ended else reach.most
        self.up = goes_up(reach, known, around)
        self.start, self.end = (reach.target, reach.source) if self.up else (reach.source, reach.target)
        self.known = known

    def lines(self, before: list[str]) -> list[str]:
        """The stages so far, and those of this path after them; its two ends differ and are entities."""
        start = self._variable(self.start)
        lines, here = [*before, *self._values(self.start, start)], start
        asked = bool(lines) and (self.walked or bool(self._values(self.start, start)))
        end = self._variable(self.end)
        fresh = isinstance(self.end, Var) and (self.end.name in self.known or self.end == self.start)
        for number in range(1, self.most + 1):
            last = number == self.most
            there = end if last and not fresh else self.names.fresh("by")
            lines = self._step(lines, here, there, asked=asked, may_stay=number > self.reach.least)
            here, asked = there, True
            if not last:
                lines = [self._distinct(lines, start, here)]
        if fresh:
            lines.append(f"FILTER({here} = {end})")
        if isinstance(self.end, Entities):
            lines.append(f"FILTER({here} IN ({', '.join(constant(name(ENTITY, id_)) for id_ in self.end.ids)}))")
        return [*lines, f"FILTER({start} != {here} && isIRI({start}))"]

    def _distinct(self, lines: Sequence[str], start: str, here: str) -> str:
        return f"{{ SELECT DISTINCT {' '.join(dict.fromkeys((*self.kept, start, here)))} {{ {' '.join(lines)} }} }}"

    def _step(self, lines: list[str], here: str, there: str, *, asked: bool, may_stay: bool) -> list[str]:
        """One statement on; with `may_stay`, or none."""
        known = asked or (isinstance(self.start, Var) and self.start.name in self.known)
        if not asked:
            return [*lines, *self._way(here, there, guarded=known), f"FILTER(isIRI({there}))"]
        if self.context.lateral:
            way = " ".join(self._way(here, there, linked=True))
            stays = f"{{ {way} }} UNION {{ BIND({here} AS {there}) }}" if may_stay else way
            return [*lines, f"LATERAL {{ {stays} }}", f"FILTER(isIRI({there}))"]
        if not may_stay:
            return [*lines, f"OPTIONAL {{ {' '.join(self._way(here, there, guarded=True))} }}", f"FILTER(isIRI({there}))"]
        stay, onward = self.names.fresh("stay"), self.names.fresh("on")
        return [*lines, f"VALUES {stay} {{ true false }}",
                f"OPTIONAL {{ {' '.join(self._way(here, onward, guarded=True))} FILTER(!{stay}) }}",
                f"BIND(IF({stay}, {here}, {onward}) AS {there})", f"FILTER(isIRI({there}))"]

    def _way(self, here: str, there: str, *, guarded: bool = False, linked: bool = False) -> list[str]:
        """A statement that leads on; where some are walked back, it stands in a group of its own for either direction."""
        ways = [(self.reach.predicates, self.up), *([(self.reach.back, not self.up)] if self.reach.back else [])]
        told = []
        for predicates, up in ways:
            group = Group(self.context, (), guarded=guarded, linked=linked)
            group.hop(predicates, *((there, here) if up else (here, there)), known={here} if guarded or linked else set())
            told.append(list(group.lines()))
        return told[0] if len(told) == 1 else [" UNION ".join(f"{{ {' '.join(one)} }}" for one in told)]

    def _variable(self, term: CoreTerm) -> str:
        return self.names(term.name) if isinstance(term, Var) else self.names.fresh("end")

    def _values(self, term: CoreTerm, variable: str) -> list[str]:
        if not isinstance(term, Entities):
            return []
        return [f"VALUES {variable} {{ {' '.join(constant(name(ENTITY, id_)) for id_ in term.ids)} }}"]


def goes_up(reach: Reach, known: Set[str], around: Set[str]) -> bool:
    """Whether a path is walked from its target to its source."""
    return _rank(reach.target, known, around) < _rank(reach.source, known, around)


def _rank(term: CoreTerm, known: Set[str], around: Set[str]) -> int:
    if isinstance(term, Var):
        return 0 if term.name in around else 2 if term.name in known else 3
    return 1 if isinstance(term, Entities) else 3
