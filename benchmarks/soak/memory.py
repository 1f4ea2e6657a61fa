"""Memory of `reelgraph serve` over very many requests of all kinds: what it holds in the last quarter is what it held in the second.

    python -m benchmarks.soak.memory [--requests 200000] [--claims 200000] [--connections 16]

The load is that of `benchmarks.api` (relations, entities, search), sent in rounds; after each round
the server's resident memory is read from /proc. Ends with an error where it has grown by more than `--growth` of itself.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.api import asked, serving
from benchmarks.building import CACHE, built
from benchmarks.load import loop
from benchmarks.table import machine, say, show
from benchmarks.world import ENTITIES, World

ROUNDS = 20
KINDS = ("relation, object fixed", "one entity", "search as you type")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.memory", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--size", "--claims", type=int, default=200_000, dest="claims", help="claims of the record")
    parser.add_argument("--entities", type=int, default=ENTITIES)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--growth", type=float, default=0.05, help="by how much of itself memory may grow")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    print(machine(("fastapi", "uvicorn", "orjson")))
    record = built(options.cache, options.claims, entities=options.entities)
    held, statuses = run(record.url, requests=options.requests, connections=options.connections, entities=options.entities)
    show(f"Memory over {options.requests:,} requests on {record.claims:,} claims", ("after requests", "resident MB"),
         [(f"{options.requests * (number + 1) // ROUNDS:,}", f"{one:.0f}") for number, one in enumerate(held)],
         [f"statuses: {', '.join(f'{status}: {number:,}' for status, number in sorted(statuses.items()))}"])
    before, after = _middle(held[ROUNDS // 4:ROUNDS // 2]), _middle(held[-ROUNDS // 4:])
    if after > before * (1 + options.growth):
        raise SystemExit(f"it grew from {before:.0f} to {after:.0f} MB")
    print(f"\n  second quarter {before:.0f} MB, last quarter {after:.0f} MB")


def run(url: str, *, requests: int, connections: int, entities: int) -> tuple[list[float], dict[int, int]]:
    """Megabytes that the server holds after each round, and how many answers had which status."""
    kinds = asked(World(entities), max(requests // ROUNDS, 1000), 1)
    paths = itertools.cycle([path for group in zip(*(kinds[name] for name in KINDS)) for path in group])
    held: list[float] = []
    statuses: dict[int, int] = {}
    with tempfile.TemporaryDirectory() as folder, serving(
            ["-m", "api.cli", "serve", "--port", "0", "--home", folder, "--record", url]) as (port, pid):
        for number in range(ROUNDS):
            found = asyncio.run(loop(port, list(itertools.islice(paths, requests // ROUNDS)), connections=connections))
            held.append(resident(pid))
            for status, count in found.statuses.items():
                statuses[status] = statuses.get(status, 0) + count
            say(f"  round {number + 1}: {held[-1]:.0f} MB, {found.rate:,.0f} requests a second")
            if bad := {status for status in statuses if status not in (200, 404, 409)}:
                raise SystemExit(f"statuses {sorted(bad)}")
    return held, statuses


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def _middle(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


if __name__ == "__main__":
    main(sys.argv[1:])
