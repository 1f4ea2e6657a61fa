"""The limits of the guard on a Neo4j server: what overruns is ended, and the next query is answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.errors import QueryLimit, QueryTimeout
from graph.views.neo4j import Neo4jView
from queries.guard import Job, Limits, Pool
from tests.graph.views.world import FIRST, SECOND, TODAY, write
from tests.servers.neo4j import Server

pytestmark = pytest.mark.neo4j
CROSS = ", ".join(f"(a{number})" for number in range(8))
SPINS = [
    f"MATCH {CROSS} WHERE a0.id + a1.id <> a2.id + a3.id + a4.id + a5.id + a6.id + a7.id RETURN count(*)",
    f"MATCH {CROSS}, p = (a0)-[*1..60]-(a1) WHERE a2.id + a3.id <> a4.id + a5.id + a6.id + a7.id RETURN count(p)",
    f"MATCH {CROSS} WHERE a0.id + a1.id + a2.id + a3.id + a4.id + a5.id + a6.id + a7.id =~ '.*x.*x.*y' RETURN count(*)",
    "UNWIND range(1, 1000000000) AS x UNWIND range(1, 1000000000) AS y RETURN count(*)"]


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(1) as made:
        yield made


@pytest.fixture
def target(neo4j: Neo4jView, neo4j_server: Server, sqlite: Any) -> tuple[str | None, ...]:
    record = sqlite()
    write(record, FIRST, SECOND)
    neo4j.sync(record, day=TODAY)
    return neo4j_server.url, neo4j_server.user, neo4j_server.password, None


def test_limits_hold(pool: Pool, target: tuple[str | None, ...]) -> None:
    def run(text: str, **limits: Any) -> Any:
        return pool.run(Job("neo4j", target, text), Limits(**limits))

    small = "MATCH (n:Platform) RETURN n.name ORDER BY n.name"
    for text in SPINS:
        with pytest.raises(QueryTimeout):
            assert not run(text, seconds=1.0), text
        assert run(small).rows == (("HarbourTV",), ("Kite Reels",)), text
    with pytest.raises(QueryLimit, match="more than 1,000 rows"):
        run("UNWIND range(1, 1000000000) AS x RETURN x", rows=1000)
    assert len(run(small).rows) == 2
