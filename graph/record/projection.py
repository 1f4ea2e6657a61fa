"""Claims and judgements → statements, in the same transaction; rebuildable.

A statement's row follows from its claims alone (`graph.record.grouping`), an entity's from its documents' entities
(`graph.record.entities`), and a rebuild gives the same rows. What a change touches is made anew, save a live statement to which
documents add claims (`graph.record.growing`): its row and theirs are enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from graph.ontology.model import Ontology
from graph.record import grouping, growing
from graph.record.bulk import run
from graph.record.entities import Tally
from graph.record.grouping import Filling, Source, Support, identify
from graph.record.listed import chunks, listed, within
from graph.record.tables import (
    claim_roles,
    claims,
    copies,
    memberships,
    statement_claims,
    statement_roles,
    statement_sources,
    statements,
    versions,
)

RoleRows = dict[tuple[str, str], dict[str, Any]]
Sources = Mapping[str, Source]
__all__ = ["RoleRows", "Sources", "Support", "identify", "refresh", "rows_of", "statement_of", "statements_of", "stored", "stored_roles",
           "stored_sources", "support_of", "support_row", "supporting", "supports"]

_SUBJECT, _OBJECT = memberships.alias("subject_member"), memberships.alias("object_member")
_CLAIM_COLUMNS = (
    claims.c.id, claims.c.document, _SUBJECT.c.entity.label("subject"), claims.c.predicate, _OBJECT.c.entity.label("object"),
    claims.c.object_value, claims.c.object_datatype, claims.c.object_key, claims.c.polarity, claims.c.modality, claims.c.valid_from,
    claims.c.valid_to, claims.c.confidence, claims.c.quote, versions.c.published_on, versions.c.published_earliest,
    versions.c.published_latest, claims.c.opened, claims.c.closed, claims.c.origin, copies.c.cluster,
)


def _joined(query: Select[Any]) -> Select[Any]:
    return (query.join(_SUBJECT, _SUBJECT.c.local == claims.c.subject)
            .outerjoin(_OBJECT, _OBJECT.c.local == claims.c.object).outerjoin(versions, versions.c.id == claims.c.version)
            .outerjoin(copies, copies.c.document == claims.c.document))


_CLAIMS = _joined(select(*_CLAIM_COLUMNS, claims.c.id.label("statement")).select_from(claims)).where(within(claims.c.id))
_SUPPORTING = select(statement_claims.c.statement, statement_claims.c.claim).where(within(statement_claims.c.statement)).distinct()
_OF_CLAIMS = (select(statement_claims.c.statement, statement_claims.c.claim).select_from(claims)
              .join(statement_claims, (statement_claims.c.document == func.coalesce(claims.c.document, ""))
                    & (statement_claims.c.claim == claims.c.id)).where(within(claims.c.id)).distinct())
_OF_DOCUMENTS = select(statement_claims.c.statement).where(within(statement_claims.c.document)).distinct()
_ROLES = (select(claim_roles.c.claim, claim_roles.c.role, memberships.c.entity, claim_roles.c.value, claim_roles.c.datatype,
                 claim_roles.c.key)
          .outerjoin(memberships, memberships.c.local == claim_roles.c.local).where(within(claim_roles.c.claim)))
_OLD = select(statements).where(within(statements.c.id))
_OLD_ROLES = select(statement_roles).where(within(statement_roles.c.statement))
_OLD_SOURCES = select(statement_sources).where(within(statement_sources.c.statement))
_ADD, _ADD_ROLE, _ADD_SOURCE = insert(statements), insert(statement_roles), insert(statement_sources)
_SET = update(statements).where(statements.c.id == bindparam("id_")).values(
    {column.name: bindparam(column.name) for column in statements.c if column.name != "id"})
_INDEXED = ("subject", "predicate", "object", "object_key", "from_earliest", "to_latest")
_SET_REST = update(statements).where(statements.c.id == bindparam("id_")).values(  # leaves the indexes alone
    {column.name: bindparam(column.name) for column in statements.c if column.name not in ("id", *_INDEXED)})
_DROP = delete(statements).where(statements.c.id == bindparam("id_"))
_DROP_ROLE = delete(statement_roles).where(statement_roles.c.statement == bindparam("statement_"),
                                           statement_roles.c.role == bindparam("role_"), statement_roles.c.key == bindparam("key_"))
_DROP_SOURCE = delete(statement_sources).where(statement_sources.c.statement == bindparam("statement_"),
                                               statement_sources.c.source == bindparam("source_"))


def supports(connection: Connection, claim_ids: Iterable[str]) -> Iterator[Support]:
    """Claims as statements see them, by today's memberships."""
    for chunk in chunks(claim_ids):
        wanted = {"ids": listed(chunk)}
        roles: dict[str, list[tuple[str, Filling]]] = defaultdict(list)
        for claim, role, entity, value, datatype, key in connection.execute(_ROLES, wanted):
            roles[claim].append((role, Filling(entity, value, datatype, entity or key or "")))
        for row in connection.execute(_CLAIMS, wanted):
            yield _support(row, tuple(sorted(roles.get(row.id, ()))))


