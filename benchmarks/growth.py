"""What a document costs in a small record and in one twenty times as large: its write alone, and its whole ingest.

    python -m benchmarks.growth [--documents 20000] [--repeat 200] [--articles 60] [--cache FOLDER]

Each document goes into both records in turn, one first and then the other, so that what else the machine does meets both.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.building import CACHE, NOW, built
from benchmarks.table import machine, milliseconds, quantile, say, show
from benchmarks.world import CLAIMS, ENTITIES, World
from graph.document import Reading
from graph.record import Record, Writer

TIMES = 20
"""How many times as large the larger record is."""
WORDS = 450
"""Words that an article has at least: as many as a piece in the trade press."""


@dataclass(slots=True)
class Side:
    """What one record's documents took: by the clock on the wall, and of processor time."""

    size: int
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=(__doc__ or "").partition("\n")[0])
    options_of(parser)
    parser.add_argument("--entities", type=int, default=ENTITIES)
    parser.add_argument("--repeat", type=int, default=200, help="documents written")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    print(machine(("sqlalchemy", "spacy")))
    measured(options)


def options_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=int, default=20_000, help="documents of the larger record that is written into")
    parser.add_argument("--articles", type=int, default=60, help="articles that are ingested into both")


def measured(options: argparse.Namespace) -> None:
    """Both tables."""
    with _copies(options) as records:
        _writing(options, records)
        _ingesting(options, records)


@contextmanager
def _copies(options: argparse.Namespace) -> Iterator[list[tuple[int, Record]]]:
    sizes = (max(1, options.documents // TIMES), options.documents)
    kept = [built(options.cache, size * CLAIMS, entities=options.entities) for size in sizes]
    with tempfile.TemporaryDirectory(dir=options.cache) as folder:
        opened = []
        for size, one in zip(sizes, kept):
            path = Path(folder) / f"{size}.sqlite"
            shutil.copy(one.path, path)
            opened.append((size, Record.open(f"sqlite:///{path}")))
        yield opened
        for _, record in opened:
            record.close()


def _writing(options: argparse.Namespace, records: Sequence[tuple[int, Record]]) -> None:
    world = World(options.entities)
    readings = [world.reading(options.documents + number) for number in range(options.repeat)]
    sides = _turns([(size, partial(_write, record.writer())) for size, record in records], readings)
    _show(f"Writing one document of {CLAIMS} claims", sides, f"{options.repeat} documents; one transaction a document")


def _write(writer: Writer, reading: Reading) -> None:
    writer.write(reading, now=NOW)


def _ingesting(options: argparse.Namespace, records: Sequence[tuple[int, Record]]) -> None:
    from api import settings
    from api.wiring import House
    from ingest.pipeline import ingest

    say("loading the models …")
    reader = House(settings.load()).reader
    claims: list[int] = []

    def one(record: Record, path: Path) -> None:
        [outcome] = ingest([str(path)], record=record, reader=reader, now=lambda: NOW)
        assert outcome.status == "new", outcome
        claims.append(outcome.claims)

    with tempfile.TemporaryDirectory() as folder:
        paths = list(_articles(Path(folder), options.articles + 1))
        for _, record in records:
            one(record, paths[0])  # what is loaded at its first use
        claims.clear()
        sides = _turns([(size, partial(one, record)) for size, record in records], paths[1:])
    _show("Ingesting one article: reading and writing", sides,
          f"{len(paths) - 1} articles of {WORDS} words and more, {statistics.fmean(claims):.1f} claims each on average")


def _articles(folder: Path, count: int) -> Iterator[Path]:
    """Files, each of as many texts of the corpus as make an article; no text stands in two."""
    from ingest.corpus import load

    texts = iter([article.text for article in load()])
    for number in range(count):
        parts: list[str] = []
        while sum(len(part.split()) for part in parts) < WORDS and (text := next(texts, None)) is not None:
            parts.append(text)
        if text is None:
            return
        path = folder / f"{number}.txt"
        path.write_text("\n\n".join(parts), "utf-8")
        yield path


def _turns(asked: Sequence[tuple[int, Callable[[Any], object]]], given: Iterable[Any]) -> list[Side]:
    sides = [Side(size) for size, _ in asked]
    gc.collect()
    for number, one in enumerate(given):
        for place in (range(len(asked)) if number % 2 else reversed(range(len(asked)))):
            begun, spent = time.perf_counter(), time.process_time()
            asked[place][1](one)
            sides[place].wall.append(time.perf_counter() - begun)
            sides[place].cpu.append(time.process_time() - spent)
    return sides


def _show(title: str, sides: Sequence[Side], note: str) -> None:
    told = [(side.size, [statistics.median(side.wall), statistics.fmean(side.wall), quantile(side.wall, 0.95),
                         statistics.median(side.cpu), statistics.fmean(side.cpu)]) for side in sides]
    (_, small), (_, large) = told
    show(title, ("documents in the record", "median", "mean", "p95", "processor, median", "processor, mean"),
         [*((f"{size:,}", *map(milliseconds, values)) for size, values in told),
          ("ratio (at most 1.2)", *(f"{more / less:.2f}" for less, more in zip(small, large)))],
         [note + "; each into both in turn"])


if __name__ == "__main__":
    main()
