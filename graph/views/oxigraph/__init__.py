"""Embedded RDF: Oxigraph under home.views, following the record.

The only room that imports pyoxigraph. A sync brings the workshop to the record's newest change and the day, and publishes
it; queries read the newest generation.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import os
import threading
from collections.abc import Iterator

import pyoxigraph as ox

from graph.errors import ViewError
from graph.home import Home
from graph.ontology import ontology as own_ontology
from graph.ontology import vocabulary as own_vocabulary
from graph.ontology.model import Ontology, Vocabulary
from graph.record import Reader, Record
from graph.views import following
from graph.views.answers import Answer
from graph.views.comparing import Difference, compare
from graph.views.dataset import FORMAT, Dataset
from graph.views.following import Position
from graph.views.generations import Generation, Generations
from graph.views.oxigraph.reading import Snapshot
from graph.views.oxigraph.writing import apply, fill

__all__ = ["OxigraphView", "Snapshot"]

LOCK = "view-oxigraph"
_log = logging.getLogger(__name__)


class OxigraphView:
    """The RDF graph of a home; safe to share between threads."""

    name = "oxigraph"

    def __init__(self, home: Home, *, ontology: Ontology | None = None, vocabulary: Vocabulary | None = None) -> None:
        self.ontology = ontology or own_ontology()
        self.vocabulary = vocabulary or own_vocabulary()
        self._home = home
        self._generations = Generations(home.views / self.name)
        self._opened: Snapshot | None = None
        self._opening = threading.Lock()
        told = repr((FORMAT, self.ontology.derived, self.ontology.former, sorted(self.vocabulary.concepts.items())))
        self.format = hashlib.sha256(told.encode()).hexdigest()[:16]

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
        with self._home.lock(LOCK, timeout=timeout), record.reader() as reader:
            aim = following.target(reader, day=day, format=self.format)
            if self._shows(aim):
                return aim
            newest = self._generations.newest()
            try:
                if newest is not None and not newest.whole():
                    _log.warning("view %s: generation %d is damaged; it is built anew", self.name, newest.number)
                    self._reach(reader, aim, anew=True)
                else:
                    self._reach(reader, aim)
            except (OSError, RuntimeError) as error:
                _log.warning("view %s: %s; it is built anew", self.name, error)
                self._generations.abandon()
                self._reach(reader, aim, anew=True)
            self._generations.sweep()
            return aim

    def rebuild(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:
        """Make the view anew from the record alone."""
        with self._home.lock(LOCK, timeout=timeout), record.reader() as reader:
            aim = following.target(reader, day=day, format=self.format)
            self._reach(reader, aim, anew=True)
            self._generations.sweep()
            return aim

    def _shows(self, aim: Position) -> bool:
        newest = self._generations.newest()
        return newest is not None and newest.position == aim and newest.whole()

    def _reach(self, reader: Reader, aim: Position, *, anew: bool = False) -> None:
        since = None if anew else self._standing(reader, aim)
        if since is None:
            self._generations.abandon()
        with self._generations.work(aim) as folder:
            store = ox.Store(str(folder))
            dataset = Dataset(self.ontology, self.vocabulary, aim.day)
            if since is None:
                fill(store, dataset, following.everything(reader))
            else:
                for part in following.between(reader, since, aim):
                    apply(store, dataset, part)
        self._generations.publish(aim, lambda target: store.backup(str(target)))

    def _standing(self, reader: Reader, aim: Position) -> Position | None:
        """A position that the workshop stands at and from which it can go on; None: nothing is of use."""
        standing = self._generations.standing()
        if standing is not None and following.follows(reader, standing, aim):
            return standing
        self._generations.abandon()
        for generation in self._generations.all():
            if generation.whole() and following.follows(reader, generation.position, aim):
                ox.Store.read_only(str(generation.store)).backup(str(self._generations.workshop))
                self._generations.adopted(generation.position)
                return generation.position
        return None

    # --- readers

    def snapshot(self) -> Snapshot:
        """The newest generation, open for reading. Raises ViewError before the first sync."""
        for _ in range(20):
            newest = self._generations.newest()
            if newest is None:
                break
            with self._opening:
                opened = self._opened
                if opened is not None and opened.generation == newest and _inode(newest) == opened.made:
                    return opened
                handle = self._generations.hold(newest)
                if handle is not None:
                    self._opened = Snapshot(self.name, newest, handle)
                    return self._opened
        raise ViewError(self.name, "it has not been made yet", "Sync it with the record first")

    def snapshot_is_old(self) -> bool:
        """Whether the next snapshot would have to be opened first: there is a newer generation, or none was opened yet."""
        newest, opened = self._generations.newest(), self._opened
        return newest is None or opened is None or opened.generation != newest or _inode(newest) != opened.made

    def query(self, text: str) -> Answer:
        """Run a query that is known to be allowed, on the newest generation. Raises QueryError, ViewError."""
        return self.snapshot().query(text)

    def compare(self, record: Record) -> Iterator[Difference]:
        """Where the newest generation isn't what the record makes it; nothing if all is well."""
        snapshot = self.snapshot()
        dataset = Dataset(self.ontology, self.vocabulary, snapshot.day)
        with record.reader() as reader:
            yield from compare(reader, snapshot.generation.position, dataset, snapshot.quads, self.format)


def _inode(generation: Generation) -> int | None:
    try:
        return os.stat(generation.folder / "held").st_ino
    except OSError:
        return None
