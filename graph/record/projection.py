"""Claims and judgements → statements, in the same transaction; rebuildable.

A statement's row follows from its claims alone (`graph.record.grouping`), an entity's from its documents' entities
(`graph.record.entities`): what a change touches is made anew, and a rebuild gives the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, update

from graph.ontology.model import Ontology
from graph.record import grouping
from graph.record.bulk import run
from graph.record.entities import Tally
from graph.record.grouping import Filling, Support, identify
from graph.record.listed import chunks, listed, within
from graph.record.tables import claim_roles, claims, memberships, statement_claims, statement_roles, statements, versions

RoleRows = dict[tuple[str, str], dict[str, Any]]
__all__ = ["RoleRows", "Support", "identify", "refresh", "rows_of", "statement_of", "stored", "support_of", "support_row",
           "supporting", "supports"]

_SUBJECT, _OBJECT = memberships.alias("subject_member"), memberships.alias("object_member")
_CLAIM_COLUMNS = (
    claims.c.id, claims.c.document, _SUBJECT.c.entity.label("subject"), claims.c.predicate, _OBJECT.c.entity.label("object"),
    claims.c.object_value, claims.c.object_datatype, claims.c.object_key, claims.c.polarity, claims.c.modality, claims.c.valid_from,
    claims.c.valid_to, claims.c.confidence, claims.c.quote, versions.c.published_on, versions.c.published_earliest,
    versions.c.published_latest, claims.c.opened, claims.c.closed, claims.c.origin,
)


def _joined(query: Select[Any]) -> Select[Any]:
    return (query.join(_SUBJECT, _SUBJECT.c.local == claims.c.subject)
            .outerjoin(_OBJECT, _OBJECT.c.local == claims.c.object).outerjoin(versions, versions.c.id == claims.c.version))


_CLAIMS = _joined(select(*_CLAIM_COLUMNS, claims.c.id.label("statement")).select_from(claims)).where(within(claims.c.id))
_SUPPORTING = select(statement_claims.c.statement, statement_claims.c.claim).where(within(statement_claims.c.statement)).distinct()
_OF_CLAIMS = select(statement_claims.c.statement, statement_claims.c.claim).where(within(statement_claims.c.claim)).distinct()
_ROLES = (select(claim_roles.c.claim, claim_roles.c.role, memberships.c.entity, claim_roles.c.value, claim_roles.c.datatype,
                 claim_roles.c.key)
          .outerjoin(memberships, memberships.c.local == claim_roles.c.local).where(within(claim_roles.c.claim)))
_OLD = select(statements).where(within(statements.c.id))
_OLD_ROLES = select(statement_roles).where(within(statement_roles.c.statement))
_ADD, _ADD_ROLE = insert(statements), insert(statement_roles)
_SET = update(statements).where(statements.c.id == bindparam("id_")).values(
    {column.name: bindparam(column.name) for column in statements.c if column.name != "id"})
_DROP = delete(statements).where(statements.c.id == bindparam("id_"))
_DROP_ROLE = delete(statement_roles).where(statement_roles.c.statement == bindparam("statement_"),
                                           statement_roles.c.role == bindparam("role_"), statement_roles.c.key == bindparam("key_"))


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
                   row.opened, row.closed, row.origin)


def support_of(row: Mapping[str, Any], roles: Iterable[Mapping[str, Any]], members: Mapping[str, str],
               published: tuple[str | None, str | None, str | None]) -> Support:
    """A claim that is about to be written as statements will see it; `members` leads from local to entity."""

    def filling(local: str | None, value: str | None, datatype: str | None, key: str | None) -> Filling:
        entity = members[local] if local is not None else None
        return Filling(entity, value, datatype, entity or key or "")

    return Support(
        row["id"], row["document"], members[row["subject"]], row["predicate"],
        filling(row["object"], row["object_value"], row["object_datatype"], row["object_key"]),
        tuple(sorted((role["role"], filling(role["local"], role["value"], role["datatype"], role["key"])) for role in roles)),
        row["polarity"], row["modality"], row["valid_from"], row["valid_to"], row["confidence"], row["quote"], *published,
        row["opened"], row["closed"], row["origin"])


def support_row(statement: str, support: Support, opened: int, closed: int | None) -> dict[str, Any]:
    """A row of statement_claims: one period in which a claim of the statement holds."""
    return {"statement": statement, "claim": support.claim, "opened": opened, "closed": closed, "document": support.document,
            "published_earliest": support.published_earliest, "published_latest": support.published_latest}


def statement_of(connection: Connection, claim_ids: Iterable[str]) -> dict[str, str]:
    """The statement of each claim, as the projection has it."""
    found: dict[str, str] = {}
    for chunk in chunks(claim_ids):
        for statement, claim in connection.execute(_OF_CLAIMS, {"ids": listed(chunk)}):
            found[claim] = statement
    return found


def rows_of(statement: str, told: Sequence[Support], ontology: Ontology) -> tuple[dict[str, Any], RoleRows]:
    """The row of a statement and those of its roles, from all its claims."""
    held = grouping.holding(told)
    subject, object_ = grouping.spelled(held, ontology)
    confidence, sources = grouping.trust(held)
    valid = grouping.validity(held, ontology)
    first = held[0]
    relation = ontology.relations.get(first.predicate)
    identifying = relation.identifying if relation else ()
    row = {
        "id": statement, "subject": subject, "predicate": first.predicate, "object": object_.entity, "object_value": object_.value,
        "object_datatype": object_.datatype, "object_key": object_.key, "polarity": first.polarity, "modality": first.modality,
        "valid_from": valid.valid_from, "valid_to": valid.valid_to, "from_earliest": valid.from_earliest, "to_latest": valid.to_latest,
        "ended": int(valid.ended), "confidence": confidence, "sources": sources,
        "live": int(any(support.closed is None for support in told)),
    }
    roles = {(role, key): {"statement": statement, "role": role, "key": key, "entity": filling.entity, "value": filling.value,
                           "datatype": filling.datatype, "identifying": int(role in identifying)}
             for (role, key), filling in grouping.roles(held).items()}
    return row, roles


def refresh(connection: Connection, statement_ids: Iterable[str], ontology: Ontology, tallies: dict[str, Tally], *,
            fresh: Mapping[str, Sequence[Support]] | None = None) -> set[str]:
    """Make statements anew from their claims; `fresh` holds all claims of those that are new.

    Adds to `tallies` by how much the entities' statements change. Answers with the statements whose rows changed.
    """
    touched: set[str] = set()
    for chunk in chunks(sorted(statement_ids)):
        touched |= _refresh(connection, chunk, ontology, tallies, fresh or {})
    return touched


def stored(connection: Connection, ids: Sequence[str]) -> tuple[dict[str, dict[str, Any]], dict[str, RoleRows]]:
    """The rows of statements and of their roles that the tables hold."""
    wanted = {"ids": listed(ids)}
    rows = {row["id"]: dict(row) for row in connection.execute(_OLD, wanted).mappings()}
    roles: dict[str, RoleRows] = defaultdict(dict)
    if rows:
        for role in connection.execute(_OLD_ROLES, wanted).mappings():
            roles[role["statement"]][role["role"], role["key"]] = dict(role)
    return rows, roles


def supporting(connection: Connection, statement_ids: Sequence[str]) -> dict[str, list[Support]]:
    """All claims of statements, as the projection has them."""
    of: dict[str, str] = {claim: statement for statement, claim in connection.execute(_SUPPORTING, {"ids": listed(statement_ids)})}
    found: dict[str, list[Support]] = defaultdict(list)
    for support in supports(connection, sorted(of)):
        found[of[support.claim]].append(support)
    return found


def _refresh(connection: Connection, ids: Sequence[str], ontology: Ontology, tallies: dict[str, Tally],
             fresh: Mapping[str, Sequence[Support]]) -> set[str]:
    old, old_roles = stored(connection, ids)
    unknown = [statement for statement in ids if statement in old or statement not in fresh]
    told: dict[str, Sequence[Support]] = {**fresh, **(supporting(connection, unknown) if unknown else {})}
    new, changed, gone, roles_new, roles_gone = [], [], [], [], []
    touched: set[str] = set()
    for statement in ids:
        before, roles_before = old.get(statement), old_roles.get(statement, {})
        if claims_of := told.get(statement):
            row, roles = rows_of(statement, claims_of, ontology)
        elif before is None:
            continue
        else:
            row, roles = None, {}
            gone.append({"id_": statement})
        if row and before is None:
            new.append(row)
        elif row and row != before:
            changed.append({**row, "id_": statement})
        if row == before and roles == roles_before:
            continue
        touched.add(statement)
        differing = [key for key in {**roles, **roles_before} if roles.get(key) != roles_before.get(key)]
        roles_gone += [{"statement_": statement, "role_": role, "key_": key} for role, key in differing if (role, key) in roles_before]
        roles_new += [roles[key] for key in differing if key in roles]
        for entity in _places(before, roles_before):
            tallies.setdefault(entity, Tally()).statements -= 1
        for entity in _places(row, roles):
            tallies.setdefault(entity, Tally()).statements += 1
    for query, rows in ((_ADD, new), (_SET, changed), (_DROP, gone), (_DROP_ROLE, roles_gone), (_ADD_ROLE, roles_new)):
        run(connection, query, rows)
    return touched


def _places(row: Mapping[str, Any] | None, roles: Mapping[tuple[str, str], Mapping[str, Any]]) -> set[str]:
    """The entities in any place of a live statement."""
    if not row or not row["live"]:
        return set()
    found = {row["subject"], row["object"], *(role["entity"] for role in roles.values())}
    found.discard(None)
    return found
