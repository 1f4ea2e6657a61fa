"""What follows from the record, held against what stands in its tables: found by `verify`, put right by `rebuild`.

Each layer is compared with what follows from the layer below: near copies from open texts, who is who from judgements,
memberships from documents' entities, statement_claims from claims, statements from these, entities from memberships and
statements, what names are found by from these. All by pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, bindparam, delete, func, insert, select, tuple_, union

from graph.identity import judgements as nouns
from graph.identity.judgements import Identity
from graph.ontology.model import Ontology
from graph.record import entities, judging, projection, search
from graph.record.clusters import copy_differences, make_copies_anew
from graph.record.database import Database
from graph.record.listed import chunks, listed, within
from graph.record.numbering import take_number, touch
from graph.record.tables import (
    claim_periods,
    claims,
    entity_names,
    entity_types,
    local_names,
    locals_,
    memberships,
    mentions,
    merged,
    name_keys,
    parts,
    statement_claims,
    statement_roles,
    statement_sources,
    statements,
    versions,
)
from graph.record.tables import entities as entity_rows

PAGE = 1000


class Difference(NamedTuple):
    """A row, or the rows of one id, that isn't what follows from the rest."""

    table: str
    id: str
    what: str


def _pages(connection: Connection, query: Select[Any]) -> Iterator[list[str]]:
    """Ids in order, by pages; the query takes `after` and gives one column."""
    after = ""
    while page := connection.execute(query, {"after": after}).scalars().all():
        yield list(page)
        after = page[-1]


def _ids(*columns: Any) -> Select[Any]:
    found = union(*(select(column.label("id")).where(column > bindparam("after")) for column in columns)).subquery()
    return select(found.c.id).order_by(found.c.id).limit(PAGE)


_LOCALS = _ids(locals_.c.id, memberships.c.local)
_CLAIMS = _ids(claims.c.id)
_LED = (statement_claims.c.document == func.coalesce(claims.c.document, "")) & (statement_claims.c.claim == claims.c.id)
_LOST = ~select(claims.c.id).where(claims.c.id == statement_claims.c.claim,
                                   func.coalesce(claims.c.document, "") == statement_claims.c.document).exists()
_STRAY = select(statement_claims.c.claim).where(_LOST).distinct()
_DROP_STRAY = delete(statement_claims).where(_LOST)
_DROP_SUPPORT = delete(statement_claims).where(tuple_(statement_claims.c.document, statement_claims.c.claim).in_(
    select(func.coalesce(claims.c.document, ""), claims.c.id).where(within(claims.c.id))))
_STATEMENTS = _ids(statements.c.id, statement_claims.c.statement, statement_roles.c.statement, statement_sources.c.statement)
_ENTITIES = _ids(entity_rows.c.id, memberships.c.entity, entity_names.c.entity, entity_types.c.entity)
_KEYS = select(locals_.c.id, locals_.c.document, locals_.c.key_entity).where(within(locals_.c.id))
_MEMBERS = select(memberships.c.local, memberships.c.entity).where(within(memberships.c.local))
_PERIODS = select(claim_periods.c.claim, claim_periods.c.opened, claim_periods.c.closed).where(within(claim_periods.c.claim))
_SUPPORT = select(statement_claims).select_from(claims).join(statement_claims, _LED).where(within(claims.c.id))
_NAMES = select(entity_names).where(within(entity_names.c.entity))
_TYPES = select(entity_types).where(within(entity_types.c.entity))
_OPEN_LOCALS = _ids(locals_.c.id, local_names.c.local)
_LOCAL_NAMES = select(local_names).where(within(local_names.c.local))
_MENTIONED = (select(mentions.c.local, mentions.c.text, mentions.c.type).join(versions, versions.c.id == mentions.c.version)
              .where(within(mentions.c.local), versions.c.closed.is_(None)))


def differences(connection: Connection, ontology: Ontology) -> Iterator[Difference]:
    """Everything that isn't what follows from what was read and judged."""
    yield from _identity(connection)
    yield from (Difference(*told) for told in copy_differences(connection))
    yield from local_name_differences(connection)
    identity = who_is_who(connection)
    for local, old, new in membership_differences(connection, identity):
        yield Difference("memberships", local, f"leads to {old}, by the judgements that stand to {new}")
    for claim in connection.execute(_STRAY).scalars():
        yield Difference("statement_claims", claim, "isn't a claim, or is one of another document")
    for claim, what, _ in support_differences(connection, ontology):
        yield Difference("statement_claims", claim, what)
    yield from statement_differences(connection, ontology)
    yield from entity_differences(connection)
    yield from (Difference(*told) for told in search.differences(connection))


