"""reelgraph lexicon: what the frames leave alone, for whoever writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.door import command
from api.cli.read import RegistryOption, Targets
from api.wiring import House


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    command(app, "lexicon")(lexicon)


def lexicon(house: House, paths: Targets,
            unmatched: Annotated[bool, typer.Option("--unmatched", help=(
                "Constructions that join two typed names and match no frame, by frequency (the default)."))] = True,
            least: Annotated[int, typer.Option("--least", min=1, help="How often a construction must occur.")] = 2,
            limit: Annotated[int, typer.Option("--limit", min=1, help="Show as many.")] = 60,
            registry: RegistryOption = None,
            json: Annotated[bool, typer.Option("--json", help="One JSON object a construction.")] = False) -> None:
    """List what joins two names in articles and matches no frame.

    Folders of marked articles also say what is annotated there; their unseen fifth is left out.
    """
    from ingest.corpus.documents import unseen
    from ingest.evaluation import marked
    from ingest.evaluation.unmatched import Unmatched
    from ingest.sources import Found, Skipped, open_sources

    del registry, unmatched
    with output.working("loading the language model"):
        seen = Unmatched(house.reader)
    for path in paths:
        folder = Path(path)
        annotated = marked.articles(folder) if folder.exists() and marked.holds(folder) else None
        for article in output.progress(annotated, "reading") if annotated is not None else ():
            if not unseen(article):
                seen.add(article.document(), article.mentions, [claim.claim(article) for claim in article.claims])
        for item in output.progress(open_sources([path], limits=house.limits), "reading") if annotated is None else ():
            if isinstance(item, Found):
                seen.add(item.document, item.given)
            elif isinstance(item, Skipped):
                output.note(f"skipped  {item.source}: {item.reason}")
    rows = seen.constructions(least=least)[:limit]
    if json:
        for row in rows:
            output.line(output.json_text(
                {"construction": row.way, "count": row.count, "related": dict(row.related), "example": row.example}))
        return
    output.write(output.table(("construction", "times", "related", "mostly", "for example"), [
        (row.way, row.count, row.related.total(), row.relation, row.example) for row in rows]))
