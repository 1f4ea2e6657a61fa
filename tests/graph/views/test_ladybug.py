"""Ladybug follows the record: the same graph whichever way it got there, and no crash or damage leaves another one."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import QueryError, RecordBusy, ViewError
from graph.home import Home
from graph.identity.linking import entity_id
from graph.record import Record
from graph.record.judging import Judge
from graph.views.ladybug import FILE, LadybugView
from graph.views.ladybug.store import Store
from graph.views.property_compare import compare
from graph.views.property_graph import PropertyGraph, Thing
from tests.graph.views.graphs import DATED, changes, made
from tests.graph.views.killed import killed
from tests.graph.views.world import FOURTH, HARBOUR, KITE, NOW, OTHER, STUDIO, TODAY, offers, reading, write

pytestmark = pytest.mark.long

SHORT = ("MATCH (s:Statement {predicate: 'provides_service'})-[:SUBJECT]->(studio:Entity), (s)-[:OBJECT]->(:Entity {name: 'finishing'}), "
         "(s)-[:TO]->(platform:Entity {type: 'Platform'}) RETURN studio.name, platform.name ORDER BY platform.name")


@pytest.fixture
def graph(home: Home) -> LadybugView:
    return LadybugView(home, threads=1)


def held(view: LadybugView) -> set[Thing]:
    with view.snapshot().connected() as connection:
        return set(Store(connection, view.schema).things())


def test_the_short_queries_are_right_as_they_stand(graph: LadybugView, record: Record) -> None:
    assert graph.position() is None
    with pytest.raises(ViewError, match="Sync it"):
        graph.query(SHORT)
    graph.sync(record, day=TODAY)
    answer = graph.query(SHORT)
    assert answer.rows == (("Northlight Post", "HarbourTV"), ("Northlight Post", "Kite Reels"))
    assert (answer.columns, answer.change, answer.day) == (("studio.name", "platform.name"), 4, TODAY)
    assert graph.query("MATCH (a:Entity)-[r:SERVES]->(b:Entity) RETURN DISTINCT a.name, r.derived, b.name ORDER BY b.name").rows == (
        ("Northlight Post", True, "HarbourTV"), ("Northlight Post", True, "Kite Reels"))
    assert graph.query("MATCH (s:PlannedStatement)-[e:EVIDENCED_BY]->(d:Document) RETURN e.quote, d.id").rows == (
        ("Kite Reels has 18 million users. Tallow Studios will offer dubbing to Kite Reels.", "third"),)
    with pytest.raises(QueryError, match="Cypher"):
        graph.query("MATCH (n RETURN n")


@pytest.mark.long
def test_following_gives_the_graph_that_rebuilding_gives(graph: LadybugView, tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'followed.sqlite'}")
    for one in changes():
        write(record, one)
        graph.sync(record, day=TODAY)
        assert held(graph) == made(record), one.document.id
    assert list(graph.compare(record)) == []
    graph.rebuild(record, day=TODAY)
    assert held(graph) == made(record)
    record.close()


def test_merging_and_undoing_are_followed(graph: LadybugView, record: Record) -> None:
    graph.sync(record, day=TODAY)
    before = held(graph)
    judge = Judge(record)
    merged = judge.merge(entity_id(STUDIO.name, "Studio"), entity_id(OTHER.name, "Studio"), author="me", reason="one house", now=NOW)
    graph.sync(record, day=TODAY)
    assert held(graph) == made(record) != before
    judge.undo(merged, author="me", reason="no", now=NOW)
    graph.sync(record, day=TODAY)
    assert held(graph) == before


def test_the_calendar_moves_what_is_current(graph: LadybugView, record: Record) -> None:
    write(record, DATED)
    for day in (TODAY, dt.date(2026, 4, 1), dt.date(2026, 6, 1), dt.date(2026, 2, 12)):
        graph.sync(record, day=day)
        assert held(graph) == made(record, day), day


def test_a_sync_without_news_publishes_nothing_and_two_generations_are_kept(graph: LadybugView, record: Record, home: Home) -> None:
    folder = home.views / "ladybug" / "generations"
    for number in range(4):
        write(record, reading(f"more{number}", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)))
        graph.sync(record, day=TODAY)
    assert sorted(path.name for path in folder.iterdir()) == ["00000003", "00000004"]
    graph.sync(record, day=TODAY)
    assert sorted(path.name for path in folder.iterdir()) == ["00000003", "00000004"]


def test_a_reader_keeps_what_it_holds_and_others_move_on(graph: LadybugView, record: Record, home: Home) -> None:
    graph.sync(record, day=TODAY)
    early, other = graph.snapshot(), LadybugView(home, threads=1)
    assert other.query("RETURN 1").change == 4
    for number in range(3):
        write(record, reading(f"more{number}", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)))
        graph.sync(record, day=TODAY)
    assert other.query("RETURN 1").change == 7
    assert early.query("MATCH (d:Document) RETURN count(d)").rows == ((4,),)
    assert graph.query("MATCH (d:Document) RETURN count(d)").rows == ((7,),)


def test_a_second_writer_waits(graph: LadybugView, home: Home, record: Record) -> None:
    with home.lock(graph.lock, timeout=1), pytest.raises(RecordBusy):
        graph.sync(record, day=TODAY, timeout=0)
    assert graph.sync(record, day=TODAY).change == 4


def damage(home: Home, *, size: int | None = None) -> None:
    for file in (home.views / "ladybug").rglob(FILE):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xff
        file.write_bytes(content[:size])


@pytest.mark.parametrize("size", [None, 100, 0])
def test_damage_is_noticed_at_open_and_the_graph_built_anew(size: int | None, graph: LadybugView, record: Record, home: Home) -> None:
    for _ in range(2):  # the second one knows the file by its hash
        graph.sync(record, day=TODAY)
    damage(home, size=size)
    fresh = LadybugView(home, threads=1)
    with pytest.raises(ViewError, match="damaged"):
        fresh.query("RETURN 1")
    assert [difference.what for difference in fresh.compare(record)] == ["its file is damaged"]
    fresh.sync(record, day=TODAY)
    assert held(fresh) == made(record)


def test_another_record_is_not_followed_but_taken_anew(graph: LadybugView, record: Record, tmp_path: Path) -> None:
    graph.sync(record, day=TODAY)
    other = Record.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    write(other, FOURTH, reading("a", "x"), reading("b", "x"), reading("c", "x"), reading("d", "x"), now=NOW + dt.timedelta(seconds=1))
    graph.sync(other, day=TODAY)
    assert held(graph) == made(other)
    other.close()


def test_a_difference_is_named(graph: LadybugView, record: Record) -> None:
    graph.sync(record, day=TODAY)
    with graph.snapshot().connected() as connection:
        store = Store(connection, graph.schema)
        things = [thing for thing in store.things() if thing.properties == () or dict(thing.properties).get("name") != "HarbourTV"]
    position = graph.position()
    assert position is not None
    with record.reader() as reader:
        told = [found.what for found in compare(reader, position, PropertyGraph(graph.schema, TODAY), lambda: things, graph.format)]
    assert "nodes" in told[0]
    assert "missing: (:Platform" in told[1]


def test_hostile_names_are_only_names(graph: LadybugView, tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'hostile.sqlite'}")
    hostile = replace(KITE, name="x'}) DETACH DELETE n // \"\\\n` $p0 剧\u0007")
    write(record, reading("d'}) //", f"Northlight Post offers finishing to {hostile.name}.", offers(hostile)))
    graph.sync(record, day=TODAY)
    assert list(graph.compare(record)) == []
    assert graph.query("MATCH (p:Entity) WHERE p.name = $name RETURN p.name", {"name": hostile.name}).rows == ((hostile.name,),)
    record.close()


@pytest.mark.parametrize(("function", "times", "begun"), [
    ("graph.views.ladybug:Store._add_edges", 2, False), ("graph.views.ladybug:Store._replace_statements", 2, True),
    ("graph.views.ladybug.seal", 1, True), ("graph.views.generations._write", 2, True),
    ("graph.views.generations:Generations.sweep", 1, True)])
def test_after_kill_9_the_next_sync_gives_the_same_graph(function: str, times: int, begun: bool, graph: LadybugView, home: Home,
                                                         record: Record) -> None:
    if begun:
        graph.sync(record, day=TODAY)
        write(record, reading("first", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)), reading("second", "Gone."))
    assert killed(record, home, "ladybug", function, times=times)
    assert (graph.position() is None) is not begun
    write(record, reading("fourth", FOURTH.document.text or ""))
    graph.sync(record, day=TODAY)
    assert held(graph) == made(record)
    assert len(os.listdir(home.views / "ladybug" / "generations")) <= 3
