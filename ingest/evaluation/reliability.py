"""Reliability: how often statements of each confidence, and of each family of rules, are right."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.evaluation.scoring import Trust
from ingest.lexicon.loader import family

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Row:
    """So many statements, how sure the reader was of them on average, and what share of them was right."""

    what: str
    count: int
    confidence: float
    precision: float


def bins(trust: Iterable[Trust]) -> list[Row]:
    """By confidence, in steps; then how far the two are apart on average (`expected calibration error`), and how far chance alone would
    part so few statements were each step exact."""
    groups: dict[int, list[Trust]] = defaultdict(list)
    for one in trust:
        groups[next(number for number in range(len(EDGES) - 2, -1, -1) if one.confidence >= EDGES[number])].append(one)
    rows = [_row(f"{EDGES[number]:.1f}–{EDGES[number + 1]:.1f}", groups[number]) for number in sorted(groups)]
    every = sum(row.count for row in rows)
    if every:
        apart = sum(row.count * abs(row.confidence - row.precision) for row in rows) / every
        chance = sum(math.sqrt(2 / math.pi * row.count * row.confidence * (1 - row.confidence)) for row in rows) / every
        said, right = (sum(row.count * getattr(row, name) for row in rows) / every for name in ("confidence", "precision"))
        rows.append(Row(f"all (apart by {apart:.3f}, {chance:.3f} by chance)", every, said, right))
    return rows


def by_rule(trust: Iterable[Trust]) -> list[Row]:
    """By family of rules: the kind of line that matched, or the stage that found it; the most frequent first."""
    groups: dict[str, list[Trust]] = defaultdict(list)
    for one in trust:
        groups[family(one.rule)].append(one)
    return sorted((_row(name, group) for name, group in groups.items()), key=lambda row: (-row.count, row.what))


def _row(what: str, group: Sequence[Trust]) -> Row:
    return Row(what, len(group), sum(one.confidence for one in group) / len(group), sum(one.right for one in group) / len(group))
