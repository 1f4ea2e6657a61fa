"""How the record's database is opened: SQLite or PostgreSQL, its schema brought up to date, reading and writing.

A write transaction holds the write lock from its first statement to its commit (SQLite `BEGIN IMMEDIATE`, PostgreSQL an
advisory lock), so change numbers become visible in their order. A read transaction sees one snapshot.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError

from graph.errors import RecordBusy, RecordError, RecordOutdated

HEAD = "0006"
"""The newest migration; a test holds it to the files."""
_FOLLOWING = "0004"
"""The newest migration that alters what follows from claims: a record of before it has it made anew."""
_SEARCHED = "0005"
"""The migration since which names are indexed: a record of before it has them indexed then."""

BUSY_SECONDS = 60
_log = logging.getLogger(__name__)
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "temp_store = MEMORY", "cache_size = -65536",
            "wal_autocheckpoint = 8000",
            f"busy_timeout = {BUSY_SECONDS * 1000}")
_WRITE = "reelgraph_write"
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('reelgraph'), hashtext(current_schema()))")


class Database:
    """One database that is open: `url` as given, `dialect` sqlite or postgresql."""

    def __init__(self, url: str, *, create: bool) -> None:
        self.url = url
        parsed = _parse(url)
        self.dialect: Literal["sqlite", "postgresql"] = "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql"
        if self.dialect == "sqlite":
            _prepare_file(parsed, create)
        self.engine = _engine(parsed)
        try:
            self._bring_up_to_date(create)
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot."""
        with self._told(), self.engine.connect() as connection:
            if self.dialect == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction under the write lock; committed at the end, undone by an error. Raises RecordBusy."""
        with self._told(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITE: True})
            with connection.begin():
                if self.dialect == "postgresql":
                    connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"))
                    connection.execute(_LOCK)
                yield connection

    def close(self) -> None:
        self.engine.dispose()

    def _bring_up_to_date(self, create: bool) -> None:
        with self.read() as connection:
            found = _revision(connection)
        if found == HEAD:
            return
        if found is None and not create:
            raise RecordError(f"there is no record at {_shown(self.url)}", "Read or import something first.")
        with self.write() as connection:
            found = _revision(connection)  # another process may have been faster
            if found != HEAD:
                _migrate(connection, found)
                _log.info("record brought to schema %s", HEAD)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the driver as ours."""
        try:
            yield
        except DBAPIError as error:
            reason = str(error.orig)
            if "database is locked" in reason or "lock timeout" in reason or "55P03" in reason:
                raise RecordBusy(f"another process has held the record for {BUSY_SECONDS} seconds",
                                 "Wait for it to finish and try again.") from error
            if (isinstance(error, InterfaceError) or error.connection_invalidated
                    or "not a database" in reason or "unable to open" in reason):
                raise RecordError(f"{_shown(self.url)} can't be opened: {reason}", "Check the address and the server.") from error
            if isinstance(error, DatabaseError) and ("disk is full" in reason or "readonly" in reason or "malformed" in reason):
                raise RecordError(reason, "Check the disk and its rights.") from error
            raise


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise RecordError(f"{url!r} is no address of a database", "Use sqlite:///path or postgresql://user@host/name.") from error
    name = parsed.get_backend_name()
    if name == "postgres":
        name, parsed = "postgresql", parsed.set(drivername="postgresql")
    if name not in ("sqlite", "postgresql"):
        raise RecordError(f"{name} is no database for a record", "Use sqlite:///path or postgresql://user@host/name.")
    return parsed.set(drivername="postgresql+pg8000") if parsed.drivername == "postgresql" else parsed


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _prepare_file(url: URL, create: bool) -> None:
    if not url.database or url.database == ":memory:":
        raise RecordError("a record lives in a file", "Use sqlite:///path.")
    path = Path(url.database)
    if not path.exists():
        if not create:
            raise RecordError(f"there is no record at {path}", "Read or import something first.")
        path.parent.mkdir(parents=True, exist_ok=True)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_size=5, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, pool_size=5, max_overflow=60)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITE):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("BEGIN")  # waits for nobody and can't fail: no need of SQLAlchemy's errors, which cost more than a short query

    return engine


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _migrate(connection: Connection, found: str | None) -> None:
    from alembic import command  # only a record that is new or old pays for it
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise RecordOutdated(f"the record has schema {found}, this program knows up to {HEAD}", "Use a newer reelgraph.")
    command.upgrade(config, "head")
    if found is not None and found < _FOLLOWING:
        _make_statements_anew(connection)
    if found is not None and found < _SEARCHED:
        from graph.record import search

        search.make_anew(connection)


def _make_statements_anew(connection: Connection) -> None:
    """Not in the migration: today's projection needs today's tables."""
    from graph.ontology import ontology
    from graph.record import projection
    from graph.record.clusters import make_copies_anew

    make_copies_anew(connection)
    ids = connection.execute(text("SELECT id FROM statements")).scalars().all()
    projection.refresh(connection, ids, ontology(), {})
