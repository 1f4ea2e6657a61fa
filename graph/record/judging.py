"""Judgements written and undone: merging, splitting, and what follows from it, in one transaction.

A judgement moves documents' entities from one entity to another and never touches a claim. Its cost is the degree of the
entities that it is about.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from graph.errors import Conflict, NotFound
from graph.identity import judgements as nouns
from graph.identity.judgements import DIFFERENT, SAME, UNDO, Identity, Judgement
from graph.identity.linking import part_id
from graph.ontology import Ontology, ontology
from graph.record import projection
from graph.record.entities import Tally, keep
from graph.record.listed import chunks, listed, within
from graph.record.numbering import instant, take_number, touch
from graph.record.tables import claim_roles, claims, documents, judgements, locals_, memberships, merged, parts, statement_claims

if TYPE_CHECKING:
    from graph.record import Record

_KIND_OF_CHANGE = {SAME: "merge", DIFFERENT: "split", UNDO: "undo"}
_ALL = select(judgements).order_by(judgements.c.opened, judgements.c.at, judgements.c.id)
_ADD = insert(judgements)
_SET_CLOSED = update(judgements).where(judgements.c.id == bindparam("id_")).values(closed=bindparam("closed"))
_LOCALS = select(locals_.c.id, locals_.c.document, locals_.c.key_entity, memberships.c.entity).outerjoin(
    memberships, memberships.c.local == locals_.c.id)
_BY_ENTITY, _BY_DOCUMENT = _LOCALS.where(within(memberships.c.entity)), _LOCALS.where(within(locals_.c.document))
_MOVE = update(memberships).where(memberships.c.local == bindparam("local_")).values(entity=bindparam("entity"))
_CLAIMS = (select(claims.c.id).where(within(claims.c.subject)), select(claims.c.id).where(within(claims.c.object)),
           select(claim_roles.c.claim).where(within(claim_roles.c.local)))
_MOVE_CLAIM = update(statement_claims).where(
    statement_claims.c.document == bindparam("document_"), statement_claims.c.claim == bindparam("claim_")).values(
    statement=bindparam("statement"))
_MEMBER = select(memberships.c.local).where(memberships.c.entity == bindparam("entity")).limit(1)
_DOCUMENT = select(documents.c.id).where(within(documents.c.id))
_MEMBERS_IN = (select(memberships.c.local).join(locals_, locals_.c.id == memberships.c.local)
               .where(memberships.c.entity == bindparam("entity"), within(locals_.c.document)).limit(1))


class Judge:
    """Says who is who."""

    def __init__(self, record: Record, ontology_: Ontology | None = None) -> None:
        self.database = record.database
        self.ontology = ontology_ or ontology()

    def merge(self, a: str, b: str, *, author: str, reason: str, now: datetime) -> str:
        """Two entities are the same; the judgement's id. Raises NotFound, Conflict."""
        with self.database.write() as connection:
            known = told(connection)
            identity = nouns.identity(nouns.standing(known).values())
            for entity in (a, b):
                _must_exist(connection, identity, entity)
            if identity.canonical(a) == identity.canonical(b):
                raise Conflict(f"{a} and {b} are one entity already")
            new = nouns.same(a, b, author=author, at=instant(now), reason=reason)
            _must_not_join(known, new)
            return self._add(connection, [new], now)

    def split(self, entity: str, documents: Sequence[str], *, author: str, reason: str, now: datetime) -> str:
        """What these documents call so is another entity; the judgement's id. Raises NotFound, Conflict, ValueFormatError."""
        with self.database.write() as connection:
            identity = nouns.identity(nouns.standing(told(connection)).values())
            _must_exist(connection, identity, entity)
            there = set(connection.execute(_DOCUMENT, {"ids": listed(documents)}).scalars())
            if missing := sorted(set(documents) - there):
                raise NotFound("document", missing[0])
            new = nouns.different(entity, documents, author=author, at=instant(now), reason=reason)
            wanted = {"entity": identity.canonical(entity), "ids": listed(documents)}
            if connection.execute(_MEMBERS_IN, wanted).first() is None:
                raise Conflict(f"none of these documents names the entity {entity}")
            return self._add(connection, [new], now)

    def undo(self, judgement_id: str, *, author: str, reason: str, now: datetime) -> str:
        """A judgement no longer stands; the id of the undoing, which may be undone too. Raises NotFound, Conflict."""
        with self.database.write() as connection:
            known = told(connection)
            if judgement_id not in {judgement.id for judgement in known}:
                raise NotFound("judgement", judgement_id)
            if judgement_id not in nouns.standing(known):
                raise Conflict(f"the judgement {judgement_id} is undone already")
            new = nouns.undo(judgement_id, author=author, at=instant(now), reason=reason)
            _must_not_join(known, new)
            return self._add(connection, [new], now)

    def add(self, told_: Sequence[Judgement], *, now: datetime, kind: str = "import") -> int:
        """Take over judgements as they are (an import); how many are new."""
        with self.database.write() as connection:
            known = {judgement.id for judgement in told(connection)}
            new = list({judgement.id: judgement for judgement in told_ if judgement.id not in known}.values())
            if new:
                self._add(connection, new, now, kind=kind)
            return len(new)

    def log(self) -> list[Judgement]:
        """Every judgement, in the order in which they came in; those that are undone too."""
        with self.database.read() as connection:
            return told(connection)

    def _add(self, connection: Connection, new: Sequence[Judgement], now: datetime, *, kind: str | None = None) -> str:
        known = {judgement.id: judgement for judgement in told(connection)}
        if twice := [judgement.id for judgement in new if judgement.id in known]:
            raise Conflict(f"the judgement {twice[0]} is on record already, with the same author, instant and reason")
        before = nouns.identity(nouns.standing(known.values()).values())
        subject = new[0].id if len(new) == 1 else None
        change = take_number(connection, now, kind or _KIND_OF_CHANGE[new[0].kind], subject)
        connection.execute(_ADD, [_row(judgement, change) for judgement in new])
        after = _close(connection, change)
        _Following(connection, self.ontology, change, before, after).follow()
        return new[0].id


