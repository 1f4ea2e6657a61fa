"""Documents, claims, statements, entities, changes as nouns: one consistent snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, union

from graph.claim import Claim
from graph.document import Document, Mention
from graph.identity.judgements import Judgement
from graph.record import evidence, judging, rows
from graph.record.bulk import fetch
from graph.record.evidence import EvidenceRow
from graph.record.listed import chunks, listed, within
from graph.record.named import PAGE, Named
from graph.record.tables import (
    changes,
    claim_roles,
    claims,
    documents,
    mentions,
    statement_claims,
    statement_roles,
    statements,
    touched,
    versions,
)
from graph.statement import Statement

_CHANGE = select(func.max(changes.c.number).label("number"))
_CHANGES = select(changes).where(changes.c.number > bindparam("since")).order_by(changes.c.number).limit(bindparam("limit"))
_OPEN = select(versions).join(documents, documents.c.version == versions.c.id)
_DOCUMENT = _OPEN.where(documents.c.id == bindparam("id"))
_DOCUMENTS = _OPEN.where(documents.c.id > bindparam("after")).order_by(documents.c.id).limit(bindparam("limit"))
_OPENED = _OPEN.where(within(documents.c.id))
_TEXTS = select(versions.c.id, versions.c.text).where(within(versions.c.id), versions.c.text.is_not(None))
_VERSION = select(versions).where(versions.c.id == bindparam("id"))
_FINGERPRINT = (select(versions.c.id, versions.c.fingerprint).join(documents, documents.c.version == versions.c.id)
                .where(documents.c.id == bindparam("id")))
_MENTIONS = select(mentions).where(mentions.c.version == bindparam("version")).order_by(mentions.c.start, mentions.c.end, mentions.c.local)
_MENTIONS_OF = select(mentions).where(within(mentions.c.version))
_FINGERPRINTS = (select(documents.c.id, versions.c.fingerprint).join(versions, versions.c.id == documents.c.version)
                 .where(within(documents.c.id)))
_CLAIMS_OF = select(claims).where(within(claims.c.document), claims.c.closed.is_(None))
_CLAIMS = select(claims).where(within(claims.c.id))
_ASSERTED = (select(claims).where(claims.c.document.is_(None), claims.c.closed.is_(None), claims.c.id > bindparam("after"))
             .order_by(claims.c.id).limit(bindparam("limit")))
_ROLES = select(claim_roles).where(within(claim_roles.c.claim)).order_by(claim_roles.c.claim, claim_roles.c.role)
_STATEMENTS = select(statements).where(within(statements.c.id))
_STATEMENT_ROLES = select(statement_roles).where(within(statement_roles.c.statement))
_STATEMENT_CLAIMS = (select(statement_claims.c.statement, statement_claims.c.claim)
                     .where(within(statement_claims.c.statement), statement_claims.c.closed.is_(None)))
_LIVE = (select(statements).where(statements.c.id > bindparam("after"), statements.c.live == 1)
         .order_by(statements.c.id).limit(bindparam("limit")))
_TOUCHED = (select(touched.c.kind, touched.c.id).distinct()
            .where(touched.c.change > bindparam("since"), touched.c.change <= bindparam("until")))
_TURNING = union(
    select(statements.c.id).where(statements.c.from_earliest > bindparam("after"), statements.c.from_earliest <= bindparam("until"),
                                  statements.c.live == 1),
    select(statements.c.id).where(statements.c.to_latest >= bindparam("after"), statements.c.to_latest < bindparam("until"),
                                  statements.c.live == 1))


def _live(place: Any) -> Any:
    return and_(place, statements.c.live == 1, statements.c.id > bindparam("after"))


_OF_ENTITY = union(
    select(statements.c.id).where(_live(statements.c.subject == bindparam("id"))),
    select(statements.c.id).where(_live(statements.c.object == bindparam("id"))),
    select(statements.c.id).join(statement_roles, statement_roles.c.statement == statements.c.id)
    .where(_live(statement_roles.c.entity == bindparam("id")))).order_by("id").limit(bindparam("limit"))


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction: `kind` is read, import, merge …; `subject` the document or judgement that it is about."""

    number: int
    at: str
    kind: str
    subject: str | None


