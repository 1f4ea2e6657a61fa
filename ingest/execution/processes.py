"""Several processes, each with a reader; results come in the order of the documents, whoever was first.

Workers are forked where that is safe, since a fork shares the loaded model; elsewhere they are spawned and load their own. One that
is killed is replaced: the document that it had in hand is reported, what waited behind it goes to another.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Literal

from ingest.execution import Done, Passing, Reads
from ingest.execution.worker import untold, work
from ingest.sources import Found

log = logging.getLogger(__name__)

Method = Literal["fork", "spawn"]
AHEAD = 8
"""How many documents a worker are begun before the oldest of them has been taken."""
_IN_HAND = 2
"""Documents that a worker holds: one that it reads, one that waits."""
_PATIENCE = 10.0


class WorkerLost(RuntimeError):
    """A process ended while it read a document."""


@dataclass(slots=True)
class _Place:
    """A document's place in the order, and what became of it."""

    found: Found
    done: Done | None = None


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    hands: deque[_Place] = field(default_factory=deque)


class Processes:
    """`workers` processes. `start` makes the reader of a spawned worker and must be picklable; a forked one has the reader of the run."""

    def __init__(self, workers: int, *, start: Callable[[], Reads] | None = None, method: Method | None = None) -> None:
        if method == "spawn" and start is None:
            raise ValueError("a spawned worker needs `start`, which makes its reader")
        self._size, self._start, self._method = max(1, workers), start, method
        self._warm: tuple[Reads, _Crew] | None = None

    def warm(self, reader: Reads) -> None:
        """Begin the workers of the next run now: before there are threads that make forking unsafe."""
        self._warm = (reader, self._crew(reader))
        self._warm[1].fill()

    def run(self, reader: Reads, items: Iterable[Found | Passing]) -> Iterator[Done | Passing]:
        """One result for each document, in order. Raises WorkerLost where workers can't even start."""
        held, self._warm = self._warm, None
        if held and held[0] is not reader:
            held[1].end()
            held = None
        crew = held[1] if held else self._crew(reader)
        try:
            yield from crew.run(items)
        finally:
            crew.end()

    def _crew(self, reader: Reads) -> _Crew:
        return _Crew(self._size, reader, self._start, self._method)


class _Crew:
    """The workers of one run, and what they have in hand."""

    def __init__(self, size: int, reader: Reads, start: Callable[[], Reads] | None, method: Method | None) -> None:
        self._size, self._reader, self._start, self._method = size, reader, start, method
        self._workers: list[_Worker] = []
        self._waiting: deque[_Place] = deque()
        self._stillborn = 0

    def run(self, items: Iterable[Found | Passing]) -> Iterator[Done | Passing]:
        line: deque[_Place | Passing] = deque()
        source = iter(items)
        more = True
        while more or line:
            while line and _is_done(line[0]):
                place = line.popleft()
                yield place.done if isinstance(place, _Place) and place.done else place  # type: ignore[misc]
                self._hand_out()
            if more and len(line) < AHEAD * self._size:
                more = self._take(source, line)
            elif line:
                self._listen(None)
            self._hand_out()

    def fill(self) -> None:
        """Begin as many workers as there may be."""
        while len(self._workers) < self._size:
            self._new()

    def _take(self, source: Iterator[Found | Passing], line: deque[_Place | Passing]) -> bool:
        """Put the next item into the line; whether there was one."""
        item = next(source, None)
        if item is None:
            return False
        if isinstance(item, Found):
            place = _Place(item)
            self._waiting.append(place)
            line.append(place)
        else:
            line.append(item)
        return True

    def _hand_out(self) -> None:
        """Give what waits to whoever has the fewest in hand, after new workers where some are missing."""
        self._listen(0)
        while self._waiting:
            free = min(self._workers, key=lambda worker: len(worker.hands), default=None)
            if (free is None or free.hands) and len(self._workers) < self._size:
                free = self._new()
            if free is None or len(free.hands) >= _IN_HAND:
                return
            place = self._waiting.popleft()
            try:
                free.pipe.send(place.found)
            except OSError:  # it has ended; what it left is found by listening
                self._waiting.appendleft(place)
                return
            free.hands.append(place)

    def _new(self) -> _Worker:
        method = self._method or _safest(self._start)
        context = multiprocessing.get_context(method)
        ours, theirs = context.Pipe()
        others = [ours, *(worker.pipe for worker in self._workers)] if method == "fork" else []
        start = self._start if method == "spawn" and self._start else partial(_same, self._reader)
        process = context.Process(target=work, args=(theirs, others, start), daemon=True)  # type: ignore[attr-defined]
        gc.freeze()  # a forked worker never looks at, or copies, what the parent had made
        try:
            process.start()
        finally:
            gc.unfreeze()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _listen(self, timeout: float | None) -> None:
        """Take what workers have to say; with None, wait until one says something."""
        for pipe in wait([worker.pipe for worker in self._workers], timeout):
            worker = next(worker for worker in self._workers if worker.pipe is pipe)
            try:
                content = worker.pipe.recv()
            except (EOFError, OSError):
                self._lost(worker)
                continue
            if not worker.ready:
                worker.ready, self._stillborn = True, 0
                continue
            place = worker.hands.popleft()
            place.done = untold(place.found, content)

    def _lost(self, worker: _Worker) -> None:
        """A worker has ended: what it had in hand is reported if it had begun, the rest is for others."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(_PATIENCE)
        why = _ending(worker.process.exitcode)
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > self._size:
                raise WorkerLost(f"the processes that read {why} before they had begun; read with one worker")
        elif worker.hands:
            place = worker.hands.popleft()
            error = WorkerLost(f"the process that read it {why}")
            place.done = Done(place.found, None, error)
            log.error("the process that read %s %s; another takes its place", place.found.document.source, why)
        self._waiting.extendleft(reversed(worker.hands))

    def end(self) -> None:
        """Let all workers go; what they have in hand is forgotten."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(0.2)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join(_PATIENCE)
        self._workers.clear()


def _same(reader: Reads) -> Reads:
    return reader


def _ending(code: int | None) -> str:
    return f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"


def _is_done(item: object) -> bool:
    return not isinstance(item, _Place) or item.done is not None


def _safest(start: Callable[[], Reads] | None) -> Method:
    """Forking a process with threads may copy a lock that nobody will open; on macOS system libraries don't stand it."""
    possible = "fork" in multiprocessing.get_all_start_methods()
    return "fork" if possible and (start is None or (sys.platform != "darwin" and threading.active_count() == 1)) else "spawn"