def told(connection: Connection) -> list[Judgement]:
    """All judgements, in the order in which they came in."""
    return [judgement(row) for row in connection.execute(_ALL).mappings()]


def judgement(row: Any) -> Judgement:
    return Judgement.of(row["kind"], json.loads(row["what"]), author=row["author"], at=row["at"], reason=row["reason"])


def _row(judgement: Judgement, change: int) -> dict[str, Any]:
    return {"id": judgement.id, "kind": judgement.kind, "what": json.dumps(judgement.what(), ensure_ascii=False, sort_keys=True),
            "author": judgement.author, "at": judgement.at, "reason": judgement.reason, "opened": change, "closed": None}


def _must_exist(connection: Connection, identity: Identity, entity: str) -> None:
    if connection.execute(_MEMBER, {"entity": identity.canonical(entity)}).first() is None:
        raise NotFound("entity", entity)


def _must_not_join(known: Iterable[Judgement], new: Judgement) -> None:
    """Raise Conflict where a judgement would join what another one holds apart."""
    standing = nouns.standing([*known, new])
    after = nouns.identity(standing.values())
    for other in standing.values():
        if other.kind == DIFFERENT and after.canonical(part_id(other.about[0], other.documents)) == after.canonical(other.about[0]):
            raise Conflict(f"judgement {other.id} by {other.author} says that they are different; undo it first")


def _close(connection: Connection, change: int) -> Identity:
    """Close what is undone, open what stands again; who is who now."""
    rows = connection.execute(_ALL).mappings().all()
    standing = nouns.standing(judgement(row) for row in rows)
    turned = [{"id_": row["id"], "closed": None if row["id"] in standing else change} for row in rows
              if (row["closed"] is None) != (row["id"] in standing)]
    if turned:
        connection.execute(_SET_CLOSED, turned)
    return nouns.identity(standing.values())


