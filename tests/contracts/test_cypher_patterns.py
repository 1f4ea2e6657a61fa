"""Ladybug and Neo4j give the rows of the hand-written cases, and those of the referee for random patterns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import Unsupported
from graph.record import Record
from graph.views.ladybug import LadybugView
from graph.views.neo4j import Neo4jView
from queries.engines import CypherEngine
from tests.contracts import strategies, worlds
from tests.contracts import test_patterns as suite
from tests.contracts.test_patterns import ONTOLOGY, VOCABULARY
from tests.contracts.worlds import TODAY, Telling

View = LadybugView | Neo4jView


@pytest.fixture(params=["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def view(request: pytest.FixtureRequest) -> View:
    found: View = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def trade() -> Telling:
    return worlds.load("trade")


@pytest.fixture
def told(sqlite: Callable[[], Record], trade: Telling) -> Record:
    record = sqlite()
    worlds.write(trade, record, ONTOLOGY)
    return record


def differing(view: View, record: Record, telling: Telling, *, paged: bool = False) -> list[tuple[object, ...]]:
    """The cases whose rows are others than they should be."""
    engine, world = CypherEngine(view), worlds.world(record, VOCABULARY, telling)
    found: list[tuple[object, ...]] = []
    files = ("trade",) if paged and isinstance(view, Neo4jView) else suite.FILES  # each page is planned anew there
    for case in suite.cases(telling, *files):
        core = suite.core_of(case.pattern, world)
        if case.pattern.filters.known_at is not None:
            with pytest.raises(Unsupported, match="known_at"):
                engine.run(core)
        elif not paged or (case.pattern.limit == 100 and case.pattern.select and len(case.rows) > 2):
            rows = suite.pages(engine, core, world, 2) if paged else engine.run(core).rows
            if (named := suite.named(rows, telling)) != case.rows:
                found.append((case.name, named, case.rows))
    return found


def test_the_cases(view: View, told: Record, trade: Telling) -> None:
    view.sync(told, day=TODAY)
    assert differing(view, told, trade) == []


@pytest.mark.long
def test_the_cases_on_another_day_than_the_view_shows(ladybug: LadybugView, told: Record, trade: Telling) -> None:
    ladybug.sync(told, day=TODAY.replace(year=2024))
    assert differing(ladybug, told, trade) == []


@pytest.mark.neo4j
def test_paths_and_filters_on_another_day_on_neo4j(neo4j: Neo4jView, told: Record, trade: Telling) -> None:
    neo4j.sync(told, day=TODAY.replace(year=2024))
    engine, world = CypherEngine(neo4j), worlds.world(told, VOCABULARY, trade)
    asked = [case for case in suite.cases(trade, *suite.FILES) if "is_behind" in str(case.pattern) and case.pattern.filters.known_at is None]
    assert len(asked) > 5
    for case in asked:
        assert suite.named(engine.run(suite.core_of(case.pattern, world)).rows, trade) == case.rows, case.name


@pytest.mark.long
def test_pages_make_the_whole(view: View, told: Record, trade: Telling) -> None:
    view.sync(told, day=TODAY)
    assert differing(view, told, trade, paged=True) == []


@pytest.mark.long
def test_random_patterns(view: View, sqlite: Callable[[], Record], tmp_path: Path) -> None:
    record = sqlite()
    telling = strategies.telling(3, ONTOLOGY)
    worlds.write(telling, record, ONTOLOGY)
    view.sync(record, day=TODAY)
    suite.check_random(record, CypherEngine(view), telling, examples=60, parts=False)


@pytest.mark.long
def test_random_patterns_with_parts(ladybug: LadybugView, sqlite: Callable[[], Record]) -> None:
    record = sqlite()
    telling = strategies.telling(4, ONTOLOGY)
    worlds.write(telling, record, ONTOLOGY)
    ladybug.sync(record, day=TODAY)
    suite.check_random(record, CypherEngine(ladybug), telling, examples=40, parts=True)
