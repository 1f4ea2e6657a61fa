"""reelgraph evaluate: how good the reading is on annotated articles, by relation and by construction, with its errors to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.door import command
from api.cli.read import RegistryOption
from api.wiring import House

if TYPE_CHECKING:
    from ingest.evaluation import Score, Scores
    from ingest.evaluation.gold import GoldDocument


class Part(StrEnum):
    dev = "dev"
    unseen = "unseen"


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    command(app, "evaluate")(evaluate)


def evaluate(house: House,
             folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False, help="A folder of annotated articles.")],
             only: Annotated[list[str] | None, typer.Option("--only", metavar="START", help="Articles whose file or id starts so.")] = None,
             part: Annotated[Part | None, typer.Option("--part", show_default=False, help=(
                 "Only the fifth of the documents that is never looked at, or only the others."))] = None,
             constructions: Annotated[bool, typer.Option("--constructions", help=(
                 "How much is found of what is told in each construction (articles with marks)."))] = False,
             errors: Annotated[int, typer.Option("--errors", min=0, help="Show as many misses and false alarms.")] = 0,
             html: Annotated[Path | None, typer.Option("--html", metavar="FILE", show_default=False, help=(
                 "Write misses and false alarms as a page, names marked (as many as --errors says, else all)."))] = None,
             registry: RegistryOption = None,
             json: Annotated[bool, typer.Option("--json", help="The scores as JSON.")] = False) -> None:
    """Score the reader on annotated articles: precision, recall and F1 of entities, mentions and statements."""
    from ingest.evaluation import load_aliases, score
    from ingest.evaluation.errors import page

    del registry
    articles, aliases = _articles(folder, only or (), part), load_aliases(folder)
    with output.working("loading the language model"):
        reader = house.reader
    scores = score(output.progress(articles, "reading", total=len(articles)), reader, aliases=aliases, constructions=constructions)
    for source in scores.unread:
        output.note(f"unread   {source}")
    if html is not None:
        html.write_text(page(scores, limit=errors), "utf-8")
    if json:
        output.line(output.json_text(scores.to_json()))
        return
    _print(scores)
    if html is None:
        _errors(scores, errors)


def _articles(folder: Path, only: Sequence[str], part: Part | None) -> list[GoldDocument]:
    """The annotated articles; says what is looked for before the folder is searched, and what was found before anything is read."""
    from ingest.evaluation import SOUGHT, load

    output.note(f"looking in {folder} for annotated articles: {SOUGHT}")
    with output.working("looking for annotated articles"):
        articles = load(folder, only=only, part=part and part.value)
    output.note(f"reading {len(articles)} annotated {'article' if len(articles) == 1 else 'articles'}")
    return articles


def _print(scores: Scores) -> None:
    from ingest.evaluation.reliability import bins, by_rule

    output.write(_scores("what", (*scores, *scores.by_predicate())))
    output.line(f"of the statements that are right, modality {scores.modality:.3f}, evidence {scores.evidence:.3f}")
    if scores.constructions:
        output.line("")
        output.write(output.table(("told as", "recall", "found", "of"), [
            (score.what, f"{score.recall:.3f}", score.right, score.expected) for score in scores.by_construction()]))
    for title, rows in (("confidence", bins(scores.trust)), ("rule family", by_rule(scores.trust))):
        output.line("")
        output.write(output.table((title, "said", "right", "statements"), [
            (row.what, f"{row.confidence:.2f}", f"{row.precision:.2f}", row.count) for row in rows]))


def _scores(title: str, scores: Iterable[Score]) -> str:
    return output.table((title, "precision", "recall", "F1", "right", "found", "expected"), [
        (score.what, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", score.right, score.found, score.expected)
        for score in scores])


def _errors(scores: Scores, most: int) -> None:
    from ingest.evaluation.errors import shown

    for what, lines in (("missed", scores.misses), ("false alarm", scores.false_alarms)):
        for line in lines[:most]:
            beside = f"  (but {'; '.join(line.beside)})" if line.beside else ""
            output.line(f"{what:<11}  {line.document}: {shown(line.statement)}{beside}")
            if line.passage:
                output.line(output.wrapped(f"“{line.passage}”", indent="             "))