def _support(row: Row[Any], roles: tuple[tuple[str, Filling], ...]) -> Support:
    object_ = Filling(row.object, row.object_value, row.object_datatype, row.object or row.object_key or "")
    return Support(row.id, row.document, row.subject, row.predicate, object_, roles, row.polarity, row.modality, row.valid_from,
                   row.valid_to, row.confidence, row.quote, row.published_on, row.published_earliest, row.published_latest,
                   row.opened, row.closed, row.origin, row.cluster)


def support_of(row: Mapping[str, Any], roles: Iterable[Mapping[str, Any]], members: Mapping[str, str],
               published: tuple[str | None, str | None, str | None], cluster: str | None = None) -> Support:
    """A claim that is about to be written as statements will see it; `members` leads from local to entity."""

    def filling(local: str | None, value: str | None, datatype: str | None, key: str | None) -> Filling:
        entity = members[local] if local is not None else None
        return Filling(entity, value, datatype, entity or key or "")

    return Support(
        row["id"], row["document"], members[row["subject"]], row["predicate"],
        filling(row["object"], row["object_value"], row["object_datatype"], row["object_key"]),
        tuple(sorted((role["role"], filling(role["local"], role["value"], role["datatype"], role["key"])) for role in roles)),
        row["polarity"], row["modality"], row["valid_from"], row["valid_to"], row["confidence"], row["quote"], *published,
        row["opened"], row["closed"], row["origin"], cluster)


def support_row(statement: str, support: Support, opened: int, closed: int | None) -> dict[str, Any]:
    """A row of statement_claims: one period in which a claim of the statement holds."""
    return {"statement": statement, "claim": support.claim, "opened": opened, "closed": closed, "document": support.document or "",
            "published_earliest": support.published_earliest, "published_latest": support.published_latest}


def statement_of(connection: Connection, claim_ids: Iterable[str]) -> dict[str, str]:
    """The statement of each claim, as the projection has it."""
    found: dict[str, str] = {}
    for chunk in chunks(claim_ids):
        for statement, claim in connection.execute(_OF_CLAIMS, {"ids": listed(chunk)}):
            found[claim] = statement
    return found


def statements_of(connection: Connection, document_ids: Iterable[str]) -> set[str]:
    """The statements of all claims of documents, open or closed."""
    return {statement for chunk in chunks(document_ids)
            for statement in connection.execute(_OF_DOCUMENTS, {"ids": listed(chunk)}).scalars()}


