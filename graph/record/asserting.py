"""Claims without a document: somebody asserts them, and `origin` says who. Each is one line of an import.

Whoever asserts stands where a document does: a source of its own, with entities of its own (their name and type are of
all spellings the first by code point). Such a claim is never closed by what else is asserted; told again with other
confidence or validity it begins a new period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from graph.claim import Claim
from graph.ontology.model import Ontology
from graph.record import projection, rows
from graph.record.admission import refusal
from graph.record.bulk import run
from graph.record.database import Database
from graph.record.entities import Local, Tally, keep
from graph.record.listed import chunks, listed, within
from graph.record.membership import place
from graph.record.numbering import take_number, touch
from graph.record.planning import REVALUED, values
from graph.record.tables import claim_periods, claim_roles, claim_spans, claims, locals_, memberships, statement_claims
from graph.record.writer import Written

CLAIM = "claim"
"""The kind of `touched` for a claim without a document."""

_CLAIMS = select(claims).where(within(claims.c.id))
_LOCALS = select(locals_).where(within(locals_.c.id))
_MEMBERS = select(memberships.c.local, memberships.c.entity).where(within(memberships.c.local))
_ADD_LOCAL, _ADD_MEMBER = insert(locals_), insert(memberships)
_SET_LOCAL = update(locals_).where(locals_.c.id == bindparam("id_")).values(name=bindparam("name"), type=bindparam("type"))
_ADD_CLAIM, _ADD_ROLE, _ADD_SPAN, _ADD_SUPPORT = insert(claims), insert(claim_roles), insert(claim_spans), insert(statement_claims)
_ADD_PERIOD = insert(claim_periods)
_OPEN_CLAIM = update(claims).where(claims.c.id == bindparam("id_")).values(
    {name: bindparam(name) for name in ("opened", *REVALUED)})
_CLOSE_SUPPORT = update(statement_claims).where(
    statement_claims.c.claim == bindparam("claim_"), statement_claims.c.closed.is_(None)).values(closed=bindparam("closed"))


def asserted(database: Database, told: Sequence[Claim], ontology: Ontology, *, now: datetime, kind: str) -> list[Written]:
    """Write claims in one transaction under one change number; what became of each, refused ones with their reasons."""
    answers: list[Written | None] = []
    kept: dict[str, Claim] = {}
    ids: list[str] = []
    for claim in told:
        reasons = refusal(claim, None, ontology)
        answers.append(Written("unchanged", None, 0, ((claim.id, reasons),)) if reasons else None)
        canonical = rows.canonical(claim, "")
        ids.append(canonical.id)
        if not reasons:
            kept[canonical.id] = canonical
    with database.write() as connection:
        change, new, altered = _Asserting(connection, ontology, kind, now).write(kept)
    status = {**dict.fromkeys(new, "new"), **dict.fromkeys(altered, "changed")}
    return [answer or _written(status.get(id_), change) for answer, id_ in zip(answers, ids, strict=True)]


def _written(status: str | None, change: int) -> Written:
    if status is None:
        return Written("unchanged", None, 1)
    return Written("new" if status == "new" else "changed", change, 1)


class _Asserting:
    """One transaction's work."""

    def __init__(self, connection: Connection, ontology: Ontology, kind: str, now: datetime) -> None:
        self.connection = connection
        self.ontology = ontology
        self.kind = kind
        self.now = now
        self.change = 0
        self.tallies: dict[str, Tally] = {}

    def write(self, told: dict[str, Claim]) -> tuple[int, list[str], list[str]]:
        """The change number, the ids of claims that are new and of those that begin a new period."""
        stored = {row.id: row for row in self._rows(_CLAIMS, told)}
        new = [claim for id_, claim in told.items() if id_ not in stored]
        altered = [(told[id_], row) for id_, row in stored.items()
                   if values(told[id_]) != tuple(getattr(row, name) for name in REVALUED)]
        if new or altered:
            self.change = take_number(self.connection, self.now, self.kind, None)
            support: list[dict[str, Any]] = []
            fresh = self._insert(new, support)
            statements = {*fresh, *self._again(altered, support)}
            run(self.connection, _ADD_SUPPORT, support)
            projection.refresh(self.connection, statements, self.ontology, self.tallies, fresh=fresh)
            entities = keep(self.connection, self.tallies)
            touch(self.connection, self.change, CLAIM, [claim.id for claim in (*new, *(claim for claim, _ in altered))])
            touch(self.connection, self.change, "statement", statements)
            touch(self.connection, self.change, "entity", entities)
        return self.change, [claim.id for claim in new], [claim.id for claim, _ in altered]

    def _insert(self, new: Sequence[Claim], support: list[dict[str, Any]]) -> dict[str, list[projection.Support]]:
        members = self._locals(new)
        fresh: dict[str, list[projection.Support]] = defaultdict(list)
        claim_rows, role_rows, span_rows = [], [], []
        for claim in new:
            row, roles, spans = rows.claim_rows(claim, None, self.change)
            claim_rows.append(row)
            role_rows += roles
            span_rows += spans
            seen = projection.support_of(row, roles, members, (None, None, None))
            statement = projection.identify(seen, self.ontology)
            support.append(projection.support_row(statement, seen, self.change, None))
            fresh[statement].append(seen)
        for query, found in ((_ADD_CLAIM, claim_rows), (_ADD_ROLE, role_rows), (_ADD_SPAN, span_rows)):
            run(self.connection, query, found)
        return fresh

    def _again(self, altered: Sequence[tuple[Claim, Any]], support: list[dict[str, Any]]) -> set[str]:
        """Claims that the record knows begin a new period."""
        run(self.connection, _CLOSE_SUPPORT, [{"claim_": claim.id, "closed": self.change} for claim, _ in altered])
        run(self.connection, _ADD_PERIOD, [{"claim": row.id, "opened": row.opened, "closed": self.change,
                                            **{name: getattr(row, name) for name in REVALUED}} for _, row in altered])
        run(self.connection, _OPEN_CLAIM, [{"id_": claim.id, "opened": self.change,
                                            **dict(zip(REVALUED, values(claim), strict=True))} for claim, _ in altered])
        found = set()
        for seen in projection.supports(self.connection, [claim.id for claim, _ in altered]):
            statement = projection.identify(seen, self.ontology)
            support.append(projection.support_row(statement, seen, self.change, None))
            found.add(statement)
        return found

    def _locals(self, new: Sequence[Claim]) -> dict[str, str]:
        """Bring the asserters' entities up to date; the membership of each."""
        by: dict[str, list[Claim]] = defaultdict(list)
        for claim in new:
            by[rows.asserter(claim)].append(claim)
        told = {key: (owner, local) for owner, claims_ in by.items() for key, local in rows.locals_of(owner, (), claims_).items()}
        old = {row.id: row for row in self._rows(_LOCALS, told)}
        members = {row.local: row.entity for row in self._rows(_MEMBERS, old)}
        added = [rows.local_row(key, None, local, self.change) for key, (_, local) in told.items() if key not in old]
        members.update(place(self.connection, [(row["id"], None, row["key_entity"]) for row in added]))
        altered = []
        for key, (_, local) in told.items():
            if row := old.get(key):
                first = Local(min(row.name, local.name), min(row.type, local.type))
                if (first.name, first.type) != (row.name, row.type):
                    altered.append({"id_": key, "name": first.name, "type": first.type})
                    self._tally(members[key]).add(Local(row.name, row.type), -1)
                    self._tally(members[key]).add(first, 1)
            else:
                self._tally(members[key]).add(local, 1)
        run(self.connection, _ADD_LOCAL, added)
        run(self.connection, _SET_LOCAL, altered)
        run(self.connection, _ADD_MEMBER, [{"local": row["id"], "entity": members[row["id"]]} for row in added])
        return members

    def _tally(self, entity: str) -> Tally:
        return self.tallies.setdefault(entity, Tally())

    def _rows(self, query: Any, ids: Iterable[str]) -> Iterable[Any]:
        for chunk in chunks(ids):
            yield from self.connection.execute(query, {"ids": listed(chunk)})
