"""One resource alone as RDF: an entity with its statements, a statement with its claims, a document; as Turtle or JSON-LD."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from graph.document import Document
from graph.entity import Entity
from graph.exchange.rdf import write
from graph.ontology.model import Ontology, Vocabulary
from graph.record import Reader
from graph.statement import Statement
from graph.views.dataset import Dataset
from graph.views.following import Part
from graph.views.terms import Triple

MOST_STATEMENTS = 1000


class Resources:
    """Writes single resources under an ontology and a vocabulary; `day` is that on which edges stand."""

    def __init__(self, ontology: Ontology, vocabulary: Vocabulary, day: dt.date) -> None:
        self._dataset = Dataset(ontology, vocabulary, day)

    def entity(self, reader: Reader, entity: Entity, *, format: str) -> str:
        """An entity, its first statements (1,000 at most, without their claims) and the edges that they give."""
        found = reader.statements_of(entity.id, limit=MOST_STATEMENTS)
        part = Part(entities={entity.id: entity}, statements={one.id: one for one in found})
        return "".join(write(self._triples([part]), format=format))

    def statement(self, reader: Reader, statement: Statement, *, format: str) -> str:
        """A statement with its claims, their selectors and quotes."""
        evidence = {statement.id: tuple(reader.evidence([statement.id]).get(statement.id, ()))}
        texts = reader.texts(row.version for row in evidence[statement.id] if row.version is not None)
        part = Part(statements={statement.id: statement}, evidence=evidence, texts=texts)
        return "".join(write(self._triples([part]), format=format))

    def document(self, document: Document, *, format: str) -> str:
        """What is known of a document, without its text."""
        return "".join(write(self._triples([Part(documents={document.id: document})]), format=format))

    def _triples(self, parts: Iterable[Part]) -> Iterator[Triple]:
        for part in parts:
            yield from self._dataset.triples(part, everything=True)
