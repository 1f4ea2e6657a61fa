"""reelgraph shell: queries and questions one after the other, with history and completion; from a file or a pipe too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

from api.cli import found, output
from api.cli.door import command, lines_of
from api.cli.found import QueryFormat
from api.wiring import House
from graph.errors import ReelgraphError

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completion
    from prompt_toolkit.document import Document

HELP = """.sparql .cypher .neo4j .sql .ask   the language of what follows
.format table|csv|json|turtle|auto   how rows are shown
.help .quit
A query ends with a line that ends in ; or with an empty line; a question is one line."""
WORDS = {
    "sparql": "SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION MINUS GRAPH VALUES BIND DISTINCT COUNT GROUP BY ORDER LIMIT",
    "cypher": "MATCH OPTIONAL WHERE WITH UNWIND RETURN DISTINCT ORDER BY SKIP LIMIT UNION EXISTS COUNT CASE WHEN THEN ELSE END AND OR NOT",
    "sql": "SELECT FROM WHERE JOIN LEFT ON GROUP BY HAVING ORDER LIMIT OFFSET WITH UNION DISTINCT COUNT CASE WHEN THEN ELSE END AND OR NOT",
    "ask": "who what which how many does is"}
_MOST_NAMES = 20
_OWN = ("subject", "predicate", "object", "claim", "all")


class Mode(StrEnum):
    """The language of what is typed."""

    sparql = "sparql"
    cypher = "cypher"
    neo4j = "neo4j"
    sql = "sql"
    ask = "ask"


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    command(app, "shell")(shell)


def shell(house: House) -> None:
    """Ask one query after the other: SPARQL, Cypher, SQL or English; .help tells more. Reads lines where stdin is no terminal."""
    house.record  # noqa: B018 - a missing record is told at once
    talk = Shell(house)
    if sys.stdin.isatty():
        talk.run(_typed(house, talk))
        return
    with lines_of("-") as lines:
        failed = talk.run(lines)
    if failed:
        raise typer.Exit(failed)


class Shell:
    """What is asked line by line."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.mode = Mode.sparql
        self.format: QueryFormat | None = None
        self.lines: list[str] = []
        """What was typed of a query that hasn't ended yet."""

    def run(self, lines: Iterable[str]) -> int:
        """Take lines until they end or `.quit`; the exit code of the last error, 0 without one."""
        failed = 0
        for line in _with_end(lines):
            if not self.lines and line.strip() in (".quit", ".exit"):
                break
            failed = self._take(line.rstrip("\r\n")) or failed
        return failed

    def _take(self, line: str) -> int:
        from api.errors import FAULT, row

        try:
            if not self.lines and line.startswith("."):
                self._command(line.split())
            elif self.mode is Mode.ask:
                self._ask(line.strip())
            else:
                self._more(line)
        except ReelgraphError as error:
            self.lines.clear()
            output.note("reelgraph: " + " ".join(str(error).split()))
            return row(error).exit_code
        except KeyboardInterrupt:
            self.lines.clear()
            return FAULT.exit_code
        return 0

    def _command(self, words: list[str]) -> None:
        name = words[0].removeprefix(".")
        if name in tuple(Mode):
            self.mode = Mode(name)
        elif name == "format" and len(words) == 2 and words[1] in (*QueryFormat, "auto"):
            self.format = None if words[1] == "auto" else QueryFormat(words[1])
        elif name == "help":
            output.note(HELP)
        else:
            from graph.errors import InputError

            raise InputError(f"{' '.join(words)} is no command of the shell; .help lists them")

    def _more(self, line: str) -> None:
        if line.strip():
            self.lines.append(line)
            if not line.rstrip().endswith(";"):
                return
        text = "\n".join(self.lines).rstrip().removesuffix(";")
        self.lines.clear()
        if not text.strip():
            return
        if self.mode is Mode.sparql:
            found.of_sparql(self.house.sparql(text), self.format)
        elif self.mode is Mode.sql:
            found.of_rows(self.house.sql(text), self.format)
        else:
            found.of_rows(self.house.cypher(text, neo4j=self.mode is Mode.neo4j), self.format)

    def _ask(self, question: str) -> None:
        """A question in English: how it was read, and its rows."""
        if not question:
            return
        from queries import questions

        answer = questions.ask(question, self.house)
        output.line(answer.reading)
        if answer.found is not None and answer.found.rows:
            found.of_pattern(answer.found, self.format)
        else:
            output.line(answer.outcome.replace("_", " "))


