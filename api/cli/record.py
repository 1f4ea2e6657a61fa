"""reelgraph verify, rebuild, status: whether the record holds what it should, putting it right, and what is in it."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from api.cli import output
from api.cli.door import command
from api.errors import WRONG
from api.wiring import House

JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]


def register(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    command(app, "verify")(verify)
    command(app, "rebuild")(rebuild)
    command(app, "status")(status)


def verify(house: House, json: JsonOption = False) -> None:
    """Cut every quote anew, check the ontology and the projection, and hold each view against the record."""
    from itertools import chain

    from graph.verify import reachable
    from graph.verify import verify as run

    found = 0
    views, down = reachable(house.views())
    for finding in output.progress(chain(run(house.record, house.home, house.ontology, views=views), down), "verifying"):
        found += 1
        told = {"where": finding.where, "id": finding.id, "what": finding.what}
        output.line(output.json_text(told) if json else f"{finding.where}  {finding.id}: {finding.what}")
    if found:
        output.note(f"{found} {'finding' if found == 1 else 'findings'}")
        raise typer.Exit(WRONG)
    if not json:
        output.line("everything holds")


def rebuild(house: House) -> None:
    """Make statements, entities and views anew from claims and judgements; a record that is whole stays as it is."""
    from graph.views.standing import moved

    with output.working("rebuilding"):
        number = house.record.rebuild(now=house.now(), ontology_=house.ontology)
        found = sorted(moved(house.views(), house.record, day=house.today(), anew=True), key=lambda one: one.name)
    output.line(f"{number} statements and entities put right; views made anew: {', '.join(one.name for one in found if not one.error)}")
    if failed := [one.error for one in found if one.error]:
        raise failed[0]


def status(house: House, json: JsonOption = False) -> None:
    """What the record holds, and which of its changes the RDF view has seen."""
    from graph.record.counting import counts

    with house.record.reader() as reader:
        told = {"home": str(house.home.path), "record": _shown(house.home.record_url), "change": reader.change(), **counts(reader),
                "sparql_change": house.sparql_change()}
    if json:
        output.line(output.json_text(told))
    else:
        output.write(output.table(("what", "value"), [(name.replace("_", " "), "" if value is None else value)
                                                      for name, value in told.items()]))


def _shown(url: str) -> str:
    """An address without its password."""
    return re.sub(r"(://[^/@]*):[^/]*@", r"\1:…@", url)
