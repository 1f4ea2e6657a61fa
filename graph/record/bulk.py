"""Many rows by one statement: compiled once for each database, rows handed to the driver as they are.

SQLAlchemy builds the parameters of each row anew, which costs more than SQLite takes to write it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert
from sqlalchemy.sql.expression import UpdateBase

_compiled: dict[tuple[UpdateBase, str], tuple[str, list[str]]] = {}


def run(connection: Connection, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a prebuilt insert, update or delete once for each row."""
    if not rows:
        return
    key = (statement, connection.dialect.name)
    if key not in _compiled:
        columns = list(rows[0]) if isinstance(statement, Insert) else None
        compiled = statement.compile(dialect=connection.dialect, column_keys=columns)
        _compiled[key] = (str(compiled), list(compiled.positiontup or ()))
    text, names = _compiled[key]
    connection.exec_driver_sql(text, [tuple([row[name] for name in names]) for row in rows])
