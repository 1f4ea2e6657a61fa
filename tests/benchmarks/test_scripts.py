"""Each benchmark runs, at a size at which its figures mean nothing, and prints its tables with the machine above them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks import by_hand, engines, networks, queries, reading, record
from benchmarks.building import built
from benchmarks.soak import crash, hostile, memory, readers, views
from benchmarks.table import quantile

ENTITIES = 100


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmarks")


@pytest.fixture
def cores() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def test_a_record_is_built_once(cache: Path) -> None:
    first = built(cache, 300, entities=ENTITIES)
    assert (first.claims, first.refused) == (300, 0)
    made = first.path.stat().st_mtime_ns
    assert built(cache, 300, entities=ENTITIES) == first
    assert first.path.stat().st_mtime_ns == made


@pytest.mark.long
def test_record(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record.main(["--claims", "2000", "--documents", "40", "--entities", str(ENTITIES), "--repeat", "5", "--articles", "2",
                 "--cache", str(cache)])
    told = capsys.readouterr().out
    assert "cores" in told.splitlines()[0]
    for part in ("import of 2,000 claims", "INSERT … SELECT", "documents in the record", "Ingesting one article", "an entity of 50 to 150",
                 "released_on"):
        assert part in told


def test_rows_by_hand_are_copied_whole(cache: Path, tmp_path: Path) -> None:
    source = built(cache, 300, entities=ENTITIES).path
    _, size = by_hand.copied(source, tmp_path / "copy.sqlite")
    assert size > 0


@pytest.mark.long
def test_queries(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queries.main(["--size", "2000", "--entities", str(ENTITIES), "--repeat", "1", "--cache", str(cache)])
    told = capsys.readouterr().out
    assert "ask p50" in told
    assert "provides_service" in told


@pytest.mark.long
def test_engines(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engines.main(["--claims", "300", "--entities", str(ENTITIES), "--repeat", "2", "--changes", "2", "--cache", str(cache)])
    told = capsys.readouterr().out
    for part in ("two clauses joined", "as of a day", "rdflib", "handed to a worker", "2 documents more, followed"):
        assert part in told


def test_networks(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    networks.main(["--size", "300", "--entities", str(ENTITIES), "--repeat", "2", "--whole", "--cache", str(cache)])
    told = capsys.readouterr().out
    for part in ("pagerank, everybody", "neighbours of a hub, 2 hops", "shortest paths between hubs", "brokers"):
        assert part in told


@pytest.mark.long
def test_reading(capsys: pytest.CaptureFixture[str], cores: list[int]) -> None:
    try:
        reading.main(["--size", "300"])
    finally:
        if cores:
            os.sched_setaffinity(0, cores)
    told = capsys.readouterr().out
    assert "whole reader" in told
    assert "bare pipeline" in told
    shares = [line.split() for line in told.split("Shares of the stages")[1].split("Functions")[0].splitlines() if "%" in line]
    assert sum(int(line[1].rstrip("%")) for line in shares) in range(80, 106)


def test_quantiles() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert quantile([1.0], 0.5) == 1.0


@pytest.mark.long
def test_a_sample_of_the_crash_loop() -> None:
    with crash.sqlite() as new:
        killed, rounds, lines = crash.loop(new, documents_=6, kills=2, seed=1)
    assert (killed, rounds) == (2, 1)
    assert lines > 6


@pytest.mark.long
def test_a_sample_of_the_hostile_requests() -> None:
    assert list(hostile.requests(40, 3)) == list(hostile.requests(40, 3))
    counted = hostile.run(40, 3)
    assert sum(counted.values()) == 40
    assert len({path for path, _ in counted}) >= 3


@pytest.mark.soak
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_crash_loops(database: str) -> None:
    with crash.OPENERS[database]() as new:
        killed, _, _ = crash.loop(new, documents_=200, kills=30, seed=2)
    assert killed == 30


@pytest.mark.soak
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_hostile_requests(seed: int) -> None:
    assert sum(hostile.run(2000, seed).values()) == 2000


@pytest.mark.soak
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_readers_beside_an_ingest(database: str) -> None:
    with crash.OPENERS[database]() as new:
        requests, *_ = readers.run(new(), seconds=120, readers=8)
    assert isinstance(requests, int)
    assert requests > 100


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2])
def test_views_after_twenty_kills(seed: int) -> None:
    killed, _, answers, differences = views.run(20, seed)
    assert (killed, differences) == (20, 0)
    assert answers > 0


@pytest.mark.long
def test_memory_over_many_requests(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memory.main(["--requests", "400", "--claims", "300", "--entities", str(ENTITIES), "--growth", "1", "--cache", str(cache)])
    told = capsys.readouterr().out
    assert "Memory over 400 requests on 300 claims" in told
    assert "last quarter" in told
