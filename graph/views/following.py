"""Catch up to (change number, day); after any crash the same graph.

A view stands at a position: the newest change of the record that it has seen, and the day whose "current" it shows. What
lies between two positions comes in parts, each the whole new state of the things it names, so that applying a part twice
is applying it once. A view whose position is not one of this record (another record, another format) starts anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.document import Document
from graph.entity import Entity
from graph.record import EvidenceRow, Reader
from graph.record.listed import chunks
from graph.statement import Statement

PART = 500
"""How many things a part names at most."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a view stands. `stamp` is what the record says of that change, `format` what the graph is made by."""

    change: int
    day: dt.date
    stamp: str
    format: str

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "day": self.day.isoformat()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Position:
        """Raises KeyError, TypeError or ValueError where it isn't one."""
        return cls(int(told["change"]), dt.date.fromisoformat(told["day"]), str(told["stamp"]), str(told["format"]))


@dataclass(frozen=True, slots=True)
class Part:
    """The new state of some things; None is gone. `texts` holds the texts, by version, that the evidence points into."""

    statements: Mapping[str, Statement | None] = field(default_factory=dict)
    evidence: Mapping[str, Sequence[EvidenceRow]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, Entity | None] = field(default_factory=dict)
    documents: Mapping[str, Document | None] = field(default_factory=dict)


def target(reader: Reader, *, day: dt.date, format: str) -> Position:
    """The position that a view reaches which follows this reader's snapshot to the end."""
    change = reader.change()
    return Position(change, day, stamp(reader, change), format)


def stamp(reader: Reader, change: int) -> str:
    """What the record says of a change; empty where it has none of this number."""
    found = list(reader.changes(change - 1, 1)) if change else []
    return f"{found[0].at} {found[0].kind} {found[0].subject or ''}" if found and found[0].number == change else ""


def follows(reader: Reader, since: Position, aim: Position) -> bool:
    """Whether the way from one position to another leads through this record, so that parts of it are enough."""
    return since.format == aim.format and since.change <= aim.change and since.stamp == stamp(reader, since.change)


def everything(reader: Reader) -> Iterator[Part]:
    """All that the record holds, in parts."""
    for entities in chunks(reader.all_entities(), PART):
        yield Part(entities={entity.id: entity for entity in entities})
    for documents in chunks(reader.documents(), PART):
        yield Part(documents={document.id: document for document in documents})
    for statements in chunks(reader.all_statements(), PART):
        yield _supported(reader, {statement.id: statement for statement in statements})


def between(reader: Reader, since: Position, aim: Position) -> Iterator[Part]:
    """What changed from one position to another, in parts."""
    touched = reader.touched(since.change, aim.change)
    for ids in chunks(sorted(touched.entities), PART):
        known = reader.entities(reader.named(ids))
        yield Part(entities={id_: known.get(id_) for id_ in ids})
    for ids in chunks(sorted(touched.documents), PART):
        opened = reader.opened(ids)
        yield Part(documents={id_: opened.get(id_) for id_ in ids})
    first, last = sorted((since.day, aim.day))
    turned = set(reader.turning(first, last)) if first != last else set()
    for ids in chunks(sorted(touched.statements | turned), PART):
        known_ = reader.statements(ids)
        live = {id_: statement for id_, statement in known_.items() if statement.claims}
        yield _supported(reader, {id_: live.get(id_) for id_ in ids})


def _supported(reader: Reader, statements: Mapping[str, Statement | None]) -> Part:
    evidence = reader.evidence([id_ for id_, statement in statements.items() if statement is not None])
    texts = reader.texts({row.version for rows in evidence.values() for row in rows if row.version is not None})
    return Part(statements=statements, evidence=evidence, texts=texts)

