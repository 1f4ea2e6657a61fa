"""Embedded Cypher: Ladybug under home.views, following the record.

The only room that imports ladybug. A sync copies the newest generation that is whole into the workshop, brings it to the
record's newest change and the day, and publishes the file with its size and hash. So no half-done work is ever continued,
and a file that was damaged is never opened: it is noticed by its hash, and the graph is built anew from the record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import os
import shutil
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import ladybug

from graph.errors import QueryError, QueryLimit, QueryTimeout, ViewError
from graph.home import Home
from graph.ontology import ontology as own_ontology
from graph.ontology.model import Ontology
from graph.record import Reader, Record
from graph.views import following
from graph.views.comparing import Difference
from graph.views.cypher_answer import CypherAnswer
from graph.views.embedded import EmbeddedView
from graph.views.following import Position
from graph.views.generations import Generation
from graph.views.ladybug.store import Store
from graph.views.property_compare import compare
from graph.views.property_graph import PropertyGraph, Schema

MEMORY = 512 * 2**20
"""What an open graph may hold in memory, in bytes."""
FILE, SEAL = "graph.lbug", "seal.json"
_log = logging.getLogger(__name__)
Rows = Iterator[tuple[Any, ...]]


class LadybugView(EmbeddedView["Snapshot"]):
    """The property graph of a home; safe to share between threads."""

    name = "ladybug"
    dialect = "ladybug"

    def __init__(self, home: Home, *, ontology: Ontology | None = None, memory: int = MEMORY, threads: int = 0) -> None:
        self.schema = Schema(ontology or own_ontology())
        self.format = self.schema.mark()
        self._options: dict[str, Any] = {"buffer_pool_size": memory, "max_num_threads": threads}
        super().__init__(home)

    # --- the writer

    def _standing(self, reader: Reader, aim: Position) -> Generation | None:
        """The newest generation that is whole and from which the way leads on."""
        for generation in self._generations.all():
            if not intact(generation.store):
                _log.warning("view %s: generation %d is damaged", self.name, generation.number)
            elif following.follows(reader, generation.position, aim):
                return generation
        return None

    def _reach(self, reader: Reader, aim: Position, *, anew: bool = False) -> None:
        since = None if anew else self._standing(reader, aim)
        self._generations.abandon()
        with self._generations.work(aim) as folder:
            folder.mkdir(parents=True)
            file = folder / FILE
            if since is not None:
                shutil.copyfile(since.store / FILE, file)
            database = ladybug.Database(str(file), **self._options)
            try:
                connection = ladybug.Connection(database)
                store = Store(connection, self.schema)
                if since is None:
                    store.create()
                    store.fill(PropertyGraph(self.schema, aim.day), reader)
                else:
                    store.follow(PropertyGraph(self.schema, aim.day), reader, since.position, aim)
                connection.execute("CHECKPOINT")
                connection.close()
            finally:
                database.close()
            seal(folder)
        self._generations.publish(aim, lambda target: os.replace(folder, target))
        self._generations.abandon()

    def _whole(self, generation: Generation) -> bool:
        return intact(generation.store)

    # --- readers

    def _open(self, generation: Generation, handle: int) -> Snapshot:
        return Snapshot(self.name, generation, handle, self._options)

    def query(self, text: str, parameters: Mapping[str, Any] | None = None) -> CypherAnswer:
        """Run a query that is known to be allowed, on the newest generation. Raises QueryError, ViewError."""
        return self.snapshot().query(text, parameters)

    def compare(self, record: Record) -> Iterator[Difference]:
        """Where the newest generation isn't what the record makes it; nothing if all is well."""
        try:
            snapshot = self.snapshot()
        except ViewError as error:
            yield Difference("", error.reason)
            return
        graph = PropertyGraph(self.schema, snapshot.generation.position.day)
        with record.reader() as reader, snapshot.connected() as connection:
            yield from compare(reader, snapshot.generation.position, graph, Store(connection, self.schema).things, self.format)


