"""The only truth: documents, claims, entities and judgements in SQL (SQLite or PostgreSQL), written once, never overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from graph.claim import Claim
from graph.ontology import Ontology, ontology
from graph.record import asserting, derivation
from graph.record.database import Database
from graph.record.evidence import EvidenceRow
from graph.record.judging import Judge
from graph.record.reader import Change, Reader, Touched
from graph.record.writer import Writer, Written

__all__ = ["Change", "EvidenceRow", "Judge", "Reader", "Record", "Touched", "Writer", "Written"]


class Record:
    """A record that is open; may be used from several threads, each with readers of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> Record:
        """Open a record, bringing an older schema up to date.

        Raises RecordError where there is none and `create` is false, RecordOutdated where it is newer than this program.
        """
        return cls(Database(url, create=create))

    @property
    def url(self) -> str:
        return self.database.url

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        return self.database.dialect

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """One consistent snapshot."""
        with self.database.read() as connection:
            yield Reader(connection)

    def writer(self, ontology_: Ontology | None = None) -> Writer:
        return Writer(self.database, ontology_ or ontology())

    def assert_all(self, told: Sequence[Claim], *, now: datetime, kind: str = "assert", ontology_: Ontology | None = None) -> list[Written]:
        """Write claims without a document in one transaction; `origin` says who asserts each."""
        return asserting.asserted(self.database, told, ontology_ or ontology(), now=now, kind=kind)

    def rebuild(self, *, now: datetime, ontology_: Ontology | None = None) -> int:
        """Make everything that follows from what was read and judged anew; how many rows were not right."""
        return derivation.rebuild(self.database, ontology_ or ontology(), now=now)

    def close(self) -> None:
        self.database.close()