def who_is_who(connection: Connection) -> Identity:
    """By the judgements that stand."""
    return nouns.identity(nouns.standing(judging.told(connection)).values())


def stored_identity(connection: Connection) -> Identity:
    """As the tables have it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(select(parts)):
        found[row.document].append((row.entity, row.part))
    return Identity({row.id: row.entity for row in connection.execute(select(merged))},
                    {document: tuple(sorted(pairs)) for document, pairs in found.items()})


def _identity(connection: Connection) -> Iterator[Difference]:
    stored, told = stored_identity(connection), who_is_who(connection)
    for id_ in sorted({*stored.merged, *told.merged}):
        if stored.merged.get(id_) != told.merged.get(id_):
            yield Difference("merged", id_, f"leads to {stored.merged.get(id_)}, by the judgements that stand to {told.merged.get(id_)}")
    for document in sorted({*stored.parts, *told.parts}):
        if stored.parts.get(document) != told.parts.get(document):
            yield Difference("parts", document, "is not split as the judgements that stand say")


def local_name_differences(connection: Connection) -> Iterator[Difference]:
    """Documents' entities whose names are not counted as their open versions mention them."""
    for page in _pages(connection, _OPEN_LOCALS):
        wanted = {"ids": listed(page)}
        told: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        for local, text, type_ in connection.execute(_MENTIONED, wanted):
            told[local][text, type_] = told[local].get((text, type_), 0) + 1
        stored: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        for row in connection.execute(_LOCAL_NAMES, wanted).mappings():
            stored[row["local"]][row["name"], row["type"]] = row["count"]
        for local in page:
            if told.get(local, {}) != stored.get(local, {}):
                yield Difference("local_names", local, "its names are not counted as the open version mentions them")


def membership_differences(connection: Connection, identity: Identity) -> Iterator[tuple[str, str | None, str | None]]:
    """(document's entity, the entity that it leads to, the one that it should lead to)."""
    for page in _pages(connection, _LOCALS):
        wanted = {"ids": listed(page)}
        told = {row.id: identity.place(row.key_entity, row.document) for row in connection.execute(_KEYS, wanted)}
        stored = {row.local: row.entity for row in connection.execute(_MEMBERS, wanted)}
        yield from ((local, stored.get(local), told.get(local)) for local in page if stored.get(local) != told.get(local))


def support_differences(connection: Connection, ontology: Ontology) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(claim, what is wrong with its rows, the rows that it should have)."""
    for page in _pages(connection, _CLAIMS):
        wanted = {"ids": listed(page)}
        told: dict[str, list[dict[str, Any]]] = defaultdict(list)
        supports = {support.claim: support for support in projection.supports(connection, page)}
        statement = {claim: projection.identify(support, ontology) for claim, support in supports.items()}
        for claim, support in supports.items():
            told[claim].append(projection.support_row(statement[claim], support, support.opened, support.closed))
        for claim, opened, closed in connection.execute(_PERIODS, wanted):
            if claim in supports:
                told[claim].append(projection.support_row(statement[claim], supports[claim], opened, closed))
        stored: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in connection.execute(_SUPPORT, wanted).mappings():
            stored[row["claim"]].append(dict(row))
        for claim in page:
            if _ordered(told[claim]) != _ordered(stored[claim]):
                what = "belongs to no statement" if not stored[claim] else "is led to a statement or a period that isn't its own"
                yield claim, what, told[claim]


def statement_differences(connection: Connection, ontology: Ontology) -> Iterator[Difference]:
    """Statements and roles that aren't what their claims make of them."""
    for page in _pages(connection, _STATEMENTS):
        rows, roles = projection.stored(connection, page), projection.stored_roles(connection, page)
        sources, told = projection.stored_sources(connection, page), projection.supporting(connection, page)
        for statement in page:
            row, expected, rests_on = projection.rows_of(statement, told[statement], ontology) if told.get(statement) else (None, {}, {})
            if row != rows.get(statement):
                yield Difference("statements", statement, _differing(row, rows.get(statement)))
            if expected != roles.get(statement, {}):
                yield Difference("statement_roles", statement, "its roles are not those of its claims")
            if rests_on != sources.get(statement, {}):
                yield Difference("statement_sources", statement, "its sources are not those of its claims")


def entity_differences(connection: Connection) -> Iterator[Difference]:
    """Entities, names and types that aren't what documents' entities make of them."""
    for page in _pages(connection, _ENTITIES):
        stored, told = entities.stored(connection, page), entities.counted(connection, page)
        names, types = _names_and_types(connection, page)
        for entity in page:
            tally = told.get(entity)
            row = tally.row(entity) if tally else None
            old = stored[entity][1] if entity in stored else None
            if row != old:
                yield Difference("entities", entity, _differing(row, old))
            if (tally.folded() if tally else {}) != names.get(entity, {}):
                yield Difference("entity_names", entity, "its names are not those that its documents use")
            if (tally.type_rows().keys() if tally else set()) != types.get(entity, set()):
                yield Difference("entity_types", entity, "its types are not those that its documents use")


