"""What a query found, on stdout: a table, CSV, JSON, or Turtle for graphs; for every language in one way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from api.cli import output

if TYPE_CHECKING:
    from graph.record import EvidenceRow
    from graph.views.answers import Answer
    from queries.guard import Found
    from queries.rows import Rows


class QueryFormat(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    turtle = "turtle"


def of_sparql(found: Answer, format: QueryFormat | None) -> None:
    """A table for SELECT, yes or no for ASK, Turtle for CONSTRUCT and DESCRIBE, unless a format is asked for."""
    from graph.views import answers

    writers = {QueryFormat.csv: answers.to_csv, QueryFormat.json: answers.to_json, QueryFormat.turtle: answers.to_turtle}
    if format in writers:
        for part in writers[format](found):
            output.write(part)
    elif found.kind == "ask":
        output.line("yes" if found.truth else "no")
    elif found.kind == "select":
        rows = [[answers.brief(term) for term in row] for row in found.rows]
        output.write(output.table(found.variables, rows))
        _count(len(rows))
    else:
        for part in answers.to_turtle(found):
            output.write(part)


def of_rows(found: Found, format: QueryFormat | None) -> None:
    """What Cypher or SQL found."""
    from queries.guard import written

    _not_turtle(format)
    if format is QueryFormat.json:
        output.line(output.json_text(written.to_json(found)))
    elif format is QueryFormat.csv:
        for part in written.to_csv(found):
            output.write(part)
    else:
        output.write(output.table(found.columns, [[written.cell(value) for value in row] for row in found.rows]))
        _count(len(found.rows))


def of_pattern(found: Rows, format: QueryFormat | None) -> None:
    """What a pattern found: its cells, and the sentence that says it best."""
    from api import render

    _not_turtle(format)
    if format is QueryFormat.json:
        output.line(output.json_text(render.relationships(found)))
    elif format is QueryFormat.csv:
        output.write(render.csv_rows(found).decode("utf-8"))
    else:
        rows = []
        for row in found.rows:
            cells = [render.cell(row.cells.get(column)) or {} for column in found.columns]
            said = next((one.quote for proven in row.statements for one in proven.evidence), "")
            rows.append([*(cell.get("name", cell.get("value", "")) for cell in cells), said])
        output.write(output.table((*found.columns, "says so"), rows))
        _count(len(rows))
        if found.cursor:
            output.note(f"There is more: \"cursor\": \"{found.cursor}\" in the pattern leads on.")


def _not_turtle(format: QueryFormat | None) -> None:
    if format is QueryFormat.turtle:
        from graph.errors import ValueFormatError

        raise ValueFormatError("--format", "turtle", "Turtle is for CONSTRUCT and DESCRIBE of SPARQL")


def _count(rows: int) -> None:
    output.note(f"{rows} {'row' if rows == 1 else 'rows'}")


def said_in(row: EvidenceRow) -> str:
    """Where something is said: the publisher or title, and the day."""
    named = row.publisher or row.title or row.document or row.source
    return ", ".join(part for part in (named, row.published_on) if part)
