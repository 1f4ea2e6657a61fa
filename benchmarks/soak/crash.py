"""kill -9 at change numbers drawn by chance, then ingest again, forward and backward: the same graph, on each database.

    python -m benchmarks.soak.crash [--documents 200] [--kills 20] [--seed 1] [--database sqlite|postgresql|both]

Each round starts an empty record, ends its writer by SIGKILL several times (halfway through a transaction, or right behind
its commit), reads everything again, and compares the export line by line with that of a run that nobody disturbed. The
writer is tests/crash/driver.py.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import machine, say, show
from graph.exchange.jsonl import export
from graph.home import Home
from graph.ontology import ontology
from graph.record import Record
from graph.verify import verify
from tests.crash.driver import documents
from tests.graph.telling import NOW
from tests.servers import postgresql, starting

ROOT = Path(__file__).parents[2]
SECONDS = 600
New = Callable[[], Record]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.crash", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", "--documents", type=int, default=200, dest="documents")
    parser.add_argument("--kills", type=int, default=20, help="writers that are killed on each database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args(arguments)
    print(machine(("sqlalchemy",)))
    rows = []
    for name in (("sqlite", "postgresql") if options.database == "both" else (options.database,)):
        with OPENERS[name]() as new:
            killed, rounds, lines = loop(new, documents_=options.documents, kills=options.kills, seed=options.seed)
        rows.append((name, rounds, killed, lines, "equal"))
    show(f"kill -9 in an ingest of {options.documents} documents, then ingest again", ("", "rounds", "kills", "lines", "export"), rows)


def loop(new: New, *, documents_: int, kills: int, seed: int) -> tuple[int, int, int]:
    """Rounds until so many writers were killed; (kills, rounds, lines of the export). Raises AssertionError where a round differs."""
    draw = random.Random(seed)
    expected = _undisturbed(new(), documents_)
    done = rounds = 0
    while done < kills:
        order = draw.choice(("forward", "backward"))
        points = sorted(draw.sample(range(1, documents_ + 1), k=min(5, kills - done, documents_)))
        record = new()
        told = []
        for at in points:
            when = draw.choice(("committed", "halfway"))
            told.append((at, when))
            ended = _writer(record, documents_, at, when, order)
            assert ended == -signal.SIGKILL, f"a writer that was to be killed at {at} ended with {ended}: {order}, {told}"
            with record.reader() as reader:
                newest = reader.change()
            assert newest == (at if when == "committed" else at - 1), f"{order}, {told}: the newest change is {newest}"
        assert _writer(record, documents_, 0, "never", order) == 0
        assert list(export(record)) == expected, f"the export differs: {order}, {told}"
        with tempfile.TemporaryDirectory() as folder:
            wrong = list(verify(record, Home(Path(folder)), ontology(), views=()))
        assert not wrong, f"{order}, {told}: {wrong[:3]}"
        done, rounds = done + len(points), rounds + 1
        say(f"  {record.dialect}: {done} of {kills} killed")
    return done, rounds, len(expected)


def _undisturbed(record: Record, count: int) -> list[str]:
    writer = record.writer()
    for reading in documents(count):
        writer.write(reading, now=NOW)
    return list(export(record))


def _writer(record: Record, count: int, at: int, when: str, order: str) -> int:
    arguments = (record.url, count, at, when, order)
    return subprocess.run([sys.executable, "-m", "tests.crash.driver", *map(str, arguments)], cwd=ROOT, timeout=SECONDS).returncode


@contextmanager
def sqlite() -> Iterator[New]:
    """Makes empty records in files of a folder that goes away."""
    opened: list[Record] = []
    with tempfile.TemporaryDirectory() as folder:

        def new() -> Record:
            opened.append(Record.open(f"sqlite:///{folder}/record{len(opened)}.sqlite"))
            return opened[-1]

        yield new
        for record in opened:
            record.close()


@contextmanager
def server() -> Iterator[New]:
    """Makes empty records in databases of a PostgreSQL server that goes away."""
    shared = Path(tempfile.mkdtemp(prefix="reelgraph-soak-"))
    opened: list[Record] = []
    try:
        url = postgresql.find(shared)

        def new() -> Record:
            opened.append(Record.open(postgresql.create(url)))
            return opened[-1]

        yield new
    except starting.Unavailable as reason:
        raise SystemExit(f"PostgreSQL is not available ({reason}): {postgresql.REMEDY}") from reason
    finally:
        for record in opened:
            record.close()
            postgresql.drop(record.url)
        postgresql.stop(shared)
        shutil.rmtree(shared, ignore_errors=True)


OPENERS = {"sqlite": sqlite, "postgresql": server}

if __name__ == "__main__":
    main()
