"""reelgraph ask: a question in English, answered with the sentences that say it, or told why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.door import command, day, plain
from api.cli.found import said_in
from api.wiring import House
from graph.claim import Value
from graph.entity import Entity
from graph.errors import ValueFormatError

if TYPE_CHECKING:
    from graph.record import EvidenceRow
    from queries.explain import Explained
    from queries.questions import Answer
    from queries.rows import Row, Rows

MOST_CHARACTERS = 1000
_SHOWN = {"yes": "Yes.", "no": "No.", "not_known": "Not known.", "not_understood": "Not understood.", "ambiguous": "Ambiguous."}


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    command(app, "ask")(ask)


def ask(house: House,
        question: Annotated[str, typer.Argument(metavar="QUESTION", show_default=False, help="In English, in quotes.")],
        json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
        explain: Annotated[bool, typer.Option("--explain", help="Also the pattern, and the SQL, SPARQL and Cypher of it.")] = False,
        limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many rows at most.")] = 100,
        cursor: Annotated[str | None, typer.Option("--cursor", show_default=False, help="The cursor of the page before.")] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", show_default=False,
                                                  help="What held on that day (YYYY-MM-DD), instead of what is current.")] = None,
        published_until: Annotated[str | None, typer.Option("--published-until", metavar="DAY", show_default=False,
                                                            help="By documents published until that day.")] = None,
        known_at: Annotated[int | None, typer.Option("--known-at", metavar="CHANGE", min=0, show_default=False,
                                                     help="As the record had it at that change number.")] = None) -> None:
    """Ask a question; every row comes with the sentences that say it."""
    if len(question) > MOST_CHARACTERS:
        raise ValueFormatError("question", question[:40] + "…", f"it may have {MOST_CHARACTERS} characters at most")
    house.record  # noqa: B018 - a missing record is told before the language model is loaded
    with output.working("reading the question"):
        from queries import questions
        from queries.explain import explain as explained

        times = questions.Times(as_of=day("--as-of", as_of), known_at=known_at, published_until=day("--published-until", published_until))
        found = questions.ask(plain("question", question), house, limit=limit, cursor=cursor, times=times)
        texts = explained(found.pattern, house) if found.pattern and (json or explain) else None
    if json:
        from api import render

        output.line(output.json_text(render.answer(found, texts).model_dump(mode="json")))
        return
    _show(found)
    if explain:
        _explain(found, texts)


def _show(found: Answer) -> None:
    """The outcome, how the question was read, and the rows."""
    if found.outcome in _SHOWN:
        output.line(_SHOWN[found.outcome])
    output.line(output.wrapped(found.reading))
    if found.candidates:
        output.write(output.table(("name", "type", "id"), [(one.name, one.type, one.id) for one in found.candidates]))
    if found.found is not None and found.found.rows:
        output.line()
        output.write(_rows(found.found))
        if found.found.cursor:
            output.note(f"There is more: --cursor {found.found.cursor}")
    if found.contradicted_by is not None:
        output.line("\nThe opposite is said, too:\n")
        output.write(_rows(found.contradicted_by))
    if hidden := [f"{number} {kind}" for kind, number in found.hidden.items() if number]:
        output.line(f"Not counted, as it isn't what is current and asserted: {', '.join(hidden)}.")


def _rows(found: Rows) -> str:
    """One line a row: its cells, what says it best, and where that stands."""
    columns = (*(column.replace("_", " ") for column in found.columns), "says so", "where")
    rows = [(*(_cell(row.cells.get(column)) for column in found.columns), *_said(row, found.entities)) for row in found.rows]
    return output.table(columns, rows)


def _cell(cell: Entity | Value | None) -> str:
    return "" if cell is None else cell.value if isinstance(cell, Value) else cell.name


def _said(row: Row, named: Mapping[str, Entity]) -> tuple[str, str]:
    """The quote of each clause's best statement, and the documents; how many more there are.

    First in brackets the concept, where the row matched by one below that of the question.
    """
    chosen: dict[int, EvidenceRow] = {}
    documents: set[str] = set()
    for proven in row.statements:
        documents |= {one.document or one.source for one in proven.evidence}
        if proven.evidence:
            chosen.setdefault(proven.clause, proven.evidence[0])
    told = list({one.quote: one for one in chosen.values()}.values())
    more = len(documents - {one.document or one.source for one in told})
    where = "; ".join(dict.fromkeys(said_in(one) for one in told)) + (f" (and {more} more)" if more else "")
    narrower = "".join(f"({named[one.matched].name}) " for one in row.narrowed if one.matched in named)
    return narrower + " / ".join(f"“{one.quote}”" for one in told), where


def _explain(found: Answer, texts: Explained | None) -> None:
    if found.pattern is None or texts is None:
        return
    from queries.pattern import to_json

    output.line(f"\npattern\n  {output.json_text(to_json(found.pattern))}")
    for language, text in texts.texts.items():
        output.line(f"\n{language}\n" + "\n".join(f"  {line}" for line in text.splitlines()))
        if parameters := texts.parameters[language]:
            output.line(f"  parameters: {output.json_text(parameters)}")
    for language, reason in texts.unsupported.items():
        output.line(f"\n{language}\n  {reason}")
