"""Embedded RDF: Oxigraph under home.views, following the record.

The only room that imports pyoxigraph. A sync brings the workshop to the record's newest change and the day, and publishes
it; queries read the newest generation.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pyoxigraph as ox

from graph.home import Home
from graph.ontology import ontology as own_ontology
from graph.ontology import vocabulary as own_vocabulary
from graph.ontology.model import Ontology, Vocabulary
from graph.record import Reader, Record
from graph.views import following
from graph.views.answers import Answer
from graph.views.comparing import Difference, compare
from graph.views.dataset import Dataset, mark
from graph.views.embedded import EmbeddedView
from graph.views.following import Position
from graph.views.generations import Generation
from graph.views.oxigraph.reading import Snapshot
from graph.views.oxigraph.writing import apply, fill

__all__ = ["OxigraphView", "Snapshot"]

_log = logging.getLogger(__name__)


class OxigraphView(EmbeddedView[Snapshot]):
    """The RDF graph of a home; safe to share between threads."""

    name = "oxigraph"
    lateral = True

    def __init__(self, home: Home, *, ontology: Ontology | None = None, vocabulary: Vocabulary | None = None) -> None:
        self.ontology = ontology or own_ontology()
        self.vocabulary = vocabulary or own_vocabulary()
        self.format = mark(self.ontology, self.vocabulary)
        super().__init__(home)

    # --- the writer


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
        """A position that the workshop stands at and from which it can go on; None: nothing is of use.

        Where the newest generation is damaged, so is the workshop: they share their files.
        """
        newest = self._generations.newest()
        if newest is not None and not newest.whole():
            _log.warning("view %s: generation %d is damaged; it is built anew", self.name, newest.number)
            return None
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

    def _whole(self, generation: Generation) -> bool:
        return generation.whole()

    # --- readers

    def _open(self, generation: Generation, handle: int) -> Snapshot:
        return Snapshot(self.name, generation, handle)

    def query(self, text: str) -> Answer:
        """Run a query that is known to be allowed, on the newest generation. Raises QueryError, ViewError."""
        return self.snapshot().query(text)

    def compare(self, record: Record) -> Iterator[Difference]:
        """Where the newest generation isn't what the record makes it; nothing if all is well."""
        snapshot = self.snapshot()
        dataset = Dataset(self.ontology, self.vocabulary, snapshot.day)
        with record.reader() as reader:
            yield from compare(reader, snapshot.generation.position, dataset, snapshot.quads, self.format)

