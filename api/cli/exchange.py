"""reelgraph export, import: the record as files, without loss, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.door import command, lines_of
from api.errors import NOTHING_READABLE
from api.wiring import House
from graph.errors import SourceError

if TYPE_CHECKING:
    from graph.exchange.jsonl import Imported


class ExportFormat(StrEnum):
    jsonl = "jsonl"
    turtle = "turtle"
    jsonld = "jsonld"
    ntriples = "ntriples"
    nquads = "nquads"
    shacl = "shacl"
    skos = "skos"


def register(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    command(app, "export")(export)
    command(app, "import", create=True)(import_)


def export(house: House,
           format: Annotated[ExportFormat, typer.Option("--format", help=(
               "JSONL loses nothing; the others are RDF; shacl and skos: the ontology's shapes, the vocabulary."))] = ExportFormat.jsonl,
           out: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file instead of stdout.")] = None,
           everything: Annotated[bool, typer.Option("--all", help="Also what is past, planned, reported or negative (RDF).")] = False,
           history: Annotated[bool, typer.Option("--history", help="Also what is closed (jsonl).")] = False,
           texts: Annotated[bool, typer.Option("--texts/--no-texts", help="With the documents' texts (jsonl).")] = True) -> None:
    """Write the record: as JSONL without loss, equal line for line for equal records, or as RDF."""
    if format is ExportFormat.jsonl:
        from graph.exchange.jsonl import export as lines

        found: Iterable[str] = (line.rstrip("\n") + "\n" for line in lines(house.record, history=history, texts=texts))
    elif format in (ExportFormat.shacl, ExportFormat.skos):
        from graph.exchange.shapes import export as shapes

        found = shapes(format.value, ontology=house.ontology, vocabulary=house.vocabulary)
    else:
        from graph.exchange.rdf import export as serialised

        found = serialised(house.record, format=format.value, day=house.today(), everything=everything, ontology=house.ontology,
                           vocabulary=house.vocabulary)
    with _sink(out) as write:
        for part in output.progress(found, "exporting"):
            write(part)


def import_(house: House,
            files: Annotated[list[str], typer.Argument(metavar="FILE…", show_default=False, help="JSONL files; - is standard input.")],
            json: Annotated[bool, typer.Option("--json", help="One JSON object a document.")] = False) -> None:
    """Take what `export` wrote, or JSONL in its form. What is known already changes nothing."""
    from graph.exchange.jsonl import import_ as run

    count: Counter[tuple[str, str]] = Counter()
    claims = 0
    for file in files:
        with lines_of(file) as lines:
            outcomes = run(house.record, lines, source=file, now=house.now(), ontology=house.ontology)
            for told in output.progress(outcomes, f"importing {file}"):
                count[told.kind or "line", told.status] += 1
                claims += told.claims
                _tell(told, json=json)
    if not json:
        parts = [f"{number} {kind}{'' if number == 1 else 's'} {status}"
                 for (kind, status), number in sorted(count.items()) if kind != "entity"]
        output.line(f"{', '.join(parts) or 'nothing to import'}; {claims} {'claim' if claims == 1 else 'claims'}")
    if count and all(status == "failed" for _, status in count):
        raise typer.Exit(NOTHING_READABLE)


def _tell(told: Imported, *, json: bool) -> None:
    """One line's outcome: as JSON on stdout, or on stderr what was not taken."""
    if json:
        refused = [{"claim": claim, "reasons": list(reasons)} for claim, reasons in told.refused]
        output.line(output.json_text({"source": told.source, "line": told.line, "kind": told.kind, "id": told.id, "status": told.status,
                                      "reason": told.reason, "claims": told.claims, "refused": refused}))
        return
    if told.status == "failed":
        output.note(f"failed     {told.reason}")
    for claim, reasons in told.refused:
        output.note(f"refused    {claim} of {told.source}, line {told.line}: {'; '.join(reasons)}")


@contextmanager
def _sink(out: Path | None) -> Iterator[output.Write]:
    """stdout, or a file that has its name only once it is whole."""
    if out is None:
        yield output.write
        return
    beside = out.with_name(out.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream.write
        beside.replace(out)
    except OSError as error:
        raise SourceError(str(out), error.strerror or str(error)) from error
