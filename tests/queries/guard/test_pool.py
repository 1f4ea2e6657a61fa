"""queries.guard.pool: limits that hold on every engine, and the service goes on."""

from __future__ import annotations

import datetime as dt
import pickle
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import QueryBusy, QueryError, QueryLimit, QueryTimeout, ViewError
from graph.home import Home
from graph.record import Record
from graph.views.ladybug import LadybugView
from graph.views.oxigraph import OxigraphView
from queries.guard import Job, Limits, Pool
from queries.guard.jobs import Engine, dumps, loads
from tests.graph.views.world import FIRST, FOURTH, SECOND, THIRD, TODAY, write

SMALL: dict[str, str] = {
    "sparql": "SELECT ?n { ?p a rg:Platform ; rdfs:label ?n }", "ladybug": "MATCH (n:Entity {type: 'Platform'}) RETURN n.name",
    "sql": "SELECT name FROM pub_entities WHERE type = 'Platform'"}
NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
STEPS = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(8))
CROSS = ", ".join(f"(a{n})" for n in range(6))
SPINS = [
    ("sparql", f"SELECT (COUNT(*) AS ?n) {{ {STEPS} }}"),
    ("sparql", f'SELECT (COUNT(*) AS ?n) {{ {STEPS} FILTER(REGEX(CONCAT(STR(?c0), STR(?c1)), "(x+x+)+y")) }}'),
    ("sparql", f"SELECT (COUNT(*) AS ?n) {{ {STEPS} . ?a0 (rg:subject|^rg:subject|rg:object|^rg:object)* ?z }}"),
    ("ladybug", f"MATCH {CROSS} WHERE regexp_matches(a0.id + a1.id + a2.id + a3.id + a4.id + a5.id, '(x+x+)+y') RETURN count(*)"),
    ("sql", f"{NUMBERS} SELECT count(*) FROM n"),
]
HUGE = [("sparql", f"SELECT * {{ {STEPS} }}"), ("ladybug", "MATCH (a0), (a1), (a2) UNWIND range(1, 1000) AS x RETURN a0.id, x"),
        ("sql", f"{NUMBERS} SELECT x FROM n LIMIT 1000000000")]
FAT = [("sparql", f"SELECT * {{ {STEPS} }} ORDER BY ?c0 ?c1"), ("ladybug", "RETURN size(repeat('x', 2000000000))"),
       ("sql", "WITH RECURSIVE n(x) AS (SELECT 'xxxxxxxx' UNION ALL SELECT x || x FROM n) SELECT x FROM n")]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1) as made:
        yield made


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[str | None, ...]]]:
    folder = tmp_path_factory.mktemp("guard")
    record = Record.open(f"sqlite:///{folder / 'record.sqlite'}")
    write(record, FIRST, SECOND, THIRD, FOURTH)
    home = Home(folder)
    OxigraphView(home).sync(record, day=TODAY)
    LadybugView(home, threads=1).sync(record, day=TODAY)
    yield {"sparql": (str(folder),), "ladybug": (str(folder),), "sql": (record.url,)}
    record.close()


def run(pool: Pool, targets: dict[str, Any], engine: str, text: str, **limits: Any) -> tuple[Any, ...]:
    chosen: Engine = "sparql" if engine == "sparql" else "ladybug" if engine == "ladybug" else "sql"
    return pool.run(Job(chosen, targets[engine], text), Limits(**{"seconds": 60.0, "memory": 600_000_000, **limits})).rows


@pytest.mark.parametrize("engine", SMALL)
def test_what_is_small_is_answered(pool: Pool, targets: dict[str, Any], engine: str) -> None:
    assert len(run(pool, targets, engine, SMALL[engine])) == 2


@pytest.mark.parametrize(("engine", "text"), SPINS)
def test_time(pool: Pool, targets: dict[str, Any], engine: str, text: str) -> None:
    with pytest.raises(QueryLimit) as told:
        run(pool, targets, engine, text, seconds=0.5)
    assert isinstance(told.value, QueryTimeout) or told.value.limit == "memory"
    assert len(run(pool, targets, engine, SMALL[engine])) == 2


@pytest.mark.parametrize(("engine", "text"), HUGE)
def test_rows(pool: Pool, targets: dict[str, Any], engine: str, text: str) -> None:
    with pytest.raises(QueryLimit, match="more than 1,000 rows"):
        run(pool, targets, engine, text, rows=1000)
    assert len(run(pool, targets, engine, SMALL[engine])) == 2


@pytest.mark.parametrize(("engine", "text"), FAT)
def test_memory(pool: Pool, targets: dict[str, Any], engine: str, text: str) -> None:
    with pytest.raises(QueryLimit) as told:
        run(pool, targets, engine, text, memory=300_000_000)
    assert told.value.limit in ("memory", "size")
    assert len(run(pool, targets, engine, SMALL[engine])) == 2


def test_what_the_engine_cannot_read_is_an_error_and_no_end(pool: Pool, targets: dict[str, Any]) -> None:
    with pytest.raises(QueryError, match="Nothing"):
        run(pool, targets, "ladybug", "MATCH (n:Nothing) RETURN n")
    with pytest.raises(ViewError, match="not been made"):
        pool.run(Job("sparql", ("/nonexistent",), SMALL["sparql"]), Limits())


def test_a_worker_moves_on_to_what_is_published(pool: Pool, tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    write(record, FIRST)
    view = OxigraphView(Home(tmp_path))
    view.sync(record, day=TODAY)
    job = Job("sparql", (str(tmp_path),), "SELECT ?d { GRAPH rg:all { ?d a rg:Document } } LIMIT 1")
    first = pool.run(job, Limits())
    write(record, SECOND)
    view.sync(record, day=TODAY + dt.timedelta(days=1))
    second = pool.run(job, Limits())
    assert (first.day, second.day) == (TODAY, TODAY + dt.timedelta(days=1))
    assert second.change > first.change
    record.close()


def test_a_worker_can_write_no_file_and_goes_when_nobody_listens() -> None:
    with Pool(1) as pool, pool._worker(60) as process:
        process.ready()
        limits = Path(f"/proc/{process._popen.pid}/limits").read_text("ascii").splitlines()
        told = {line[:26].strip(): line[26:].split()[:2] for line in limits}
        assert (told["Max file size"], told["Max core file size"]) == (["0", "0"], ["0", "0"])
        process.connection.close()
        assert process._popen.wait(60) == 0
        process.waiting = False


def test_the_kernel_ends_a_query_that_nobody_watches(targets: dict[str, Any]) -> None:
    with Pool(1) as pool, pool._worker(60) as process:
        process.ready()
        process.connection.send_bytes(dumps(("run", "sparql", targets["sparql"], SPINS[0][1], {}, 0.1, 10, 1_000_000, 600_000_000)))
        assert process._popen.wait(60) == -signal.SIGALRM
        process.waiting = False


def test_one_too_many_is_told() -> None:
    with Pool(1) as pool, pool._worker(1), pytest.raises(QueryBusy, match="all 1 workers"):
        pool._taken(0.01)


def test_a_message_holds_plain_values_alone() -> None:
    assert loads(dumps(("rows", [("a", 1, 2.5, None, True)]))) == ("rows", [("a", 1, 2.5, None, True)])
    for hostile in (pickle.dumps(dt.date(2026, 1, 1)), pickle.dumps(print), b"", b"cos\nsystem\n(S'id'\ntR."):
        with pytest.raises(ValueError, match="no message"):
            loads(hostile)
