"""kill -9 at a chosen change number, then the same record; several processes at once, too."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.exchange.jsonl import export
from graph.home import Home
from graph.ontology import ontology
from graph.record import Record
from graph.verify import verify
from tests.crash.driver import documents
from tests.graph.telling import NOW

ROOT = Path(__file__).parents[2]
SMALL, LARGE = 12, 200
POINTS = [(1, "halfway"), (7, "committed"), (SMALL, "halfway")]
MANY = [(at, when) for at in (1, 2, 50, 111, 199, 200) for when in ("committed", "halfway")]


def run(record: Record, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.crash.driver", record.url, *map(str, arguments)], cwd=ROOT)


def undisturbed(record: Record, count: int) -> list[str]:
    writer = record.writer()
    for reading in documents(count):
        writer.write(reading, now=NOW)
    return list(export(record))


@pytest.mark.long
@pytest.mark.parametrize(("count", "points", "order"), [
    (SMALL, POINTS, "forward"), (SMALL, POINTS[1:2], "backward"),
    pytest.param(LARGE, MANY, "forward", marks=pytest.mark.soak), pytest.param(LARGE, MANY, "backward", marks=pytest.mark.soak)])
def test_after_kills_the_graph_is_that_of_an_undisturbed_run(new_record: Callable[[], Record], home: Home, count: int,
                                                             points: list[tuple[int, str]], order: str) -> None:
    expected = undisturbed(new_record(), count)
    record = new_record()
    for at, when in points:
        assert run(record, count, at, when, order).wait(300) == -signal.SIGKILL
        with record.reader() as reader:
            assert reader.change() == (at if when == "committed" else at - 1)
    assert run(record, count, 0, "never", order).wait(300) == 0
    assert list(export(record)) == expected
    assert list(verify(record, home, ontology(), views=())) == []


@pytest.mark.long
def test_two_processes_write_while_another_reads(new_record: Callable[[], Record], home: Home) -> None:
    expected = undisturbed(new_record(), SMALL)
    record = new_record()
    writers = [run(record, SMALL, 0, "never", "forward", first, 2) for first in (0, 1)]
    seen = 0
    while any(writer.poll() is None for writer in writers):
        with record.reader() as reader:
            assert reader.change() >= seen
            seen = reader.change()
            assert seen == len(reader.changes(0, 1000)) == len(list(reader.documents()))
    assert [writer.returncode for writer in writers] == [0, 0]
    assert list(export(record)) == expected
    assert list(verify(record, home, ontology(), views=())) == []
