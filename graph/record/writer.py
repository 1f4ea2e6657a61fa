"""One transaction a document, one change number; closes, never overwrites.

What is unchanged stays as it is: reading a version again with the same reader takes no change number. A claim that is
gone is closed; one that comes back, or that another reader sees with other confidence or validity, begins a new period,
and the old one stays in claim_periods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, delete, insert, null, select, update

from graph.claim import Claim
from graph.document import Reading
from graph.identity.linking import entity_id
from graph.ontology.model import Ontology
from graph.record import projection, rows
from graph.record.admission import admitted, readable
from graph.record.claiming import Claiming
from graph.record.copies import Followed, clusters_of, follow
from graph.record.database import Database
from graph.record.entities import Local, keep
from graph.record.listed import chunks, listed, within
from graph.record.membership import place
from graph.record.numbering import take_number, touch
from graph.record.planning import Plan
from graph.record.tables import (
    claims,
    documents,
    local_names,
    locals_,
    memberships,
    mentions,
    versions,
)

Refused = tuple[str, tuple[str, ...]]

_DOCUMENTS = (select(documents.c.id, documents.c.version, documents.c.source, versions.c.fingerprint)
              .outerjoin(versions, versions.c.id == documents.c.version).where(within(documents.c.id)))
_VERSIONS = select(versions.c.id).where(within(versions.c.id))
_TEXTS = select(versions.c.document, versions.c.text).where(within(versions.c.id))
_OPEN_CLAIMS = select(claims).where(within(claims.c.document), claims.c.closed.is_(None))
_LOCALS = select(locals_).where(within(locals_.c.document))
_LOCAL_NAMES = select(local_names).where(within(local_names.c.local))
_MENTIONS = select(mentions).where(within(mentions.c.version))

_ADD_DOCUMENT = insert(documents)
_SET_DOCUMENT = update(documents).where(documents.c.id == bindparam("id_")).values(version=bindparam("version"), source=bindparam("source"))
_ADD_VERSION = insert(versions)
_OPEN_VERSION = update(versions).where(versions.c.id == bindparam("id_")).values(
    opened=bindparam("opened"), closed=null(), fingerprint=bindparam("fingerprint"), source=bindparam("source"))
_CLOSE_VERSION = update(versions).where(versions.c.id == bindparam("id_")).values(closed=bindparam("closed"))
_SET_FINGERPRINT = update(versions).where(versions.c.id == bindparam("id_")).values(fingerprint=bindparam("fingerprint"))
_ADD_LOCAL, _ADD_MEMBER = insert(locals_), insert(memberships)
_SET_LOCAL = update(locals_).where(locals_.c.id == bindparam("id_")).values(
    name=bindparam("name"), type=bindparam("type"), closed=bindparam("closed"))
_DROP_LOCAL_NAMES = delete(local_names).where(within(local_names.c.local))
_ADD_LOCAL_NAME = insert(local_names)
_DROP_MENTIONS = delete(mentions).where(within(mentions.c.version))
_ADD_MENTION = insert(mentions)
_CLOSE_CLAIM = update(claims).where(claims.c.id == bindparam("id_")).values(closed=bindparam("closed"))


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a reading: `change` is None where nothing changed; `refused` holds (claim id, reasons)."""

    status: Literal["new", "unchanged", "changed"]
    change: int | None
    claims: int
    refused: tuple[Refused, ...] = ()


class Writer:
    """Writes readings."""

    def __init__(self, database: Database, ontology: Ontology) -> None:
        self.database = database
        self.ontology = ontology

    def write(self, reading: Reading, *, now: datetime, kind: str = "read") -> Written:
        """Write one reading in one transaction. Raises SourceError for text that no database keeps, RecordBusy."""
        return self.write_all([reading], now=now, kind=kind)[0]

    def write_all(self, readings: Sequence[Reading], *, now: datetime, kind: str = "read") -> list[Written]:
        """Write several readings, each of another document, in one transaction under one change number."""
        for reading in readings:
            readable(reading)
        told = [admitted(reading, self.ontology) for reading in readings]
        with self.database.write() as connection:
            return _Writing(connection, self.ontology, kind, now).write([reading for reading, _ in told], [refused for _, refused in told])


