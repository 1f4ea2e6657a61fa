"""What is asked often costs what it touches: no statement scans a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from graph.identity.linking import entity_id
from graph.record import Reader, Record
from tests.graph.telling import NOW, STUDIO, offers, tell

_LISTS = ("SCAN json_each", "SCAN CONSTANT ROW", "SCAN (subquery", "SCAN anon", "SCAN asked")


def plans(record: Record, ask: Callable[[], object]) -> list[tuple[str, str]]:
    """(statement, line of its plan) for everything that runs while something is asked."""
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        asked.append((statement, parameters[0] if many else parameters))

    event.listen(record.database.engine, "before_cursor_execute", note)
    ask()
    event.remove(record.database.engine, "before_cursor_execute", note)
    found = []
    with record.database.read() as connection:
        for statement, parameters in asked:
            if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                found += [(statement, row[3]) for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)]
    return found


def scans(record: Record, ask: Callable[[], object]) -> list[tuple[str, str]]:
    told = plans(record, ask)
    assert told
    return [(statement, line) for statement, line in told if line.startswith("SCAN") and not line.startswith(_LISTS)
            and not line.endswith("CONSTANT ROWS")
            and "ORDER BY changes.number DESC" not in statement]  # that one stops at its first row


def _filled(record: Record) -> Record:
    writer = record.writer()
    for number in range(30):
        writer.write(tell(f"doc-{number}", offers()), now=NOW)
    return record


def test_reading_one_entity_scans_nothing(sqlite: Callable[[], Record]) -> None:
    record = _filled(sqlite())
    entity = entity_id(STUDIO.name, "Studio")

    def ask(reader: Reader) -> None:
        statements = reader.statements_of(entity, limit=20)
        reader.evidence([statement.id for statement in statements])
        reader.evidence([statement.id for statement in statements], known_at=3)
        reader.entities([entity])
        reader.entities_named(STUDIO.name)
        reader.canonical(entity)
        reader.claims_of(["doc-1"])
        reader.touched(1, 2)

    with record.reader() as reader:
        assert scans(record, lambda: ask(reader)) == []


def test_writing_a_document_scans_nothing(sqlite: Callable[[], Record]) -> None:
    record = _filled(sqlite())
    writer = record.writer()
    assert scans(record, lambda: [writer.write(tell("doc-1", offers(), text="New."), now=NOW), writer.write(tell("new"), now=NOW)]) == []