def _with_end(lines: Iterable[str]) -> Iterator[str]:
    """The lines, and an empty one that ends the last query."""
    for line in lines:  # noqa: UP028 - `yield from` would close a file when the reader has had enough
        yield line
    yield ""


# --- at a terminal


def _typed(house: House, talk: Shell) -> Iterator[str]:
    """What is typed, with history under the home."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    house.home.path.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(house.home.path / "shell_history")), completer=completer(house, talk), complete_while_typing=False)
    output.note(f"reelgraph shell over {house.home.path}; .help tells more")
    while True:
        try:
            yield session.prompt(f"{talk.mode}> " if not talk.lines else "   … ")
        except KeyboardInterrupt:
            talk.lines.clear()
        except EOFError:
            return


def completer(house: House, talk: Shell) -> Any:
    """Completes words of the language, predicates and roles, and names of entities."""
    from prompt_toolkit.completion import Completer, Completion

    class Words(Completer):
        def get_completions(self, document: Document, complete_event: object) -> Iterable[Completion]:  # noqa: ARG002
            text = document.text_before_cursor
            for begun, told in ((begin, word) for begin, words in _offers(house, talk.mode, text) for word in words):
                yield Completion(told, start_position=-len(begun))

    return Words()


def _offers(house: House, mode: Mode, text: str) -> Iterator[tuple[str, list[str]]]:
    """What was begun, and how it may go on: a name where a quote is open or a question is asked, else words."""
    word = text[max(map(text.rfind, " \n\t(){}[],;'\"" + ("" if mode is Mode.sparql else ":|-<>."))) + 1:]
    if text.startswith("."):
        yield text, [told for told in (*(f".{one}" for one in Mode), ".format", ".help", ".quit") if told.startswith(text)]
        return
    quote = max(text.rfind("'"), text.rfind('"'))
    name = text[quote + 1:] if quote >= 0 and text.count(text[quote]) % 2 else word if mode is Mode.ask else ""
    if len(name) >= 2:
        with house.record.reader() as reader:
            yield name, [one.name for one in reader.search(name, limit=_MOST_NAMES)]
    if word and word != name:
        yield word, [told for told in vocabulary(house, mode) if told.lower().startswith(word.lower())][:50]


def vocabulary(house: House, mode: Mode) -> list[str]:
    """Words of a language: its own, and those of the ontology as the language writes them."""
    ontology = house.ontology
    own = WORDS["cypher" if mode is Mode.neo4j else mode].split()
    written: dict[Mode, Callable[[], list[str]]] = {
        Mode.sparql: lambda: [*(f"rg:{name}" for name in (*ontology.relations, *ontology.entity_types, *_OWN)),
                              *(f"role:{name}" for name in ontology.roles), "rdfs:label"],
        Mode.sql: _columns, Mode.ask: lambda: [name.replace("_", " ") for name in ontology.relations]}
    graph = [*(name.upper() for name in (*ontology.relations, *ontology.roles)), *ontology.relations, *ontology.entity_types,
             "Entity", "Statement", "Document", "SUBJECT", "OBJECT", "EVIDENCED_BY"]
    return [*own, *(written[mode]() if mode in written else graph)]


def _columns() -> list[str]:
    from graph.record.published import published_names

    views = published_names()
    return [*views, *sorted({column for columns in views.values() for column in columns})]