@dataclass(frozen=True, slots=True)
class Touched:
    """What a span of changes made, altered or removed."""

    statements: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()


class Reader(Named):
    """Reads one snapshot of the record; sets of ids are cut into chunks inside."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._change: int | None = None

    # --- changes

    def change(self) -> int:
        """The newest change number of the snapshot; 0 for an empty record."""
        if self._change is None:
            self._change = int(fetch(self.connection, _CHANGE, {})[0]["number"] or 0)
        return self._change

    def changes(self, since: int, limit: int) -> list[Change]:
        """Changes after a number, in order."""
        return [Change(row.number, row.at, row.kind, row.subject)
                for row in self.connection.execute(_CHANGES, {"since": since, "limit": limit})]

    def touched(self, since: int, until: int) -> Touched:
        """What the changes after `since`, up to and with `until`, touched."""
        found: dict[str, set[str]] = defaultdict(set)
        for kind, id_ in self.connection.execute(_TOUCHED, {"since": since, "until": until}):
            found[kind].add(id_)
        return Touched(frozenset(found["statement"]), frozenset(found["entity"]), frozenset(found["document"]))

    def turning(self, after: date, until: date) -> list[str]:
        """Live statements that begin or cease to be current between two days."""
        days = {"after": after.isoformat(), "until": until.isoformat()}
        return sorted(self.connection.execute(_TURNING, days).scalars())

    # --- documents

    def document(self, id: str) -> Document | None:
        """The open version of a document."""
        row = self.connection.execute(_DOCUMENT, {"id": id}).mappings().first()
        return rows.document(row) if row else None

    def documents(self, *, after: str = "") -> Iterator[Document]:
        """Open versions, in order of the documents' ids."""
        while page := self.connection.execute(_DOCUMENTS, {"after": after, "limit": 100}).mappings().all():
            for row in page:
                yield rows.document(row)
            after = page[-1]["document"]

    def opened(self, ids: Iterable[str]) -> dict[str, Document]:
        """The open versions of documents, by the documents' ids."""
        return {row["document"]: rows.document(row) for chunk in chunks(ids)
                for row in self.connection.execute(_OPENED, {"ids": listed(chunk)}).mappings()}

    def texts(self, versions_: Iterable[str]) -> dict[str, str]:
        """The texts of versions by their hashes, of those that are kept with one."""
        return {row.id: row.text for chunk in chunks(versions_) for row in self.connection.execute(_TEXTS, {"ids": listed(chunk)})}

    def version(self, id: str) -> Document | None:
        """Any version that was ever read, by its hash."""
        row = self.connection.execute(_VERSION, {"id": id}).mappings().first()
        return rows.document(row) if row else None

    def fingerprint(self, document_id: str) -> tuple[str, str] | None:
        """The open version of a document and the fingerprint of its reader."""
        row = self.connection.execute(_FINGERPRINT, {"id": document_id}).first()
        return (row.id, row.fingerprint) if row else None

    def mentions(self, version: str) -> list[Mention]:
        """The mentions of a version, in order of its text."""
        return [Mention(row.start, row.end, row.text, row.type, row.entity)
                for row in self.connection.execute(_MENTIONS, {"version": version})]

    def mentions_of(self, versions_: Sequence[str]) -> dict[str, list[Mention]]:
        """The mentions of versions, each in order of its text."""
        found: dict[str, list[Mention]] = {}
        for row in self.connection.execute(_MENTIONS_OF, {"ids": listed(versions_)}):
            found.setdefault(row.version, []).append(Mention(row.start, row.end, row.text, row.type, row.entity))
        for told in found.values():
            told.sort()
        return found

    def fingerprints(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The fingerprints of the readers of documents' open versions."""
        return {row.id: row.fingerprint for row in self.connection.execute(_FINGERPRINTS, {"ids": listed(document_ids)})}

    def judgements(self) -> list[Judgement]:
        """Every judgement, in the order in which they came in; those that are undone too."""
        return judging.told(self.connection)

    # --- claims

    def claims(self, ids: Iterable[str]) -> dict[str, Claim]:
        """Claims by id, open or closed."""
        found: dict[str, Claim] = {}
        for chunk in chunks(ids):
            told = self.connection.execute(_CLAIMS, {"ids": listed(chunk)}).mappings().all()
            found.update((claim.id, claim) for claim in self._claims(told))
        return found

    def claims_of(self, documents_: Iterable[str]) -> dict[str, list[Claim]]:
        """The open claims of documents, in order of their passages."""
        found: dict[str, list[Claim]] = {}
        for chunk in chunks(documents_, 200):
            told = self.connection.execute(_CLAIMS_OF, {"ids": listed(chunk)}).mappings().all()
            for row, claim in zip(told, self._claims(told), strict=True):
                found.setdefault(row["document"], []).append(claim)
        for listed_ in found.values():
            listed_.sort(key=lambda claim: (claim.evidence.start if claim.evidence else -1, claim.id))
        return found

    def asserted(self, *, after: str = "") -> Iterator[Claim]:
        """The open claims without a document, in order of id."""
        while page := self.connection.execute(_ASSERTED, {"after": after, "limit": PAGE}).mappings().all():
            yield from self._claims(page)
            after = page[-1]["id"]

    def _claims(self, told: Sequence[Mapping[Any, Any]]) -> list[Claim]:
        roles = defaultdict(list)
        for chunk in chunks([row["id"] for row in told]):
            for row in self.connection.execute(_ROLES, {"ids": listed(chunk)}).mappings():
                roles[row["claim"]].append(row)
        return [rows.claim(row, roles[row["id"]]) for row in told]

    # --- statements

    def statements(self, ids: Sequence[str], *, claims: Mapping[str, Sequence[str]] | None = None) -> dict[str, Statement]:
        """Statements by id, live or not; their `claims` are the open ones, given where they are known already."""
        found: dict[str, Statement] = {}
        for chunk in chunks(ids):
            told = fetch(self.connection, _STATEMENTS, {"ids": listed(chunk)})
            found.update((statement.id, statement) for statement in self._statements(told, claims))
        return found

    def all_statements(self, *, after: str = "") -> Iterator[Statement]:
        """Live statements in order of id."""
        while page := self.connection.execute(_LIVE, {"after": after, "limit": PAGE}).mappings().all():
            yield from self._statements(page)
            after = page[-1]["id"]

    def statements_of(self, entity_id: str, *, limit: int, after: str = "", claims: bool = True) -> list[Statement]:
        """Live statements that have an entity in any place, in order of id; without `claims`, those that they rest on aren't told."""
        ids = [row["id"] for row in fetch(self.connection, _OF_ENTITY, {"id": entity_id, "limit": limit, "after": after})]
        found = self.statements(ids, claims=None if claims else {})
        return [found[id_] for id_ in ids]

    def evidence(self, statement_ids: Sequence[str], *, known_at: int | None = None,
                 published_until: date | None = None, documents: Sequence[str] = ()) -> dict[str, list[EvidenceRow]]:
        """What statements rest on; the latest published first. Without `known_at`: the claims that are open."""
        return evidence.evidence(self.connection, statement_ids, known_at=known_at, published_until=published_until, documents=documents)

    def _statements(self, told: Sequence[Mapping[Any, Any]], known: Mapping[str, Sequence[str]] | None = None) -> list[Statement]:
        if not told:
            return []
        wanted = {"ids": listed([row["id"] for row in told])}
        roles: dict[str, list[Mapping[Any, Any]]] = {}
        for row in fetch(self.connection, _STATEMENT_ROLES, wanted):
            roles.setdefault(row["statement"], []).append(row)
        claims_: dict[str, list[str]] = {}
        for row in fetch(self.connection, _STATEMENT_CLAIMS, wanted) if known is None else ():
            claims_.setdefault(row["statement"], []).append(row["claim"])
        told_by = claims_ if known is None else known
        return [rows.statement(row, roles.get(row["id"], ()), told_by.get(row["id"], ())) for row in told]