class _Writing(Claiming):
    """One transaction's work. Its parts run in the order of `write`."""

    def write(self, readings: Sequence[Reading], refused: Sequence[tuple[Refused, ...]]) -> list[Written]:
        known = {row.id: row for row in self.fetch(_DOCUMENTS, [reading.document.id for reading in readings])}
        todo = [reading for reading in readings if not self._is_read(reading, known)]
        plans = self._plans(todo, known)
        for reading in todo:
            if not plans[reading.document.id].differs and reading.fingerprint != known[reading.document.id].fingerprint:
                self.connection.execute(_SET_FINGERPRINT, {"id_": reading.document.version, "fingerprint": reading.fingerprint})
        work = [plan for plan in plans.values() if plan.differs]
        if work:
            subject = work[0].reading.document.id if len(work) == 1 else None
            self.change = take_number(self.connection, self.now, self.kind, subject)
            self._carry_out(work, known)
        written = []
        for reading, reasons in zip(readings, refused, strict=True):
            plan = plans.get(reading.document.id)
            status: Literal["new", "unchanged", "changed"] = "unchanged"
            if plan and plan.differs:
                status = "changed" if reading.document.id in known else "new"
            written.append(Written(status, self.change if plan and plan.differs else None, len(reading.claims), reasons))
        return written

    def _is_read(self, reading: Reading, known: Mapping[str, Any]) -> bool:
        """Whether the same reader has read this version; an import is compared with what is there."""
        row = known.get(reading.document.id)
        return (row is not None and self.kind == "read" and row.version == reading.document.version
                and row.fingerprint == reading.fingerprint)

    def _plans(self, readings: Sequence[Reading], known: Mapping[str, Any]) -> dict[str, Plan]:
        if not readings:
            return {}
        old = [reading.document for reading in readings if reading.document.id in known]
        open_claims: dict[str, dict[str, Any]] = defaultdict(dict)
        for row in self.fetch(_OPEN_CLAIMS, [document.id for document in old]):
            open_claims[row.document][row.id] = row
        same = [document.version for document in old if known[document.id].version == document.version]
        old_mentions: dict[str, dict[Any, Any]] = defaultdict(dict)
        for row in self.fetch(_MENTIONS, same):
            old_mentions[row.version][row.start, row.end, row.local] = dict(row._mapping)
        return {reading.document.id: Plan(reading, known.get(reading.document.id), open_claims.get(reading.document.id, {}),
                                           old_mentions.get(reading.document.version, {})) for reading in readings}

    def _carry_out(self, work: Sequence[Plan], known: Mapping[str, Any]) -> None:
        self._documents(work, known)
        copied = self._copies(work)
        members = self._locals(work)
        self._mentions(work)
        affected = self._claims(work, members)
        otherwise = {*affected.otherwise, *projection.statements_of(self.connection, copied.moved)}
        statements = {*affected.fresh, *otherwise}
        projection.refresh(self.connection, statements, self.ontology, self.tallies, fresh=affected.fresh,
                           grown=affected.fresh.keys() - otherwise)
        entities = keep(self.connection, self.tallies)
        touch(self.connection, self.change, "document", (plan.reading.document.id for plan in work))
        touch(self.connection, self.change, "statement", statements)
        touch(self.connection, self.change, "entity", entities)

    def _documents(self, work: Sequence[Plan], known: Mapping[str, Any]) -> None:
        there = {row.id for row in self.fetch(_VERSIONS, [plan.reading.document.version for plan in work])}
        new, altered, versions_new, versions_open, versions_close = [], [], [], [], []
        for plan in work:
            document, row = plan.reading.document, known.get(plan.reading.document.id)
            if row is None:
                new.append({"id": document.id, "source": document.source, "version": document.version})
            else:
                altered.append({"id_": document.id, "source": document.source, "version": document.version})
                if row.version != document.version:
                    versions_close.append({"id_": row.version, "closed": self.change})
            if document.version not in there:
                versions_new.append(rows.version_row(document, plan.reading.fingerprint, self.change))
            elif row is None or row.version != document.version:
                versions_open.append({"id_": document.version, "opened": self.change, "fingerprint": plan.reading.fingerprint,
                                      "source": document.source})
            else:
                self.connection.execute(_SET_FINGERPRINT, {"id_": document.version, "fingerprint": plan.reading.fingerprint})
        self.run((_ADD_DOCUMENT, new), (_SET_DOCUMENT, altered), (_ADD_VERSION, versions_new), (_OPEN_VERSION, versions_open),
                 (_CLOSE_VERSION, versions_close))

    def _copies(self, work: Sequence[Plan]) -> Followed:
        """Whose near copies the documents are, by the texts that they have now."""
        altered = [plan for plan in work if plan.known is None or plan.known.version != plan.reading.document.version]
        before = {row.document: row.text for row in self.fetch(_TEXTS, [plan.known.version for plan in altered if plan.known is not None])}
        came = {document.id: document.text for document in (plan.reading.document for plan in altered)
                if document.id not in before or before[document.id] != document.text}
        new = {plan.reading.document.id for plan in altered if plan.known is None}
        copied = follow(self.connection, {document: text for document, text in before.items() if document in came}, came, new)
        self.clusters = copied.clusters | clusters_of(self.connection, {plan.reading.document.id for plan in work} - came.keys())
        return copied

    def _locals(self, work: Sequence[Plan]) -> dict[str, str]:
        """Bring the documents' entities up to date; the membership of each that they have now."""
        owners = {plan.reading.document.id: plan for plan in work}
        old = {row.id: row for row in self.fetch(_LOCALS, [owner for owner, plan in owners.items() if plan.known])}
        old_names: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        for row in self.fetch(_LOCAL_NAMES, list(old)):
            old_names[row.local][row.name, row.type] = row._mapping["count"]
        members = self.members(old)
        new: list[dict[str, Any]] = []
        altered: list[dict[str, Any]] = []
        names_gone: list[str] = []
        names_new: list[dict[str, Any]] = []
        placed: list[tuple[str, str | None, str]] = []
        for owner, plan in owners.items():
            for key, local in plan.locals.items():
                row = old.get(key)
                if row is None:
                    new.append(rows.local_row(key, owner, local, self.change))
                    placed.append((key, owner, entity_id(local.name, local.type)))
                elif (row.name, row.type, row.closed) != (local.name, local.type, None):
                    altered.append({"id_": key, "name": local.name, "type": local.type, "closed": None})
                if old_names.get(key, {}) != local.names:
                    names_gone += [key] if key in old_names else []
                    names_new += [{"local": key, "name": name, "type": type_, "count": count}
                                  for (name, type_), count in local.names.items()]
        now = {key for plan in work for key in plan.locals}
        for key, row in old.items():
            if row.closed is None and key not in now:
                altered.append({"id_": key, "name": row.name, "type": row.type, "closed": self.change})
                names_gone += [key] if key in old_names else []
        members.update(place(self.connection, placed))
        self.run((_ADD_LOCAL, new), (_SET_LOCAL, altered),
                 (_ADD_MEMBER, [{"local": key, "entity": members[key]} for key, _, _ in placed]))
        for chunk in chunks(names_gone):
            self.connection.execute(_DROP_LOCAL_NAMES, {"ids": listed(chunk)})
        self.run((_ADD_LOCAL_NAME, names_new))
        for key, row in old.items():
            if row.closed is None:
                self.tally(members[key]).add(_counted(row.name, row.type, old_names.get(key, {})), -1)
        for plan in work:
            for key, local in plan.locals.items():
                self.tally(members[key]).add(local, 1)
        return members

    def _mentions(self, work: Sequence[Plan]) -> None:
        again = [plan for plan in work if plan.known is not None]
        for chunk in chunks([plan.reading.document.version for plan in again]):
            self.connection.execute(_DROP_MENTIONS, {"ids": listed(chunk)})
        self.run((_ADD_MENTION, [row for plan in work for row in plan.mentions.values()]))

    def _claims(self, work: Sequence[Plan], members: Mapping[str, str]) -> _Affected:
        told = {claim.id: (claim, plan) for plan in work for claim in plan.reading.claims if claim.id not in plan.open}
        stored = self.stored_claims(key for key, (_, plan) in told.items() if plan.known is not None)
        closing = [key for plan in work for key in plan.open if key not in plan.claims]
        self.run((_CLOSE_CLAIM, [{"id_": key, "closed": self.change} for key in closing]))
        self.end_support((key, plan.reading.document.id) for plan in work for key in plan.open if key not in plan.claims)
        otherwise = {*projection.statement_of(self.connection, closing).values(), *self.open_again(
            [*((plan.claims[key], row) for plan in work for key, row in plan.open.items() if key in plan.revalued),
             *((told[key][0], row) for key, row in stored.items())])}
        new = [pair for key, pair in told.items() if key not in stored]
        fresh = self._add([pair for pair in new if pair[1].known is None], members)
        for statement, supports in self._add([pair for pair in new if pair[1].known is not None], members).items():
            fresh.setdefault(statement, []).extend(supports)
            otherwise.add(statement)
        return _Affected(fresh, otherwise)

    def _add(self, told: Sequence[tuple[Claim, Plan]], members: Mapping[str, str]) -> dict[str, list[projection.Support]]:
        return self.add(((claim, plan.reading.document, plan.published) for claim, plan in told), members)


@dataclass(frozen=True, slots=True)
class _Affected:
    """Statements whose claims change; `fresh` holds the new claims by statement.

    `otherwise` are those that change by more than claims of documents that are new to the record.
    """

    fresh: Mapping[str, Sequence[projection.Support]]
    otherwise: Set[str]


def _counted(name: str, type_: str, names: Mapping[tuple[str, str], int]) -> Local:
    return Local(name, type_, dict(names))
