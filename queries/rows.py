"""ids → rows with names, statements, evidence, always from the record, whatever the engine.

All of an answer comes from one snapshot. A later page is asked as of the change and the day of the first one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Protocol

from graph.claim import Value
from graph.entity import Entity
from graph.errors import CursorError
from graph.identity.values import normalise
from graph.ontology.model import Ontology, Vocabulary
from graph.record import Reader, Record
from graph.record.evidence import EvidenceRow
from graph.statement import Statement
from queries import cursors, plans
from queries.engines import Engine, EngineRows, SqlEngine
from queries.narrower import Constants, constants
from queries.pattern import Entities, Pattern
from queries.plans import Planned
from queries.proofs import MOST_STATEMENTS, Proof, proofs
from queries.rewrite import Cell, CorePattern, Reach, rewrite

NUMBER = "number"
_ENTITIES = "SELECT id, name, type, sort_key FROM entities WHERE id IN ({})"


class House(Protocol):
    """What answering needs of the house."""

    @property
    def record(self) -> Record: ...

    @property
    def ontology(self) -> Ontology: ...

    @property
    def vocabulary(self) -> Vocabulary: ...

    def today(self) -> dt.date: ...


@dataclass(frozen=True, slots=True)
class Proven:
    """A statement behind a row: for which clause of the pattern (from 0), and where it is said."""

    clause: int
    statement: Statement
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A row matched by a concept below the one that a clause asked for (ids; names are among `Rows.entities`)."""

    clause: int
    asked: str
    matched: str


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column: an entity, a literal (a count is a number), or nothing. Its statements by clause, best first.

    `narrowed` tells by which narrower concepts those statements matched.
    """

    cells: Mapping[str, Entity | Value | None]
    statements: tuple[Proven, ...]
    narrowed: tuple[Narrowed, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of an answer. `hidden`: of an empty answer, how many rows each default filter hid.

    `cursor` leads to the next page, None on the last one. `entities` are those that the statements name, by id, with name
    and primary type alone, as in the cells.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    cursor: str | None
    change: int
    hidden: Mapping[str, int] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)


def answer(pattern: Pattern, house: House, *, engine: Engine | None = None, evidence: bool = True) -> Rows:
    """The rows of a pattern, by the record itself unless another engine is given; `evidence`: with where their statements are said.

    Raises PatternError, CursorError, and Unsupported where the engine can't express it.
    """
    with house.record.reader() as reader:
        return answer_in(reader, pattern, house, engine=engine, evidence=evidence)


def answer_in(reader: Reader, pattern: Pattern, house: House, *, engine: Engine | None = None, evidence: bool = True) -> Rows:
    """The same in a snapshot that is already open."""
    home = SqlEngine(reader)
    known = constants(pattern, home, house.vocabulary)
    pattern = known.canonical(pattern)
    asked, change = _asked(pattern, known, home, house, marks=engine is None)
    core = asked.core
    found = engine.run(replace(core, limit=core.limit + 1)) if engine is not None and change == home.change() else _run(asked, home)
    page = found.rows[:core.limit]
    behind = proofs(asked, page, home) if page else []
    below = _below(pattern, known) if page else {}
    told = _Told(home, page, behind, core, {one for inner in below.values() for one in inner.values()}, evidence=evidence)
    rows = tuple([_with_narrowed(told.row(cells, proof), below) for cells, proof in zip(page, behind)])
    cursor = None
    if len(found.rows) > core.limit:
        after = tuple(_key(page[-1][core.columns.index(entry.column)], told) for entry in core.order)
        cursor = cursors.write(cursors.Cursor(min(change, found.change), core.filters.day, after), pattern)
    hidden = _hidden(pattern, known, home, house) if pattern.cursor is None and _is_empty(page, core) else {}
    return Rows(core.columns, rows, cursor, min(change, found.change), hidden, told.entities)


def count_in(reader: Reader, pattern: Pattern, house: House) -> int:
    """How many rows a pattern has in all, whatever its limit and cursor."""
    home = SqlEngine(reader)
    known = constants(pattern, home, house.vocabulary)
    return _total(known.canonical(replace(pattern, cursor=None)), known, home, house)


def _total(pattern: Pattern, known: Constants, home: SqlEngine, house: House) -> int:
    text, parameters = plans.total(pattern, known, house.ontology, day=house.today(), dialect=home.dialect)
    return int(home.rows(text, parameters)[0][0])


def _run(asked: Planned, home: SqlEngine) -> EngineRows:
    """A page by the record itself, with one row more."""
    columns = asked.core.columns
    found = home.rows(*asked.cheapest_page(home))
    return EngineRows(columns, tuple([tuple(row) if columns else () for row in found]), home.change())


# --- narrower concepts


def _below(pattern: Pattern, known: Constants) -> dict[int, dict[str, str]]:
    """By clause: the concepts below its constants, each with the constant that it is below."""
    if not known.narrower or not pattern.narrower or "positive" not in pattern.filters.polarity:
        return {}
    found: dict[int, dict[str, str]] = {}
    for number, clause in enumerate(pattern.all_clauses()):
        asked = [one for _, term in clause.terms() if isinstance(term, Entities) for one in term.ids]
        if below := {inner: one for one in asked for inner in sorted(known.below([one])) if inner not in asked}:
            found[number] = below
    return found


def _with_narrowed(row: Row, below: Mapping[int, Mapping[str, str]]) -> Row:
    if not below:
        return row
    told = {Narrowed(proven.clause, below[proven.clause][filler], filler): None for proven in row.statements if proven.clause in below
            for filler in proven.statement.fillers() if isinstance(filler, str) and filler in below[proven.clause]}
    return replace(row, narrowed=tuple(told)) if told else row


# --- pages


def _asked(pattern: Pattern, known: Constants, home: SqlEngine, house: House, *, marks: bool) -> tuple[Planned, int]:
    """What is asked, and the change number of what it is asked of; without `marks` its core names its constants."""
    newest = home.change()
    if pattern.cursor is None:
        if marks:
            return plans.planned(pattern, known, house.ontology, day=house.today(), dialect=home.dialect), newest
        return plans.bare(_rewritten(pattern, known, house, house.today()), home.dialect), newest
    cursor = cursors.read(pattern.cursor, pattern)
    if cursor.change > newest:
        raise CursorError("this cursor belongs to another record; leave it out to begin at the first page")
    if cursor.change < newest and pattern.filters.known_at is None:
        core = _rewritten(pattern.with_filters(known_at=cursor.change), known, house, cursor.day)
    else:
        core = _rewritten(pattern, known, house, cursor.day)
    if any(isinstance(cell, int) != (entry.column == core.count) for entry, (_, cell) in zip(core.order, cursor.after)):
        raise CursorError("this cursor was altered; leave it out to begin at the first page")
    return plans.bare(replace(core, after=cursor.after), home.dialect), cursor.change


def _rewritten(pattern: Pattern, known: Constants, house: House, day: dt.date) -> CorePattern:
    return rewrite(pattern, house.ontology, today=day, narrower_ids=known.below)


def _key(cell: Cell, told: _Told) -> tuple[str | None, Cell]:
    if cell is None:
        return None, None
    if isinstance(cell, int):
        return "", cell
    return told.sort_keys.get(cell, cell), cell


# --- what the defaults hid


def _is_empty(page: Sequence[Sequence[Cell]], core: CorePattern) -> bool:
    return not page or (core.columns == (core.count,) and page[0][0] == 0)


def _hidden(pattern: Pattern, known: Constants, home: SqlEngine, house: House) -> dict[str, int]:
    columns = (*pattern.select, *((pattern.count,) if pattern.count and pattern.count not in pattern.select else ()))
    plain = replace(pattern, count=None, select=columns, order=())
    filters = pattern.filters
    everything = replace(plain.with_filters(polarity=("positive", "negative"), modality=("asserted", "planned", "reported"), as_of=None,
                                            timeless=True), ended=False)
    if not _total(everything, known, home, house):  # as of most that is empty: nothing is hidden
        return dict.fromkeys(("planned", "reported", "negative", "ended"), 0)
    others = {
        "planned": None if "planned" in filters.modality else plain.with_filters(modality=("planned",)),
        "reported": None if "reported" in filters.modality else plain.with_filters(modality=("reported",)),
        "negative": None if "negative" in filters.polarity else plain.with_filters(polarity=("negative",)),
        "ended": None if filters.timeless else replace(plain.with_filters(timeless=True), ended=True),
    }
    return {name: _total(other, known, home, house) if other else 0 for name, other in others.items()}


# --- nouns


class _Told:
    """The nouns of one page: entities, statements and evidence, each fetched once for all rows."""

    def __init__(self, home: SqlEngine, page: Sequence[Sequence[Cell]], behind: Sequence[Proof], core: CorePattern,
                 also: Set[str] = frozenset(), *, evidence: bool) -> None:
        self.core = core
        self.paths = {atom.clause for atom in core.atoms() if isinstance(atom, Reach)}
        self._fetch(home.reader, [one for proof in behind for one in proof.items()], evidence=evidence)
        cells = {cell for row in page for cell in row if isinstance(cell, str)}
        named = {filler for one in self.shown for filler in self.statements[one].fillers() if isinstance(filler, str)}
        self.entities: dict[str, Entity] = {}
        self.sort_keys: dict[str, str] = {}
        for id_, name, type_, key in home.rows_within(_ENTITIES, sorted(cells | named | also)):
            self.entities[id_] = Entity(id_, name, type_)
            self.sort_keys[id_] = key

    def _fetch(self, reader: Reader, proven: Sequence[tuple[int, Mapping[str, None]]], *, evidence: bool) -> None:
        """The statements, and the evidence of those that are shown. Where all are, and now, the evidence holds their open claims."""
        filters = self.core.filters
        self.shown: Sequence[str] = sorted({one for _, statements in proven for one in statements})
        self.statements: Mapping[str, Statement] = {}
        self.evidence: Mapping[str, Sequence[EvidenceRow]] = {}
        if not self.shown:
            return
        whole = all(len(statements) <= MOST_STATEMENTS for _, statements in proven)
        if evidence and whole and filters.known_at is None and filters.published_until is None and not filters.documents:
            self.evidence = reader.evidence(self.shown)
            claims = {id_: [row.claim for row in rows] for id_, rows in self.evidence.items()}
            self.statements = reader.statements(self.shown, claims=claims)
            return
        self.statements = reader.statements(self.shown)
        if not whole:
            self.shown = sorted({one for clause, statements in proven for one in self.best(clause, statements)})
        if evidence:
            self.evidence = reader.evidence(self.shown, known_at=filters.known_at, published_until=filters.published_until,
                                            documents=filters.documents)

    def best(self, clause: int, ids: Mapping[str, None]) -> list[str]:
        """The statements of one clause, best first; those of a path as they follow one another."""
        known = [one for one in ids if one in self.statements]
        if len(known) > 1 and clause not in self.paths:
            known.sort(key=lambda one: (-self.statements[one].confidence, one))
        return known[:MOST_STATEMENTS]

    def row(self, cells: Sequence[Cell], proof: Proof) -> Row:
        proven = [Proven(clause, self.statements[one], tuple(self.evidence.get(one, ())))
                  for clause in sorted(proof) for one in self.best(clause, proof[clause])]
        named = {column: self._cell(cell, proven) for column, cell in zip(self.core.columns, cells)}
        return Row(named, tuple(proven))

    def _cell(self, cell: Cell, proven: Sequence[Proven]) -> Entity | Value | None:
        if isinstance(cell, int):
            return Value(str(cell), NUMBER)
        if cell is None:
            return None
        return self.entities.get(cell) or self._literal(cell, proven)

    def _literal(self, key: str, proven: Sequence[Proven]) -> Value:
        """A literal as it was read, the first by spelling where it was read in several; its key where nothing is told; or a relation."""
        if ":" not in key:
            return Value(key, "text")
        values = {filler for one in proven for filler in one.statement.fillers() if isinstance(filler, Value) and normalise(filler) == key}
        return min(values, default=Value(key.partition(":")[2], "text"))
