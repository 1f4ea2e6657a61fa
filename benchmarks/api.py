"""`reelgraph serve` under load: requests a second, p50 and p99, beside a bare FastAPI route that returns the same bytes.

    python -m benchmarks.api [--claims 200000] [--requests 2000] [--connections 16] [--cache FOLDER]

The load comes from another process, in a closed loop, with parameters drawn evenly over at least 10,000 entities, limit 20, no
cache of responses. Each kind of request is asked first, its responses kept, and then served by a bare route in a server of its own.
The load generator takes part of the machine, and holds back the bare route more than us: so processor time of both stands beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.building import CACHE, Built, built
from benchmarks.load import Load, loop
from benchmarks.table import machine, milliseconds, quantile, say, show
from benchmarks.world import ENTITIES, SERVICES, World

ROOT = Path(__file__).parents[1]
KEPT = 500
"""Responses that the bare route returns in turn."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", "--claims", type=int, default=200_000, dest="claims", help="claims of the record")
    parser.add_argument("--entities", type=int, default=ENTITIES)
    parser.add_argument("--requests", type=int, default=2000, help="requests of each kind")
    parser.add_argument("--questions", type=int, default=100, help="requests to /v1/ask")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    print(machine(("fastapi", "uvicorn", "orjson")))
    record = built(options.cache, options.claims, entities=options.entities)
    world = World(options.entities)
    rows = []
    for kind, paths in asked(world, options.requests, options.questions).items():
        say(f"{kind} …")
        rows.append(_measured(kind, paths, record, options.connections))
    show(f"Requests over {record.claims:,} claims, {options.connections} connections, one server process",
         ("request", "n", "per second", "p50", "p99", "p99 : p50", "bytes", "bare route", "share of bare", "processor time", "bare",
          "share"), rows, ["bare route: the same bytes from memory by FastAPI and uvicorn, in requests a second",
                        "processor time: the server's, for one request (by /proc, where there is one)"])


def asked(world: World, requests: int, questions: int) -> Mapping[str, list[str]]:
    """The paths of each kind of request, always the same."""
    draw = random.Random(11)

    def any_of(*types: str) -> str:
        type_ = draw.choice(types)
        return world.name(type_, draw.randrange(min(world.count(type_), 10_000)))

    def relation() -> str:
        object_, type_, predicate = draw.choice((
            (any_of("Title"), "Title", "produces"), (any_of("Title"), "Title", "stars_in"), (any_of("Platform"), "Platform", "owns")))
        return "/v1/relationships?" + urlencode({"predicate": predicate, "object": object_, "object_type": type_, "limit": 20})

    def common() -> str:
        return "/v1/relationships?" + urlencode({"predicate": "provides_service", "object": draw.choice(SERVICES), "limit": 20})

    def entity() -> str:
        type_ = draw.choice(("Studio", "Title", "Person", "Platform"))
        return f"/v1/entities/{quote(any_of(type_))}/relationships?" + urlencode({"type": type_, "limit": 20})

    def typed() -> str:
        name = any_of("Studio", "Title", "Person", "Platform")
        return "/v1/entities?" + urlencode({"q": name[:draw.randint(2, len(name))].lower(), "limit": 20})

    def question() -> str:
        return "/v1/ask?" + urlencode({"question": f"who owns {any_of('Platform')}", "limit": 20})

    return {"relation, object fixed": [relation() for _ in range(requests)],
            f"relation, one of {len(SERVICES)} services": [common() for _ in range(max(requests // 10, 1))],
            "one entity": [entity() for _ in range(requests)],
            "search as you type": [typed() for _ in range(requests)], "ask": [question() for _ in range(questions)]}


def _measured(kind: str, paths: list[str], record: Built, connections: int) -> tuple[object, ...]:
    with tempfile.TemporaryDirectory() as folder:
        with serving(["-m", "api.cli", "serve", "--port", "0", "--home", folder, "--record", record.url]) as (port, pid):
            asyncio.run(loop(port, paths[:50], connections=4))  # what is built once is built
            begun = spent(pid)
            found = asyncio.run(loop(port, paths, connections=connections))
            ours = (spent(pid) - begun) / len(found.seconds)
            kept = Path(folder) / "kept.json"
            kept.write_text(json.dumps([_body(port, path) for path in paths[:KEPT]]), "utf-8")
        with serving(["-m", "benchmarks.bare", str(kept)]) as (port, pid):
            begun = spent(pid)
            bare = asyncio.run(loop(port, [f"/bare/{number % min(KEPT, len(paths))}" for number in range(max(len(paths), 2000))],
                                    connections=connections))
            theirs = (spent(pid) - begun) / len(bare.seconds)
    return (*_row(kind, found, bare), milliseconds(ours), milliseconds(theirs), f"{theirs / ours:.2f}" if ours else "")


def spent(pid: int) -> float:
    """Seconds of processor time that a process has taken; 0 where the system has no /proc."""
    told = Path(f"/proc/{pid}/stat")
    if not told.is_file():
        return 0.0
    user, system = told.read_text("utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _row(kind: str, found: Load, bare: Load) -> tuple[object, ...]:
    middle, late = statistics.median(found.seconds), quantile(found.seconds, 0.99)
    failed = {status: number for status, number in found.statuses.items() if status not in (200, 404, 409)}
    if failed:
        raise SystemExit(f"{kind}: {failed}")
    return (kind, len(found.seconds), f"{found.rate:,.0f}", milliseconds(middle), milliseconds(late), f"{late / middle:.1f}",
            f"{found.bytes / len(found.seconds):,.0f}", f"{bare.rate:,.0f}", f"{found.rate / bare.rate:.2f}")


def _body(port: int, path: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
            return str(response.read().decode("utf-8"))
    except urllib.error.HTTPError as error:
        return str(error.read().decode("utf-8"))


@contextmanager
def serving(command: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A server in a process of its own, whose first line on stderr names its address: the port, and the id of the process."""
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            yield int(line.partition("http://127.0.0.1:")[2].split()[0]), server.pid
        finally:
            server.terminate()
            server.communicate(timeout=60)


if __name__ == "__main__":
    main(sys.argv[1:])
