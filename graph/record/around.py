"""What stands around an entity, a document or a change: neighbours, a timeline, statements, what became known or closed.

Each query follows indexes from what it is asked about, and costs what it touches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, or_, select, union

from graph.record.bulk import fetch
from graph.record.listed import chunks, listed, within
from graph.record.tables import (
    claims,
    documents,
    locals_,
    memberships,
    mentions,
    statement_claims,
    statement_roles,
    statements,
    touched,
    versions,
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity that statements join with another one: by which relations, in how many statements, seen from that one.

    `relation` is told with `out` where the other one is the statement's subject.
    """

    entity: str
    statements: int
    relations: tuple[tuple[str, bool, int], ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A statement where a timeline shows it: at the day that its validity or else its first report names."""

    day: str
    statement: str


@dataclass(frozen=True, slots=True)
class Told:
    """A document that names an entity, without its text."""

    id: str
    url: str | None
    title: str | None
    publisher: str | None
    published_on: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Altered:
    """What a change did to a statement: made it `known`, `closed` it, or `changed` what it rests on."""

    change: int
    statement: str
    what: str


# --- an entity

_PLAIN = and_(statements.c.live == 1, statements.c.polarity == "positive", statements.c.modality == "asserted",
              statements.c.ended == 0, or_(statements.c.from_earliest.is_(None), statements.c.from_earliest <= bindparam("day")),
              or_(statements.c.to_latest.is_(None), statements.c.to_latest >= bindparam("day")))


def _touching(plain: bool) -> Any:
    """The statements that have the entity in any place, each once."""
    kept = _PLAIN if plain else statements.c.live == 1
    of_role = (select(statements.c.id).join(statement_roles, statement_roles.c.statement == statements.c.id)
               .where(statement_roles.c.entity == bindparam("id"), kept))
    return union(select(statements.c.id).where(statements.c.subject == bindparam("id"), kept),
                 select(statements.c.id).where(statements.c.object == bindparam("id"), kept), of_role).subquery()


def _neighbours() -> Select[Any]:
    at = _touching(plain=True)
    out = case((statements.c.subject == bindparam("id"), 1), else_=0)
    joined = statements.join(at, at.c.id == statements.c.id)
    fillers = union(
        select(statements.c.id, statements.c.predicate, out.label("out"), statements.c.subject.label("entity")).select_from(joined),
        select(statements.c.id, statements.c.predicate, out, statements.c.object).select_from(joined)
        .where(statements.c.object.is_not(None)),
        select(statements.c.id, statements.c.predicate, out, statement_roles.c.entity)
        .select_from(joined.join(statement_roles, statement_roles.c.statement == statements.c.id))
        .where(statement_roles.c.entity.is_not(None))).subquery()
    return (select(fillers.c.entity, fillers.c.predicate, fillers.c.out, func.count().label("number"))
            .where(fillers.c.entity != bindparam("id")).group_by(fillers.c.entity, fillers.c.predicate, fillers.c.out))


_NEIGHBOURS = _neighbours()


def neighbours(connection: Connection, entity: str, *, day: date, limit: int) -> list[Neighbour]:
    """Those that current, positive, asserted statements join with an entity; the most joined first."""
    found: dict[str, list[tuple[str, bool, int]]] = {}
    for row in connection.execute(_NEIGHBOURS, {"id": entity, "day": day.isoformat()}):
        found.setdefault(row.entity, []).append((row.predicate, bool(row.out), row.number))
    told = [Neighbour(id_, sum(number for _, _, number in relations), tuple(sorted(relations, key=lambda one: (-one[2], *one))))
            for id_, relations in found.items()]
    return sorted(told, key=lambda one: (-one.statements, one.entity))[:limit]


def _timeline() -> Select[Any]:
    at = _touching(plain=False)
    first = (select(func.min(statement_claims.c.published_earliest))
             .where(statement_claims.c.statement == statements.c.id, statement_claims.c.closed.is_(None)).scalar_subquery())
    day = func.coalesce(statements.c.from_earliest, statements.c.to_latest, first, "").label("day")
    dated = select(statements.c.id, day).select_from(statements.join(at, at.c.id == statements.c.id)).subquery()
    after = or_(dated.c.day > bindparam("day"), and_(dated.c.day == bindparam("day"), dated.c.id > bindparam("after")))
    return select(dated.c.id, dated.c.day).where(dated.c.day != "", after).order_by(dated.c.day, dated.c.id).limit(bindparam("limit"))


_TIMELINE = _timeline()


def timeline(connection: Connection, entity: str, *, limit: int, after: tuple[str, str] = ("", "")) -> list[Dated]:
    """The live statements of an entity by day, oldest first; those of no day are left out. `after`: the last day and id."""
    wanted = {"id": entity, "day": after[0], "after": after[1], "limit": limit}
    return [Dated(row.day, row.id) for row in connection.execute(_TIMELINE, wanted)]


_DOCUMENTS = (
    select(versions.c.document, versions.c.url, versions.c.title, versions.c.publisher, versions.c.published_on,
           func.count(mentions.c.start).label("number"), func.coalesce(versions.c.published_earliest, "").label("day"))
    .select_from(memberships.join(locals_, locals_.c.id == memberships.c.local).join(documents, documents.c.id == locals_.c.document)
                 .join(versions, versions.c.id == documents.c.version)
                 .outerjoin(mentions, and_(mentions.c.version == versions.c.id, mentions.c.local == locals_.c.id)))
    .where(memberships.c.entity == bindparam("id"), locals_.c.closed.is_(None))
    .group_by(versions.c.id, versions.c.document, versions.c.url, versions.c.title, versions.c.publisher, versions.c.published_on,
              versions.c.published_earliest)
    .order_by(func.coalesce(versions.c.published_earliest, "").desc(), versions.c.document)
    .limit(bindparam("limit")).offset(bindparam("offset")))


def documents_of(connection: Connection, entity: str, *, limit: int, offset: int = 0) -> list[Told]:
    """The documents that name an entity, the latest published first, undated ones last."""
    return [Told(row.document, row.url, row.title, row.publisher, row.published_on, row.number)
            for row in connection.execute(_DOCUMENTS, {"id": entity, "limit": limit, "offset": offset})]


_OF_DOCUMENT = (select(statement_claims.c.statement).join(claims, claims.c.id == statement_claims.c.claim)
                .where(statement_claims.c.document == bindparam("id"), claims.c.closed.is_(None), statement_claims.c.closed.is_(None))
                .group_by(statement_claims.c.statement).order_by(func.min(func.coalesce(claims.c.start, 0)), statement_claims.c.statement)
                .limit(bindparam("limit")))


def statements_of(connection: Connection, document: str, *, limit: int) -> list[str]:
    """The statements that rest on a document's open version, in the order of its text."""
    return list(connection.execute(_OF_DOCUMENT, {"id": document, "limit": limit}).scalars())


# --- changes

_STATEMENTS = select(touched.c.change, touched.c.id).where(
    touched.c.kind == "statement", touched.c.change > bindparam("since"), touched.c.change <= bindparam("until"))
_PERIODS = (select(statement_claims.c.statement, statement_claims.c.opened, statement_claims.c.closed)
            .where(within(statement_claims.c.statement)))


def altered(connection: Connection, since: int, until: int) -> list[Altered]:
    """What the changes after `since`, up to and with `until`, did to statements; in order of change, then id.

    A statement whose claims are all of other changes was touched by a judgement: it is told as changed, or as closed where it
    rests on nothing any more.
    """
    told = sorted((row.change, row.id) for row in connection.execute(_STATEMENTS, {"since": since, "until": until}))
    periods: dict[str, list[tuple[int, int | None]]] = {}
    for chunk in chunks(dict.fromkeys(id_ for _, id_ in told)):
        for row in fetch(connection, _PERIODS, {"ids": listed(chunk)}):
            periods.setdefault(row["statement"], []).append((row["opened"], row["closed"]))
    return [Altered(change, id_, _what(change, periods.get(id_, ()))) for change, id_ in told]


_ENTITIES = select(touched.c.change, touched.c.id).where(
    touched.c.kind == "entity", touched.c.change > bindparam("since"), touched.c.change <= bindparam("until"))


def touched_entities(connection: Connection, since: int, until: int) -> dict[int, list[str]]:
    """The entities that changes made, altered or merged away, by change, in order of id."""
    found: dict[int, list[str]] = {}
    for row in connection.execute(_ENTITIES, {"since": since, "until": until}):
        found.setdefault(row.change, []).append(row.id)
    return {change: sorted(ids) for change, ids in found.items()}


def _what(change: int, periods: Sequence[tuple[int, int | None]]) -> str:
    def open_at(number: int) -> bool:
        return any(opened <= number and (closed is None or closed > number) for opened, closed in periods)

    if not open_at(change):
        return "closed"
    return "changed" if open_at(change - 1) else "known"

