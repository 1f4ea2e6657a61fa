"""Whole texts: the branches of a pattern, and around them distinct rows, count, page and order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import Unsupported
from graph.views.property_graph import Schema
from queries.compilers.cypher.branch import Branch
from queries.compilers.cypher.context import ENGINE, LADYBUG, NEO4J, Chain, Context
from queries.rewrite import Alternative, Atom, CorePattern, OrderBy


@dataclass(frozen=True, slots=True)
class Compiled:
    """A text that gives the rows in order, or, apart, texts of whose rows `merged` makes them. `columns` are the pattern's."""

    texts: tuple[str, ...]
    parameters: Mapping[str, Any]
    columns: tuple[str, ...]
    apart: bool = False
    """Whether the rows are to be merged."""

    @property
    def text(self) -> str:
        return "\n\n".join(self.texts)


def compile(core: CorePattern, schema: Schema, dialect: str = NEO4J, *, shown: dt.date | None = None) -> Compiled:
    """The rows of a core pattern, in order, after its cursor, as many as its limit. `shown` is the day of the view."""
    if core.filters.known_at is not None:
        raise Unsupported(ENGINE, "known_at")
    if core.filters.documents:
        raise Unsupported(ENGINE, "documents")
    return _Compiler(Context(core, schema, dialect, shown)).compiled()


class _Compiler:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.core = context.core
        self.parameter = context.parameter
        self.outside = context.dialect == LADYBUG and any(entry.numbers for entry in self.core.order)

    def compiled(self) -> Compiled:
        core = self.core
        branches = [branch for reading in self._readings() if (branch := Branch(self.context, *reading)).conditions.possible]
        if not branches:
            branches = [Branch(self.context, *next(self._readings()), never=True)]
        returned = self._returned(branches)
        if len(branches) == 1 and not self.outside:
            texts = [f"{branches[0].body()}\n{self._with(returned[0])}\n{self._tail()}" if core.columns
                     else f"{branches[0].body()}\nRETURN 1 AS found LIMIT 1"]
        elif self.context.dialect == NEO4J:
            inside = "\nUNION\n".join(f"{branch.body()}\n{_return(told)}" for branch, told in zip(branches, returned, strict=True))
            texts = [f"CALL {{\n{inside}\n}}\n{self._tail() if core.columns else 'RETURN found LIMIT 1'}"]
        else:
            texts = [f"{branch.body()}\n{_return(told)}{self._page()}" for branch, told in zip(branches, returned, strict=True)]
        return Compiled(tuple(texts), self.parameter.values, core.columns, apart=len(texts) > 1 or self.outside)

    def _readings(self) -> Iterator[tuple[list[Atom | Chain], tuple[Alternative, ...], frozenset[str]]]:
        """Every combination of the alternatives; paths that no pattern of the dialect expresses are spelled out by length."""
        for branch in self.core.branches():
            for atoms in self.context.lengths(branch.atoms):
                yield atoms, branch.without, branch.absent

    def _returned(self, branches: Sequence[Branch]) -> list[list[str]]:
        return [[f"{branch.value(name)} AS c{n}" for n, name in enumerate(self.core.columns)]
                + [f"{branch.sort_key(name)} AS k{n}" for n, name in enumerate(self.core.columns)
                   if name != self.core.count] for branch in branches]

    def _with(self, returned: Sequence[str]) -> str:
        return f"WITH DISTINCT {', '.join(returned)}"

    def _tail(self) -> str:
        """What is done with the distinct rows: count, page, order."""
        core = self.core
        columns = [f"c{n}" for n in range(len(core.columns))]
        kept = [f"k{n}" for n, name in enumerate(core.columns) if name != core.count]
        lines = []
        after = self._after()
        if core.count is not None:
            counted = core.columns.index(core.count)
            others = [column for n, column in enumerate(columns) if n != counted]
            lines.append(f"WITH {', '.join([*others, *kept, f'count(DISTINCT c{counted}) AS n'])}")
            columns[counted] = f"n AS c{counted}"
        elif after:
            lines.append(f"WITH {', '.join([*columns, *kept])}")
        if after:
            lines.append(f"WHERE {after}")
        order = ", ".join(part for entry in core.order for part in self._order(entry))
        return "\n".join([*lines, f"RETURN {', '.join(columns)} ORDER BY {order} LIMIT {core.limit}"])

    def _page(self) -> str:
        """Of a branch among several no more is needed than a page."""
        if self.core.count is not None or self.core.after is not None or not self.core.columns or self.outside:
            return "" if self.core.columns else " LIMIT 1"
        order = ", ".join(part for entry in self.core.order for part in self._order(entry))
        return f" ORDER BY {order} LIMIT {self.core.limit}"

    def _order(self, entry: OrderBy) -> Iterator[str]:
        down = " DESC" if entry.descending else ""
        if entry.column == self.core.count:
            yield f"n{down}"
            return
        n = self.core.columns.index(entry.column)
        if entry.column in self.context.optional:
            yield f"c{n} IS NULL"
        yield from (f"{told}{down}" for told in (self._key(entry, n), *([_number(n)] if entry.numbers else []), f"c{n}"))

    def _key(self, entry: OrderBy, n: int) -> str:
        return f"CASE WHEN c{n} STARTS WITH 'n:' THEN 'n:' ELSE k{n} END" if entry.numbers else f"k{n}"

    def _after(self) -> str:
        """Rows later than the last one of the page before: equal in the columns up to one, and later in that one."""
        if self.core.after is None:
            return ""
        later: list[str] = []
        equal: list[str] = []
        for entry, (key, cell) in zip(self.core.order, self.core.after):
            n, sign = self.core.columns.index(entry.column), "<" if entry.descending else ">"
            if entry.column == self.core.count:
                later.append(" AND ".join([*equal, f"n {sign} {self.parameter(cell)}"]))
                equal.append(f"n = {self.parameter(cell)}")
            elif cell is None:
                equal.append(f"c{n} IS NULL")
            else:
                told, own = self.parameter(key or ""), self.parameter(cell)
                absent = f"c{n} IS NULL OR " if entry.column in self.context.optional else ""
                beyond, by = f"c{n} {sign} {own}", self._key(entry, n)
                if (number := entry.number(cell)) is not None:
                    told, amount = self.parameter("n:"), self.parameter(number)
                    beyond = f"({_number(n)} {sign} {amount} OR ({_number(n)} = {amount} AND {beyond}))"
                later.append(" AND ".join([*equal, f"({absent}{by} {sign} {told} OR ({by} = {told} AND {beyond}))"]))
                equal.append(f"c{n} = {own}")
        return " OR ".join(f"({part})" for part in later) or "false"


def _number(n: int) -> str:
    return f"CASE WHEN c{n} STARTS WITH 'n:' THEN toFloat(split(substring(c{n}, 2), ' ')[0]) END"


def _return(told: Sequence[str]) -> str:
    return f"RETURN DISTINCT {', '.join(told)}" if told else "RETURN 1 AS found"
