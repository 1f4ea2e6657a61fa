"""The pool: long-lived workers that run queries, one at a time each; one that overruns is ended and replaced.

Time and memory are watched from outside, so that they hold whatever an engine does: the worker's resident memory is read while its
answer is awaited, and a worker that takes too much of either is killed. What else ends a worker ends one query, never the service.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Self

from graph.errors import QueryBusy, QueryError, QueryLimit, QueryRefused, QueryTimeout, ViewError
from queries.guard.jobs import Found, Job, Limits, dumps, loads

SLACK = 0.3
"""Seconds that an engine has to stop by itself before its worker is killed."""
START_SECONDS = 60.0
"""How long a worker may take to start, and an engine to open."""
_LOOK = 0.02
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); from queries.guard.worker import main; main(int(sys.argv[1]))"
_log = logging.getLogger(__name__)


class Pool:
    """So many workers at most, each started when it is first needed. Safe to share between threads; close it when done."""

    def __init__(self, workers: int = 2) -> None:
        self.workers = workers
        self._idle: list[_Process] = []
        self._all: set[_Process] = set()
        self._free = threading.Condition()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, job: Job, limits: Limits) -> Found:
        """What a query answers. Raises QueryError, QueryRefused, QueryLimit, QueryTimeout, QueryBusy, ViewError."""
        with self._worker(limits.seconds) as process:
            return _Run(process, job, limits).found()

    def warm(self) -> None:
        """Start one worker, if none runs, so that it is ready when the first query comes."""
        with self._free:
            if not self._all and not self._closed:
                self._idle.append(self._started())

    def close(self) -> None:
        """End all workers."""
        with self._free:
            self._closed = True
            for process in self._all:
                process.kill()
            self._all.clear()
            self._idle.clear()
            self._free.notify_all()

    @contextmanager
    def _worker(self, patience: float) -> Iterator[_Process]:
        """A worker of one's own. One that wasn't left waiting for its next job is killed."""
        process = self._taken(patience)
        try:
            yield process
        finally:
            if process.waiting:
                with self._free:
                    if not self._closed:
                        self._idle.append(process)
                    self._free.notify()
            else:
                process.kill()
                with self._free:
                    self._all.discard(process)
                    if not self._closed:
                        self._idle.append(self._started())  # it starts while nobody waits for it
                    self._free.notify()

    def _taken(self, patience: float) -> _Process:
        with self._free:
            if not self._free.wait_for(lambda: self._closed or self._idle or len(self._all) < self.workers, patience):
                raise QueryBusy(self.workers)
            if self._closed:
                raise ViewError("workers", "the pool is closed")
            while self._idle:
                process = self._idle.pop()
                if process.alive():
                    return process
                self._all.discard(process)
                process.kill()
            return self._started()

    def _started(self) -> _Process:
        process = _Process()
        self._all.add(process)
        return process


class _Process:
    """One worker: a process of its own session, and the socket to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._popen = subprocess.Popen(  # noqa: S603 - this interpreter, and nothing that a user wrote
                [sys.executable, "-c", _BOOT, str(theirs.fileno()), json.dumps(sys.path)], pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self.connection: Connection[Any, Any] = Connection(ours.detach())
        self._ready = False
        self.waiting = True
        """Whether it waits for a job."""

    def alive(self) -> bool:
        return self._popen.poll() is None

    def ready(self) -> None:
        """Wait until it has started. Raises ViewError."""
        if self._ready:
            return
        if not self.connection.poll(START_SECONDS) or loads(self.connection.recv_bytes()) != ("ready",):
            raise ViewError("workers", "a worker did not start", "Look at the load of the machine")
        self._ready = True

    def memory(self) -> int:
        """Bytes of memory that are its own; 0 where the system doesn't tell."""
        try:
            with open(f"/proc/{self._popen.pid}/statm", encoding="ascii") as file:
                _, resident, shared, *_ = map(int, file.read().split())
        except (OSError, ValueError):
            return 0
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> int:
        """End it, whatever it does; the signal or code that it ended by."""
        self._popen.kill()
        self.connection.close()
        return self._popen.wait()


class _Run:
    """One job on one worker."""

    def __init__(self, process: _Process, job: Job, limits: Limits) -> None:
        self.process = process
        self.job = job
        self.limits = limits
        self._until = 0.0
        self._most = 0

    def found(self) -> Found:
        limits, job = self.limits, self.job
        self.process.waiting = False
        try:
            self.process.ready()
            self.process.connection.send_bytes(dumps((
                "run", job.engine, job.target, job.text, dict(job.parameters), limits.seconds, limits.rows, limits.size, limits.memory)))
            self._until = time.monotonic() + limits.seconds + SLACK
            return self._answer()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        except ValueError as error:
            raise ViewError("workers", f"a worker answered what can't be read: {error}") from error

    def _answer(self) -> Found:
        message = self._next()
        if message[0] == "opening":
            self._until = time.monotonic() + START_SECONDS
            message = self._next()
        if message[0] == "opened":
            self._until = time.monotonic() + self.limits.seconds + SLACK
            message = self._next()
        if message[0] == "error":
            raise self._error(message)
        _, kind, columns, change, day, rows, last = message
        while not last:
            message = self._next()
            if message[0] == "error":
                raise self._error(message)
            _, more, last = message
            rows += more
            if len(rows) > self.limits.rows:
                raise self._limit("rows")
        self.process.waiting = self.process.memory() < self.limits.memory // 2
        return Found(kind, tuple(columns), tuple(rows), change, dt.date.fromisoformat(day) if day else None)

    def _next(self) -> Any:
        """The next message; watches time and memory until it comes."""
        connection = self.process.connection
        while not connection.poll(_LOOK):
            used = self.process.memory()
            self._most = max(self._most, used)
            if used > self.limits.memory:
                raise self._limit("memory")
            if time.monotonic() > self._until:
                raise self._limit("time")
        return loads(connection.recv_bytes(self.limits.size + (1 << 16)))

    def _error(self, message: tuple[Any, ...]) -> Exception:
        _, kind, *facts = message
        self.process.waiting = kind in ("query", "refused", "view") or facts[:1] in (["rows"], ["time"])
        if kind == "limit":
            return self._limit(facts[0])
        if kind == "view":
            return ViewError(*facts)
        if kind == "fault":
            _log.error("a worker failed: %s", facts[0])
            return ViewError("workers", "the engine failed at this query", "Ask in another way")
        return (QueryRefused if kind == "refused" else QueryError)(self.job.language, facts[0])

    def _ended(self) -> Exception:
        """What it means that a worker ended by itself."""
        code = self.process.kill()
        if code == -signal.SIGALRM:
            return self._limit("time")
        if self._most > self.limits.memory // 2 or code in (-signal.SIGABRT, -signal.SIGKILL):
            return self._limit("memory")
        _log.error("a worker ended with %s at: %s", code, self.job.text[:500])
        return ViewError("workers", f"the engine ended with {code} at this query", "Ask in another way")

    def _limit(self, which: str) -> QueryLimit:
        limits, language = self.limits, self.job.language
        if which == "time":
            return QueryTimeout(language, f"the query takes longer than {limits.seconds:g} seconds, which is the limit; ask for less",
                                "time", limits.seconds)
        told = {"rows": (f"the query has more than {limits.rows:,} rows, which is the limit; add LIMIT, or count them", limits.rows),
                "memory": (f"the query takes more than {limits.memory:,} bytes of memory, which is the limit; ask for less", limits.memory),
                "size": (f"the rows have more than {limits.size:,} bytes, which is the limit; ask for less", limits.size)}[which]
        return QueryLimit(language, told[0], which, told[1])
