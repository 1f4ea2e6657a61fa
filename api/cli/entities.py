"""reelgraph entities show|merge|split|undo|log: who is who, and the judgements that decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import output
from api.cli.door import command, plain
from api.wiring import House

if TYPE_CHECKING:
    from graph.identity.judgements import Judgement
    from graph.record.judging import Judge

app = typer.Typer(no_args_is_help=True, help="Who is who: look at an entity, judge two to be one, split one, undo a judgement.")

Who = Annotated[str, typer.Argument(metavar="ENTITY", show_default=False, help="A name or an id.")]
AuthorOption = Annotated[str, typer.Option("--author", help="Who judges.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]


def show(house: House, who: Who, json: JsonOption = False,
         limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many statements at most.")] = 50) -> None:
    """An entity: its names, types and statements."""
    from api import render
    from queries import lookup

    with house.record.reader() as reader:
        found = lookup.entity(reader, plain("entity", who))
        told = render.entity(found, asked=who if lookup.ENTITY_ID.fullmatch(who) else None)
        statements = render.statements(reader, reader.statements_of(found.id, limit=limit), evidence=json)
    if json:
        output.line(output.json_text({"entity": told.model_dump(mode="json"), "statements": statements}))
        return
    output.line(f"{told.name} ({', '.join(told.types)})  {told.id}")
    if others := [f"{name.text} ({name.count})" for name in told.names if name.text != told.name]:
        output.line(output.wrapped("also: " + ", ".join(others)))
    if statements:
        output.line()
        output.write(output.table(("subject", "predicate", "object", "roles", "when", "sources"), [_row(one) for one in statements]))


def merge(house: House, first: Who, second: Who, author: AuthorOption, reason: ReasonOption = "") -> None:
    """Judge two entities to be one. Nothing that was read changes; `undo` takes it back."""
    from queries import lookup

    with house.record.reader() as reader:
        one, other = lookup.entity(reader, plain("entity", first)), lookup.entity(reader, plain("entity", second))
    judgement = _judge(house).merge(one.id, other.id, author=author, reason=reason, now=house.now())
    output.line(f"{judgement}  {one.name} and {other.name} are one")


def split(house: House, who: Who,
          documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT…", show_default=False, help=(
              "The documents in which the name means somebody else."))],
          author: AuthorOption, reason: ReasonOption = "") -> None:
    """Judge that in these documents the name means another entity."""
    from queries import lookup

    with house.record.reader() as reader:
        found = lookup.entity(reader, plain("entity", who))
    judgement = _judge(house).split(found.id, documents, author=author, reason=reason, now=house.now())
    output.line(f"{judgement}  {found.name} is another one in {len(documents)} {'document' if len(documents) == 1 else 'documents'}")


def undo(house: House, judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="Its id, as `log` tells it.")],
         author: AuthorOption, reason: ReasonOption = "") -> None:
    """Take a judgement back: the graph is then exactly what it would be without it."""
    taken = _judge(house).undo(judgement, author=author, reason=reason, now=house.now())
    output.line(f"{taken}  {judgement} is undone")


def log(house: House, json: JsonOption = False) -> None:
    """Every judgement that was made, oldest first."""
    from graph.identity.judgements import standing

    made = _judge(house).log()
    stands = standing(made)
    if json:
        for one in made:
            output.line(output.json_text(_told(one, stands=one.id in stands)))
    else:
        output.write(output.table(("judgement", "kind", "about", "stands", "author", "at", "reason"), [
            (one.id, one.kind, ", ".join((*one.about, *one.documents)), "yes" if one.id in stands else "no", one.author, one.at, one.reason)
            for one in made]))


def _judge(house: House) -> Judge:
    from graph.record.judging import Judge

    return Judge(house.record)


def _told(judgement: Judgement, *, stands: bool) -> dict[str, Any]:
    return {"id": judgement.id, "kind": judgement.kind, **judgement.what(), "author": judgement.author, "at": judgement.at,
            "reason": judgement.reason, "stands": stands}


def _row(statement: dict[str, Any]) -> tuple[str, ...]:
    def name(filler: dict[str, str]) -> str:
        return filler.get("name") or filler.get("value", "")

    roles = ", ".join(f"{role}: {', '.join(map(name, fillers))}" for role, fillers in statement["roles"].items())
    when = f"{statement['valid_from'] or ''} – {statement['valid_to'] or ''}".strip(" –") or ("ended" if statement["ended"] else "")
    signs = [word for word in (statement["polarity"], statement["modality"]) if word not in ("positive", "asserted")]
    return (statement["subject"]["name"], " ".join((statement["predicate"], *signs)), name(statement["object"]), roles, when,
            str(statement["sources"]))


for _name, _function in (("show", show), ("merge", merge), ("split", split), ("undo", undo), ("log", log)):
    command(app, _name)(_function)