def _names_and_types(connection: Connection, ids: Sequence[str]) -> tuple[dict[str, dict[str, str]], dict[str, set[str]]]:
    names: dict[str, dict[str, str]] = defaultdict(dict)
    types: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(_NAMES, {"ids": listed(ids)}).mappings():
        names[row["entity"]][row["name"]] = row["folded"]
    for row in connection.execute(_TYPES, {"ids": listed(ids)}).mappings():
        types[row["entity"]].add(row["type"])
    return names, types


def _differing(told: Mapping[str, Any] | None, stored: Mapping[str, Any] | None) -> str:
    if told is None:
        return "nothing in the record leads to it"
    if stored is None:
        return "it is missing"
    return "; ".join(f"{name} is {stored[name]!r}, should be {told[name]!r}" for name in told if told[name] != stored[name])


def _ordered(rows: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return sorted(tuple(str(row[name]) for name in sorted(row)) for row in rows)


def rebuild(database: Database, ontology: Ontology, *, now: datetime) -> int:
    """Make everything that follows from the record anew; the number of statements and entities that were not right.

    Takes a change number, so that views follow, where anything was not right.
    """
    with database.write() as connection:
        changed_statements, changed_entities = _rebuild(connection, ontology)
        if changed_statements or changed_entities:
            change = take_number(connection, now, "rebuild", None)
            touch(connection, change, "statement", changed_statements)
            touch(connection, change, "entity", changed_entities)
        return len(changed_statements) + len(changed_entities)


def _rebuild(connection: Connection, ontology: Ontology) -> tuple[set[str], set[str]]:
    identity = who_is_who(connection)
    if next(copy_differences(connection), None) is not None:
        make_copies_anew(connection)
    judging.keep_identity(connection, stored_identity(connection), identity)
    for page in chunks(local_name_differences(connection), PAGE):
        _count_names(connection, [difference.id for difference in page])
    for moved in chunks(membership_differences(connection, identity), PAGE):
        _replace(connection, memberships, memberships.c.local, [local for local, _, _ in moved],
                 [{"local": local, "entity": new} for local, _, new in moved if new is not None])
    connection.execute(_DROP_STRAY)
    for supports in chunks(support_differences(connection, ontology), PAGE):
        _replace_supports(connection, supports)
    changed_statements: set[str] = set()
    for differing in chunks(statement_differences(connection, ontology), PAGE):
        ids = sorted({difference.id for difference in differing})
        _replace(connection, statement_roles, statement_roles.c.statement, ids, [])
        _replace(connection, statement_sources, statement_sources.c.statement, ids, [])
        projection.refresh(connection, ids, ontology, {})
        changed_statements |= set(ids)
    changed_entities: set[str] = set()
    for wrong in chunks(entity_differences(connection), PAGE):
        ids = sorted({difference.id for difference in wrong})
        connection.execute(delete(name_keys))  # no name is sought by what is wrong; all are told below
        for column in (entity_names.c.entity, entity_types.c.entity, entity_rows.c.id):
            _replace(connection, column.table, column, ids, [])
        entities.keep(connection, {}, ids)
        changed_entities |= set(ids)
    badly_found = set() if changed_entities else {entity for _, entity, _ in search.differences(connection)}
    if changed_entities or badly_found:
        search.make_anew(connection)
    return changed_statements, changed_entities | badly_found


def _count_names(connection: Connection, locals__: Sequence[str]) -> None:
    told: dict[tuple[str, str, str], int] = defaultdict(int)
    for local, text, type_ in connection.execute(_MENTIONED, {"ids": listed(locals__)}):
        told[local, text, type_] += 1
    _replace(connection, local_names, local_names.c.local, locals__,
             [{"local": local, "name": text, "type": type_, "count": count} for (local, text, type_), count in told.items()])


def _replace_supports(connection: Connection, told: Sequence[tuple[str, str, list[dict[str, Any]]]]) -> None:
    ids = [claim for claim, _, _ in told]
    connection.execute(_DROP_SUPPORT, {"ids": listed(ids)})
    if rows := [row for _, _, rows in told for row in rows]:
        connection.execute(insert(statement_claims), rows)


def _replace(connection: Connection, table: Table, column: Any, ids: Sequence[str], rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(table).where(within(column)), {"ids": listed(ids)})
    if rows:
        connection.execute(insert(table), rows)
