"""Generations: readers keep what they hold, the sweep keeps two, and no crash leaves a graph that isn't the record's."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from graph.errors import RecordBusy
from graph.home import Home
from graph.record import Record
from graph.views.following import Position
from graph.views.generations import Generation, Generations
from graph.views.oxigraph import OxigraphView
from tests.graph.views.graphs import quads_made
from tests.graph.views.killed import killed
from tests.graph.views.test_oxigraph import quads
from tests.graph.views.world import FOURTH, HARBOUR, KITE, TODAY, offers, reading, write


def position(change: int) -> Position:
    return Position(change, dt.date(2026, 3, change), f"at {change}", "1")


def publish(generations: Generations, change: int) -> Generation:
    def copy(target: Path) -> None:
        target.mkdir()
        (target / "data").write_text(str(change))

    made = generations.publish(position(change), copy)
    generations.sweep()
    return made


def test_the_newest_is_read_and_two_are_kept(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "view")
    assert generations.newest() is None
    assert not (tmp_path / "view").exists()
    for change in range(1, 6):
        publish(generations, change)
    newest = generations.newest()
    assert newest is not None
    assert newest.position == position(5)
    assert (newest.store / "data").read_text() == "5"
    assert [generation.number for generation in generations.all()] == [5, 4]


def test_a_generation_that_is_held_stays_until_it_is_let_go(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "view")
    first = publish(generations, 1)
    handles = [generations.hold(first), generations.hold(first)]
    for change in (2, 3, 4):
        publish(generations, change)
    assert [generation.number for generation in generations.all()] == [4, 3, 1]
    for handle in handles:
        assert handle is not None
        assert (first.store / "data").read_text() == "1"
        os.close(handle)
        publish(generations, 5)
    assert 1 not in [generation.number for generation in generations.all()]
    assert generations.hold(first) is None


def test_what_a_crash_left_is_no_generation_and_is_swept(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "view")
    publish(generations, 1)
    folder = tmp_path / "view" / "generations"
    (folder / ".making-00000002" / "store").mkdir(parents=True)
    (folder / "00000007").mkdir()
    (folder / "00000007" / "position.json").write_text('{"change": 7')
    newest = generations.newest()
    assert newest is not None
    assert newest.number == 1
    publish(generations, 2)
    assert sorted(path.name for path in folder.iterdir()) == ["00000001", "00000008"]


def test_a_workshop_that_was_left_half_done_stands_nowhere(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "view")
    with generations.work(position(1)) as folder:
        folder.mkdir()
        assert generations.standing() is None
    assert generations.standing() == position(1)
    with pytest.raises(ZeroDivisionError), generations.work(position(2)):
        raise ZeroDivisionError
    assert generations.standing() is None


def test_a_reader_goes_on_reading_while_generations_come_and_go(view: OxigraphView, record: Record) -> None:
    view.sync(record, day=TODAY)
    early = view.query("SELECT ?s ?o { ?s rg:subject ?o }")
    first = next(early.rows)
    held = view.snapshot()
    for number in range(4):
        write(record, reading(f"more{number}", f"Number {number}. Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)))
        view.sync(record, day=TODAY)
    assert view.query("ASK {}").change == 8
    assert (early.change, held.change) == (4, 4)
    assert len({first, *early.rows}) == 6
    assert len({quad for quad in held.quads() if "ns:subject> " in quad[1]}) == 6 + 8


def test_a_reader_in_another_process_moves_on(view: OxigraphView, home: Home, record: Record) -> None:
    view.sync(record, day=TODAY)
    other = OxigraphView(home)
    assert other.query("ASK {}").change == 4
    write(record, reading("more", "Northlight Post offers finishing to Kite Reels.", offers(KITE)))
    view.sync(record, day=TODAY)
    assert other.query("ASK {}").change == 5


def test_two_syncs_at_once_wait_for_each_other(view: OxigraphView, home: Home, record: Record) -> None:
    with home.lock(view.lock, timeout=1), pytest.raises(RecordBusy):
        view.sync(record, day=TODAY, timeout=0)
    assert view.sync(record, day=TODAY).change == 4
    assert not list(view.compare(record))


WRITE, GENERATIONS = "graph.views.generations._write", "graph.views.generations:Generations"


@pytest.mark.parametrize(("function", "when", "times", "begun"), [
    ("graph.views.following._supported", "before", 1, False), ("graph.views.dataset:Dataset.quads", "before", 2, False),
    ("graph.views.oxigraph.apply", "before", 2, True), ("graph.views.oxigraph.apply", "before", 3, True),
    ("graph.views.oxigraph.writing._write", "after", 1, True), (WRITE, "before", 1, True), (f"{GENERATIONS}.publish", "before", 1, True),
    (WRITE, "before", 2, True), (f"{GENERATIONS}.sweep", "before", 1, True)])
def test_after_kill_9_the_next_sync_gives_the_same_graph(function: str, when: str, times: int, begun: bool, view: OxigraphView, home: Home,
                                                         record: Record) -> None:
    if begun:
        view.sync(record, day=TODAY)
        write(record, reading("first", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)), reading("second", "Gone."))
    assert killed(record, home, "oxigraph", function, when, times)
    seen = view.position()
    assert (seen is None) is not begun
    write(record, reading("fourth", FOURTH.document.text or ""))
    view.sync(record, day=TODAY)
    assert quads(view) == quads_made(record)
    assert len(list((home.views / "oxigraph" / "generations").iterdir())) <= 3
