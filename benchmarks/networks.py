"""Networks over a made-up graph: neighbourhoods, paths, PageRank and the other measures, p50 and p95.

    python -m benchmarks.networks [--size 20000] [--entities 20000] [--repeat 20] [--cache FOLDER] [--whole]

Who is asked about is drawn from all whom a link joins, and, apart, from the twenty that are joined with most. Statements and
sentences of what is told are fetched as the API does. `--whole` also times betweenness, communities and brokers, which read the
whole network and take longest.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.building import CACHE, built
from benchmarks.table import machine, milliseconds, peak, quantile, show

if TYPE_CHECKING:
    from graph.ontology import Ontology
    from graph.record import Reader

DAY = dt.date(2026, 1, 1)
HUBS = 20


@dataclass(frozen=True)
class Place:
    """What networks need of a house."""

    ontology: Ontology

    def today(self) -> dt.date:
        return DAY


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.networks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", "--claims", type=int, default=20_000, dest="claims", help="claims of the record")
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--repeat", type=int, default=20, help="questions of each kind")
    parser.add_argument("--whole", action="store_true", help="also betweenness, communities, brokers")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    from graph.ontology import ontology
    from graph.record import Record

    print(machine(("sqlalchemy", "numpy", "networkx")))
    told = built(options.cache, options.claims, entities=options.entities)
    record = Record.open(told.url)
    with record.reader() as reader:
        _measured(reader, Place(ontology()), options.repeat, claims=told.claims, whole=options.whole)
    record.close()


def _measured(reader: Reader, place: Place, repeat: int, *, claims: int, whole: bool) -> None:
    from queries import networks

    rows: list[tuple[object, ...]] = []
    calls: list[tuple[str, Callable[[], Any]]] = [("degree", lambda: networks.central(reader, place, "degree")),
                                                  ("pagerank", lambda: networks.central(reader, place, "pagerank"))]
    if whole:
        calls += [("betweenness", lambda: networks.central(reader, place, "betweenness")),
                  ("communities", lambda: networks.communities(reader, place)), ("brokers", lambda: networks.brokers(reader, place))]
    sampled: list[str] = []
    for name, call in calls:
        found, seconds = _timed(call)
        rows.append((f"{name}, everybody", 1, milliseconds(seconds), milliseconds(seconds), "", ""))
        if getattr(found, "sampled", None):
            sampled.append(f"betweenness is estimated from {found.sampled} sources")
    by_degree = networks.central(reader, place, "degree", limit=HUBS)
    arrays = by_degree.arrays
    draw = random.Random(5)
    hubs = [one.entity.id for one in by_degree.first]
    kinds = {"anybody": list(arrays.ids), "a hub": hubs}
    for kind, ids in kinds.items():
        for hops in (1, 2):
            rows.append(_row(f"neighbours of {kind}, {hops} {'hop' if hops == 1 else 'hops'}", [
                lambda one=one, hops=hops: networks.neighbours(reader, place, one, hops=hops)  # type: ignore[misc]
                for one in _drawn(draw, ids, repeat)], lambda found: found.reached))
    pairs = {"anybody": [draw.sample(arrays.ids, 2) for _ in range(repeat)], "hubs": [draw.sample(hubs, 2) for _ in range(repeat)]}
    for kind, of in pairs.items():
        rows.append(_row(f"shortest paths between {kind}", [
            lambda one=one, other=other: networks.paths(reader, place, one, other) for one, other in of],  # type: ignore[misc]
            lambda found: found.distance or 0))
    show(f"Networks over {claims:,} claims: {arrays.nodes:,} entities, {arrays.edges:,} pairs", (
        "question", "n", "p50", "p95", "found, p50", "refused"), rows, [
        "found: entities within reach, or hops of the shortest path (0: none of six hops or less)",
        "refused: more links than one question may follow", *sampled, f"peak {peak():,.0f} MB"])


def _row(name: str, calls: Sequence[Callable[[], Any]], size: Callable[[Any], int]) -> tuple[object, ...]:
    from graph.errors import QueryLimit

    times, sizes, refused = [], [], 0
    for call in calls:
        begun = time.perf_counter()
        try:
            sizes.append(size(call()))
        except QueryLimit:
            refused += 1
        times.append(time.perf_counter() - begun)
    return (name, len(calls), milliseconds(statistics.median(times)), milliseconds(quantile(times, 0.95)),
            f"{statistics.median(sizes):.0f}" if sizes else "", refused or "")


def _drawn(draw: random.Random, ids: Sequence[str], count: int) -> list[str]:
    return [draw.choice(ids) for _ in range(count)]


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    found = call()
    return found, time.perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1:])
