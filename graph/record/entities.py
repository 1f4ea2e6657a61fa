"""Entities as their documents' entities make them: names and types by vote, counted as documents come and go.

A local entity votes once for its name and type, and each of its mentions once more; aliases are counted by mention. An
entity without an open local keeps the names that its closed ones give it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, func, insert, select, union, update
from sqlalchemy.sql.expression import UpdateBase

from graph.identity.names import fold, sort_key
from graph.record import search
from graph.record.bulk import run
from graph.record.listed import chunks, listed, within
from graph.record.tables import entities, entity_names, entity_types, local_names, locals_, memberships, statement_roles, statements


def _count(numbers: dict[str, int], key: str, number: int) -> None:
    numbers[key] = numbers.get(key, 0) + number


@dataclass(slots=True)
class Local:
    """A document's entity: its best name and type there, and how often each (text, type) mentions it."""

    name: str
    type: str
    names: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """What is counted for an entity, or by how much a change alters it."""

    counts: dict[str, int] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    mentions: int = 0
    locals: int = 0
    statements: int = 0

    def add(self, local: Local, sign: int) -> None:
        """A local entity comes (1) or goes (-1)."""
        mentions = sum(local.names.values())
        self.locals += sign
        self.mentions += sign * mentions
        _count(self.votes, local.name, sign * (1 + mentions))
        _count(self.types, local.type, sign)
        for (text, type_), count in local.names.items():
            _count(self.counts, text, sign * count)
            _count(self.types, type_, sign * count)

    def join(self, other: Tally) -> None:
        for mine, theirs in ((self.counts, other.counts), (self.votes, other.votes), (self.types, other.types)):
            for key, number in theirs.items():
                _count(mine, key, number)
        self.mentions += other.mentions
        self.locals += other.locals
        self.statements += other.statements

    def row(self, entity: str) -> dict[str, Any]:
        name = min(self.votes.items(), key=lambda item: (-item[1], item[0]))[0]
        type_ = min(self.types.items(), key=lambda item: (-item[1], item[0] == "Organization", item[0]))[0]
        return {"id": entity, "name": name, "type": type_, "sort_key": sort_key(name), "mentions": self.mentions,
                "statements": self.statements, "locals": self.locals,
                "types": _packed(self.type_rows()), "names": _packed(self.name_rows())}

    def name_rows(self) -> dict[str, tuple[int, int]]:
        """(mentions, votes) by name; those that nothing uses are left out."""
        told = {name: (self.counts.get(name, 0), self.votes.get(name, 0)) for name in {**self.counts, **self.votes}}
        return {name: numbers for name, numbers in told.items() if numbers != (0, 0)}

    def type_rows(self) -> dict[str, int]:
        """Votes by type; types without any are left out."""
        return {type_: votes for type_, votes in self.types.items() if votes}

    def folded(self) -> dict[str, str]:
        """Its names, each with what it is found by."""
        return {name: fold(name) for name in self.name_rows()}


def _packed(told: Mapping[str, Any]) -> str:
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode()


def votes(text: str) -> dict[str, int]:
    """The votes by type that a row holds."""
    found: dict[str, int] = orjson.loads(text)
    return found


def names(text: str) -> dict[str, tuple[int, int]]:
    """The (mentions, votes) by name that a row holds."""
    found: dict[str, tuple[int, int]] = orjson.loads(text)
    return found


_ENTITIES = select(entities).where(within(entities.c.id))
_LOCALS = (select(memberships.c.entity, locals_.c.name, locals_.c.type, locals_.c.closed.is_(None).label("open"), func.count().label("n"))
           .join(locals_, locals_.c.id == memberships.c.local).where(within(memberships.c.entity))
           .group_by(memberships.c.entity, locals_.c.name, locals_.c.type, locals_.c.closed.is_(None)))
_MENTIONED = (select(memberships.c.entity, locals_.c.name.label("best"), local_names.c.name, local_names.c.type,
                     func.sum(local_names.c["count"]).label("n"))
              .join(locals_, locals_.c.id == memberships.c.local).join(local_names, local_names.c.local == locals_.c.id)
              .where(within(memberships.c.entity), locals_.c.closed.is_(None))
              .group_by(memberships.c.entity, locals_.c.name, local_names.c.name, local_names.c.type))
_PLACES = union(
    select(statements.c.subject.label("entity"), statements.c.id).where(within(statements.c.subject), statements.c.live == 1),
    select(statements.c.object, statements.c.id).where(within(statements.c.object), statements.c.live == 1),
    select(statement_roles.c.entity, statement_roles.c.statement).join(statements, statements.c.id == statement_roles.c.statement)
    .where(within(statement_roles.c.entity), statements.c.live == 1),
).subquery()
_STATEMENTS = select(_PLACES.c.entity, func.count().label("n")).group_by(_PLACES.c.entity)

_ADD = insert(entities)
_SET = update(entities).where(entities.c.id == bindparam("id_")).values(
    {name: bindparam(name) for name in ("name", "type", "sort_key", "mentions", "statements", "types", "names", "locals")})
_COUNT = update(entities).where(entities.c.id == bindparam("id_")).values(  # leaves the indexes alone
    {name: bindparam(name) for name in ("mentions", "statements", "types", "names", "locals")})
_DROP = delete(entities).where(entities.c.id == bindparam("id_"))
_ADD_NAME, _ADD_TYPE = insert(entity_names), insert(entity_types)
_DROP_NAME = delete(entity_names).where(entity_names.c.entity == bindparam("entity_"), entity_names.c.name == bindparam("name_"))
_DROP_TYPE = delete(entity_types).where(entity_types.c.entity == bindparam("entity_"), entity_types.c.type == bindparam("type_"))


