"""Opening: schemas are brought up to date, what can't be opened says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from graph.errors import RecordError, RecordOutdated
from graph.record import Record, database
from graph.record.tables import metadata


def test_the_newest_migration_is_the_one_that_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [database.HEAD]


def test_migrations_make_the_tables(record: Record) -> None:
    with record.database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert found == []


def test_sqlite_tables_are_strict(sqlite: Callable[[], Record]) -> None:
    with sqlite().database.read() as connection:
        strict = {row[1]: row[5] for row in connection.exec_driver_sql("PRAGMA table_list") if row[0] == "main"}
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
    assert all(strict[name] for name in metadata.tables)
    assert pragmas == ["wal", 1]


def test_a_record_that_is_missing_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no record"):
        Record.open(f"sqlite:///{tmp_path / 'home' / 'record.sqlite'}", create=False)
    assert not (tmp_path / "home").exists()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    path.write_bytes(b"not a database, but long enough to be looked at " * 100)
    with pytest.raises(RecordError, match="not a database"):
        Record.open(f"sqlite:///{path}")


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://u@h/d", "sqlite://"])
def test_an_address_of_something_else_is_told(url: str) -> None:
    with pytest.raises(RecordError):
        Record.open(url)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(RecordError, match="Check the address"):
        Record.open("postgresql://nobody@127.0.0.1:9/nothing")


def test_a_newer_schema_is_left_alone(sqlite: Callable[[], Record]) -> None:
    record = sqlite()
    path = record.url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(RecordOutdated, match="9999"):
        Record.open(record.url)
