"""reelgraph query: SPARQL over the RDF view, Cypher over the property graph, SQL over the published views, or a pattern."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import found, output
from api.cli.door import command, plain
from api.cli.found import QueryFormat
from api.wiring import House
from graph.errors import PatternError, SourceError, ValueFormatError

if TYPE_CHECKING:
    from queries.guard import Limits

MOST_BYTES = 1_000_000


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    command(app, "query")(query)


def query(house: House,
          text: Annotated[str | None, typer.Argument(metavar="QUERY", show_default=False, help="The query; standard input without one.")]
          = None,
          file: Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="A file that holds the query.")] = None,
          cypher: Annotated[bool, typer.Option("--cypher", help="It is Cypher, for the embedded property graph.")] = False,
          neo4j: Annotated[bool, typer.Option("--neo4j", help="It is Cypher, for the Neo4j server that the settings name.")] = False,
          sql: Annotated[bool, typer.Option("--sql", help="It is SQL, over the published views.")] = False,
          pattern: Annotated[bool, typer.Option("--pattern", help="It is a pattern, as JSON.")] = False,
          format: Annotated[QueryFormat | None, typer.Option("--format", show_default=False, help=(
              "A table, CSV or JSON; Turtle for CONSTRUCT and DESCRIBE."))] = None,
          max_seconds: Annotated[float | None, typer.Option("--max-seconds", min=0.001, max=86_400, show_default=False, help=(
              "Seconds that it may take (10)."))] = None,
          max_rows: Annotated[int | None, typer.Option("--max-rows", min=1, show_default=False, help=(
              "Rows that it may have (10000)."))] = None,
          max_memory: Annotated[int | None, typer.Option("--max-memory", min=100_000_000, metavar="BYTES", show_default=False, help=(
              "Bytes of memory that it may take (1000000000)."))] = None) -> None:
    """Run a query, read only and within limits: SPARQL, or with an option Cypher, SQL or a pattern."""
    languages = {"--cypher": cypher and not neo4j, "--neo4j": neo4j, "--sql": sql, "--pattern": pattern}
    if len(told := [option for option, is_set in languages.items() if is_set]) > 1:
        raise ValueFormatError("options", " ".join(told), "a query is in one language: give one of them")
    asked = _text(text, file)
    limits = _limits(house, max_seconds, max_rows, max_memory)
    if cypher or neo4j:
        with output.working("bringing the property graph up to date, and asking"):
            rows = house.cypher(asked, neo4j=neo4j, limits=limits)
        found.of_rows(rows, format)
    elif sql:
        with output.working("asking"):
            rows = house.sql(asked, limits=limits)
        found.of_rows(rows, format)
    elif pattern:
        _pattern(house, asked, format)
    else:
        with output.working("bringing the RDF view up to date, and asking"):
            answer = house.sparql(asked, limits=limits)
        found.of_sparql(answer, format)


def _pattern(house: House, asked: str, format: QueryFormat | None) -> None:
    from queries import rows
    from queries.pattern import from_json

    try:
        told: Any = json.loads(asked)
    except (ValueError, RecursionError) as error:
        raise PatternError(f"the pattern is no JSON: {error}") from error
    found.of_pattern(rows.answer(from_json(told), house), format)


def _limits(house: House, seconds: float | None, rows: int | None, memory: int | None) -> Limits:
    """Those of the settings, and in their place what is given."""
    from queries.guard import Limits

    kept = house.query_limits()
    return Limits(seconds or kept.seconds, rows or kept.rows, memory or kept.memory)


def _text(given: str | None, file: Path | None) -> str:
    """The query from the argument, a file or standard input."""
    if given is not None and given != "-":
        if file is not None:
            raise SourceError(str(file), "give the query either as an argument or as a file")
        return plain("query", given)
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
