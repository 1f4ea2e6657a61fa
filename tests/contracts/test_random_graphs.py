"""Random patterns on random graphs: every embedded engine gives the rows of the referee. A sample of them is in CI.

Each graph has patterns of its own. `make soak SOAK="-k random_graphs"` takes all of them. Ladybug crawls through a few: paths
in `without` whose ends are joined with more; what it doesn't answer in time is counted, and must stay seldom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings

from graph.errors import QueryTimeout, Unsupported
from graph.home import Home
from graph.record import Record
from graph.views.cypher_answer import CypherAnswer
from graph.views.ladybug import LadybugView
from graph.views.oxigraph import OxigraphView
from queries.engines import CypherEngine, Engine, SparqlEngine, SqlEngine
from queries.pattern import Pattern
from tests.contracts import strategies, worlds
from tests.contracts import test_patterns as suite
from tests.contracts.test_patterns import ONTOLOGY, VOCABULARY
from tests.contracts.worlds import TODAY

pytestmark = pytest.mark.soak
GRAPHS, PATTERNS = 25, 20
SECONDS, SELDOM = 5.0, 2


class Timed(LadybugView):
    """Ladybug with a limit of time."""

    def query(self, text: str, parameters: Mapping[str, Any] | None = None) -> CypherAnswer:
        snapshot = self.snapshot()
        with snapshot.stream(text, parameters, seconds=SECONDS) as (columns, rows):
            position = snapshot.generation.position
            return CypherAnswer(columns, tuple(rows), position.change, position.day)


class Standard(OxigraphView):
    """Oxigraph as it is asked in SPARQL 1.1 alone, like a store over HTTP."""

    lateral = False


def agrees(number: int, record: Record, home: Home) -> dict[str, int]:
    """How many patterns each engine answered, on one graph; all of them with the rows of the referee."""
    telling = strategies.telling(number, ONTOLOGY)
    worlds.write(telling, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, telling)
    views = (OxigraphView(home), Timed(home, threads=1))
    for view in views:
        view.sync(record, day=TODAY)
    answered: dict[str, int] = {}
    late: list[Pattern] = []
    with record.reader() as reader:
        engines: dict[str, Engine] = {"sql": SqlEngine(reader), "sparql": SparqlEngine(views[0]), "sparql 1.1": SparqlEngine(Standard(home)),
                                      "cypher": CypherEngine(views[1])}

        @seed(number)
        @settings(deadline=None, max_examples=PATTERNS, suppress_health_check=list(HealthCheck), database=None)
        @given(strategies.patterns(ONTOLOGY, known_at=True, parts=True))
        def agree(pattern: Pattern) -> None:
            rows = suite.expected(pattern, world)
            for name, engine in engines.items():
                try:
                    found = list(engine.run(suite.core_of(pattern, world)).rows)
                except QueryTimeout:
                    assert name == "cypher"
                    late.append(pattern)
                    continue
                except Unsupported:
                    assert any(told.startswith(engine.name) and applies(pattern) for told, applies in suite.UNSUPPORTED.items())
                    continue
                assert found == rows, name
                answered[name] = answered.get(name, 0) + 1

        agree()
    assert len(late) <= SELDOM
    return answered


@pytest.mark.parametrize("number", range(100, 100 + GRAPHS))
def test_random_graphs(number: int, sqlite: Callable[[], Record], home: Home) -> None:
    assert min(agrees(number, sqlite(), home).values()) > PATTERNS // 2


@pytest.mark.parametrize("number", [1, 2])
def test_sample_of_random_graphs(number: int, sqlite: Callable[[], Record], home: Home) -> None:
    assert min(agrees(number, sqlite(), home).values()) > PATTERNS // 2