def rows_of(statement: str, told: Sequence[Support], ontology: Ontology) -> tuple[dict[str, Any], RoleRows, Sources]:
    """The row of a statement, those of its roles, and the sources that are kept, from all its claims."""
    held = grouping.holding(told)
    subject, object_ = grouping.spelled(held, ontology)
    found = grouping.sources(held)
    total = sum(grouping.doubt(source.confidence) for source in found.values())
    first = held[0]
    row = {
        "id": statement, "subject": subject, "predicate": first.predicate, "object": object_.entity, "object_value": object_.value,
        "object_datatype": object_.datatype, "object_key": object_.key, "polarity": first.polarity, "modality": first.modality,
        **grouping.validity(held, ontology).columns(), "confidence": grouping.trust(total), "sources": len(found), "doubt": total,
        "live": int(any(support.closed is None for support in told)),
    }
    return row, _role_rows(statement, first.predicate, grouping.roles(held), ontology), grouping.kept(found, held)


def _role_rows(statement: str, predicate: str, filled: Mapping[tuple[str, str], Filling], ontology: Ontology) -> RoleRows:
    relation = ontology.relations.get(predicate)
    identifying = relation.identifying if relation else ()
    return {(role, key): {"statement": statement, "role": role, "key": key, "entity": filling.entity, "value": filling.value,
                          "datatype": filling.datatype, "identifying": int(role in identifying)}
            for (role, key), filling in filled.items()}


