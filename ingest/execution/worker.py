"""A process that reads what it is sent: its own end of the pipe, until the other end closes.

A thread takes tasks off the pipe as they come, so that whoever sends one never waits; when the pipe ends, because the parent has
closed it or was killed, the process ends too.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue

from graph.claim import Claim
from graph.document import Mention, Reading
from ingest.execution import Done, Reads, done
from ingest.sources import Found

READY = "ready"
"""What a worker sends first, once it has its reader."""


@dataclass(frozen=True, slots=True)
class _Fault:
    name: str
    text: str
    trace: str


Told = tuple[tuple[Mention, ...], tuple[Claim, ...], str] | _Fault


def work(pipe: Connection, others: Sequence[Connection], start: Callable[[], Reads]) -> None:
    """Read documents until the pipe ends. `others` are ends that a forked process has inherited and must not hold open."""
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts means the parent, which ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    reader = start()
    tasks: SimpleQueue[Found] = SimpleQueue()
    threading.Thread(target=_take, args=(pipe, tasks), daemon=True).start()
    try:
        pipe.send(READY)
        while True:
            pipe.send(told(done(reader, tasks.get())))
    except OSError:  # the parent is gone
        os._exit(0)


def _take(pipe: Connection, tasks: SimpleQueue[Found]) -> None:
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)


def told(result: Done) -> Told:
    """A result without the document, which the parent has; an error as its name, its text and where it came from."""
    if result.reading is not None:
        return (result.reading.mentions, result.reading.claims, result.reading.fingerprint)
    error = result.error or RuntimeError("nothing was read")
    return _Fault(type(error).__name__, str(error), "".join(traceback.format_exception(error)).rstrip())


def untold(found: Found, content: Told) -> Done:
    """The result that a worker told of a document; its error is one of the same name and text."""
    if not isinstance(content, _Fault):
        return Done(found, Reading(found.document, *content))
    error: Exception = type(content.name, (RuntimeError,), {})(content.text)
    error.add_note(f"in a worker: {content.trace}")
    return Done(found, None, error)
