"""What the same rows cost by SQL written by hand through `sqlite3`: the peer of the record's own reading."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from typing import Any

Pairs = set[tuple[str, str]]

_OF_ENTITY = """
SELECT * FROM statements WHERE live = 1 AND id IN (
    SELECT id FROM statements WHERE subject = :e UNION SELECT id FROM statements WHERE object = :e
    UNION SELECT statement FROM statement_roles WHERE entity = :e)
ORDER BY id LIMIT :limit"""
_EVIDENCE = """
SELECT sc.statement, c.id, c.document, c.version, v.source, v.url, v.title, v.publisher, v.published_on, c.quote, c.start, c."end",
       c.confidence, c.origin, c.verifiable, c.spans
FROM statement_claims sc JOIN claims c ON c.id = sc.claim LEFT JOIN versions v ON v.id = c.version
WHERE sc.statement IN ({}) AND sc.closed IS NULL ORDER BY sc.published_earliest DESC"""
_ROLES = "SELECT * FROM statement_roles WHERE statement IN ({})"
_TEXTS = "SELECT id, text FROM versions WHERE id IN ({})"
_CURRENT = """live = 1 AND polarity = 'positive' AND modality = 'asserted' AND (from_earliest IS NULL OR from_earliest <= :day)
    AND (to_latest IS NULL OR to_latest >= :day) AND NOT (ended = 1 AND to_latest IS NULL)"""
_SUBJECTS = f"""
SELECT DISTINCT e.id, e.name, e.type, e.sort_key FROM statements s INDEXED BY statements_object JOIN entities e ON e.id = s.subject
WHERE s.object = :object AND s.predicate = :predicate AND {_CURRENT} ORDER BY e.sort_key, e.id LIMIT :limit"""
_OF_SUBJECTS = f"""
SELECT * FROM statements INDEXED BY statements_object
WHERE object = :object AND predicate = :predicate AND {_CURRENT} AND subject IN ({{}})"""
_NAMES = "SELECT id, name, type FROM entities WHERE id IN ({})"


def statements_of(connection: sqlite3.Connection, entity: str, limit: int) -> Pairs:
    """One entity's statements with roles and evidence; (statement, claim) of each row."""
    found = connection.execute(_OF_ENTITY, {"e": entity, "limit": limit}).fetchall()
    return _proved(connection, [row[0] for row in found])


def rows_of(connection: sqlite3.Connection, predicate: str, object_: str, day: str, limit: int) -> Pairs:
    """The subjects of a relation with its object fixed, by name, with the statements behind each, their roles and evidence."""
    wanted = {"object": object_, "predicate": predicate, "day": day, "limit": limit + 1}
    subjects = connection.execute(_SUBJECTS, wanted).fetchall()[:limit]
    marks = {f"s{number}": row[0] for number, row in enumerate(subjects)}
    text = _OF_SUBJECTS.format(", ".join(f":{mark}" for mark in marks))
    found = connection.execute(text, {**wanted, **marks}).fetchall()
    roles = _within(connection, _ROLES, [row[0] for row in found])
    _within(connection, _NAMES, sorted({row[3] for row in roles if row[3]}))
    return _proved(connection, [row[0] for row in found], roles=False)


def entities_with(connection: sqlite3.Connection, low: int, high: int) -> list[str]:
    """Entities by how many statements they have."""
    text = "SELECT id FROM entities WHERE statements BETWEEN ? AND ? ORDER BY id LIMIT 100000"
    return [id_ for id_, in connection.execute(text, (low, high))]


def objects_with(connection: sqlite3.Connection, predicate: str, low: int, high: int) -> list[str]:
    """Objects of a relation by how many statements of it they have."""
    text = ("SELECT object FROM statements WHERE predicate = ? AND object IS NOT NULL GROUP BY object HAVING COUNT(*) BETWEEN ? AND ? "
            "ORDER BY object")
    return [id_ for id_, in connection.execute(text, (predicate, low, high))]


def copied(source: Path, target: Path) -> tuple[float, int]:
    """Seconds that SQLite takes to insert all rows of a record into an empty one of the same schema, and its bytes."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("ATTACH ? AS old", (str(source),))
    schema = connection.execute("SELECT type, name, sql FROM old.sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'index'").fetchall()
    for _, _, sql in schema:
        connection.execute(sql)
    begun = time.perf_counter()
    connection.execute("BEGIN")
    for type_, name, _ in schema:
        if type_ == "table":
            connection.execute(f'INSERT INTO main."{name}" SELECT * FROM old."{name}"')
    connection.execute("COMMIT")
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds, target.stat().st_size


def _proved(connection: sqlite3.Connection, statements: list[str], *, roles: bool = True) -> Pairs:
    if roles:
        _within(connection, _ROLES, statements)
    claims = _within(connection, _EVIDENCE, statements)
    far = {row[3] for row in claims for _, start, end in json.loads(row[15]) if start < row[10] or end > row[11]}
    _within(connection, _TEXTS, sorted(far))
    return {(row[0], row[1]) for row in claims}


def _within(connection: sqlite3.Connection, text: str, values: list[str]) -> list[tuple[Any, ...]]:
    return connection.execute(text.format(", ".join("?" * len(values))), values).fetchall() if values else []