def stored(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows of statements that the table holds."""
    return {row["id"]: dict(row) for row in connection.execute(_OLD, {"ids": listed(ids)}).mappings()}


def stored_roles(connection: Connection, ids: Sequence[str]) -> dict[str, RoleRows]:
    """The rows of statements' roles that the table holds."""
    roles: dict[str, RoleRows] = defaultdict(dict)
    if ids:
        for role in connection.execute(_OLD_ROLES, {"ids": listed(ids)}).mappings():
            roles[role["statement"]][role["role"], role["key"]] = dict(role)
    return roles


def stored_sources(connection: Connection, ids: Sequence[str]) -> Mapping[str, Sources]:
    """The sources of statements that the table holds."""
    found: dict[str, dict[str, Source]] = defaultdict(dict)
    if ids:
        for statement, source, confidence, units in connection.execute(_OLD_SOURCES, {"ids": listed(ids)}):
            found[statement][source] = Source(confidence, units)
    return found


def supporting(connection: Connection, statement_ids: Sequence[str]) -> dict[str, list[Support]]:
    """All claims of statements, as the projection has them."""
    of: dict[str, str] = {claim: statement for statement, claim in connection.execute(_SUPPORTING, {"ids": listed(statement_ids)})}
    found: dict[str, list[Support]] = defaultdict(list)
    for support in supports(connection, sorted(of)):
        found[of[support.claim]].append(support)
    return found


def refresh(connection: Connection, statement_ids: Iterable[str], ontology: Ontology, tallies: dict[str, Tally], *,
            fresh: Mapping[str, Sequence[Support]] | None = None, grown: Set[str] = frozenset()) -> set[str]:
    """Bring statements to what their claims make of them.

    `fresh` holds all claims of those that are new; of `grown`, to which documents that are new to the record add claims and
    nothing else happens, it holds these. Adds to `tallies` by how much the entities' statements change. Answers with the
    statements whose rows changed.
    """
    touched: set[str] = set()
    for chunk in chunks(sorted(statement_ids)):
        touched |= _Refresh(connection, ontology, tallies).run(chunk, fresh or {}, grown)
    return touched


class _Refresh:
    """The changes of one chunk of statements, gathered, then written."""

    def __init__(self, connection: Connection, ontology: Ontology, tallies: dict[str, Tally]) -> None:
        self.connection = connection
        self.ontology = ontology
        self.tallies = tallies
        self.touched: set[str] = set()
        self.new: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.changed_in_place: list[dict[str, Any]] = []
        self.gone: list[dict[str, Any]] = []
        self.roles_new: list[dict[str, Any]] = []
        self.roles_gone: list[dict[str, Any]] = []
        self.sources_new: list[dict[str, Any]] = []
        self.sources_gone: list[dict[str, Any]] = []

    def run(self, ids: Sequence[str], fresh: Mapping[str, Sequence[Support]], grown: Set[str]) -> set[str]:
        old = stored(self.connection, ids)
        told = growing.grow(self.connection, {id_: old[id_] for id_ in ids if id_ in grown and id_ in old}, fresh, self.ontology)
        for statement, one in told.items():
            self._grow(statement, old[statement], one)
        again = [id_ for id_ in ids if id_ not in told]
        known = [id_ for id_ in again if id_ in old or id_ not in fresh]
        claims_of: dict[str, Sequence[Support]] = {**fresh, **(supporting(self.connection, known) if known else {})}
        roles, sources = stored_roles(self.connection, known), stored_sources(self.connection, known)
        for statement in again:
            self._remake(statement, old.get(statement), roles.get(statement, {}), sources.get(statement, {}), claims_of.get(statement, ()))
        for query, rows in ((_ADD, self.new), (_SET, self.changed), (_SET_REST, self.changed_in_place), (_DROP, self.gone),
                            (_DROP_ROLE, self.roles_gone), (_ADD_ROLE, self.roles_new), (_DROP_SOURCE, self.sources_gone),
                            (_ADD_SOURCE, self.sources_new)):
            run(self.connection, query, rows)
        return self.touched

    def _grow(self, statement: str, before: Mapping[str, Any], after: growing.Grown) -> None:
        self.touched.add(statement)
        self._change(before, after.row)
        self.roles_gone += [{"statement_": statement, "role_": role, "key_": key} for role, key in after.known_roles]
        self.roles_new += _role_rows(statement, before["predicate"], after.roles, self.ontology).values()
        self._sources(statement, after.known_sources, after.sources)
        for entity in after.entities:
            self._count(entity, 1)

    def _remake(self, statement: str, before: Mapping[str, Any] | None, roles_before: RoleRows, sources_before: Sources,
                told: Sequence[Support]) -> None:
        row, roles, sources = rows_of(statement, told, self.ontology) if told else (None, {}, {})
        if row is None and before is not None:
            self.gone.append({"id_": statement})
        elif row is not None and before is None:
            self.new.append(row)
        elif row is not None and before is not None and row != before:
            self._change(before, row)
        if sources != sources_before:
            self._sources(statement, sources_before, sources)
        if row == before and roles == roles_before:
            return
        self.touched.add(statement)
        differing = [key for key in {**roles, **roles_before} if roles.get(key) != roles_before.get(key)]
        self.roles_gone += [{"statement_": statement, "role_": role, "key_": key} for role, key in differing if (role, key) in roles_before]
        self.roles_new += [roles[key] for key in differing if key in roles]
        for entity in _places(before, roles_before):
            self._count(entity, -1)
        for entity in _places(row, roles):
            self._count(entity, 1)

    def _change(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        same = all(before[name] == after[name] for name in _INDEXED)
        (self.changed_in_place if same else self.changed).append({**after, "id_": after["id"]})

    def _sources(self, statement: str, gone: Iterable[str], new: Mapping[str, Source]) -> None:
        self.sources_gone += [{"statement_": statement, "source_": source} for source in gone]
        self.sources_new += [{"statement": statement, "source": source, "confidence": told.confidence, "units": told.units}
                             for source, told in new.items()]

    def _count(self, entity: str, number: int) -> None:
        self.tallies.setdefault(entity, Tally()).statements += number


def _places(row: Mapping[str, Any] | None, roles: Mapping[tuple[str, str], Mapping[str, Any]]) -> set[str]:
    """The entities in any place of a live statement."""
    if not row or not row["live"]:
        return set()
    found = {row["subject"], row["object"], *(role["entity"] for role in roles.values())}
    found.discard(None)
    return found
