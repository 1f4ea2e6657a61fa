"""Rows of a document side by side: ids of documents' entities that begin alike, fewer tables and indexes in order of hashes.

Spans stand with their claim, counts of names and types with their entity; what a statement rests on is kept where it is more
than one document's word (docs/decisions/0011).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
_PAGE = 10_000
_ASSERTED = """SELECT DISTINCT l.id, c.origin FROM locals l JOIN claims c ON c.subject = l.id WHERE l.document IS NULL
UNION SELECT l.id, c.origin FROM locals l JOIN claims c ON c.object = l.id WHERE l.document IS NULL
UNION SELECT l.id, c.origin FROM locals l JOIN claim_roles r ON r.local = l.id JOIN claims c ON c.id = r.claim WHERE l.document IS NULL"""
_POINTING = (("local_names", "local"), ("mentions", "local"), ("memberships", "local"), ("claims", "subject"), ("claims", "object"),
             ("claim_roles", "local"))
_OF_ONE_DOCUMENT = """DELETE FROM statement_sources WHERE statement IN (
SELECT statement FROM (SELECT s.statement, c.closed, COALESCE(c.document, ' ' || c.origin) AS owner
    FROM statement_claims s JOIN claims c ON c.id = s.claim) told
GROUP BY statement HAVING CASE WHEN COUNT(CASE WHEN closed IS NULL THEN 1 END) > 0
    THEN COUNT(DISTINCT CASE WHEN closed IS NULL THEN owner END) ELSE COUNT(DISTINCT owner) END = 1)"""
_MENTIONS = {
    "sqlite": "(SELECT k.value FROM json_each(e.names) j JOIN json_each(j.value) k ON k.key = 0 WHERE j.key = n.name)",
    "postgresql": "(SELECT CAST(j.value ->> 0 AS INTEGER) FROM json_each(CAST(e.names AS json)) j WHERE j.key = n.name)",
}


def upgrade() -> None:
    connection = op.get_bind()
    op.drop_index("locals_key_entity", "locals")
    _name_locals(connection)
    op.add_column("claims", sa.Column("spans", TEXT, nullable=True))
    _spans(connection)
    op.drop_table("claim_spans")
    op.add_column("entities", sa.Column("types", TEXT, nullable=False, server_default="{}"))
    op.add_column("entities", sa.Column("names", TEXT, nullable=False, server_default="{}"))
    _counts(connection)
    op.execute("DROP VIEW pub_names")
    for table, column in (("entity_types", "votes"), ("entity_names", "count"), ("entity_names", "votes")):
        op.drop_column(table, column)
    op.execute(f"""CREATE VIEW pub_names (entity, name, folded, mentions) AS
SELECT n.entity, n.name, n.folded, {_MENTIONS[connection.dialect.name]}
FROM entity_names n JOIN entities e ON e.id = n.entity WHERE e.locals > 0""")  # noqa: S608 - one of the two texts above
    op.drop_index("statement_claims_claim", "statement_claims")
    op.execute("UPDATE statement_claims SET document = '' WHERE document IS NULL")
    op.create_index("statement_claims_document", "statement_claims", ["document", "claim"])
    op.execute(_OF_ONE_DOCUMENT)
    for table, index, columns, condition in (
            ("statement_roles", "entity", ["entity", "role"], "entity IS NOT NULL"),
            ("statement_roles", "key", ["role", "key"], "entity IS NULL"), ("claim_roles", "local", ["local"], "local IS NOT NULL")):
        op.drop_index(f"{table}_{index}", table)
        op.create_index(f"{table}_{index}", table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _name_locals(connection: sa.Connection) -> None:
    """The hash of whose it is, then the first half of what the id was."""
    op.execute("CREATE TEMPORARY TABLE renamed (old TEXT PRIMARY KEY, new TEXT)")
    add = sa.text("INSERT INTO renamed VALUES (:old, :new)")
    owned = connection.execute(sa.text("SELECT id, document FROM locals WHERE document IS NOT NULL ORDER BY document"))
    asserted = ((id_, f"\0{origin}") for id_, origin in connection.execute(sa.text(_ASSERTED)).all())
    for told in (owned.yield_per(_PAGE), asserted):
        for page in _pages(told):
            connection.execute(add, [{"old": id_, "new": f"l{_hash(owner)}{id_[1:13]}"} for id_, owner in page])
    op.create_index("mentions_local", "mentions", ["local"])  # for the foreign key, as long as this takes
    op.execute("""INSERT INTO locals (id, document, name, type, key_entity, opened, closed)
        SELECT r.new, l.document, l.name, l.type, l.key_entity, l.opened, l.closed FROM locals l JOIN renamed r ON r.old = l.id
        ORDER BY l.document, r.new""")
    for table, column in _POINTING:
        op.execute(f"UPDATE {table} SET {column} = (SELECT new FROM renamed WHERE old = {column}) "  # noqa: S608 - names of columns
                   f"WHERE {column} IN (SELECT old FROM renamed)")
    op.execute("DELETE FROM locals WHERE id IN (SELECT old FROM renamed)")
    op.drop_index("mentions_local", "mentions")
    op.execute("DROP TABLE renamed")


def _spans(connection: sa.Connection) -> None:
    op.execute("UPDATE claims SET spans = '[]' WHERE start IS NOT NULL")
    told = connection.execute(sa.text('SELECT claim, role, start, "end" FROM claim_spans ORDER BY claim, role, start, "end"'))
    _packed(connection, "UPDATE claims SET spans = :told WHERE id = :id",
            ((claim, [row[1:] for row in rows]) for claim, rows in groupby(map(tuple, told), itemgetter(0))))


def _counts(connection: sa.Connection) -> None:
    told = connection.execute(sa.text("SELECT entity, type, votes FROM entity_types ORDER BY entity, type"))
    _packed(connection, "UPDATE entities SET types = :told WHERE id = :id",
            ((entity, {type_: votes for _, type_, votes in rows}) for entity, rows in groupby(map(tuple, told), itemgetter(0))))
    told = connection.execute(sa.text('SELECT entity, name, "count", votes FROM entity_names ORDER BY entity, name'))
    _packed(connection, "UPDATE entities SET names = :told WHERE id = :id",
            ((entity, {name: (count, votes) for _, name, count, votes in rows})
             for entity, rows in groupby(map(tuple, told), itemgetter(0))))


def _packed(connection: sa.Connection, text: str, told: Iterable[tuple[str, Any]]) -> None:
    """Write values by id, as JSON."""
    for page in _pages(told):
        connection.execute(sa.text(text), [
            {"id": id_, "told": orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()} for id_, value in page])


def _pages(rows: Iterable[Any]) -> Iterator[list[Any]]:
    page: list[Any] = []
    for row in rows:
        page.append(row)
        if len(page) == _PAGE:
            yield page
            page = []
    if page:
        yield page


def _hash(owner: str) -> str:
    return hashlib.sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()[:12]
