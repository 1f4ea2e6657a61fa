"""A whole network as arrays: ids in order, and for each pair that is joined how many links join it. No statements, no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.record import Reader
from queries.networks.links import members, pairs
from queries.networks.selection import Network

Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Arrays:
    """Entities that a link joins, by number; `sources`, `targets` and `weights` of the pairs that are joined.

    Undirected, a pair stands once, the smaller number first; directed, once for each direction.
    """

    ids: Sequence[str]
    sources: Numbers
    targets: Numbers
    weights: Reals
    directed: bool

    @property
    def nodes(self) -> int:
        return len(self.ids)

    @property
    def edges(self) -> int:
        return len(self.sources)

    @cached_property
    def arcs(self) -> tuple[Numbers, Numbers, Reals]:
        """Sources, targets and weights with both directions of undirected pairs, in order of source and target."""
        sources, targets, weights = self.sources, self.targets, self.weights
        if not self.directed:
            sources, targets = np.concatenate((sources, targets)), np.concatenate((targets, sources))
            weights = np.concatenate((weights, weights))
        order = np.lexsort((targets, sources))
        return sources[order], targets[order], weights[order]

    @cached_property
    def degrees(self) -> Reals:
        """How many others each entity is joined with; directed: both ways apart."""
        counted = np.bincount(self.sources, minlength=self.nodes) + np.bincount(self.targets, minlength=self.nodes)
        return counted.astype(np.float64)

    @cached_property
    def offsets(self) -> Numbers:
        """Where the arcs of each entity begin."""
        return np.searchsorted(self.arcs[0], np.arange(self.nodes + 1)).astype(np.int64)


def load(reader: Reader, network: Network) -> Arrays:
    """The arrays of a network. Raises QueryLimit where it is too large."""
    allowed = members(reader, network.types) if network.types else None
    numbers: dict[str, int] = {}
    sources, targets = [_NONE], [_NONE]
    for symmetric, rows in pairs(reader, network):
        found = _numbered(rows, numbers)
        sources.append(found[:, 0])
        targets.append(found[:, 1])
        if symmetric:
            sources.append(found[:, 1])
            targets.append(found[:, 0])
    one, other = np.concatenate(sources), np.concatenate(targets)
    ids = list(numbers)
    if allowed is not None:
        inside = np.fromiter((id_ in allowed for id_ in ids), dtype=bool, count=len(ids))
        kept = inside[one] & inside[other]
        one, other = one[kept], other[kept]
    return made(ids, one, other, directed=network.directed)


def made(ids: Sequence[str], one: Numbers, other: Numbers, *, directed: bool) -> Arrays:
    """Arrays of links as pairs of numbers: pairs are counted, and entities without a link left out, the others in order of id."""
    used = np.unique(np.concatenate((one, other)))
    told = sorted(used.tolist(), key=ids.__getitem__)
    place = np.zeros(len(ids), dtype=np.int64)
    place[told] = np.arange(len(told))
    one, other = place[one], place[other]
    if not directed:
        one, other = np.minimum(one, other), np.maximum(one, other)
    size = max(len(told), 1)
    keys, counts = np.unique(one * size + other, return_counts=True)
    return Arrays([ids[number] for number in told], keys // size, keys % size, counts.astype(np.float64), directed)


_NONE: Numbers = np.empty(0, dtype=np.int64)


def _numbered(rows: Sequence[Sequence[Any]], numbers: dict[str, int]) -> Numbers:
    """Rows of two ids as rows of two numbers; new ids get the next ones."""
    number = numbers.setdefault
    told = np.fromiter((number(id_, len(numbers)) for id_ in chain.from_iterable(rows)), dtype=np.int64, count=2 * len(rows))
    return told.reshape(-1, 2)
