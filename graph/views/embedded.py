"""A view in files under a home: it is brought up to the record in generations, and readers have the newest one open.

What an engine adds: how its files are brought to a position, how it knows that they are whole, and how it opens them.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import threading
from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

from graph.errors import ViewError
from graph.home import Home
from graph.record import Reader, Record
from graph.views import following
from graph.views.following import Position
from graph.views.generations import Generation, Generations

_log = logging.getLogger(__name__)


class Opened(Protocol):
    """A generation that is open; `made` is the inode of its lock, which another generation of the same number has not."""

    generation: Generation
    made: int


S = TypeVar("S", bound=Opened)


class EmbeddedView(ABC, Generic[S]):
    """A graph under a home; safe to share between threads."""

    name: str
    format: str

    def __init__(self, home: Home) -> None:
        self._home = home
        self._generations = Generations(home.views / self.name)
        self._opened: S | None = None
        self._opening = threading.Lock()

    @property
    def lock(self) -> str:
        """The lock of the home that its writer holds."""
        return f"view-{self.name}"

    def position(self) -> Position | None:
        """Where the newest generation stands; None before the first sync."""
        newest = self._generations.newest()
        return newest.position if newest else None

    def size(self) -> int:
        """How many bytes the newest generation has."""
        return self._generations.size()

    # --- the writer

    def sync(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:
        """Bring the view to the record's newest change and to a day. Raises RecordBusy if another process syncs too long."""
        with record.reader() as reader:
            aim = following.target(reader, day=day, format=self.format)
        if self._shows(aim):
            return aim
        with self._home.lock(self.lock, timeout=timeout), record.reader() as reader:
            aim = following.target(reader, day=day, format=self.format)
            if self._shows(aim):
                return aim
            try:
                self._reach(reader, aim)
            except (OSError, RuntimeError) as error:
                _log.warning("view %s: %s; it is built anew", self.name, error)
                self._generations.abandon()
                self._reach(reader, aim, anew=True)
            self._generations.sweep()
            return aim

    def rebuild(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:
        """Make the view anew from the record alone."""
        with self._home.lock(self.lock, timeout=timeout), record.reader() as reader:
            aim = following.target(reader, day=day, format=self.format)
            self._reach(reader, aim, anew=True)
            self._generations.sweep()
            return aim

    def _shows(self, aim: Position) -> bool:
        newest = self._generations.newest()
        return newest is not None and newest.position == aim and self._whole(newest)

    @abstractmethod
    def _reach(self, reader: Reader, aim: Position, *, anew: bool = False) -> None:
        """Publish a generation that stands at a position: from what is there, or `anew` from the record alone."""

    @abstractmethod
    def _whole(self, generation: Generation) -> bool:
        """Whether the files of a generation are those that were published."""

    # --- readers

    def snapshot(self) -> S:
        """The newest generation, open for reading. Raises ViewError before the first sync, or where it is damaged."""
        for _ in range(20):
            newest = self._generations.newest()
            if newest is None:
                break
            with self._opening:
                if self._opened is not None and _is_open(self._opened, newest):
                    return self._opened
                handle = self._generations.hold(newest)
                if handle is not None:
                    self._opened = self._open(newest, handle)
                    return self._opened
        raise ViewError(self.name, "it has not been made yet", "Sync it with the record first")

    def snapshot_is_old(self) -> bool:
        """Whether the next snapshot would have to be opened first: there is a newer generation, or none was opened yet."""
        newest, opened = self._generations.newest(), self._opened
        return newest is None or opened is None or not _is_open(opened, newest)

    @abstractmethod
    def _open(self, generation: Generation, handle: int) -> S:
        """A generation that is held by a handle, which is closed with what is opened. Raises ViewError."""


def _is_open(opened: Opened, newest: Generation) -> bool:
    try:
        return opened.generation == newest and os.stat(newest.folder / "held").st_ino == opened.made
    except OSError:
        return False