def stored(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Tally, Mapping[str, Any]]]:
    """The tallies and rows that the tables hold."""
    found: dict[str, tuple[Tally, Mapping[str, Any]]] = {}
    for chunk in chunks(ids):
        wanted = {"ids": listed(chunk)}
        for row in connection.execute(_ENTITIES, wanted).mappings():
            told = names(row["names"])
            found[row["id"]] = (Tally({name: numbers[0] for name, numbers in told.items()},
                                      {name: numbers[1] for name, numbers in told.items()}, votes(row["types"]),
                                      row["mentions"], row["locals"], row["statements"]), dict(row))
    return found


def counted(connection: Connection, ids: Sequence[str]) -> dict[str, Tally]:
    """The tallies that follow from locals, memberships and statements: what `stored` must be."""
    found: dict[str, Tally] = {}
    for chunk in chunks(ids):
        wanted = {"ids": listed(chunk)}
        seen = connection.execute(_LOCALS, wanted).all()
        alive = {row.entity for row in seen if row.open}
        tallies: dict[str, Tally] = defaultdict(Tally)
        for row in seen:
            if row.open or row.entity not in alive:
                tally, number = tallies[row.entity], int(row.n)
                tally.locals += number if row.open else 0
                _count(tally.votes, row.name, number)
                _count(tally.types, row.type, number)
        for row in connection.execute(_MENTIONED, wanted):
            tally, number = tallies[row.entity], int(row.n)
            tally.mentions += number
            _count(tally.votes, row.best, number)
            _count(tally.counts, row.name, number)
            _count(tally.types, row.type, number)
        for entity, number in connection.execute(_STATEMENTS, wanted):
            if entity in tallies:
                tallies[entity].statements = int(number)
        found.update(tallies)
    return found


def keep(connection: Connection, changes: Mapping[str, Tally], recount: Iterable[str] = ()) -> set[str]:
    """Alter the entities by `changes`; count `recount` anew. The ids of those whose rows changed."""
    again = set(recount)
    before = stored(connection, sorted({*changes, *again}))
    after: dict[str, Tally] = {}
    for entity, change in changes.items():
        old = before.get(entity)
        if entity in again:
            continue
        if old is None and change.locals > 0:
            after[entity] = change
        elif old is None or not old[0].locals or old[0].locals + change.locals <= 0:
            again.add(entity)  # it comes to life, or dies: what its closed locals say begins or ceases to count
        else:
            after[entity] = Tally()
            after[entity].join(old[0])
            after[entity].join(change)
    after.update(counted(connection, sorted(again)))
    gone = [entity for entity in before if entity in again and entity not in after]
    return _write(connection, before, after, gone)


def _write(connection: Connection, before: Mapping[str, tuple[Tally, Mapping[str, Any]]], after: Mapping[str, Tally],
           gone: Sequence[str]) -> set[str]:
    work = _Work()
    found_by: list[tuple[str, set[search.Key], set[search.Key]]] = []
    for entity in (*after, *gone):
        old, old_row = before.get(entity, (Tally(), None))
        tally = after.get(entity)
        old_names, names_ = old.name_rows().keys(), tally.name_rows().keys() if tally else set()
        work.names(entity, old_names, names_)
        statements_ = tally.statements if tally else 0
        if old_names != names_ or search.band(old.statements) != search.band(statements_):
            found_by.append((entity, search.keys(old_names, old.statements), search.keys(names_, statements_)))
        work.types(entity, old.type_rows().keys(), tally.type_rows().keys() if tally else set())
        if tally:
            work.row(entity, old_row, tally.row(entity))
        else:
            work.add(_DROP, entity, {"id_": entity})
    for statement in _ORDER:
        run(connection, statement, work.rows.get(statement, ()))
    search.keep(connection, found_by)
    return work.touched


_ORDER = (_DROP, _ADD, _SET, _COUNT, _DROP_NAME, _ADD_NAME, _DROP_TYPE, _ADD_TYPE)


class _Work:
    """What is written, by statement; a row whose counts alone change keeps its place in every index."""

    def __init__(self) -> None:
        self.touched: set[str] = set()
        self.rows: dict[UpdateBase, list[dict[str, Any]]] = defaultdict(list)

    def add(self, statement: UpdateBase, entity: str, row: dict[str, Any]) -> None:
        self.touched.add(entity)
        self.rows[statement].append(row)

    def row(self, entity: str, old: Mapping[str, Any] | None, new: dict[str, Any]) -> None:
        if old is None:
            self.add(_ADD, entity, new)
        elif old != new:
            same = all(old[name] == new[name] for name in ("name", "type", "sort_key"))
            self.add(_COUNT if same else _SET, entity, {**new, "id_": entity})

    def names(self, entity: str, old: Set[str], new: Set[str]) -> None:
        for name in old - new:
            self.add(_DROP_NAME, entity, {"entity_": entity, "name_": name})
        for name in new - old:
            self.add(_ADD_NAME, entity, {"entity": entity, "name": name, "folded": fold(name)})

    def types(self, entity: str, old: Set[str], new: Set[str]) -> None:
        for type_ in old - new:
            self.add(_DROP_TYPE, entity, {"entity_": entity, "type_": type_})
        for type_ in new - old:
            self.add(_ADD_TYPE, entity, {"entity": entity, "type": type_})
