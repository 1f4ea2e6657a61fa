"""Generations: readers keep what they hold, the sweep keeps two, and no crash leaves a graph that isn't the record's."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import RecordBusy
from graph.home import Home
from graph.record import Record
from graph.views.following import Position
from graph.views.generations import Generation, Generations
from graph.views.oxigraph import OxigraphView
from tests.graph.views.test_oxigraph import made, quads
from tests.graph.views.world import FOURTH, HARBOUR, KITE, TODAY, offers, reading, write

ROOT = Path(__file__).parents[3]


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


CHILD = """
import datetime as dt, os, pathlib, signal, sys
from graph.home import Home
from graph.record import Record
from graph.views import generations
from graph.views.oxigraph import OxigraphView, writing
import graph.views.oxigraph as module

url, folder, point = sys.argv[1:]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def before(owner, name, times=1):
    original, left = getattr(owner, name), [times]
    def wrapped(*args, **named):
        left[0] -= 1
        if not left[0]:
            die()
        return original(*args, **named)
    setattr(owner, name, wrapped)

def after(owner, name):
    original = getattr(owner, name)
    def wrapped(*args, **named):
        found = original(*args, **named)
        die()
        return found
    setattr(owner, name, wrapped)

{"middle": lambda: before(module, "apply", 3), "deleted": lambda: after(writing, "_write"),
 "filling": lambda: before(module.Dataset, "quads", 2),
 "marked": lambda: before(generations.Generations, "publish"), "copied": lambda: before(generations, "_write", 2),
 "published": lambda: before(generations.Generations, "sweep")}[point]()
OxigraphView(Home(pathlib.Path(folder))).sync(Record.open(url), day=dt.date(2026, 3, 1))
"""


@pytest.mark.parametrize(("point", "begun"), [("filling", False), ("middle", True), ("deleted", True), ("marked", True), ("copied", True),
                                              ("published", True)])
def test_after_kill_9_the_next_sync_gives_the_same_graph(point: str, begun: bool, view: OxigraphView, home: Home, record: Record) -> None:
    if begun:
        view.sync(record, day=TODAY)
        write(record, reading("first", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)), reading("second", "Gone."))
    child = subprocess.run([sys.executable, "-c", CHILD, record.url, str(home.path), point], cwd=ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    seen = view.position()
    assert (seen is None) is not begun
    write(record, reading("fourth", FOURTH.document.text or "", *()))
    view.sync(record, day=TODAY)
    assert quads(view) == made(record)
    assert len(list((home.views / "oxigraph" / "generations").iterdir())) <= 3
