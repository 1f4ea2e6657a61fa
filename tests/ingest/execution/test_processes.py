"""Several processes give what one gives, in the same order, whatever becomes of a worker."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.document import Document
from graph.home import Home
from graph.ontology import ontology
from graph.record import Record
from graph.verify import verify
from ingest.execution import Done
from ingest.execution.processes import Method, Processes, WorkerLost
from ingest.execution.serial import Serial
from ingest.pipeline import ingest
from ingest.sources import Found, Skipped
from tests.ingest.execution.readers import NOON, Speaker, stillborn

Item = Found | Skipped


def found(*texts: str) -> list[Item]:
    return [Found(Document(str(number), f"{number}.txt", text)) for number, text in enumerate(texts)]


def told(results: Sequence[Done | Skipped]) -> list[object]:
    return [item if isinstance(item, Skipped) else (item.found, item.reading and (item.reading.mentions, item.reading.claims),
                                                    item.error and (type(item.error).__name__, str(item.error))) for item in results]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_same_as_one_process_in_the_same_order(method: Method) -> None:
    items = found(*(f"Larkhill owns Brightpane{number}" for number in range(40)), "boom")
    items[3:3] = [Skipped("s", "why")]
    items.append(Skipped("t", "why not"))
    results = list(Processes(2, method=method, start=Speaker).run(Speaker(), items))
    assert told(results) == told(list(Serial().run(Speaker(), items)))
    assert len({item.reading.fingerprint for item in results if isinstance(item, Done) and item.reading}) == 1


def test_nothing_to_read_starts_no_process() -> None:
    assert list(Processes(2).run(Speaker(), [Skipped("s", "why")])) == [Skipped("s", "why")]
    assert list(Processes(2).run(Speaker(), found())) == []
    assert not multiprocessing.active_children()


def test_workers_that_are_warm_are_those_that_read() -> None:
    execution = Processes(2)
    reader = Speaker()
    execution.warm(reader)
    warm = {child.pid for child in multiprocessing.active_children()}
    run = execution.run(reader, found("A owns B", "C owns D"))
    next(run)
    assert {child.pid for child in multiprocessing.active_children()} == warm
    list(run)
    assert not multiprocessing.active_children()


def test_a_killed_worker_costs_the_document_that_it_read_and_no_other() -> None:
    texts = [f"Larkhill owns Brightpane{number}" for number in range(20)]
    texts[4] = texts[5] = texts[11] = "die"
    results = list(Processes(2).run(Speaker(), found(*texts)))
    lost = [number for number, item in enumerate(results) if isinstance(item, Done) and item.error]
    assert lost == [4, 5, 11]
    assert {str(item.error) for item in results if isinstance(item, Done) and item.error} == {
        "the process that read it was ended by signal 9"}


def test_a_run_that_is_left_leaves_no_process() -> None:
    run = Processes(2).run(Speaker(), found("A owns B", "wait", "C owns D", "wait"))
    assert isinstance(next(run), Done)
    assert multiprocessing.active_children()
    run.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


@pytest.mark.long
def test_workers_that_cannot_start_are_an_error_and_no_endless_loop() -> None:
    with pytest.raises(WorkerLost, match="before they had begun"):
        list(Processes(1, method="spawn", start=stillborn).run(Speaker(), found("A owns B")))
    with pytest.raises(ValueError, match="start"):
        Processes(1, method="spawn")


def test_documents_larger_than_a_pipe() -> None:
    items = found(*("Larkhill owns " + "x" * 3_000_000 for _ in range(6)))
    assert told(list(Processes(2).run(Speaker(), items))) == told(list(Serial().run(Speaker(), items)))


def test_a_killed_parent_loses_nothing_and_its_workers_end(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"Larkhill owns Brightpane{number}" if number != 8 else "wait owns this", "utf-8")
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    parent = subprocess.Popen([sys.executable, "-m", "tests.ingest.execution.readers", url, str(folder)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    lines = [parent.stdout.readline().split() for _ in range(8)]
    assert [line[:2] for line in lines] == [["new", f"{number:02}.txt"] for number in range(8)]
    ends = [os.pidfd_open(int(child)) for child in lines[-1][2:]]
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert len(ends) == 2
    for end in ends:
        assert select.select([end], [], [], 30)[0]
        os.close(end)
    (folder / "08.txt").write_text("Veld owns Salt", "utf-8")
    record = Record.open(url)
    again = list(ingest([str(folder)], record=record, reader=Speaker(), now=lambda: NOON))
    assert [outcome.status for outcome in again] == ["unchanged"] * 8 + ["new"] * 4
    assert list(verify(record, Home(tmp_path), ontology())) == []
    record.close()
