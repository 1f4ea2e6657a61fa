"""Lossless out and in: one JSON object a line, a document with its mentions and claims, a claim without one, an entity, a judgement.

The lines of two equal records are equal: they are in order of ids, and hold neither change numbers nor the time of
reading. Entities follow from the rest; an import leaves their lines aside.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson

from graph.claim import Claim
from graph.document import Reading
from graph.entity import Entity
from graph.errors import InputError, ReelgraphError, ValueFormatError
from graph.exchange.history import lines as history_lines
from graph.exchange.lines import change_of, claim_line, claim_of, document_line, judgement_line, judgement_of, reading_of
from graph.identity import judgements as nouns
from graph.identity.judgements import Judgement
from graph.ontology import Ontology
from graph.record import Judge, Reader, Record
from graph.record.listed import chunks
from graph.record.numbering import take_number

BATCH = 10_000
"""Claims, or documents, that an import writes in one transaction.

Ids are hashes, so that a claim touches some forty pages all over the file, and each page is written once a transaction (and
again when SQLite brings it into the file). More claims a transaction write fewer pages; it must be over before others give up
waiting for the record.
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a line. `reason` says why one failed; `refused` holds (claim id as given, reasons)."""

    source: str
    line: int
    kind: str
    id: str
    status: Literal["new", "unchanged", "changed", "failed"]
    reason: str = ""
    claims: int = 0
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()


def export(record: Record, *, history: bool = False, texts: bool = True) -> Iterator[str]:
    """The record as lines, without line ends: documents by id, then claims without one, entities and judgements.

    With `history`, everything that was ever known is told in the order in which it came to be known.
    """
    with record.reader() as reader:
        if history:
            yield from history_lines(reader, texts=texts)
            return
        yield from _documents(reader, texts=texts)
        for claim in reader.asserted():
            yield _dump(claim_line(claim))
        for entity in reader.all_entities():
            yield _dump({"kind": "entity", "entity": _entity(entity)})
        standing = nouns.standing(reader.judgements())
        for id_ in sorted(standing):
            if standing[id_].kind != nouns.UNDO:
                yield _dump(judgement_line(standing[id_]))


def import_(record: Record, lines: Iterable[str | bytes], *, source: str, now: datetime,
            ontology: Ontology | None = None) -> Iterator[Imported]:
    """Write lines to a record; what became of each, in order. A bad line is told and the others go on."""
    work = _Import(record, source, now, ontology)
    with _seldom_collecting():
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield from work.take(number, line)
        yield from work.flush()


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A batch is many objects, none of them in a cycle: to look for cycles as often as by default costs a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


_OBJECTS = 200_000


def _documents(reader: Reader, *, texts: bool) -> Iterator[str]:
    for batch in chunks(reader.documents(), 100):
        yield from _told(reader, batch, texts=texts)


def _told(reader: Reader, documents: Sequence[Any], *, texts: bool) -> Iterator[str]:
    claims = reader.claims_of([document.id for document in documents])
    mentions = reader.mentions_of([document.version for document in documents])
    fingerprints = reader.fingerprints([document.id for document in documents])
    for document in documents:
        reading = Reading(document, tuple(mentions.get(document.version, ())), tuple(claims.get(document.id, ())),
                          fingerprints[document.id])
        yield _dump(document_line(reading, text=texts))


def _entity(entity: Entity) -> dict[str, Any]:
    return {"id": entity.id, "name": entity.name, "type": entity.type, "types": list(entity.types),
            "names": [{"text": name.text, "count": name.count} for name in entity.names]}


def _dump(told: dict[str, Any]) -> str:
    return orjson.dumps(told).decode()


class _Import:
    """Lines on their way in: documents are written many at once, one by one where that fails."""

    def __init__(self, record: Record, source: str, now: datetime, ontology: Ontology | None) -> None:
        self.record = record
        self.writer = record.writer(ontology)
        self.judge = Judge(record, ontology)
        self.source = source
        self.now = now
        self.waiting: list[tuple[int, Reading]] = []
        self.ontology = ontology
        self.asserted: list[tuple[int, Claim]] = []
        self.judged: list[tuple[int, Judgement]] = []
        self.size = 0
        self.documents: set[str] = set()
        self.change: tuple[int, datetime, str] | None = None
        """The change that is lived again, where the lines are a history."""

    def take(self, number: int, line: str | bytes) -> Iterator[Imported]:
        try:
            told = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield self._failed(number, "", "", f"no JSON: {error}")
            return
        kind = told.get("kind") if isinstance(told, dict) else None
        try:
            if isinstance(told, dict) and "change" in told:
                yield from self._turn(change_of(told))
            if kind == "change":
                self._pass(number)
            elif kind == "document":
                yield from self._document(number, reading_of(told))
            elif kind == "claim":
                self.asserted.append((number, claim_of(told)))
                if len(self.asserted) >= BATCH and self.change is None:
                    yield from self._assert()
            elif kind == "review":
                yield self._failed(number, "review", "", "reviews can't be imported: this version keeps judgements on who is who, "
                                                         "and none yet on whether a claim is right")
            elif kind == "judgement":
                self.judged.append((number, judgement_of(told)))
            elif kind == "entity":
                yield Imported(self.source, number, "entity", str(told.get("entity", {}).get("id", "")), "unchanged")
            else:
                yield self._failed(number, str(kind), "", f"unknown kind {kind!r}; expected document, claim, judgement or entity")
        except (InputError, AttributeError) as error:
            yield self._failed(number, str(kind), "", str(error))

    def _turn(self, change: tuple[int, datetime, str]) -> Iterator[Imported]:
        """A history goes on to its next change."""
        if self.change is None or change[0] != self.change[0]:
            yield from self.flush()
            self.change = change

    def _pass(self, number: int) -> None:
        """A change of which nothing is told takes its number."""
        if self.change is None:
            raise ValueFormatError("change", number, "a line of kind change tells its change")
        with self.record.database.write() as connection:
            take_number(connection, self.change[1], self.change[2], None)

    @property
    def dated(self) -> tuple[datetime, str]:
        """When, and as what kind of change, lines are written."""
        return (self.change[1], self.change[2]) if self.change else (self.now, "import")

    def _document(self, number: int, reading: Reading) -> Iterator[Imported]:
        if reading.document.id in self.documents or (self.size >= BATCH and self.change is None):
            yield from self._write()
        self.waiting.append((number, reading))
        self.documents.add(reading.document.id)
        self.size += 1 + len(reading.claims)

    def flush(self) -> Iterator[Imported]:
        yield from self._write()
        yield from self._assert()
        if self.judged:
            now, kind = self.dated
            new = self.judge.add([judgement for _, judgement in self.judged], now=now, kind=kind)
            status: Literal["new", "unchanged"] = "new" if new else "unchanged"
            for number, judgement in self.judged:
                yield Imported(self.source, number, "judgement", judgement.id, status)
            self.judged = []

    def _assert(self) -> Iterator[Imported]:
        told, self.asserted = self.asserted, []
        if not told:
            return
        now, kind = self.dated
        written = self.record.assert_all([claim for _, claim in told], now=now, kind=kind, ontology_=self.ontology)
        for (number, claim), one in zip(told, written, strict=True):
            if one.refused:
                yield self._failed(number, "claim", claim.id, "; ".join(one.refused[0][1]))
            else:
                yield Imported(self.source, number, "claim", claim.id, one.status, "", one.claims)

    def _write(self) -> Iterator[Imported]:
        waiting, self.waiting, self.size, self.documents = self.waiting, [], 0, set()
        if not waiting:
            return
        try:
            now, kind = self.dated
            written = self.writer.write_all([reading for _, reading in waiting], now=now, kind=kind)
        except ReelgraphError:
            for number, reading in waiting:
                yield self._one(number, reading)
            return
        for (number, reading), told in zip(waiting, written, strict=True):
            yield Imported(self.source, number, "document", reading.document.id, told.status, "", told.claims, told.refused)

    def _one(self, number: int, reading: Reading) -> Imported:
        try:
            now, kind = self.dated
            told = self.writer.write(reading, now=now, kind=kind)
        except ReelgraphError as error:
            return self._failed(number, "document", reading.document.id, str(error))
        return Imported(self.source, number, "document", reading.document.id, told.status, "", told.claims, told.refused)

    def _failed(self, number: int, kind: str, id_: str, reason: str) -> Imported:
        return Imported(self.source, number, kind, id_, "failed", f"{self.source}, line {number}: {reason}")
