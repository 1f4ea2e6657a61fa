"""Whole texts: distinct rows inside, order and page around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.errors import Unsupported
from graph.views.terms import ENTITY, RG, XSD, Lit, double, name
from queries.compilers.sparql.group import Context, constant
from queries.compilers.sparql.names import Names
from queries.compilers.sparql.stages import Branch
from queries.pattern import Var
from queries.rewrite import CorePattern, Match, OrderBy

ENGINE = "Oxigraph"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A text, and the variables of it that hold the pattern's columns, in order."""

    text: str
    columns: tuple[str, ...]


def compile(core: CorePattern, *, shown: dt.date | None = None, lateral: bool = False) -> Compiled:
    """The rows of a core pattern, in order, after its cursor, as many as its limit.

    `shown` is the day whose "current" the view's default graph shows: where the pattern asks for just that, it is used.
    `lateral` lets the text use LATERAL, which SPARQL 1.1 doesn't have, but which keeps Oxigraph to the order of the text: its
    cost is then that of what it touches. The rows are the same. Raises Unsupported.
    """
    if core.filters.known_at is not None:
        raise Unsupported(ENGINE, "known_at (the RDF view holds only what is known now)")
    if core.filters.documents:
        raise Unsupported(ENGINE, "documents")
    return _Compiler(core, plain=core.filters.default and core.filters.day == shown, lateral=lateral).compiled()


class _Compiler:
    def __init__(self, core: CorePattern, *, plain: bool, lateral: bool) -> None:
        self.core = core
        self.names = Names(core)
        self.branches = list(core.branches())
        empty = {place.term.name for atom in core.atoms() if isinstance(atom, Match)
                 for place in atom.places if place.optional and isinstance(place.term, Var)}
        absent = {name for branch in self.branches for name in branch.absent}
        self.relations = {place.term.name for atom in core.atoms() if isinstance(atom, Match)
                          for place in atom.places if place.name == "predicate" and isinstance(place.term, Var)}
        self.optional = empty | absent
        self.key = {column: self.names.fresh(f"{self.names(column)[1:]}_key") for column in core.columns}
        self.number = self.names.fresh("count") if core.count else ""
        self.context = Context(core, self.names, plain, lateral, empty, absent - empty, self.key)

    def compiled(self) -> Compiled:
        core = self.core
        if not core.columns:
            return Compiled(f"SELECT (1 AS {self.names.fresh('found')}) WHERE {{\n{self._rows()}\n}} LIMIT 1", ())
        columns = [self.number if column == core.count else self.names(column) for column in core.columns]
        order = " ".join(part for entry in core.order for part in self._order(entry))
        body = [f"  {{ {self._inner()} }}", *(f"  {line}" for line in self._keys()), *(f"  {line}" for line in self._after())]
        inside = "\n".join(body)
        text = f"SELECT {' '.join(columns)} WHERE {{\n{inside}\n}}\nORDER BY {order}\nLIMIT {core.limit}"
        return Compiled(text, tuple(column[1:] for column in columns))

    def _inner(self) -> str:
        """Distinct rows, or groups; the sort key of what may be absent comes along, for it can't be looked up later."""
        kept = [self.key[column] for column in self.core.columns if column in self.optional and column != self.core.count]
        columns = [self.names(column) for column in self.core.columns]
        rows = f"SELECT DISTINCT {' '.join([*columns, *kept])} WHERE {{\n{self._rows()}\n}}"
        if self.core.count is None:
            return rows
        others = [self.names(column) for column in self.core.columns if column != self.core.count] + kept
        counted = f"(COUNT({self.names(self.core.count)}) AS {self.number})"
        groups = f" GROUP BY {' '.join(others)}" if others else ""
        return f"SELECT {' '.join([*others, counted])} WHERE {{ {{ {rows} }} }}{groups}"

    def _rows(self) -> str:
        branches = [Branch(self.context, branch).text() for branch in self.branches]
        return "\n  UNION\n".join(branches) if len(branches) > 1 else branches[0]

    # --- order and cursor

    def _keys(self) -> Iterator[str]:
        for column in self.core.columns:
            if column != self.core.count and column not in self.optional:
                yield f"OPTIONAL {{ {self.names(column)} rg:sortKey {self.key[column]} }}"

    def _compared(self, entry: OrderBy) -> list[str]:
        """What a column's cells are compared by, in turn."""
        cell = f"STR({self.names(entry.column)})"
        sort_key = f"COALESCE({self.key[entry.column]}, {cell})"
        if not entry.numbers:
            return [sort_key, cell]
        is_number = f"isLiteral({self.names(entry.column)}) && STRSTARTS({cell}, 'n:')"
        amount = f"xsd:double(STRBEFORE(CONCAT(SUBSTR({cell}, 3), ' '), ' '))"
        return [f"IF({is_number}, 'n:', {sort_key})", f"IF({is_number}, {amount}, 0e0)", cell]

    def _order(self, entry: OrderBy) -> Iterator[str]:
        way = "DESC" if entry.descending else "ASC"
        if entry.column == self.core.count:
            yield f"{way}({self.number})"
            return
        if entry.column in self.optional:
            yield f"ASC(!BOUND({self.names(entry.column)}))"
        yield from (f"{way}({key})" for key in self._compared(entry))

    def _after(self) -> Iterator[str]:
        """Rows later than the last one of the page before: equal in the columns up to one, and later in that one."""
        if self.core.after is None:
            return
        later: list[str] = []
        equal: list[str] = []
        for entry, (key, cell) in zip(self.core.order, self.core.after):
            sign = "<" if entry.descending else ">"
            if entry.column == self.core.count:
                number = constant(Lit(str(cell), XSD + "integer"))
                later.append(" && ".join([*equal, f"{self.number} {sign} {number}"]))
                equal.append(f"{self.number} = {number}")
                continue
            variable = self.names(entry.column)
            if cell is None:
                equal.append(f"!BOUND({variable})")
                continue
            own = self._told(entry, str(cell))
            beyond = _beyond(self._compared(entry), [own if entry.column in self.relations else constant(Lit(key or "")), own], sign,
                             entry.number(cell), number=entry.numbers)
            later.append(" && ".join([*equal, f"IF(BOUND({variable}), {beyond}, true)"]))
            equal.append(f"BOUND({variable}) && STR({variable}) = {own}")
        yield f"FILTER({' || '.join(f'({part})' for part in later) or 'false'})"

    def _told(self, entry: OrderBy, cell: str) -> str:
        """What STR makes of a cell."""
        if entry.column in self.relations:
            return constant(Lit(name(RG, cell)))
        return constant(Lit(name(ENTITY, cell) if _is_entity(cell) else cell))


def _beyond(keys: Sequence[str], told: list[str], sign: str, amount: float | None, *, number: bool) -> str:
    """That the keys of a row come after those of another one."""
    if number:
        told = [told[0] if amount is None else constant(Lit("n:")), constant(double(amount or 0.0)), told[1]]
    found: list[str] = []
    equal: list[str] = []
    for key, value in zip(keys, told):
        found.append(" && ".join([*equal, f"{key} {sign} {value}"]))
        equal.append(f"{key} = {value}")
    return " || ".join(f"({part})" for part in found)


def _is_entity(cell: str) -> bool:
    return cell[1:2] != ":"
