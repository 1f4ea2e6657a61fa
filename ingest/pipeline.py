"""Sources → reading → record; yields one Outcome a document.

Incremental: a version that the record holds, read by a reader of the same fingerprint, is not read again. Resumable: each
document is one transaction, so a run that was broken off goes on where it stopped. One document's fault is its own.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from graph.document import Document
from graph.errors import RecordError
from graph.ontology import Ontology
from graph.record import Record
from ingest.execution import Done, Execution, Reads, fingerprint
from ingest.execution.serial import Serial
from ingest.sources import FeedMemory, Found, Item, Limits, Skipped, open_sources
from ingest.sources.language import only

log = logging.getLogger(__name__)

Status = Literal["new", "unchanged", "changed", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    `document` is the document's id, None where there is none. `claims` counts those of a new or changed document that the
    record holds; `refused` are those that it does not take: (claim id, reasons why the ontology doesn't allow it).
    """

    source: str
    status: Status
    reason: str = ""
    document: str | None = None
    claims: int = 0
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()


def ingest(targets: Iterable[str], *, record: Record, reader: Reads, now: Callable[[], datetime], limits: Limits | None = None,
           ontology: Ontology | None = None, feeds: Path | None = None, execution: Execution | None = None,
           stdin: BinaryIO | None = None, language: str = "any") -> Iterator[Outcome]:
    """Read targets into the record, one outcome at a time; a document is committed before its outcome is yielded.

    `feeds` is the file that remembers what servers said of feeds (None: they are always read in full). Texts in another language than
    `language` are skipped. Raises RecordError where the record itself can't be used; everything else is an outcome.
    """
    memory = FeedMemory(feeds, stamp=_hash(record.url, reader.fingerprint))
    run = _Run(record, reader, now, ontology)
    items = only(open_sources(targets, limits=limits, memory=memory, stdin=stdin), language)
    failed = False
    for done in (execution or Serial()).run(reader, run.plan(items)):
        outcome = run.write(done) if isinstance(done, Done) else done
        failed = failed or outcome.status == "failed"
        yield outcome
    if not failed:
        memory.save()


class _Run:
    """One call of `ingest`: which documents it has met, and what it does with each."""

    def __init__(self, record: Record, reader: Reads, now: Callable[[], datetime], ontology: Ontology | None) -> None:
        self._record = record
        self._reader = reader
        self._now = now
        self._writer = record.writer(ontology)
        self._met: dict[str, str] = {}

    def plan(self, items: Iterable[Item]) -> Iterator[Found | Outcome]:
        """What has to be read, and the outcome of what need not be."""
        for item in items:
            if isinstance(item, Skipped):
                yield Outcome(item.source, "unchanged" if item.unchanged else "skipped", item.reason)
                continue
            id_ = item.document.id
            if id_ in self._met:
                yield Outcome(item.source, "skipped", f"the same document as {self._met[id_]}, which came before it", id_)
                continue
            self._met[id_] = item.source
            yield Outcome(item.source, "unchanged", document=id_) if self._is_read(item) else item

    def write(self, done: Done) -> Outcome:
        """Write what was read. Raises RecordError."""
        document = done.found.document
        if done.reading is None:
            return _failed(document, "could not be read", done.error)
        try:
            written = self._writer.write(done.reading, now=self._now())
        except RecordError:
            raise
        except Exception as error:
            return _failed(document, "could not be written", error)
        claims = written.claims if written.status != "unchanged" else 0
        return Outcome(document.source, written.status, "", document.id, claims, written.refused)

    def _is_read(self, found: Found) -> bool:
        with self._record.reader() as reader:
            return reader.fingerprint(found.document.id) == (found.document.version, fingerprint(self._reader, found))


def _failed(document: Document, what: str, error: Exception | None) -> Outcome:
    log.error("%s %s", document.source, what, exc_info=error)
    return Outcome(document.source, "failed", f"{what} ({type(error).__name__}: {error})", document.id)


def _hash(*told: str) -> str:
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]
