"""queries.guard.sql and graph.record.asking: the table in sql.toml, and what the database itself lets through."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import QueryError, QueryLimit, QueryRefused, QueryTimeout, RecordError
from graph.record import Record
from graph.record.asking import stream
from graph.record.published import published_names
from queries.guard.sql import LONGEST, Dialect, allowed
from tests.graph.views.world import FIRST, FOURTH, SECOND, THIRD, write

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "sql.toml").read_text("utf-8"))
DIALECTS: tuple[Dialect, ...] = ("sqlite", "postgresql")
VIEWS = published_names()


def cases(kind: str) -> list[tuple[Dialect, str]]:
    return [(dialect, case["text"]) for case in TABLE[kind] for dialect in DIALECTS if case.get("only", dialect) == dialect]


def rows(record: Record, text: str, seconds: float = 20) -> list[tuple[Any, ...]]:
    with stream(record.url, text, seconds=seconds) as (_, found, _change):
        return list(found)


@pytest.mark.parametrize(("dialect", "text"), cases("hostile"))
def test_nothing_hostile_gets_through(dialect: Dialect, text: str) -> None:
    with pytest.raises(QueryError) as told:
        allowed(text, dialect, VIEWS)
    assert str(told.value).startswith("SQL: ")


@pytest.mark.parametrize(("dialect", "text"), cases("fine"))
def test_what_reads_is_allowed(dialect: Dialect, text: str) -> None:
    assert allowed(text, dialect, VIEWS)


def test_what_is_allowed_runs(record: Record) -> None:
    write(record, FIRST, SECOND, THIRD, FOURTH)
    wrong, counted = {}, 0
    for dialect, text in cases("fine"):
        if dialect == record.dialect:
            try:
                counted += len(rows(record, allowed(text, dialect, VIEWS)))
            except QueryError as error:
                wrong[text] = str(error)
    assert wrong == {}
    assert counted > 30


def test_a_part_of_a_query_is_no_table(record: Record) -> None:
    """WITH x AS (… FROM x): inside, x would be a table below the views; it gets a name that no table has."""
    write(record, FIRST)
    for text in ("WITH versions AS (SELECT * FROM versions) SELECT * FROM versions",
                 "SELECT * FROM (WITH claims AS (SELECT 1 AS a) SELECT a FROM claims) AS y, claims"):
        with pytest.raises(QueryError):
            rows(record, allowed(text, record.dialect, VIEWS))


def test_the_database_itself_refuses(sqlite: Any) -> None:
    """Whatever the check of the text would overlook."""
    record = sqlite()
    write(record, FIRST)
    for text in ("DELETE FROM claims", "SELECT text FROM versions", "SELECT * FROM sqlite_master", "ATTACH ':memory:' AS x", "PRAGMA user_version",
                 "SELECT load_extension('x')", "SELECT randomblob(10)", "CREATE TEMP TABLE x (a)", "SELECT * FROM pragma_table_info('claims')",
                 "SELECT e.name, k.id FROM pub_entities e JOIN claims k ON 1 = 1", "VACUUM"):
        with pytest.raises(QueryError, match=r"not authorized|prohibited|readonly|cannot VACUUM"):
            rows(record, text)
    assert rows(record, "SELECT count(*) FROM pub_documents") == [(1,)]


@pytest.mark.postgresql
def test_postgresql_itself_refuses(record: Record) -> None:
    if record.dialect == "postgresql":
        write(record, FIRST)
        for text in ("DELETE FROM claims", "SELECT nextval('x')", "WITH x AS (DELETE FROM claims RETURNING *) SELECT * FROM x"):
            with pytest.raises(QueryError):
                rows(record, text)
        assert rows(record, "SELECT count(*) FROM pub_documents") == [(1,)]


def test_limits_of_the_database(record: Record) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(QueryTimeout):
        rows(record, allowed(endless, record.dialect, VIEWS), seconds=0.2)
    if record.dialect == "sqlite":
        large = "WITH RECURSIVE n(x) AS (SELECT 'xxxxxxxx' UNION ALL SELECT x || x FROM n) SELECT x FROM n"
        with pytest.raises(QueryLimit):
            rows(record, allowed(large, record.dialect, VIEWS))


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryRefused, match="claims is no view that may be queried; these are: pub_changes, pub_documents"):
        allowed("SELECT * FROM claims", "sqlite", VIEWS)
    with pytest.raises(QueryRefused, match="DROP isn't allowed: a query is one SELECT"):
        allowed("drop table x", "sqlite", VIEWS)
    with pytest.raises(QueryRefused, match="the function load_extension isn't on the list"):
        allowed("SELECT load_extension('x')", "sqlite", VIEWS)
    with pytest.raises(QueryError, match="line 1, column"):
        allowed("SELECT FROM WHERE", "sqlite", VIEWS)
    with pytest.raises(QueryRefused, match="characters"):
        allowed("x" * (LONGEST + 1), "sqlite", VIEWS)
    with pytest.raises(QueryRefused, match="nested too deeply"):
        allowed("SELECT " + "(" * 3000 + "1" + ")" * 3000, "sqlite", VIEWS)
    with pytest.raises(RecordError, match="no record"), stream(f"sqlite:///{tmp_path / 'none'}", "SELECT 1", seconds=1):
        pass


PIECES = st.sampled_from(["SELECT", "*", "FROM", "pub_entities", "versions", "claims", ",", "(", ")", "WHERE", "1", "'", '"', "--", "\n", "/*", "*/", ";", "x", "AS", "WITH",
                          "UNION", "JOIN", "ON", "=", "DELETE", "load_extension('x')", "[", "]", "`", "$$", "E'", "\\", "."])


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=12), st.sampled_from(DIALECTS))
def test_any_text_is_allowed_or_a_query_error(pieces: list[str], dialect: Dialect) -> None:
    try:
        text = allowed("SELECT * FROM pub_entities " + " ".join(pieces), dialect, VIEWS)
    except QueryError:
        return
    assert text.startswith("SELECT ")
