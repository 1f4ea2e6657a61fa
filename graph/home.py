"""What lies under --home: the record, views/, locks.

Nothing is created until it is asked for.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import RecordBusy

_PAUSE = 0.02


class Home:
    """A directory, and the address of the record: a SQLite file in it, unless another database is named."""

    def __init__(self, path: Path, record_url: str | None = None) -> None:
        self.path = path
        self.record_url = record_url or f"sqlite:///{path.absolute() / 'record.sqlite'}"

    @property
    def views(self) -> Path:
        """Where embedded views live, one folder each."""
        return self.path / "views"

    @contextmanager
    def lock(self, name: str, *, timeout: float) -> Iterator[None]:
        """Hold a lock between processes; it ends with the process. Raises RecordBusy after `timeout` seconds."""
        folder = self.path / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _wait(handle, name, time.monotonic() + timeout)
            yield
        finally:
            os.close(handle)


def _wait(handle: int, name: str, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
        if time.monotonic() >= until:
            raise RecordBusy(f"another process holds the lock {name!r}", "Wait for it to finish, or end it.")
        time.sleep(_PAUSE)
