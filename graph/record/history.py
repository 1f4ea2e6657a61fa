"""Everything that was ever known, change by change: a document stands once for each change that touched it.

It has the claims that it had then; the mentions are those of the version's latest reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from graph.claim import Claim, Origin
from graph.document import Reading
from graph.identity.judgements import Judgement
from graph.record.asserting import CLAIM
from graph.record.reader import Change, Reader
from graph.record.tables import claim_periods, claims, judgements, touched, versions

_PAGE = 500
_DOCUMENTS = select(touched.c.id).where(touched.c.change == bindparam("change"), touched.c.kind == "document").order_by(touched.c.id)
_ASSERTED = select(touched.c.id).where(touched.c.change == bindparam("change"), touched.c.kind == CLAIM).order_by(touched.c.id)
_ASSERTED_PERIOD = select(claim_periods).where(claim_periods.c.claim == bindparam("claim"), claim_periods.c.opened == bindparam("change"))
_JUDGEMENTS = select(judgements.c.id).where(judgements.c.opened == bindparam("change")).order_by(judgements.c.id)
_VERSIONS = select(versions.c.id, versions.c.fingerprint, versions.c.opened, versions.c.closed).where(
    versions.c.document == bindparam("document"))
_HELD = select(claims.c.id, claims.c.version, claims.c.opened, claims.c.closed).where(claims.c.document == bindparam("document"))
_PERIODS = (select(claims.c.id, claims.c.version, claim_periods.c.opened, claim_periods.c.closed, claim_periods.c.valid_from,
                   claim_periods.c.valid_to, claim_periods.c.confidence, claim_periods.c.origin)
            .join(claims, claims.c.id == claim_periods.c.claim).where(claims.c.document == bindparam("document")))


def events(reader: Reader) -> Iterator[tuple[Change, list[Reading], list[Claim], list[Judgement]]]:
    """Each change, the documents that it touched as they were after it, the claims without one, and the judgements that it brought."""
    told = {judgement.id: judgement for judgement in reader.judgements()}
    since = 0
    while page := reader.changes(since, _PAGE):
        for change in page:
            ids = reader.connection.execute(_DOCUMENTS, {"change": change.number}).scalars().all()
            readings = [reading for reading in (_reading(reader, document, change) for document in ids) if reading]
            judged = reader.connection.execute(_JUDGEMENTS, {"change": change.number}).scalars().all()
            yield change, readings, _asserted(reader, change), [told[id_] for id_ in judged]
        since = page[-1].number


def _asserted(reader: Reader, change: Change) -> list[Claim]:
    """Claims without a document of which a period began with a change, as they were in it."""
    ids = reader.connection.execute(_ASSERTED, {"change": change.number}).scalars().all()
    found = []
    for id_, claim in sorted(reader.claims(ids).items()):
        over = reader.connection.execute(_ASSERTED_PERIOD, {"claim": id_, "change": change.number}).mappings().first()
        found.append(_as_held(claim, over) if over else claim)
    return found


def _reading(reader: Reader, document: str, change: Change) -> Reading | None:
    """A document as it was after a change."""
    held: dict[str, Any] = {}
    version = None
    for query in (_HELD, _PERIODS):
        for row in reader.connection.execute(query, {"document": document}).mappings():
            if row["opened"] <= change.number and (row["closed"] is None or row["closed"] > change.number):
                held[row["id"]], version = row, row["version"]
    found = reader.connection.execute(_VERSIONS, {"document": document}).mappings().all()
    then = [row for row in found if row["id"] == version] or [
        row for row in found if row["opened"] <= change.number and (row["closed"] is None or row["closed"] > change.number)]
    if not then:
        return None
    told = reader.version(then[0]["id"])
    assert told is not None
    claims_ = [_as_held(claim, held[claim.id]) for claim in reader.claims(sorted(held)).values()]
    claims_.sort(key=lambda claim: (claim.evidence.start if claim.evidence else -1, claim.id))
    return Reading(told, tuple(reader.mentions(told.version)), tuple(claims_), then[0]["fingerprint"])


def _as_held(claim: Claim, row: Any) -> Claim:
    """A claim with the confidence and validity that it had in a period that is over."""
    if "confidence" not in row:
        return claim
    return replace(claim, valid_from=row["valid_from"], valid_to=row["valid_to"], confidence=row["confidence"],
                   origin=Origin.parse(row["origin"]))