class _Following:
    """What follows from a change of who is who."""

    def __init__(self, connection: Connection, ontology_: Ontology, change: int, before: Identity, after: Identity) -> None:
        self.connection = connection
        self.ontology = ontology_
        self.change = change
        self.before = before
        self.after = after

    def follow(self) -> None:
        keep_identity(self.connection, self.before, self.after)
        moved = self._moved()
        if moved:
            self.connection.execute(_MOVE, [{"local_": local, "entity": new} for local, (_, new) in moved.items()])
        tallies: dict[str, Tally] = {}
        statements = self._statements(sorted(moved))
        projection.refresh(self.connection, statements, self.ontology, tallies)
        entities = keep(self.connection, tallies, {entity for pair in moved.values() for entity in pair})
        touch(self.connection, self.change, "statement", statements)
        touch(self.connection, self.change, "entity", entities)

    def _moved(self) -> dict[str, tuple[str, str]]:
        """(old, new) entity of each document's entity that changes hands."""
        ids = {id_ for id_ in {*self.before.merged, *self.after.merged}
               if self.before.canonical(id_) != self.after.canonical(id_)}
        stood = {identity.canonical(id_) for identity in (self.before, self.after) for id_ in ids}
        split = {(document, *pair) for identity in (self.before, self.after) for document, pairs in identity.parts.items()
                 for pair in pairs}
        documents_ = {document for document, entity, part in split
                      if any(identity.canonical(id_) in stood for identity in (self.before, self.after) for id_ in (entity, part))
                      or ((entity, part) in self.before.parts.get(document, ())) != ((entity, part) in self.after.parts.get(document, ()))}
        moved = {}
        for query, keys in ((_BY_ENTITY, {self.before.canonical(id_) for id_ in ids}), (_BY_DOCUMENT, documents_)):
            for chunk in chunks(sorted(keys)):
                for local, document, key, old in self.connection.execute(query, {"ids": listed(chunk)}):
                    if (new := self.after.place(key, document)) != old:
                        moved[local] = (old, new)
        return moved

    def _statements(self, moved: Sequence[str]) -> set[str]:
        """Lead the claims of documents' entities to the statements that they now belong to; all statements concerned."""
        found: set[str] = set()
        for chunk in chunks(moved):
            for query in _CLAIMS:
                found.update(self.connection.execute(query, {"ids": listed(chunk)}).scalars())
        old = projection.statement_of(self.connection, found)
        new = {support.claim: (projection.identify(support, self.ontology), support.document)
               for support in projection.supports(self.connection, found)}
        if moves := [{"claim_": claim, "document_": document or "", "statement": statement}
                     for claim, (statement, document) in new.items() if old.get(claim) != statement]:
            self.connection.execute(_MOVE_CLAIM, moves)
        return {*old.values(), *(statement for statement, _ in new.values())}


def keep_identity(connection: Connection, before: Identity, after: Identity) -> None:
    """Write what changed in who is who to the tables that lead from an id to the one that stands for it."""
    changed = [id_ for id_ in {*before.merged, *after.merged} if before.merged.get(id_) != after.merged.get(id_)]
    for chunk in chunks(changed):
        connection.execute(delete(merged).where(within(merged.c.id)), {"ids": listed(chunk)})
    if rows := [{"id": id_, "entity": after.merged[id_]} for id_ in changed if id_ in after.merged]:
        connection.execute(insert(merged), rows)
    documents_ = [document for document in {*before.parts, *after.parts} if before.parts.get(document) != after.parts.get(document)]
    for chunk in chunks(documents_):
        connection.execute(delete(parts).where(within(parts.c.document)), {"ids": listed(chunk)})
    if rows := [{"document": document, "entity": entity, "part": part} for document in documents_
                for entity, part in after.parts.get(document, ())]:
        connection.execute(insert(parts), rows)


