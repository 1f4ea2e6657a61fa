"""The record at size: import of a million claims, a document's cost as the record grows, what reading touches.

    python -m benchmarks.record [--claims 1000000] [--documents 20000] [--cache FOLDER]

Records are built once and kept in the cache folder. Each side of a ratio is measured in turns with the other.
"""

from __future__ import annotations

import argparse
import gc
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import by_hand, growth
from benchmarks.building import CACHE, NOW, Built, built
from benchmarks.table import machine, milliseconds, ratio, say, show
from benchmarks.world import ENTITIES
from graph.ontology import ontology, vocabulary
from graph.ontology.model import Ontology, Vocabulary
from graph.record import Record
from queries.pattern import Clause, Entities, Pattern, Var
from queries.rows import answer

Timed = tuple[list[float], list[float]]


class House:
    """A record with all that answering needs of the house."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.ontology: Ontology = ontology()
        self.vocabulary: Vocabulary = vocabulary()

    def today(self) -> Any:
        return NOW.date()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.record", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", "--claims", type=int, default=1_000_000, dest="claims", help="claims of the large record")
    growth.options_of(parser)
    parser.add_argument("--entities", type=int, default=ENTITIES)
    parser.add_argument("--repeat", type=int, default=200, help="documents, entities and objects measured")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    print(machine(("sqlalchemy",)))
    large = built(options.cache, options.claims, entities=options.entities)
    _imported(large)
    growth.measured(options)
    _reading(large, options.repeat)


# --- import


def _imported(large: Built) -> None:
    with tempfile.TemporaryDirectory(dir=large.path.parent) as folder:
        say("inserting the same rows by SQLite alone …")
        floor, size = by_hand.copied(large.path, Path(folder) / "copy.sqlite")
    rate = f"{large.claims / large.seconds:,.0f}"
    rows = [(f"import of {large.claims:,} claims", rate, f"{large.seconds:.0f} s", f"{large.peak:.0f} MB"),
            ("of processor time", f"{large.claims / large.cpu:,.0f}", f"{large.cpu:.0f} s", ""),
            ("the same rows, INSERT … SELECT", f"{large.claims / floor:,.0f}", f"{floor:.0f} s", ""),
            ("ratio of the times", "", f"{large.seconds / floor:.1f}", "")]
    show("Import (graph.exchange.jsonl.import_)", ("", "claims/s", "time", "peak memory"), rows,
         [f"{large.before:.0f} MB before the first line; the record has {size / 1e6:,.0f} MB; {large.refused} claims refused",
          "timed when the record was built, in a process of its own; the floor is of this run"])


# --- reading

_BY_ENTITY = (("an entity of 5 to 20 statements", 5, 20), ("an entity of 50 to 150", 50, 150),
              ("an entity of 1,000 and more, the first 100", 1000, 10**9))
_BY_OBJECT = (("stars_in with its title fixed, 5 to 20 rows", "stars_in", 5, 20),
              ("released_on with its platform fixed, 50 to 150", "released_on", 50, 150),
              ("released_on, 500 and more, the first 100", "released_on", 500, 10**9))


def _reading(large: Built, repeat: int) -> None:
    record = Record.open(large.url, create=False)
    hand = sqlite3.connect(f"file:{large.path}?mode=ro", uri=True)
    hand.execute("PRAGMA cache_size = -65536")
    draw = random.Random(7)
    count = hand.execute("SELECT COUNT(*) FROM statements WHERE live = 1").fetchone()[0]
    rows: list[tuple[object, ...]] = []
    notes = [f"{count:,} statements; {repeat} questions a line, each asked of both in turn; medians"]
    for label, low, high in _BY_ENTITY:
        ids = by_hand.entities_with(hand, low, high)
        if ids:
            rows.append(_line(label, _entities(record, hand, draw.choices(ids, k=repeat))))
    for label, predicate, low, high in _BY_OBJECT:
        ids = by_hand.objects_with(hand, predicate, low, high)
        if ids:
            rows.append(_line(label, _objects(record, hand, predicate, draw.choices(ids, k=repeat))))
    show("Statements with their evidence, and by SQL written by hand through sqlite3",
         ("", "reelgraph", "by hand", "ratio (at most 3)"), rows, notes)
    hand.close()
    record.close()


def _line(label: str, timed: Timed) -> tuple[object, ...]:
    ours, theirs = timed
    return label, milliseconds(statistics.median(ours)), milliseconds(statistics.median(theirs)), ratio(ours, theirs)


def _entities(record: Record, hand: sqlite3.Connection, ids: Sequence[str]) -> Timed:
    def ours(entity: str) -> set[tuple[str, str]]:
        with record.reader() as reader:
            found = reader.statements_of(entity, limit=100)
            evidence = reader.evidence([statement.id for statement in found])
        return {(statement, row.claim) for statement, rows in evidence.items() for row in rows}

    return _same(ours, lambda entity: by_hand.statements_of(hand, entity, 100), ids)


def _objects(record: Record, hand: sqlite3.Connection, predicate: str, ids: Sequence[str]) -> Timed:
    house = House(record)

    def ours(entity: str) -> set[tuple[str, str]]:
        pattern = Pattern((Clause(Var("who"), (predicate,), Entities((entity,))),), ("who",), limit=100)
        found = answer(pattern, house)
        return {(proven.statement.id, row.claim) for one in found.rows for proven in one.statements for row in proven.evidence}

    return _same(ours, lambda entity: by_hand.rows_of(hand, predicate, entity, NOW.date().isoformat(), 100), ids)


def _same(ours: Callable[[str], object], theirs: Callable[[str], object], ids: Sequence[str]) -> Timed:
    for id_ in dict.fromkeys(ids[:20]):
        assert ours(id_) == theirs(id_), f"the two sides differ about {id_}"
    one, other = _turns([ours, theirs], ids)
    return one, other


def _turns(asked: Sequence[Callable[[Any], object]], given: Iterable[Any]) -> list[list[float]]:
    """How long each takes for each of the given, now one and now the other first."""
    times: list[list[float]] = [[] for _ in asked]
    gc.collect()
    for number, one in enumerate(given):
        for side in (range(len(asked)) if number % 2 else reversed(range(len(asked)))):
            begun = time.perf_counter()
            asked[side](one)
            times[side].append(time.perf_counter() - begun)
    return times


if __name__ == "__main__":
    main()