class Snapshot:
    """A generation that is open for reading, and held until nobody has it any more. Safe to share between threads."""

    def __init__(self, view: str, generation: Generation, handle: int, options: Mapping[str, Any]) -> None:
        self.view = view
        self.generation = generation
        self.made = os.fstat(handle).st_ino
        weakref.finalize(self, os.close, handle)
        if not intact(generation.store):
            raise ViewError(self.view, "its file is damaged", "Sync it: it is then built anew from the record")
        self._database = ladybug.Database(str(generation.store / FILE), read_only=True, **options)

    def connected(self) -> ladybug.Connection:
        """A connection of one's own, for one thread."""
        return ladybug.Connection(self._database)

    def query(self, text: str, parameters: Mapping[str, Any] | None = None) -> CypherAnswer:
        """Run a query that is known to be allowed. Raises QueryError."""
        with self.connected() as connection:
            try:
                found = connection.execute(text, dict(parameters or {}))
                if isinstance(found, list):
                    raise QueryError("Cypher", "one statement at a time")
                rows: Sequence[Any] = found.get_all()
                columns = tuple(found.get_column_names())
                found.close()
            except RuntimeError as error:
                raise QueryError("Cypher", str(error)) from error
        position = self.generation.position
        return CypherAnswer(columns, tuple(tuple(row) for row in rows), position.change, position.day)

    @contextmanager
    def stream(self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float) -> Iterator[tuple[tuple[str, ...], Rows]]:
        """Columns of a query that is known to be allowed, and its rows as they are fetched. Raises QueryError, QueryLimit."""
        with self.connected() as connection, _told(seconds):
            connection.set_query_timeout(max(1, int(seconds * 1000)))
            found = connection.execute(text, dict(parameters or {}))
            if isinstance(found, list):
                raise QueryError("Cypher", "one statement at a time")
            try:
                yield tuple(found.get_column_names()), _rows(found)
            finally:
                found.close()


def _rows(found: ladybug.QueryResult) -> Rows:
    while found.has_next():
        row = found.get_next()
        assert isinstance(row, list)
        yield tuple(map(plain, row))


@contextmanager
def _told(seconds: float) -> Iterator[None]:
    """The engine's errors as ours."""
    try:
        yield
    except RuntimeError as error:
        text = str(error)
        if text.startswith("Interrupted"):
            raise QueryTimeout("Cypher", "the query takes too long", "time", seconds) from error
        if "buffer pool is full" in text or "Unable to allocate memory" in text:
            raise QueryLimit("Cypher", "the query takes too much memory", "memory", MEMORY) from error
        raise QueryError("Cypher", text) from error


def plain(value: Any) -> Any:
    """A value of the engine's as text, number, truth, list or mapping: dates as they are written, nodes and edges without inner ids."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        told = {str(name): plain(one) for name, one in value.items() if one is not None and name not in ("_ID", "_LABEL", "_SRC", "_DST")}
        if "_SRC" in value:
            return {"type": value["_LABEL"], **told}
        return {"labels": [value["_LABEL"]], **told} if "_LABEL" in value else told
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def seal(folder: Path) -> None:
    """Write down what the file of a folder is."""
    file = folder / FILE
    with file.open("rb") as handle:
        os.fsync(handle.fileno())
    (folder / SEAL).write_text(json.dumps({"size": file.stat().st_size, "sha256": _hash(file)}))


def intact(folder: Path) -> bool:
    """Whether the file of a folder is as it was sealed, and nothing lies beside it."""
    try:
        told = json.loads((folder / SEAL).read_text())
        file = folder / FILE
        return (sorted(os.listdir(folder)) == sorted((FILE, SEAL)) and file.stat().st_size == told["size"]
                and _hash(file) == told["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _hash(file: Path) -> str:
    """Of what a file holds: read again only where it was altered since."""
    told = file.stat()
    return _read(file, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)


@lru_cache(maxsize=16)
def _read(file: Path, *_: int) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()

