"""Neo4j follows the record: the same graph whichever way it got there, its position in the same transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from graph.errors import QueryError, RecordBusy, ViewError
from graph.identity.linking import entity_id
from graph.record import Record
from graph.record.judging import Judge
from graph.views.neo4j import POSITION, Neo4jView
from tests.graph.views.graphs import changes, made
from tests.graph.views.world import HARBOUR, NOW, OTHER, STUDIO, TODAY, offers, reading, write
from tests.servers.neo4j import Server


def run(view: Neo4jView, text: str, **parameters: Any) -> list[Any]:
    """Write past the view."""
    with view._session() as session:
        return session.run(text, parameters).values()


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ViewError, match="bolt://"):
        Neo4jView("http://localhost:7474")


def test_a_server_that_is_down_is_told() -> None:
    view = Neo4jView("bolt://127.0.0.1:9")
    with pytest.raises(ViewError, match="can't be reached"):
        view.version()
    view.close()


@pytest.mark.neo4j
def test_a_wrong_password_is_told(neo4j_server: Server) -> None:
    view = Neo4jView(neo4j_server.url, user=neo4j_server.user, password="wrong")
    with pytest.raises(ViewError, match="password"):
        view.position()
    view.close()


@pytest.mark.neo4j
def test_following_gives_the_graph_that_rebuilding_gives(neo4j: Neo4jView, sqlite: Any) -> None:
    record = sqlite()
    for number, one in enumerate(changes()):
        write(record, one)
        neo4j.sync(record, day=TODAY)
        if number % 3 == 0:
            assert set(neo4j.things()) == made(record), one.document.id
    for day in (dt.date(2026, 4, 1), dt.date(2026, 6, 1), dt.date(2026, 2, 12)):
        neo4j.sync(record, day=day)
        assert set(neo4j.things()) == made(record, day)
    assert list(neo4j.compare(record)) == []


@pytest.mark.neo4j
def test_queries_read_and_carry_the_change_and_the_day(neo4j: Neo4jView, record: Record) -> None:
    with pytest.raises(ViewError, match="Sync it"):
        neo4j.query("RETURN 1")
    neo4j.sync(record, day=TODAY)
    answer = neo4j.query("MATCH (:Studio)-[r:SERVES]->(p:Platform) WHERE p.name = $name RETURN p, r.derived", {"name": "Kite Reels"})
    assert (answer.rows[0][0]["labels"], answer.rows[0][0]["name"], answer.rows[0][1]) == (["Entity", "Platform"], "Kite Reels", True)
    assert (answer.columns, answer.change, answer.day) == (("p", "r.derived"), 4, TODAY)
    with pytest.raises(QueryError, match="Cypher"):
        neo4j.query("MATCH (n RETURN n")
    with pytest.raises(ViewError, match="access mode"):
        neo4j.query("CREATE (n:Studio) RETURN n")


@pytest.mark.neo4j
def test_merging_and_undoing_are_followed(neo4j: Neo4jView, record: Record) -> None:
    neo4j.sync(record, day=TODAY)
    judge = Judge(record)
    merged = judge.merge(entity_id(STUDIO.name, "Studio"), entity_id(OTHER.name, "Studio"), author="me", reason="one house", now=NOW)
    neo4j.sync(record, day=TODAY)
    assert set(neo4j.things()) == made(record)
    judge.undo(merged, author="me", reason="no", now=NOW)
    neo4j.sync(record, day=TODAY)
    assert set(neo4j.things()) == made(record)


@pytest.mark.neo4j
def test_a_graph_left_half_built_is_begun_again(neo4j: Neo4jView, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    neo4j.sync(record, day=TODAY)
    with monkeypatch.context() as patched:
        patched.setattr(neo4j, "_add", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            neo4j.rebuild(record, day=TODAY)
    assert neo4j.position() is None
    assert [difference.what for difference in neo4j.compare(record)] == ["it was left half built, or never made; sync it"]
    neo4j.sync(record, day=TODAY)
    assert set(neo4j.things()) == made(record)


@pytest.mark.neo4j
def test_catching_up_that_fails_changes_nothing(neo4j: Neo4jView, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    neo4j.sync(record, day=TODAY)
    before = set(neo4j.things())
    write(record, reading("first", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)))
    with monkeypatch.context() as patched:
        patched.setattr("graph.views.neo4j._stand", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            neo4j.sync(record, day=TODAY)
    assert set(neo4j.things()) == before
    neo4j.sync(record, day=TODAY)
    assert set(neo4j.things()) == made(record)


@pytest.mark.neo4j
def test_a_second_writer_is_told(neo4j: Neo4jView, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    neo4j.sync(record, day=TODAY)
    write(record, reading("first", "Nothing."))
    original = neo4j._follow

    def late(*args: Any) -> None:
        run(neo4j, f"MATCH (p:{POSITION}) SET p.change = 99")
        original(*args)

    monkeypatch.setattr(neo4j, "_follow", late)
    with pytest.raises(RecordBusy, match="another process"):
        neo4j.sync(record, day=TODAY)


@pytest.mark.neo4j
def test_a_database_of_somebody_elses_is_left_alone(neo4j: Neo4jView, record: Record) -> None:
    run(neo4j, "CREATE (:Document {id: 'mine'})")
    with pytest.raises(ViewError, match="something else"):
        neo4j.rebuild(record, day=TODAY)
    assert run(neo4j, "MATCH (n) RETURN n.id") == [["mine"]]


@pytest.mark.neo4j
def test_a_difference_is_named(neo4j: Neo4jView, record: Record) -> None:
    neo4j.sync(record, day=TODAY)
    run(neo4j, "MATCH (p:Platform {name: 'HarbourTV'}) SET p.name = 'Harbor'")
    told = [difference.what for difference in neo4j.compare(record)]
    assert len(told) == 3
    assert "name: 'Harbor'" in told[1]
    assert "missing: (:Platform" in told[2]
