"""Every engine gives the rows of the hand-written cases, and those of the referee for random patterns.

A case is a line of cases/trade.jsonl, or of cases/parts.jsonl (parts, paths, relations as variables, numbers): a pattern with
names for ids, over the world of cases/trade.toml, and its rows: names, keys of literals, counts, null where absent.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import Unsupported
from graph.home import Home
from graph.ontology import ontology, vocabulary
from graph.record import Record
from graph.views.oxigraph import OxigraphView
from queries.engines import ENGINES, Engine, SparqlEngine, SqlEngine
from queries.pattern import Pattern, Var, from_json
from queries.rewrite import CorePattern, rewrite
from tests.contracts import reference, strategies, worlds
from tests.contracts.reference import Cell, World
from tests.contracts.worlds import TODAY, Telling

ONTOLOGY, VOCABULARY = ontology(), vocabulary()
FILES = ("trade", "parts")
DOCS = Path(__file__).parents[2] / "docs" / "patterns.md"
UNSUPPORTED: dict[str, Callable[[Pattern], bool]] = {
    "sparql: known_at": lambda pattern: pattern.filters.known_at is not None,
    "cypher: roles joined inside without": lambda pattern: any(
        len(names) > len(set(names)) for group in pattern.without
        for names in [[term for clause in group for _, term in clause.roles if isinstance(term, Var)]]),
    "cypher: known_at": lambda pattern: pattern.filters.known_at is not None,
    "sparql: documents": lambda pattern: bool(pattern.filters.documents),
    "cypher: documents": lambda pattern: bool(pattern.filters.documents),
}
"""What an engine can't express: the table of docs/patterns.md."""


@dataclass(frozen=True)
class Case:
    name: str
    pattern: Pattern
    rows: list[tuple[Any, ...]]


def cases(telling: Telling, *files: str) -> list[Case]:
    """The cases of some files, of trade alone where none is named."""
    lines = [line for file in files or ("trade",) for line in (worlds.CASES / f"{file}.jsonl").read_text("utf-8").splitlines()]
    return [Case(told["name"], from_json(_with_ids(told["pattern"], telling)), [tuple(row) for row in told["rows"]])
            for told in map(json.loads, lines)]


def _with_ids(data: Any, telling: Telling) -> Any:
    if isinstance(data, Mapping):
        return {key: [telling.id(name) for name in value] if key == "entity" else _with_ids(value, telling) for key, value in data.items()}
    return [_with_ids(value, telling) for value in data] if isinstance(data, list) else data


def named(rows: Sequence[Sequence[Cell]], telling: Telling) -> list[tuple[Any, ...]]:
    return [tuple((telling.name(cell) or cell) if isinstance(cell, str) else cell for cell in row) for row in rows]


def core_of(pattern: Pattern, world: World) -> CorePattern:
    return rewrite(pattern, ONTOLOGY, today=TODAY, narrower_ids=lambda ids: {one for id_ in ids for one in world.narrower.get(id_, ())})


def expected(pattern: Pattern, world: World) -> list[tuple[Cell, ...]]:
    return reference.rows(pattern, world, ONTOLOGY, TODAY)[:pattern.limit]


@contextmanager
def on_sql(record: Record) -> Any:
    with record.reader() as reader:
        yield SqlEngine(reader)


@contextmanager
def on_sparql(record: Record, home: Home) -> Any:
    view = OxigraphView(home)
    view.sync(record, day=TODAY)
    yield SparqlEngine(view)


def wrong(engine: Engine, telling: Telling, world: World) -> list[tuple[str, Any, Any]]:
    found = []
    for case in cases(telling, *FILES):
        if any(name.startswith(engine.name) and applies(case.pattern) for name, applies in UNSUPPORTED.items()):
            continue
        told = named(engine.run(core_of(case.pattern, world)).rows, telling)
        if told != case.rows:
            found.append((case.name, told, case.rows))
    return found


@pytest.fixture
def trade() -> Telling:
    return worlds.load("trade")


def test_there_are_enough_cases_and_each_has_a_name(trade: Telling) -> None:
    names = Counter(case.name for case in cases(trade, *FILES))
    assert len(names) >= 400
    assert max(names.values()) == 1


def test_the_cases_by_the_referee(sqlite: Callable[[], Record], trade: Telling) -> None:
    record = sqlite()
    worlds.write(trade, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, trade)
    assert [case.name for case in cases(trade, *FILES) if named(expected(case.pattern, world), trade) != case.rows] == []


def test_the_cases_by_sql(record: Record, trade: Telling) -> None:
    worlds.write(trade, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, trade)
    with on_sql(record) as engine:
        assert wrong(engine, trade, world) == []


def test_the_cases_by_sparql(sqlite: Callable[[], Record], home: Home, trade: Telling) -> None:
    record = sqlite()
    worlds.write(trade, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, trade)
    with on_sparql(record, home) as engine:
        assert wrong(engine, trade, world) == []


def test_the_cases_by_sparql_on_another_day_than_the_view_shows(sqlite: Callable[[], Record], home: Home, trade: Telling) -> None:
    record = sqlite()
    worlds.write(trade, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, trade)
    view = OxigraphView(home)
    view.sync(record, day=TODAY.replace(year=2024))
    assert wrong(SparqlEngine(view), trade, world) == []


