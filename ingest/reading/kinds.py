"""Which type a name has: the clues of all its places and of the name itself, weighed by what the corpus has taught.

A linear model: each clue has a weight for each type, and those that name a type outright begin with a weight of their own. It
knows no names. `learn` is deterministic.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import srsly  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ingest.reading.evidence import RULES

TYPES = ("Studio", "Platform", "Brand", "Title", "Person", "Tool", "Service", "Region", "Organization", "Event", "Publication")
"""Formats and genres are words of the vocabulary and take no part."""
WEIGHTS = Path(__file__).parent.parent / "model" / "weights" / "kinds.msgpack"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The weights of clues, a row each."""

    rows: Mapping[str, int]
    weights: Floats

    def scores(self, clues: Iterable[str]) -> Floats:
        """For each type how much speaks for it; a clue counts once."""
        rows = [row for clue in sorted(set(clues)) if (row := self.rows.get(clue)) is not None]
        total: Floats = self.weights[rows].sum(axis=0) if rows else np.zeros(len(TYPES), dtype=np.float32)
        return total


@cache
def kinds() -> Kinds:
    """The shipped weights, or the rules alone where none are built yet."""
    return unpack(WEIGHTS.read_bytes()) if WEIGHTS.is_file() else _start(())


def learn(examples: Sequence[tuple[frozenset[str], str]], *, seed: int, epochs: int = 6, rate: float = 0.05, decay: float = 0.002,
          least: int = 2) -> Kinds:
    """Weights from (clues of an entity, its type); clues seen less than `least` times are left out."""
    counts = Counter(clue for clues, _ in examples for clue in clues)
    start = _start(clue for clue, count in sorted(counts.items()) if count >= least)
    first = start.weights
    weights = first.copy()
    squares = np.full_like(weights, 1e-2)
    told = [(np.array(sorted(start.rows[clue] for clue in clues if clue in start.rows)), TYPES.index(type_)) for clues, type_ in examples]
    order = list(range(len(told)))
    rng = random.Random(seed)
    for _ in range(epochs):
        rng.shuffle(order)
        for number in order:
            rows, wanted = told[number]
            odds = np.exp(weights[rows].sum(axis=0) - weights[rows].sum(axis=0).max())
            slope = odds / odds.sum()
            slope[wanted] -= 1
            step = slope[None, :] + decay * (weights[rows] - first[rows])
            squares[rows] += step**2
            weights[rows] -= rate * step / np.sqrt(squares[rows])
    return Kinds(start.rows, weights)


def _start(clues: Iterable[str]) -> Kinds:
    """Weights before anything is learnt: a clue that names a type speaks for it."""
    names = sorted({*clues, "bias", *(f"{rule}:{type_}" for rule in RULES for type_ in TYPES)})
    weights = np.zeros((len(names), len(TYPES)), dtype=np.float32)
    for row, name in enumerate(names):
        rule, _, type_ = name.partition(":")
        if rule in RULES and type_ in TYPES:
            weights[row, TYPES.index(type_)] = RULES[rule]
    return Kinds({name: row for row, name in enumerate(names)}, weights)


def packed(learnt: Kinds) -> bytes:
    """The weights as bytes, in half precision."""
    return bytes(srsly.msgpack_dumps({"types": list(TYPES), "clues": list(learnt.rows), "weights": learnt.weights.astype(np.float16)}))


def unpack(content: bytes) -> Kinds:
    """Weights that `packed` wrote."""
    told = srsly.msgpack_loads(content)
    return Kinds({clue: row for row, clue in enumerate(told["clues"])}, np.ascontiguousarray(told["weights"], dtype=np.float32))
