"""Patterns on every engine, beside the same query written by hand and sent to that engine by its own library.

    python -m benchmarks.engines [--claims 100000] [--entities 20000] [--repeat 50] [--changes 1000] [--cache FOLDER]
                                 [--neo4j bolt://user:password@host:port]

The rows of both are compared, so that the same is measured. `to a worker`: what it takes beside to hand the text to the worker
process that guards users' queries, and the rows back. Then what it takes each view to follow so many changes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import raw
from benchmarks.building import CACHE, NOW, built
from benchmarks.table import machine, milliseconds, quantile, ratio, say, show
from benchmarks.world import World

if TYPE_CHECKING:
    from graph.record import Record
    from queries.engines import Engine
    from queries.pattern import Pattern
    from queries.rewrite import CorePattern

DAY = dt.date.fromisoformat(raw.DAY)
WARM = 3


@dataclass(frozen=True, slots=True)
class Side:
    """An engine, and the same one by hand."""

    engine: Engine
    by_hand: raw.Raw


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--claims", type=int, default=100_000, help="claims of the record")
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--repeat", type=int, default=50, help="entities that each query is asked about")
    parser.add_argument("--changes", type=int, default=1000, help="documents that the views then follow; 0: none")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--neo4j", help="the address of a server whose database may be overwritten, with user and password")
    options = parser.parse_args(arguments)
    print(machine(("pyoxigraph", "ladybug", "rdflib", "neo4j")))
    told = built(options.cache, options.claims, entities=options.entities)
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(dir=options.cache)))
        shutil.copyfile(told.path, folder / "record.sqlite")
        _measured(folder, options, closing)


def _measured(folder: Path, options: argparse.Namespace, closing: ExitStack) -> None:
    from graph.home import Home
    from graph.record import Record
    from queries.engines import CypherEngine, SparqlEngine, SqlEngine

    record, home = Record.open(f"sqlite:///{folder / 'record.sqlite'}"), Home(folder)
    closing.callback(record.close)
    views = _views(home, options.neo4j)
    _synced(views, record, f"Views of {options.claims:,} claims, made anew")
    reader = closing.enter_context(record.reader())
    graph = views["oxigraph"].snapshot().generation.store
    sides = {"sqlite": Side(SqlEngine(reader), raw.sql(folder / "record.sqlite")),
             "oxigraph": Side(SparqlEngine(views["oxigraph"]), raw.sparql(graph)),
             "ladybug": Side(CypherEngine(views["ladybug"]), raw.ladybug(views["ladybug"].snapshot().generation.store / "graph.lbug"))}
    if "neo4j" in views:
        sides["neo4j"] = Side(CypherEngine(views["neo4j"]), raw.neo4j(*_parts(options.neo4j)))
    drawn = _drawn(folder / "record.sqlite", options.repeat)
    show(f"Patterns on {options.claims:,} claims, twenty rows, ids alone",
         ("query", "engine", "n", "p50", "p95", "by hand p50", "p95", "ratio"), _compared(sides, drawn),
         ["ratio of the medians; the rows of both are the same"])
    memory = raw.rdflib(graph)
    show("The same by rdflib, in memory", ("query", "n", "p50"), _peer(memory, drawn))
    show("A text handed to a worker and its rows back", ("engine", "in process p50", "to a worker p50", "more"),
         _handed(folder, views, drawn))
    if options.changes:
        _write(record, options)
        _synced(views, record, f"{options.changes:,} documents more, followed")


def _views(home: Any, neo4j: str | None) -> dict[str, Any]:
    from graph.views.ladybug import LadybugView
    from graph.views.oxigraph import OxigraphView

    views: dict[str, Any] = {"oxigraph": OxigraphView(home), "ladybug": LadybugView(home)}
    if neo4j:
        from graph.views.neo4j import Neo4jView

        url, user, password, database = _parts(neo4j)
        views["neo4j"] = Neo4jView(url, user=user, password=password, database=database)
    return views


def _parts(address: str) -> tuple[str, str, str, str | None]:
    from urllib.parse import unquote, urlsplit

    told = urlsplit(address)
    url = f"{told.scheme}://{told.hostname}:{told.port or 7687}"
    return url, unquote(told.username or "neo4j"), unquote(told.password or ""), told.path.strip("/") or None


def _synced(views: dict[str, Any], record: Record, title: str) -> None:
    rows = []
    for name, view in views.items():
        say(f"syncing {name} …")
        begun, spent = time.perf_counter(), time.process_time()
        view.sync(record, day=DAY)
        rows.append((name, f"{time.perf_counter() - begun:.1f} s", f"{time.process_time() - spent:.1f} s"))
    show(title, ("view", "time", "of processor, ours"), rows)


def patterns(entity: str) -> dict[str, Pattern]:
    """The queries of `raw`, as patterns about an entity."""
    from queries.pattern import Clause, Entities, Filters, Pattern, Var

    on = Clause(Var("title"), ("released_on",), Entities((entity,)))
    return {
        "relation, object fixed": Pattern((on,), ("title",), limit=20),
        "two clauses joined": Pattern((on, Clause(Var("who"), ("produces",), Var("title"))), ("title", "who"), limit=20),
        "count by group": Pattern((Clause(Var("title"), ("released_on",), Var("platform")),), ("platform",), count="title", limit=20),
        "reach of three": Pattern((Clause(Entities((entity,)), ("produces", "released_on"), Var("what"), steps=(1, 3)),), ("what",),
                                  limit=20),
        "as of a day": Pattern((on,), ("title",), filters=Filters(as_of=dt.date.fromisoformat(raw.THEN)), limit=20),
    }


def _core(query: str, entity: str) -> CorePattern:
    from graph.ontology import ontology
    from queries.rewrite import rewrite

    return rewrite(patterns(entity)[query], ontology(), today=DAY)


def _drawn(path: Path, repeat: int) -> dict[str, list[str]]:
    """Platforms, and studios for paths: drawn from all that stand in such a statement, each as likely."""
    text = "SELECT DISTINCT {} FROM statements WHERE predicate = ? AND object IS NOT NULL ORDER BY 1"
    connection = sqlite3.connect(path)
    platforms = [row[0] for row in connection.execute(text.format("object"), ("released_on",))]
    studios = [row[0] for row in connection.execute(text.format("subject"), ("produces",))]
    connection.close()
    draw = random.Random(5)
    return {query: draw.sample(studios if query == "reach of three" else platforms, min(repeat, len(platforms), len(studios)))
            for query in raw.SQL}


def _compared(sides: dict[str, Side], drawn: dict[str, list[str]]) -> Iterator[tuple[object, ...]]:
    for query, entities in drawn.items():
        for name, side in sides.items():
            ours: list[float] = []
            theirs: list[float] = []
            for turn, entity in enumerate([*entities[:WARM], *entities]):
                core = _core(query, entity)
                found, seconds = _timed(_rows, side.engine, core)
                other, by_hand = _timed(side.by_hand.ask, query, entity)
                if sorted(map(str, found)) != sorted(map(str, map(tuple, other))):
                    raise SystemExit(f"{name}, {query}, {entity}: the rows differ: {sorted(found)[:3]}, by hand {sorted(other)[:3]}")
                if turn >= WARM:
                    ours.append(seconds)
                    theirs.append(by_hand)
            yield (query, name, len(ours), milliseconds(statistics.median(ours)), milliseconds(quantile(ours, 0.95)),
                   milliseconds(statistics.median(theirs)), milliseconds(quantile(theirs, 0.95)), ratio(ours, theirs))


def _peer(memory: raw.Raw, drawn: dict[str, list[str]]) -> Iterator[tuple[object, ...]]:
    for query, entities in drawn.items():
        if query in ("relation, object fixed", "two clauses joined", "count by group"):
            times = [_timed(memory.ask, query, entity)[1] for entity in entities[:10]]
            yield query, len(times), milliseconds(statistics.median(times))


def _handed(folder: Path, views: dict[str, Any], drawn: dict[str, list[str]]) -> Iterator[tuple[object, ...]]:
    """The first query as a user's text: by the view in this process, and through the pool of workers."""
    from api import settings
    from api.wiring import House

    query = "relation, object fixed"
    with House(settings.load(home=folder, record=f"sqlite:///{folder / 'record.sqlite'}"), now=lambda: NOW) as house:
        for name, text in (("oxigraph", raw.SPARQL[query]), ("ladybug", raw.CYPHER[query])):
            here: list[float] = []
            there: list[float] = []
            for turn, entity in enumerate([*drawn[query][:WARM], *drawn[query]]):
                told = text.replace("{e}", entity).replace("$e", f"'{entity}'")
                seconds = _timed(views[name].query, told)[1]
                away = _timed(house.sparql if name == "oxigraph" else house.cypher, told)[1]
                if turn >= WARM:
                    here.append(seconds)
                    there.append(away)
            more = statistics.median(there) - statistics.median(here)
            yield name, milliseconds(statistics.median(here)), milliseconds(statistics.median(there)), milliseconds(more)


def _write(record: Record, options: argparse.Namespace) -> None:
    say(f"writing {options.changes:,} documents …")
    world, writer = World(options.entities), record.writer()
    first = options.claims // 10 + 10_000
    for number in range(first, first + options.changes):
        writer.write(world.reading(number), now=NOW)


def _rows(engine: Engine, core: CorePattern) -> tuple[tuple[Any, ...], ...]:
    return engine.run(core).rows


def _timed(call: Callable[..., Any], *given: Any) -> tuple[Any, float]:
    begun = time.perf_counter()
    found = call(*given)
    return found, time.perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1:])
