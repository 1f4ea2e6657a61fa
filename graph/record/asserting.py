"""Claims without a document: somebody asserts them, and `origin` says who. Each is one line of an import.

Whoever asserts stands where a document does: a source of its own, with entities of its own (their name and type are of
all spellings the first by code point). Such a claim is never closed by what else is asserted; told again with other
confidence or validity it begins a new period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from graph.claim import Claim
from graph.ontology.model import Ontology
from graph.record import projection, rows
from graph.record.admission import refusal
from graph.record.claiming import Claiming
from graph.record.database import Database
from graph.record.entities import Local, keep
from graph.record.listed import within
from graph.record.membership import place
from graph.record.numbering import take_number, touch
from graph.record.planning import REVALUED, values
from graph.record.tables import locals_, memberships
from graph.record.writer import Written

CLAIM = "claim"
"""The kind of `touched` for a claim without a document."""

_LOCALS = select(locals_).where(within(locals_.c.id))
_ADD_LOCAL, _ADD_MEMBER = insert(locals_), insert(memberships)
_SET_LOCAL = update(locals_).where(locals_.c.id == bindparam("id_")).values(name=bindparam("name"), type=bindparam("type"))


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


class _Asserting(Claiming):
    """One transaction's work."""

    def write(self, told: dict[str, Claim]) -> tuple[int, list[str], list[str]]:
        """The change number, the ids of claims that are new and of those that begin a new period."""
        stored = self.stored_claims(told)
        new = [claim for id_, claim in told.items() if id_ not in stored]
        altered = [(told[id_], row) for id_, row in stored.items()
                   if values(told[id_]) != tuple(getattr(row, name) for name in REVALUED)]
        if new or altered:
            self.change = take_number(self.connection, self.now, self.kind, None)
            members = self._locals(new)
            fresh = self.add(((claim, None, (None, None, None)) for claim in new), members)
            statements = {*fresh, *self.open_again(altered)}
            projection.refresh(self.connection, statements, self.ontology, self.tallies, fresh=fresh)
            entities = keep(self.connection, self.tallies)
            touch(self.connection, self.change, CLAIM, [claim.id for claim in (*new, *(claim for claim, _ in altered))])
            touch(self.connection, self.change, "statement", statements)
            touch(self.connection, self.change, "entity", entities)
        return self.change, [claim.id for claim in new], [claim.id for claim, _ in altered]

    def _locals(self, new: Sequence[Claim]) -> dict[str, str]:
        """Bring the asserters' entities up to date; the membership of each."""
        by: dict[str, list[Claim]] = defaultdict(list)
        for claim in new:
            by[rows.asserter(claim)].append(claim)
        told = {key: (owner, local) for owner, claims_ in by.items() for key, local in rows.locals_of(owner, (), claims_).items()}
        old = {row.id: row for row in self.fetch(_LOCALS, told)}
        members = self.members(old)
        added = [rows.local_row(key, None, local, self.change) for key, (_, local) in told.items() if key not in old]
        members.update(place(self.connection, [(row["id"], None, row["key_entity"]) for row in added]))
        altered = []
        for key, (_, local) in told.items():
            if row := old.get(key):
                first = Local(min(row.name, local.name), min(row.type, local.type))
                if (first.name, first.type) != (row.name, row.type):
                    altered.append({"id_": key, "name": first.name, "type": first.type})
                    self.tally(members[key]).add(Local(row.name, row.type), -1)
                    self.tally(members[key]).add(first, 1)
            else:
                self.tally(members[key]).add(local, 1)
        self.run((_ADD_LOCAL, added), (_SET_LOCAL, altered),
                 (_ADD_MEMBER, [{"local": row["id"], "entity": members[row["id"]]} for row in added]))
        return members
