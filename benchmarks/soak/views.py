"""kill -9 of the process that syncs, and of readers, at change numbers drawn by chance: every view equals the record afterwards.

    python -m benchmarks.soak.views [--kills 20] [--seed 1]

Each round writes some documents, starts a sync of the embedded views that ends itself by SIGKILL at a step drawn by chance, and
kills one of two readers every third time. Both readers ask all the while, each in a process of its own; one that gets no answer
ends the run. Then the views catch up, and are compared with the record.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.table import machine, show
from graph.home import Home
from graph.record import Record
from graph.views import VIEWS, generations
from tests.crash.driver import documents
from tests.graph.telling import NOW

ROOT = Path(__file__).parents[2]
TODAY = NOW.date()
EACH = 3
"""How many documents are written before each kill."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.views", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", "--kills", type=int, default=20, dest="kills", help="syncs that are killed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    print(machine(("pyoxigraph", "ladybug")))
    told = run(options.kills, options.seed)
    show(f"kill -9 of {options.kills} syncs", ("killed syncs", "killed readers", "answers", "differences"), [told])
    if told[-1]:
        sys.exit("a view differs from the record")


def run(kills: int, seed: int) -> tuple[int, int, int, int]:
    """(syncs killed, readers killed, answers of the readers, differences). Raises AssertionError where a reader failed."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        record, home = Record.open(f"sqlite:///{folder}/record.sqlite"), Home(Path(folder) / "home")
        readings = iter(documents(EACH * (kills * 3 + 1)))
        _write(record, readings)
        for make in VIEWS.values():
            make(home).sync(record, day=TODAY)
        readers = [_start("read", str(home.path), f"{folder}/answers{number}") for number in range(2)]
        killed = gone = 0
        while killed < kills:
            _write(record, readings)
            ended = _start("sync", record.url, str(home.path), str(draw.randrange(1, 5))).wait(300)
            killed += ended == -signal.SIGKILL
            if killed % 3 == 2:
                place = draw.randrange(2)
                readers[place].kill()
                readers[place].wait()
                readers[place], gone = _start("read", str(home.path), f"{folder}/answers{place}"), gone + 1
        assert [reader.poll() for reader in readers] == [None, None], "a reader got no answer"
        for reader in readers:
            reader.kill()
            reader.wait()
        views = [make(home) for make in VIEWS.values()]
        for view in views:
            view.sync(record, day=TODAY)
        found = sum(len(list(view.compare(record))) for view in views)
        answers = sum(Path(f"{folder}/answers{number}").stat().st_size for number in range(2))
        assert answers, "no reader has answered"
        record.close()
    return killed, gone, answers, found


def _write(record: Record, readings: Any) -> None:
    for reading in islice(readings, EACH):
        record.writer().write(reading, now=NOW)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "benchmarks.soak.views", *arguments], cwd=ROOT)


def _sync(url: str, folder: str, step: str) -> None:
    """Sync; end by SIGKILL before it writes down where something stands for the time of that number."""
    left, write = [int(step)], generations._write

    def killed(*given: Any) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        write(*given)

    generations._write = killed  # type: ignore[assignment]
    record, home = Record.open(url), Home(Path(folder))
    for make in VIEWS.values():
        make(home).sync(record, day=TODAY)


def _read(folder: str, answers: str) -> None:
    """Ask both views for ever, a byte for each answer."""
    from graph.views.ladybug import LadybugView
    from graph.views.oxigraph import OxigraphView

    home = Home(Path(folder))
    rdf, graph = OxigraphView(home), LadybugView(home, threads=1)
    with Path(answers).open("ab", buffering=0) as out:
        while True:
            assert list(rdf.query("SELECT ?s WHERE { ?s a rg:Statement } LIMIT 1").rows)
            assert graph.query("MATCH (s:Statement) RETURN s.id LIMIT 1").rows
            out.write(b".")


if __name__ == "__main__":
    if sys.argv[1:2] == ["sync"]:
        _sync(*sys.argv[2:])
    elif sys.argv[1:2] == ["read"]:
        _read(*sys.argv[2:])
    else:
        main()
