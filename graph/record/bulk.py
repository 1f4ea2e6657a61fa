"""Many rows by one statement: compiled once for each database, rows handed to the driver as they are.

SQLAlchemy builds the parameters of each row anew, which costs more than SQLite takes to write it; and what it does around a
short query costs several times more than SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Insert, Select
from sqlalchemy.sql.expression import UpdateBase

_compiled: dict[tuple[UpdateBase, str], tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]] = {}
_queries: dict[Select[Any] | CompoundSelect[Any], tuple[str, list[str], dict[str, Any], list[str]]] = {}


def run(connection: Connection, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a prebuilt insert, update or delete once for each row."""
    if not rows:
        return
    key = (statement, connection.dialect.name)
    if key not in _compiled:
        columns = list(rows[0]) if isinstance(statement, Insert) else None
        compiled = statement.compile(dialect=connection.dialect, column_keys=columns)
        _compiled[key] = (str(compiled), _taking(compiled.positiontup or ()))
    text, take = _compiled[key]
    connection.exec_driver_sql(text, list(map(take, rows)))


def _taking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """A row's values in the order of names."""
    return itemgetter(*names) if len(names) > 1 else lambda row: tuple([row[name] for name in names])


def fetch(connection: Connection, query: Select[Any] | CompoundSelect[Any], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All rows of a prebuilt query, by name of column."""
    if connection.dialect.name != "sqlite":
        return [dict(row) for row in connection.execute(query, given).mappings()]
    if query not in _queries:
        compiled = query.compile(dialect=connection.dialect)
        _queries[query] = (str(compiled), list(compiled.positiontup or ()), dict(compiled.params),
                           [column.name for column in query.selected_columns])
    text, names, constant, columns = _queries[query]
    values = {**constant, **given}
    driver = connection.connection.driver_connection
    assert driver is not None
    rows = driver.execute(text, tuple([values[name] for name in names])).fetchall()  # in the connection's own transaction
    return [dict(zip(columns, row)) for row in rows]


def fetch_keys(connection: Connection, text: str, keys: Sequence[tuple[str | int, ...]]) -> list[tuple[Any, ...]]:
    """The rows of a text whose `{}` is a list of keys, all of as many parts; nothing where there is none."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(keys), _KEYS):
        part = keys[start:start + _KEYS]
        row = f"({', '.join([mark] * len(part[0]))})"
        asked = tuple([value for key in part for value in key])
        found += [tuple(one) for one in connection.exec_driver_sql(text.format(", ".join([row] * len(part))), asked)]
    return found


_KEYS = 300
