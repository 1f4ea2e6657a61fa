"""The rows of a pattern from those of its branches, as the rest of a text makes them on Neo4j: distinct, counted, in order, cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cmp_to_key, partial
from typing import Any

from queries.rewrite import Cell, CorePattern, OrderBy


def merged(core: CorePattern, tables: Iterable[Iterable[Sequence[Any]]]) -> list[tuple[Cell, ...]]:
    """The rows of a pattern from those of its branches: cells, then their sort keys."""
    width = len(core.columns)
    told = {tuple(row[:width]): tuple(row[width:]) for table in tables for row in table}
    if not core.columns:
        return [()] if told else []
    rows: list[tuple[tuple[Cell, ...], tuple[str | None, ...]]] = list(told.items())
    if core.count is not None:
        rows = _counted(core, rows)
    rows.sort(key=cmp_to_key(partial(_compared, core)))
    if core.after is not None:
        place = {entry.column: number for number, entry in enumerate(core.order)}
        last = tuple(core.after[place[column]] for column in core.columns)
        before = (tuple(cell for _, cell in last), tuple(key for key, _ in last))
        rows = [row for row in rows if _compared(core, row, before) > 0]
    return [cells for cells, _ in rows[:core.limit]]


def _counted(core: CorePattern, rows: Iterable[tuple[tuple[Cell, ...], tuple[str | None, ...]]]) -> list[Any]:
    counted = core.columns.index(core.count or "")
    groups: dict[tuple[Cell, ...], tuple[set[Cell], tuple[str | None, ...]]] = {}
    if len(core.columns) == 1:
        groups[(None,)] = set(), (None,)
    for cells, sort_keys in rows:
        group = (*cells[:counted], None, *cells[counted + 1:])
        values, _ = groups.setdefault(group, (set(), (*sort_keys[:counted], None, *sort_keys[counted:])))
        if cells[counted] is not None:
            values.add(cells[counted])
    return [((*group[:counted], len(values), *group[counted + 1:]), sort_keys) for group, (values, sort_keys) in groups.items()]


def _compared(core: CorePattern, one: tuple[Any, Any], other: tuple[Any, Any]) -> int:
    for entry in core.order:
        number = core.columns.index(entry.column)
        left, right = one[0][number], other[0][number]
        if left == right:
            continue
        if left is None or right is None:
            return 1 if left is None else -1
        later = left > right if entry.column == core.count else _by(entry, left, one[1][number]) > _by(entry, right, other[1][number])
        return 1 if later != entry.descending else -1
    return 0


def _by(entry: OrderBy, cell: Any, key: Any) -> tuple[Any, ...]:
    number = entry.number(cell)
    return (key, 0.0, cell) if number is None else ("n:", number, cell)
