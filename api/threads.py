"""Where requests wait, so that the event loop never does: few threads read the record, one reads questions, others wait for workers.

Many threads in Python code take turns at one interpreter and hand it over at every row that SQLite steps to: with sixteen requests
at once, two threads answer a fifth more a second than forty, and p99 is six tenths of theirs (docs/decisions/0013-the-hot-path.md).
Whoever finds all threads taken waits in a queue; how many may wait is `REELGRAPH_CONCURRENCY`, told by 503 beyond that (`api.edge`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """The threads of one app; made where its event loop runs."""

    def __init__(self, *, waiting: int) -> None:
        self._language = CapacityLimiter(1)
        self._waiting = CapacityLimiter(waiting)

    @staticmethod
    def read_by(threads: int) -> None:
        """How many threads run the routes that are plain functions, in the event loop that runs now."""
        anyio.to_thread.current_default_thread_limiter().total_tokens = threads

    async def language(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what needs the reader of questions: one at a time, for it takes turns anyway."""
        return await anyio.to_thread.run_sync(partial(call, *args, **kwargs), limiter=self._language)

    async def waiting(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what mostly waits: for a worker, for another process."""
        return await anyio.to_thread.run_sync(partial(call, *args, **kwargs), limiter=self._waiting)


def threads(request: Request) -> Threads:
    """Those of the app that a request came to."""
    found: Threads = request.app.state.threads
    return found


def ending(request: Request) -> bool:
    """Whether the server was told to end, so that streams without an end do."""
    return bool(getattr(request.app.state, "ending", False))
