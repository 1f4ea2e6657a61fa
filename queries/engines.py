"""The list of engines (compiler + view); run(pattern) → ids.

Every engine gives the same rows for a core pattern (tests/contracts); names, statements and evidence are no business of
theirs (`queries.rows`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

from graph.errors import ViewError
from graph.record import Reader
from queries.compilers import sql
from queries.rewrite import Cell, CorePattern

if TYPE_CHECKING:  # the RDF libraries take a quarter of a second to import, which only their engine pays
    from graph.views.answers import Answer
    from graph.views.cypher_answer import CypherAnswer
    from graph.views.following import Position
    from graph.views.property_graph import Schema
    from graph.views.terms import Term


@dataclass(frozen=True, slots=True)
class EngineRows:
    """Rows of ids, keys of literals and counts, and the change number of what the engine has seen."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    change: int


class Engine(Protocol):
    """What answers a core pattern. Raises Unsupported where it can't express a construct."""

    @property
    def name(self) -> str: ...

    def run(self, core: CorePattern) -> EngineRows: ...

    def explain(self, core: CorePattern) -> str:
        """The text that `run` sends."""
        ...


class SqlEngine:
    """The record itself, in the snapshot of a reader."""

    name = "sql"

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.dialect = reader.connection.dialect.name
        self.mark = "?" if self.dialect == sql.SQLITE else "%s"

    def rows(self, text: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """What a text in the driver's style gives."""
        if self.dialect == sql.SQLITE:
            try:  # straight to the driver: what SQLAlchemy adds takes longer than a short query
                return self.reader.connection.connection.cursor().execute(text, tuple(parameters)).fetchall()  # type: ignore[no-any-return]
            except Exception:  # noqa: S110 - told below, in the record's own errors
                pass
        return self.reader.connection.exec_driver_sql(text, tuple(parameters)).fetchall()

    def change(self) -> int:
        """The change number of the snapshot."""
        return self.reader.change()

    def rows_within(self, text: str, values: Sequence[str]) -> Sequence[Sequence[Any]]:
        """What a text gives whose `{}` is a list of values; nothing where there is none."""
        found: list[Sequence[Any]] = []
        for start in range(0, len(values), 2000):
            part = values[start:start + 2000]
            found += self.rows(text.format(", ".join([self.mark] * len(part))), part)
        return found

    def run(self, core: CorePattern) -> EngineRows:
        compiled = sql.compile(core, self.dialect)
        found = self.rows(compiled.text, compiled.parameters)
        return EngineRows(core.columns, tuple(tuple(row) if core.columns else () for row in found), self.change())

    def explain(self, core: CorePattern) -> str:
        return sql.compile(core, self.dialect).text

    def total(self, core: CorePattern) -> int:
        """How many rows there are, whatever the limit."""
        compiled = sql.compile_total(core, self.dialect)
        return int(self.rows(compiled.text, compiled.parameters)[0][0])


class RdfView(Protocol):
    """What the SPARQL engine asks of an RDF view: `graph.views.oxigraph.OxigraphView` is one."""

    @property
    def name(self) -> str: ...

    @property
    def lateral(self) -> bool:
        """Whether its engine takes LATERAL."""
        ...

    def position(self) -> Position | None: ...

    def query(self, text: str) -> Answer: ...


class SparqlEngine:
    """An RDF view, as of its newest generation."""

    name = "sparql"

    def __init__(self, view: RdfView) -> None:
        self.view = view

    def run(self, core: CorePattern) -> EngineRows:
        from queries.compilers import sparql

        for _ in range(5):
            shown = _shown(self.view)
            compiled = sparql.compile(core, shown=shown, lateral=self.view.lateral)
            answer = self.view.query(compiled.text)
            if answer.day == shown:
                break  # else the view has moved to another day in between
        place = [answer.variables.index(column) for column in compiled.columns]
        rows = tuple(tuple(_cell(row[number]) for number in place) for row in answer.rows)
        return EngineRows(core.columns, rows, answer.change)

    def explain(self, core: CorePattern) -> str:
        """The text that `run` sends, in SPARQL 1.1: without LATERAL, which means the same."""
        from queries.compilers import sparql

        position = self.view.position()
        return sparql.compile(core, shown=position.day if position else None).text


class GraphView(Protocol):
    """What the Cypher engine asks of a property graph: `graph.views.ladybug` and `graph.views.neo4j` have one each."""

    @property
    def name(self) -> str: ...

    @property
    def dialect(self) -> str: ...

    @property
    def schema(self) -> Schema: ...

    def position(self) -> Position | None: ...

    def query(self, text: str, parameters: Mapping[str, Any] | None = None) -> CypherAnswer: ...


class CypherEngine:
    """A property graph, as of where it stands."""

    name = "cypher"

    def __init__(self, view: GraphView) -> None:
        self.view = view

    def run(self, core: CorePattern) -> EngineRows:
        from queries.compilers import cypher

        for _ in range(5):
            shown = _shown(self.view)
            compiled = cypher.compile(core, self.view.schema, self.view.dialect, shown=shown)
            answers = [self.view.query(text, compiled.parameters) for text in compiled.texts]
            if len({(answer.change, answer.day) for answer in answers}) == 1 and answers[0].day == shown:
                break  # else the view has moved on in between
        if compiled.apart:
            rows = tuple(cypher.merged(core, (answer.rows for answer in answers)))
        else:
            rows = tuple(tuple(row) if core.columns else () for row in answers[0].rows)
        return EngineRows(core.columns, rows, answers[0].change)

    def explain(self, core: CorePattern) -> str:
        from queries.compilers import cypher

        position = self.view.position()
        return cypher.compile(core, self.view.schema, self.view.dialect, shown=position.day if position else None).text


ENGINES: tuple[type[SqlEngine] | type[SparqlEngine] | type[CypherEngine], ...] = (SqlEngine, SparqlEngine, CypherEngine)
"""Every engine, the one that is asked by default first."""


def _shown(view: RdfView | GraphView) -> dt.date:
    position = view.position()
    if position is None:
        raise ViewError(view.name, "it has not been made yet", "Sync it with the record first")
    return position.day


def _cell(term: Term | None) -> Cell:
    from graph.views.terms import ENTITY, RG, Lit

    if isinstance(term, Lit):
        return int(term.value) if term.datatype.endswith("#integer") else term.value
    return unquote(term.removeprefix(ENTITY).removeprefix(RG)) if isinstance(term, str) else None
