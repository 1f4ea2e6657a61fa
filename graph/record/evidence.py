"""What statements rest on: passages cut from the texts, so that a row shows the names that it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from graph.record import rows
from graph.record.bulk import fetch
from graph.record.listed import chunks, listed, within
from graph.record.tables import claims, statement_claims, versions

JOINER = " … "
WIDEST = 300
"""Characters that a window shows at most on either side of a name."""

_END = re.compile(r"[.!?][\"'”’)\]]*\s|[。！？]|\n")  # where a sentence or a line is over

_EVIDENCE = (
    select(statement_claims.c.statement, claims.c.id, claims.c.document, claims.c.version, versions.c.source, versions.c.url,
           versions.c.title, versions.c.publisher, versions.c.published_on, claims.c.quote, claims.c.start, claims.c.end, claims.c.spans,
           claims.c.confidence, claims.c.origin, claims.c.verifiable, statement_claims.c.published_earliest)
    .select_from(statement_claims).join(claims, claims.c.id == statement_claims.c.claim)
    .outerjoin(versions, versions.c.id == claims.c.version).where(within(statement_claims.c.statement)))
_NOW = statement_claims.c.closed.is_(None)
_THEN = ((statement_claims.c.opened <= bindparam("known_at"))
         & or_(statement_claims.c.closed.is_(None), statement_claims.c.closed > bindparam("known_at")))
_UNTIL = statement_claims.c.published_latest <= bindparam("published_until")
_OF: ColumnElement[bool] = within(statement_claims.c.document, "documents")
_QUERIES = {(then, until, of): _EVIDENCE.where(_THEN if then else _NOW, *([_UNTIL] if until else ()), *([_OF] if of else ()))
            for then in (False, True) for until in (False, True) for of in (False, True)}
_TEXTS = select(versions.c.id, versions.c.text).where(within(versions.c.id))


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One claim behind a statement, with its document.

    `passages` are in the document's order: the passage, and a window around each argument that is named elsewhere;
    `quote` is these, cut from the text and joined by " … ". A claim without a document has "" for `document` and names in
    `source` who asserts it.
    """

    claim: str
    document: str
    version: str | None
    source: str
    url: str | None
    title: str | None
    publisher: str | None
    published_on: str | None
    quote: str
    passages: tuple[tuple[int, int], ...]
    arguments: tuple[tuple[str, int, int], ...]
    confidence: float
    origin: str
    verifiable: bool


def evidence(connection: Connection, statement_ids: Sequence[str], *, known_at: int | None = None,
             published_until: date | None = None, documents: Sequence[str] = ()) -> dict[str, list[EvidenceRow]]:
    """The claims of each statement, the latest published first, undated ones last; of some documents, if any are named."""
    query = _QUERIES[known_at is not None, published_until is not None, bool(documents)]
    asked: dict[str, Any] = {"known_at": known_at} if known_at is not None else {}
    if published_until is not None:
        asked["published_until"] = published_until.isoformat()
    if documents:
        asked["documents"] = listed(documents)
    found: dict[str, list[EvidenceRow]] = {statement: [] for statement in statement_ids}
    for chunk in chunks(found, 500):
        told = sorted(fetch(connection, query, {"ids": listed(chunk), **asked}), key=lambda row: (row["document"] or "", row["id"]))
        told.sort(key=lambda row: row["published_earliest"] or "", reverse=True)
        spans = {row["id"]: rows.spans(row["spans"]) for row in told}
        texts = _texts(connection, told, spans)
        for row in told:
            found[row["statement"]].append(_row(row, spans[row["id"]], texts.get(row["version"])))
    return found


def _texts(connection: Connection, told: Sequence[Mapping[Any, Any]],
           spans: Mapping[str, Sequence[tuple[str, int, int]]]) -> dict[str, str]:
    """The texts of versions from which more than the passage must be cut."""
    wanted = {row["version"] for row in told if row["verifiable"] and any(
        start < row["start"] or end > row["end"] for _, start, end in spans[row["id"]])}
    found: dict[str, str] = {}
    for chunk in chunks(sorted(wanted)):
        found.update((row["id"], row["text"]) for row in fetch(connection, _TEXTS, {"ids": listed(chunk)}) if row["text"] is not None)
    return found


def _row(row: Mapping[Any, Any], arguments: Sequence[tuple[str, int, int]], text: str | None) -> EvidenceRow:
    passages: tuple[tuple[int, int], ...] = ((row["start"], row["end"]),) if row["start"] is not None else ()
    quote = row["quote"] or ""
    if text is not None and passages:
        passages = shown(text, passages[0], arguments)
        quote = JOINER.join(text[start:end] for start, end in passages)
    return EvidenceRow(row["id"], row["document"] or "", row["version"], row["source"] or row["origin"], row["url"], row["title"],
                       row["publisher"], row["published_on"], quote, passages, tuple(arguments), row["confidence"], row["origin"],
                       bool(row["verifiable"]))


def shown(text: str, passage: tuple[int, int], arguments: Sequence[tuple[str, int, int]]) -> tuple[tuple[int, int], ...]:
    """The passage, and a window around each argument outside it; in order, those that overlap joined."""
    windows = [passage, *(window(text, start, end) for _, start, end in arguments if start < passage[0] or end > passage[1])]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line in which characters stand, at most `WIDEST` to either side."""
    low = max(0, start - WIDEST)
    left = low
    for found in _END.finditer(text, low, start):
        left = found.end()
    after = _END.search(text, end, min(len(text), end + WIDEST))
    right = after.end() if after else min(len(text), end + WIDEST)
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right
