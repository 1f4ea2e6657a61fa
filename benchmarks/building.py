"""Records of a made-up world, each built once by a process of its own and kept in a folder; anew where the schema is another.

    python -m benchmarks.building FOLDER CLAIMS ENTITIES
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import peak, say
from benchmarks.world import ENTITIES, World
from graph.record.database import HEAD

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CACHE = Path(tempfile.gettempdir()) / "reelgraph-benchmarks"


@dataclass(frozen=True, slots=True)
class Built:
    """A record that stands in `path`: how long its import took, and the most memory that the process held."""

    path: Path
    claims: int
    refused: int
    seconds: float
    peak: float
    before: float
    """Memory held before the first line."""
    cpu: float
    """Seconds of processor time."""

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"


def built(cache: Path, claims: int, *, entities: int = ENTITIES) -> Built:
    """The record of that many claims, built now if it isn't there, or is one of an older schema."""
    folder = cache / f"{claims}-of-{entities}"
    told = folder / "built.json"
    if not told.exists() or json.loads(told.read_text("utf-8")).get("schema") != HEAD:
        say(f"importing {claims:,} claims into {folder} …")
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "benchmarks.building", str(folder), str(claims), str(entities)], check=True,
                       cwd=Path(__file__).parents[1])
    data = json.loads(told.read_text("utf-8"))
    return Built(folder / "record.sqlite", data["claims"], data["refused"], data["seconds"], data["peak"], data["before"], data["cpu"])


def build(folder: Path, claims: int, entities: int) -> None:
    """Write the world's lines to a file, import it as `reelgraph import` does, and tell what it took."""
    from graph.exchange.jsonl import import_
    from graph.record import Record

    lines, path = folder / "world.jsonl", folder / "record.sqlite"
    for left in folder.glob("record.sqlite*"):
        left.unlink()
    with lines.open("wb") as file:
        for line in World(entities).lines(claims):
            file.write(line + b"\n")
    record = Record.open(f"sqlite:///{path}")
    taken, refused, before, begun, spent = 0, 0, peak(), time.perf_counter(), time.process_time()
    with lines.open("rb") as file:
        for number, outcome in enumerate(import_(record, file, source=lines.name, now=NOW), start=1):
            if outcome.status != "new":
                raise SystemExit(f"line {outcome.line} is {outcome.status}: {outcome.reason}")
            taken += outcome.claims
            refused += len(outcome.refused)
            if number % 5000 == 0:
                say(f"  {taken:,} claims, {taken / (time.perf_counter() - begun):,.0f} a second, {peak():.0f} MB")
    record.close()
    seconds = time.perf_counter() - begun
    lines.unlink()
    told = {"claims": taken, "refused": refused, "seconds": seconds, "peak": peak(), "before": before,
            "cpu": time.process_time() - spent, "schema": HEAD}
    written = folder / "built.json.new"
    written.write_text(json.dumps(told), "utf-8")
    os.replace(written, folder / "built.json")


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
