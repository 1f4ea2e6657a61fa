"""reelgraph query: SPARQL over the RDF view."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.door import command
from api.wiring import House
from graph.errors import SourceError

if TYPE_CHECKING:
    from graph.views.answers import Answer

MOST_BYTES = 1_000_000


class QueryFormat(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    turtle = "turtle"


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    command(app, "query")(query)


def query(house: House,
          sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", show_default=False, help="The query; standard input without one.")]
          = None,
          file: Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="A file that holds the query.")] = None,
          format: Annotated[QueryFormat | None, typer.Option("--format", show_default=False, help=(
              "A table or CSV or JSON for SELECT and ASK, Turtle for CONSTRUCT and DESCRIBE."))] = None) -> None:
    """Run a SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE), read only; the usual prefixes and ours are declared."""
    text = _text(sparql, file)
    with output.working("bringing the RDF view up to date, and asking"):
        found = house.sparql(text)
    _write(found, format or (QueryFormat.turtle if found.kind == "construct" else QueryFormat.table))


def _text(sparql: str | None, file: Path | None) -> str:
    """The query from the argument, a file or standard input."""
    if sparql is not None and sparql != "-":
        if file is not None:
            raise SourceError(str(file), "give the query either as an argument or as a file")
        return sparql
    source = str(file) if file is not None else "standard input"
    try:
        data = file.read_bytes() if file is not None else sys.stdin.buffer.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(source, error.strerror or str(error)) from error
    if len(data) > MOST_BYTES:
        raise SourceError(source, f"a query may have {MOST_BYTES:,} bytes at most")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(source, f"the query is no UTF-8 at byte {error.start}") from error


def _write(found: Answer, format: QueryFormat) -> None:
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
        output.note(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}")
    else:
        for part in answers.to_turtle(found):
            output.write(part)
