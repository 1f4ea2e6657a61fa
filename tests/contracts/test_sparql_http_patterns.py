"""A SPARQL store over HTTP gives the rows of the hand-written cases, and those of the referee for random patterns.

The world is written and the store filled once for all tests of this file.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.record import Record
from graph.views.sparql_http import SparqlHttpView
from queries.engines import SparqlEngine
from tests import conftest
from tests.contracts import strategies, worlds
from tests.contracts import test_patterns as suite
from tests.contracts.test_patterns import ONTOLOGY, VOCABULARY
from tests.contracts.worlds import TODAY, Telling
from tests.servers import oxigraph
from tests.servers.starting import Unavailable

pytestmark = pytest.mark.long
Told = tuple[Record, Telling, SparqlHttpView]


@pytest.fixture(scope="module")
def server() -> Iterator[oxigraph.Server | str]:
    try:
        found = oxigraph.start()
    except Unavailable as reason:
        yield str(reason)
        return
    yield found
    found.stop()


@pytest.fixture(scope="module")
def trade() -> Telling:
    return worlds.load("trade")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory, trade: Telling) -> Iterator[Record]:
    record = Record.open(f"sqlite:///{tmp_path_factory.mktemp('trade') / 'record.sqlite'}")
    worlds.write(trade, record, ONTOLOGY)
    yield record
    record.close()


@pytest.fixture
def view(request: pytest.FixtureRequest, server: oxigraph.Server | str) -> Iterator[SparqlHttpView]:
    if isinstance(server, str):
        conftest.unavailable(request, conftest.OXIGRAPH_SERVER, server, oxigraph.REMEDY)
        return
    conftest.runs_on(request, conftest.OXIGRAPH_SERVER, server.version)
    view = SparqlHttpView(server.url)
    yield view
    view.close()


def test_the_cases(view: SparqlHttpView, record: Record, trade: Telling) -> None:
    view.sync(record, day=TODAY)
    assert suite.wrong(SparqlEngine(view), trade, worlds.world(record, VOCABULARY, trade)) == []


def test_pages_make_the_whole(view: SparqlHttpView, record: Record, trade: Telling) -> None:
    view.sync(record, day=TODAY)
    engine, world = SparqlEngine(view), worlds.world(record, VOCABULARY, trade)
    told = [case for case in suite.cases(trade) if case.pattern.limit == 100 and case.pattern.select and len(case.rows) > 2
            and case.pattern.filters.known_at is None][::3]
    assert len(told) > 20
    assert [case.name for case in told if suite.named(suite.pages(engine, suite.core_of(case.pattern, world), world, 2), trade)
            != case.rows] == []


def test_the_cases_on_another_day_than_the_view_shows(view: SparqlHttpView, record: Record, trade: Telling) -> None:
    view.sync(record, day=TODAY.replace(year=2024))
    engine, world = SparqlEngine(view), worlds.world(record, VOCABULARY, trade)
    told = [case for case in suite.cases(trade, *suite.FILES) if case.pattern.filters.known_at is None][::4]
    assert [case.name for case in told if suite.named(engine.run(suite.core_of(case.pattern, world)).rows, trade) != case.rows] == []
    assert list(view.compare(record)) == []


def test_random_patterns(view: SparqlHttpView, tmp_path_factory: pytest.TempPathFactory) -> None:
    record = Record.open(f"sqlite:///{tmp_path_factory.mktemp('random') / 'record.sqlite'}")
    telling = strategies.telling(3, ONTOLOGY)
    worlds.write(telling, record, ONTOLOGY)
    view.sync(record, day=TODAY)
    suite.check_random(record, SparqlEngine(view), telling, examples=20, parts=True)
    record.close()
