"""reelgraph views status, sync, rebuild: where the views stand beside the record, and bringing them up to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.door import command
from api.wiring import House

if TYPE_CHECKING:
    from graph.views import View

app = typer.Typer(no_args_is_help=True, help=(
    "Views: the graphs that follow the record (oxigraph and ladybug in the home; neo4j and sparql_http where a server is named). "
    "They hold nothing that the record doesn't: each can be thrown away and built anew."))

NameArgument = Annotated[str | None, typer.Argument(metavar="NAME", show_default=False, help=(
    "One view: oxigraph, ladybug, neo4j, sparql_http; all without a name."))]
Neo4jOption = Annotated[str | None, typer.Option("--neo4j", metavar="URL", show_default=False, help=(
    "A Neo4j server, such as bolt://host:7687 (REELGRAPH_NEO4J_URL; user and password as REELGRAPH_NEO4J_USER and _PASSWORD)."))]
SparqlOption = Annotated[str | None, typer.Option("--sparql", metavar="URL", show_default=False, help=(
    "The queries of a SPARQL 1.1 store, such as http://host:7878/query (REELGRAPH_SPARQL_URL; REELGRAPH_SPARQL_UPDATE_URL)."))]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON, one object a line.")]


def status(house: House, name: NameArgument = None, neo4j_url: Neo4jOption = None, sparql_url: SparqlOption = None,
           json: JsonOption = False) -> None:
    """Where each view stands: its change number, how many changes it is behind, the day that it calls today, its size."""
    del neo4j_url, sparql_url  # settings, which the house has taken
    from graph.views.standing import standings

    found = list(standings(_named(house, name), house.record, day=house.today()))
    if json:
        for one in found:
            output.line(output.json_text({"view": one.name, "state": one.state, "change": one.change, "lag": one.lag,
                                          "day": one.day.isoformat() if one.day else None, "size": one.size, "reason": one.reason}))
        return
    output.write(output.table(("view", "state", "change", "lag", "day", "size"), [
        (one.name, one.state, one.change, one.lag, one.day, _size(one.size)) for one in found]))
    for one in found:
        if one.reason:
            output.note(one.reason)


def sync(house: House, name: NameArgument = None, neo4j_url: Neo4jOption = None, sparql_url: SparqlOption = None,
         json: JsonOption = False) -> None:
    """Bring the views to the record's newest change and to today: only what has changed is written.

    All are brought up at once; one that is down is named, the others go on, and the exit code tells.
    """
    del neo4j_url, sparql_url
    _move(house, name, anew=False, json=json)


def rebuild(house: House, name: NameArgument = None, neo4j_url: Neo4jOption = None, sparql_url: SparqlOption = None,
            json: JsonOption = False) -> None:
    """Make the views anew from the record alone. Readers of embedded views keep the old graph until the new one is whole."""
    del neo4j_url, sparql_url
    _move(house, name, anew=True, json=json)


command(app, "status")(status)
command(app, "sync")(sync)
command(app, "rebuild")(rebuild)


def _move(house: House, name: str | None, *, anew: bool, json: bool) -> None:
    from api.errors import row
    from graph.views.standing import moved

    code = 0
    with output.working("building the views" if anew else "bringing the views up to date"):
        found = list(moved(_named(house, name), house.record, day=house.today(), anew=anew))
    for one in sorted(found, key=lambda one: one.name):
        position = one.position
        if json:
            output.line(output.json_text({"view": one.name, "change": position.change if position else None,
                                          "day": position.day.isoformat() if position else None,
                                          "reason": str(one.error) if one.error else None}))
        elif position is not None:
            output.line(f"{one.name} stands at change {position.change} and {position.day.isoformat()}")
        if one.error is not None:
            output.note(str(one.error))
            code = code or row(one.error).exit_code
    if code:
        raise typer.Exit(code)


def _named(house: House, name: str | None) -> dict[str, Callable[[], View]]:
    """The views that a name stands for. Raises NotFound; ViewError where its server was not named."""
    from graph.errors import NotFound

    makers = house.views()
    if name is None:
        return makers
    if name in ("neo4j", "sparql_http") and name not in makers:
        house.neo4j_view if name == "neo4j" else house.sparql_http_view  # noqa: B018 - raises what is missing
    if name not in makers:
        raise NotFound("view", name, tuple(makers))
    return {name: makers[name]}


def _size(size: int | None) -> str:
    if size is None:
        return ""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.1f} kB"
