"""SQL that users write, on the published views: read only by the database's own means, whatever was checked before.

SQLite: the file is opened for reading, an authorizer lets through SELECT, the views, what the views read, and functions on a list; it
stops when time is up. PostgreSQL: a transaction that may only read, with the server's own limit of time; rows come by a cursor, which
takes nothing but a query.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pg8000.exceptions import DatabaseError
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError

from graph.errors import QueryError, QueryLimit, QueryTimeout, RecordError
from graph.record.published import published_names

LANGUAGE = "SQL"
LONGEST_VALUE = 20_000_000
"""Bytes that a value may have on SQLite, while the query runs too."""
_FUNCTIONS = """
    count sum avg min max total group_concat string_agg coalesce ifnull nullif iif lower upper length substr substring trim ltrim rtrim
    replace instr round abs sign ceil ceiling floor sqrt exp ln log log10 power pow like glob unicode concat concat_ws
    date time datetime julianday strftime unixepoch
    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
_BATCH = 500
_CANCELLED, _MEMORY = "57014", "53200"
Streamed = tuple[tuple[str, ...], Iterator[tuple[Any, ...]], int]


@contextmanager
def stream(url: str, text: str, *, seconds: float) -> Iterator[Streamed]:
    """Columns of a query that is known to be allowed, its rows as they come, and the change number that it sees.

    Raises QueryError, QueryLimit, QueryTimeout, RecordError.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with _sqlite(parsed.database or "", text, seconds) as found:
            yield found
    else:
        with _postgresql(url, text, seconds) as found:
            yield found


# --- SQLite


@contextmanager
def _sqlite(path: str, text: str, seconds: float) -> Iterator[Streamed]:
    if not Path(path).exists():
        raise RecordError(f"there is no record at {path}", "Read or import something first.")
    until = time.monotonic() + seconds
    try:
        connection = sqlite3.connect(f"file:{quote(str(Path(path).absolute()))}?mode=ro", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise RecordError(f"the record can't be opened for reading: {error}") from error
    with closing(connection):
        for pragma in ("query_only = ON", "temp_store = MEMORY", "trusted_schema = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        change = connection.execute("SELECT COALESCE(MAX(number), 0) FROM changes").fetchone()[0]
        _confine(connection, until)
        try:
            cursor = connection.execute(text)
            yield tuple(column[0] for column in cursor.description), _plain(cursor), change
        except sqlite3.Error as error:
            raise _sqlite_error(error, seconds) from error
        except MemoryError as error:
            raise QueryLimit(LANGUAGE, "the query takes too much memory", "memory", 0) from error


def _confine(connection: sqlite3.Connection, until: float) -> None:
    views = published_names()

    def authorize(action: int, first: str | None, second: str | None, _: str | None, inner: str | None) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        own = inner is not None and inner in views
        if action == sqlite3.SQLITE_READ:  # without a column, rows are counted and nothing of them is read: so are those below a view
            table = first or ""
            fine = own or table in views or table.startswith("q_") or (not second and not table.startswith(("sqlite_", "pragma_")))
            return sqlite3.SQLITE_OK if fine else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION and (own or (second or "").lower() in FUNCTIONS):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 500)
    connection.set_authorizer(authorize)
    connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)


def _sqlite_error(error: sqlite3.Error, seconds: float) -> Exception:
    text = str(error)
    if text == "interrupted":
        return QueryTimeout(LANGUAGE, "the query takes too long", "time", seconds)
    if "too big" in text or "out of memory" in text:
        return QueryLimit(LANGUAGE, "the query takes too much memory", "memory", LONGEST_VALUE)
    return QueryError(LANGUAGE, text)


# --- PostgreSQL


@contextmanager
def _postgresql(url: str, text: str, seconds: float) -> Iterator[Streamed]:
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername="postgresql+pg8000"), pool_size=1)
    try:
        with closing(engine.raw_connection()) as held:
            connection: Any = held.driver_connection
            for statement in (
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}",
                    "SET LOCAL work_mem = '32MB'", "SET LOCAL max_parallel_workers_per_gather = 0"):
                connection.execute_simple(statement)
            change = connection.execute_simple("SELECT COALESCE(MAX(number), 0) FROM changes").rows[0][0]
            try:
                connection.execute_simple(f"DECLARE reelgraph_query NO SCROLL CURSOR FOR {text}")
                first = connection.execute_simple(f"FETCH {_BATCH} FROM reelgraph_query")
                yield tuple(column["name"] for column in first.columns), _fetched(connection, first), int(change)
            except DatabaseError as error:
                raise _postgresql_error(error, seconds) from error
    except DBAPIError as error:
        raise RecordError(f"the record's database can't be reached: {error.orig}", "Check its address, and that it runs.") from error
    finally:
        engine.dispose()


def _fetched(connection: Any, first: Any) -> Iterator[tuple[Any, ...]]:
    found = first
    while found.rows:
        yield from _plain(found.rows)
        found = connection.execute_simple(f"FETCH {_BATCH} FROM reelgraph_query")


def _postgresql_error(error: DatabaseError, seconds: float) -> Exception:
    facts = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    if facts.get("C") == _CANCELLED:
        return QueryTimeout(LANGUAGE, "the query takes too long", "time", seconds)
    if facts.get("C") == _MEMORY:
        return QueryLimit(LANGUAGE, "the query takes too much memory", "memory", 0)
    return QueryError(LANGUAGE, str(facts.get("M", error)))


def _plain(rows: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of texts, numbers and truths."""
    for row in rows:
        yield tuple(value if value is None or isinstance(value, str | int | float) else _value(value) for value in row)


def _value(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [one if one is None or isinstance(one, str | int | float) else _value(one) for one in value]
    if isinstance(value, bytes):
        return value.hex()
    return float(value) if hasattr(value, "as_tuple") else str(value)
