"""The order of rows, spelled out for each engine, and the rows that come after a cursor.

A column is ordered by absence, then its sort key, then, where it may hold numbers, their value, then its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from queries.compilers.sql.pieces import Parameter, Piece, join
from queries.rewrite import Cell, CorePattern, OrderBy


def order_by(core: CorePattern, place: Mapping[str, int], collate: str) -> str:
    return ", ".join(part for entry in core.order for part in _order(entry, place[entry.column], core.count, collate))


def _keys(entry: OrderBy, number: int, collate: str) -> list[str]:
    """What a column's cells are compared by, in turn."""
    cell = f"q.c{number}"
    sort_key = f"COALESCE(e{number}.sort_key, {cell})"
    if not entry.numbers:
        return [f"{sort_key}{collate}", f"{cell}{collate}"]
    is_number = f"SUBSTR({cell}, 1, 2) = 'n:'"
    amount = f"CAST({_first_word(f'SUBSTR({cell}, 3)', collate)} AS DOUBLE PRECISION)"
    return [f"(CASE WHEN {is_number} THEN 'n:' ELSE {sort_key} END){collate}", f"(CASE WHEN {is_number} THEN {amount} ELSE 0 END)",
            f"{cell}{collate}"]


def _first_word(text: str, collate: str) -> str:
    """SQLite's cast takes the number that a text begins with."""
    return f"SPLIT_PART({text}, ' ', 1)" if collate else text


def _order(entry: OrderBy, number: int, count: str | None, collate: str) -> Iterator[str]:
    down = " DESC" if entry.descending else ""
    if entry.column == count:
        yield f"q.c{number}{down}"
        return
    yield f"CASE WHEN q.c{number} IS NULL THEN 1 ELSE 0 END"
    yield from (f"{key}{down}" for key in _keys(entry, number, collate))


def after(core: CorePattern, place: Mapping[str, int], collate: str) -> Piece:
    """Rows that come later than the last one of the page before: equal in the columns up to one, and later in that one."""
    if core.after is None:
        return "", ()
    later: list[Piece] = []
    equal: list[Piece] = []
    for entry, (key, cell) in zip(core.order, core.after):
        number = place[entry.column]
        column = f"q.c{number}"
        if entry.column == core.count:
            later.append(join(" AND ", [*equal, (f"{column} {'<' if entry.descending else '>'} ?", (cell,))]))
            equal.append((f"{column} = ?", (cell,)))
        elif cell is None:
            equal.append((f"{column} IS NULL", ()))
        else:
            beyond = join("", [(f"({column} IS NULL OR ", ()), _beyond(entry, number, collate, _told(entry, key, cell)), (")", ())])
            later.append(join(" AND ", [*equal, beyond]))
            equal.append((f"{column} = ?", (cell,)))
    if not later:
        return " WHERE 1 = 0", ()
    return join("", [(" WHERE (", ()), join(" OR ", later), (")", ())])


def _beyond(entry: OrderBy, number: int, collate: str, told: list[Parameter]) -> Piece:
    sign = "<" if entry.descending else ">"
    found: list[Piece] = []
    equal: list[Piece] = []
    for key, value in zip(_keys(entry, number, collate), told):
        found.append(join(" AND ", [*equal, (f"{key} {sign} ?", (value,))]))
        equal.append((f"{key} = ?", (value,)))
    return join("", [("(", ()), join(" OR ", found), (")", ())])


def _told(entry: OrderBy, key: str | None, cell: Cell) -> list[Parameter]:
    """The keys of a cell."""
    if not entry.numbers:
        return [key, cell]
    amount = entry.number(cell)
    return [key, 0.0, cell] if amount is None else ["n:", amount, cell]
