"""Eight readers page through relationships while another process ingests, on each database: nobody sees an error or a torn page.

    python -m benchmarks.soak.readers [--seconds 120] [--readers 8] [--database sqlite|postgresql|both]

Each reader follows cursors to the end of a relation and starts again: all pages of one walk tell the same change number, no row
comes twice, and rows are in order. A 503 with Retry-After is an answer and counted; any other status of 500 and above ends the run.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.api import serving
from benchmarks.building import NOW
from benchmarks.soak.crash import OPENERS
from benchmarks.table import machine, milliseconds, quantile, show
from benchmarks.world import World
from graph.record import Record

WORLD = World(entities=5000)
BEGUN_WITH = 300
"""Documents in the record before anybody reads."""
RELATIONS = ("produces", "provides_service", "stars_in", "released_on")
ROOT = Path(__file__).parents[2]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.readers", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args(arguments)
    print(machine(("fastapi", "uvicorn", "sqlalchemy")))
    rows = []
    for name in (("sqlite", "postgresql") if options.database == "both" else (options.database,)):
        with OPENERS[name]() as new:
            rows.append((name, *run(new(), seconds=options.seconds, readers=options.readers)))
    show(f"{options.readers} readers beside an ingest, {options.seconds:.0f} s on each database",
         ("", "requests", "503", "walks", "documents written", "p50", "p99"), rows)


def run(record: Record, *, seconds: float, readers: int) -> tuple[object, ...]:
    """Read and write at once for so long. Raises AssertionError at the first thing that is wrong."""
    record.writer().write_all([WORLD.reading(number) for number in range(BEGUN_WITH)], now=NOW)
    seen = _Seen()
    with tempfile.TemporaryDirectory() as folder, serving(
            ["-m", "api.cli", "serve", "--port", "0", "--home", folder, "--record", record.url]) as port:
        over = time.monotonic() + seconds
        command = [sys.executable, "-m", "benchmarks.soak.readers_writer", record.url, str(BEGUN_WITH)]
        with subprocess.Popen(command, cwd=ROOT) as writer:
            walkers = [threading.Thread(target=_reader, args=(port, number, over, seen)) for number in range(readers)]
            for walker in walkers:
                walker.start()
            for walker in walkers:
                walker.join()
            writer.terminate()
        with record.reader() as reader:
            written = sum(1 for _ in reader.documents()) - BEGUN_WITH
    if seen.wrong:
        raise AssertionError(seen.wrong[0])
    assert written > 0, "nothing was written meanwhile"
    return (sum(seen.statuses.values()), seen.statuses[503], seen.walks, written,
            milliseconds(quantile(seen.spent, 0.5)), milliseconds(quantile(seen.spent, 0.99)))


class _Seen:
    """What all readers saw."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.spent: list[float] = []
        self.walks = 0
        self.wrong: list[str] = []


def _reader(port: int, number: int, over: float, seen: _Seen) -> None:
    try:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as http_:
            for turn in itertools.count(number):
                if time.monotonic() > over or seen.wrong:
                    return
                _walk(http_, RELATIONS[turn % len(RELATIONS)], over, seen)
    except Exception as error:
        seen.wrong.append(f"reader {number}: {error!r}")


def _walk(http_: http.client.HTTPConnection, relation: str, over: float, seen: _Seen) -> None:
    """All pages of a relation, as long as there is time."""
    rows: list[tuple[str, str]] = []
    changes: set[int] = set()
    cursor = ""
    while time.monotonic() < over:
        wanted = {"predicate": relation, "limit": 50, "include": "", "fields": "id", **({"cursor": cursor} if cursor else {})}
        begun = time.perf_counter()
        http_.request("GET", f"/v1/relationships?{urlencode(wanted)}")
        response = http_.getresponse()
        body = response.read()
        seen.spent.append(time.perf_counter() - begun)
        seen.statuses[response.status] += 1
        if response.status == 503 and response.headers["retry-after"]:
            continue
        assert response.status == 200, f"{response.status}: {body[:300]!r}"
        page = json.loads(body)
        changes.add(page["change"])
        rows += [(row["subject"]["id"], row["object"].get("id", "")) for row in page["rows"]]
        assert len(changes) == 1, f"{relation}: pages of one walk tell the changes {sorted(changes)}"
        assert len(rows) == len(set(rows)), f"{relation}: a row came twice"
        cursor = page["cursor"]
        if not cursor:
            break
    seen.walks += 1


if __name__ == "__main__":
    main()
