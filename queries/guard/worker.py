"""The worker: one process that runs one query at a time on an engine opened for reading, and streams its rows back.

    job        in:  ("run", engine, target, text, parameters, seconds, rows, size, memory)
    opening    out: an engine is being opened, or moves on to a newer generation
    opened     out: it is done; the time of the query begins now
    answer     out: (kind, columns, change, day, rows, whether that is all), then (rows, whether that is all)
    error      out: what went wrong, and its facts

Whatever the engine does, the process ends: the kernel ends it a little after the time of its query, and after the memory that it
may have. It can write no file, and ends when nobody listens any more.
"""

from __future__ import annotations

import contextlib
import resource
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

from graph.errors import QueryError, QueryLimit, QueryRefused, ViewError
from queries.guard.jobs import dumps, loads
from queries.guard.sources import Answering, Asked, Source, open_source

GRACE = 2.0
"""Seconds after which the kernel ends a worker that nobody has ended in time."""
_BATCH = 500
_FEW_BYTES = 1 << 20
_OPEN = 4
"""How many engines a worker keeps open."""


def main(handle: int) -> None:
    """Serve one caller at the other end of a socket until it goes."""
    connection: Connection[Any, Any] = Connection(handle)
    confine()
    worker = Worker(connection)
    connection.send_bytes(dumps(("ready",)))
    while True:
        try:
            job = loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            worker.serve(job)


def confine() -> None:
    """No file can be written, no core dumped; SIGALRM ends the process whatever it is doing."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


class Worker:
    """What stays between queries: the engines that are open."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._sources: dict[tuple[str, tuple[str | None, ...]], Source] = {}

    def serve(self, job: tuple[Any, ...]) -> None:
        """Run one job and say what came of it."""
        _, engine, target, text, parameters, seconds, rows, size, memory = job
        try:
            source = self._source(engine, target, memory)
            with (_ended_after(seconds + GRACE), _memory(memory if source.bounded else None),
                  source.query(Asked(text, parameters, seconds, rows)) as answer):
                self._stream(answer, rows, size)
        except MemoryError:
            self._say("error", "limit", "memory")
        except QueryLimit as error:
            self._say("error", "limit", error.limit)
        except QueryRefused as error:
            self._say("error", "refused", error.reason)
        except QueryError as error:
            self._say("error", "query", error.reason)
        except ViewError as error:
            self._say("error", "view", error.view, error.reason, error.remedy)
        except (BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:
            self._say("error", "fault", f"{type(error).__name__}: {error}")

    def _source(self, engine: str, target: tuple[str | None, ...], memory: int) -> Source:
        """An engine that is open and up to date; while it is opened, the time of the query doesn't run."""
        source = self._sources.get((engine, target))
        if source is not None and not source.stale():
            return source
        self._say("opening")
        if source is None:
            while len(self._sources) >= _OPEN:
                self._sources.pop(next(iter(self._sources))).close()
            source = self._sources[engine, target] = open_source(engine, target, memory)
        if source.stale():
            source.refresh()
        self._say("opened")
        return source

    def _stream(self, answer: Answering, most: int, size: int) -> None:
        sent = told = 0
        head: tuple[Any, ...] = ("answer", answer.kind, answer.columns, answer.change, answer.day)
        for batch, last in _batches(answer.rows):
            told += len(batch)
            if told > most:
                return self._say("error", "limit", "rows")
            message = dumps((*head, batch, last))
            sent += len(message)
            if sent > size:
                return self._say("error", "limit", "size")
            self._connection.send_bytes(message)
            head = ("more",)
        return None

    def _say(self, *message: object) -> None:
        self._connection.send_bytes(dumps(message))


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[list[tuple[Any, ...]], bool]]:
    """The rows, some at a time, and whether these are the last."""
    batch: list[tuple[Any, ...]] = []
    weight = 0
    for row in rows:
        if len(batch) >= _BATCH or weight > _FEW_BYTES:
            yield batch, False
            batch, weight = [], 0
        batch.append(row)
        weight += sum(len(cell) for cell in row if isinstance(cell, str))
    yield batch, True


@contextlib.contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def _memory(more: int | None) -> Iterator[None]:
    """No more address space than there is and so much again; who asks watches what is really used."""
    if more is None:
        yield
        return
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 2 * more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