def pages(engine: Engine, core: CorePattern, world: World, size: int) -> list[tuple[Cell, ...]]:
    """All rows, page by page, each beginning after the last row of the one before."""
    found: list[tuple[Cell, ...]] = []
    page = replace(core, limit=size)
    while rows := engine.run(page).rows:
        found += rows
        last = dict(zip(core.columns, rows[-1]))
        keys = ((entry.column, last[entry.column]) for entry in core.order)
        page = replace(page, after=tuple((None if cell is None else reference.sort_key(cell, world), cell) for _, cell in keys))
        assert len(found) < 2000
    return found


@pytest.mark.long
@pytest.mark.parametrize("engine_name", ["sql", "sparql"])
def test_pages_make_the_whole(engine_name: str, sqlite: Callable[[], Record], home: Home, trade: Telling) -> None:
    record = sqlite()
    worlds.write(trade, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, trade)
    wrongly = []
    with on_sql(record) if engine_name == "sql" else on_sparql(record, home) as engine:
        for case in cases(trade, *FILES):
            if case.pattern.limit == 100 and case.pattern.select and (engine_name == "sql" or case.pattern.filters.known_at is None):
                whole = pages(engine, core_of(case.pattern, world), world, 2)
                if named(whole, trade) != case.rows:
                    wrongly.append((case.name, named(whole, trade), case.rows))
    assert wrongly == []


def test_pages_make_the_whole_on_every_database(record: Record, trade: Telling) -> None:
    worlds.write(trade, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, trade)
    with on_sql(record) as engine:
        for case in cases(trade, *FILES):
            if case.pattern.limit == 100 and case.pattern.order:
                assert named(pages(engine, core_of(case.pattern, world), world, 1), trade) == case.rows, case.name


# --- random patterns


def check_random(record: Record, engine: Engine, telling: Telling, *, examples: int, parts: bool = False) -> None:
    world = worlds.world(record, VOCABULARY, telling)

    @settings(derandomize=True, deadline=None, max_examples=examples, suppress_health_check=list(HealthCheck), database=None)
    @given(strategies.patterns(ONTOLOGY, known_at=engine.name == "sql", parts=parts))
    def agree(pattern: Pattern) -> None:
        assert list(engine.run(core_of(pattern, world)).rows) == expected(pattern, world)

    agree()


def test_random_patterns_by_sql(record: Record) -> None:
    telling = strategies.telling(3, ONTOLOGY)
    worlds.write(telling, record, ONTOLOGY)
    with on_sql(record) as engine:
        check_random(record, engine, telling, examples=60, parts=True)


@pytest.mark.parametrize("seed", [4, 5])
def test_random_patterns_on_more_worlds(seed: int, sqlite: Callable[[], Record]) -> None:
    record = sqlite()
    telling = strategies.telling(seed, ONTOLOGY)
    worlds.write(telling, record, ONTOLOGY)
    with on_sql(record) as engine:
        check_random(record, engine, telling, examples=60, parts=True)


def test_random_patterns_by_sparql(sqlite: Callable[[], Record], home: Home) -> None:
    record = sqlite()
    telling = strategies.telling(3, ONTOLOGY)
    worlds.write(telling, record, ONTOLOGY)
    with on_sparql(record, home) as engine:
        check_random(record, engine, telling, examples=20, parts=True)


@pytest.mark.parametrize("without", [
    {"subject": "*", "predicate": "is_behind", "object": "?a"}, {"subject": "?a", "predicate": "is_behind", "object": "?l"},
    {"subject": "?l", "predicate": ["owns", "partners_with", "acquires"], "object": "?a", "steps": [2, 3]}])
def test_paths_that_must_not_be_are_walked_from_where_they_are_known(without: Any, sqlite: Callable[[], Record], home: Home) -> None:
    """Oxigraph took minutes for the first of them, which random patterns found."""
    record = sqlite()
    telling = strategies.telling(100, ONTOLOGY)
    worlds.write(telling, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, telling)
    with on_sparql(record, home) as engine:
        for filters in ({}, {"timeless": True, "modality": ["asserted", "planned", "reported"]}):
            pattern = from_json({"clauses": [{"subject": "?a", "predicate": "*", "object": "?x"}], "without": [[without]],
                                 "select": ["a"], "filters": filters, "limit": 1000})
            assert list(engine.run(core_of(pattern, world)).rows) == expected(pattern, world)


# --- what an engine can't express


def test_exceptions_are_errors_that_name_the_construct(sqlite: Callable[[], Record], home: Home, trade: Telling) -> None:
    record = sqlite()
    worlds.write(trade, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, trade)
    with on_sparql(record, home) as engine:
        for case in cases(trade, *FILES):
            if case.pattern.filters.known_at is not None:
                with pytest.raises(Unsupported, match="known_at"):
                    engine.run(core_of(case.pattern, world))


def test_the_exceptions_are_those_of_the_docs() -> None:
    lines = DOCS.read_text("utf-8").partition("## What an engine can't express")[2].splitlines()
    told = {tuple(cell.strip(" `") for cell in line.split("|")[1:3]) for line in lines if line.startswith("| `")}
    assert told == {tuple(name.split(": ")) for name in UNSUPPORTED}
    assert {name.partition(":")[0] for name in UNSUPPORTED} <= {engine.name for engine in ENGINES}
