"""reelgraph extract, ingest: from articles to claims, on stdout or into the record."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.door import command
from api.errors import NOTHING_READABLE
from api.wiring import House
from graph.claim import Argument, Value
from graph.document import Reading

if TYPE_CHECKING:
    from ingest.pipeline import Outcome

log = logging.getLogger(__name__)

Targets = Annotated[list[str], typer.Argument(metavar="PATH|URL…", show_default=False, help=(
    "Files, folders, globs, addresses of pages and feeds; - is standard input."))]


class Language(StrEnum):
    en = "en"
    any = "any"


RegistryOption = Annotated[str | None, typer.Option("--registry", metavar="FILE|none", show_default=False, help=(
    "A file of known names instead of the shipped one; none: no known names (REELGRAPH_REGISTRY)."))]

WorkersOption = Annotated[int, typer.Option("--workers", min=1, max=256, metavar="N", help=(
    "How many processes read at once; each needs some hundred MB."))]
LanguageOption = Annotated[Language, typer.Option("--language", help=(
    "Texts in another language are skipped; any: they are read as if they were English."))]


class ExtractFormat(StrEnum):
    jsonl = "jsonl"
    text = "text"


def register(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    command(app, "extract")(extract)
    command(app, "ingest", create=True)(ingest)


def extract(house: House, paths: Targets,
            format: Annotated[ExtractFormat, typer.Option("--format", help="One JSON object a document, or sentences to read.")]
            = ExtractFormat.jsonl,
            text: Annotated[bool, typer.Option("--text", help="With the document's text (jsonl).")] = False,
            workers: WorkersOption = 1, language: LanguageOption = Language.en, registry: RegistryOption = None) -> None:
    """Read articles and print what they claim; the record is neither read nor written."""
    from graph.exchange.lines import document_line
    from ingest.sources import Skipped, open_sources
    from ingest.sources.language import only

    del registry  # a setting, which the house has taken
    with output.working("loading the language model"):
        reader = house.reader
    execution = house.execution(workers)
    read = skipped = 0
    items = only(open_sources(paths, limits=house.limits), language)
    for item in output.progress(execution.run(reader, items), "reading"):
        if isinstance(item, Skipped):
            skipped += 1
            output.note(f"skipped  {item.source}: {item.reason}")
        elif item.reading is None:  # one document's fault is its own
            skipped += 1
            log.error("%s could not be read", item.found.source, exc_info=item.error)
            output.note(f"failed   {item.found.source}: it could not be read ({type(item.error).__name__}: {item.error})")
        else:
            read += 1
            line = output.json_text(document_line(item.reading, text=text)) + "\n"
            output.write(line if format is ExtractFormat.jsonl else _as_text(item.reading))
    if skipped and not read:
        raise typer.Exit(NOTHING_READABLE)


def ingest(house: House, paths: Targets, workers: WorkersOption = 1, language: LanguageOption = Language.en,
           registry: RegistryOption = None) -> None:
    """Read articles into the record. What was read before and hasn't changed is left as it is."""
    from ingest.pipeline import ingest as run

    del registry
    count: Counter[str] = Counter()
    claims = 0
    with output.working("loading the language model"):
        reader = house.reader
    execution = house.execution(workers)
    outcomes = run(paths, record=house.record, reader=reader, now=house.now, limits=house.limits, ontology=house.ontology,
                   feeds=house.home.path / "feeds.json", execution=execution, language=language)
    for outcome in output.progress(outcomes, "reading"):
        count[outcome.status] += 1
        claims += outcome.claims
        output.line(f"{outcome.status:<9}  {outcome.source}" + _about(outcome))
        for claim, reasons in outcome.refused:
            output.note(f"refused    {claim} of {outcome.source}: {'; '.join(reasons)}")
    output.line(_summary(count, claims))
    if count and not set(count) - {"skipped", "failed"}:
        raise typer.Exit(NOTHING_READABLE)


def _about(outcome: Outcome) -> str:
    if outcome.reason:
        return f": {outcome.reason}"
    return f"  ({_number(outcome.claims, 'claim')})" if outcome.status in ("new", "changed") else ""


def _summary(count: Mapping[str, int], claims: int) -> str:
    told = ", ".join(f"{count[status]} {status}" for status in ("new", "changed", "unchanged", "skipped", "failed") if status in count)
    return f"{told or 'nothing to read'}; {_number(claims, 'claim')}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _as_text(reading: Reading) -> str:
    """Claims as lines for a person's eye, each followed by its passage."""
    document = reading.document
    lines = [f"{document.title or document.source}  ({document.published_on or 'undated'})"]
    for claim in reading.claims:
        roles = "; ".join(f"{role}: {_told(value)}" for role, value in claim.qualifiers)
        signs = [word for word in (claim.polarity, claim.modality) if word not in ("positive", "asserted")]
        lines.append("  " + " ".join((_told(claim.subject), "—" + " ".join((claim.predicate, *signs)) + "→", _told(claim.object)))
                     + (f"  {{{roles}}}" if roles else ""))
        if claim.evidence:
            lines.append(output.wrapped(f"“{claim.evidence.text}”", indent="      "))
    return "\n".join(lines) + "\n"


def _told(argument: Argument) -> str:
    return argument.value if isinstance(argument, Value) else argument.name
