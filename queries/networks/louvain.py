"""Louvain's method, seeded: whoever gains by it moves to a neighbour's community, then communities become nodes, until nothing moves.

NetworkX has it too, but takes half a minute for 50,000 pairs; here only those are looked at again whose neighbours have moved.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence

import numpy as np

from queries.networks.arrays import Arrays, Numbers

_Edges = list[dict[int, float]]


def louvain(arrays: Arrays, *, seed: int = 0, resolution: float = 1.0) -> Numbers:
    """A community for each entity of an undirected network, as numbers without order. Equal arrays and seeds: equal numbers."""
    edges: _Edges = [{} for _ in range(arrays.nodes)]
    for one, other, weight in zip(arrays.sources.tolist(), arrays.targets.tolist(), arrays.weights.tolist()):
        edges[one][other] = edges[other][one] = weight
    degrees = [sum(of.values()) for of in edges]
    found = np.arange(arrays.nodes)
    draw = random.Random(seed)
    while True:
        order = list(range(len(edges)))
        draw.shuffle(order)
        moved = _numbered(_moved(edges, degrees, order, resolution))
        size = max(moved, default=-1) + 1
        if size == len(edges):
            return found
        found = np.array(moved, dtype=np.int64)[found]
        edges, degrees = _merged(edges, degrees, moved, size)


def modularity(arrays: Arrays, of: Numbers, *, resolution: float = 1.0) -> float:
    """How much more of the links lie inside communities than chance would have it."""
    whole = arrays.weights.sum()
    if not whole:
        return 0.0
    one, other = of[arrays.sources], of[arrays.targets]
    totals = np.bincount(np.concatenate((one, other)), weights=np.concatenate((arrays.weights, arrays.weights)))
    inside = arrays.weights[one == other].sum() / whole
    return float(inside - resolution * ((totals / (2 * whole)) ** 2).sum())


def _moved(edges: _Edges, degrees: Sequence[float], order: Sequence[int], resolution: float) -> list[int]:
    """The community of each node when nobody gains by moving any more; each begins alone."""
    community = list(range(len(edges)))
    totals = list(degrees)
    share = resolution / (sum(degrees) or 1)
    queue, waiting = deque(order), [True] * len(edges)
    while queue:
        node = queue.popleft()
        waiting[node] = False
        own, degree = community[node], degrees[node]
        into: dict[int, float] = {own: 0.0}
        for other, weight in edges[node].items():
            of = community[other]
            into[of] = into.get(of, 0.0) + weight
        totals[own] -= degree
        best, gain = own, into[own] - share * totals[own] * degree
        for of, weight in into.items():
            if (found := weight - share * totals[of] * degree) > gain + 1e-9:
                best, gain = of, found
        totals[best] += degree
        if best != own:
            community[node] = best
            for other in edges[node]:
                if not waiting[other] and community[other] != best:
                    waiting[other] = True
                    queue.append(other)
    return community


def _numbered(community: Sequence[int]) -> list[int]:
    numbers: dict[int, int] = {}
    return [numbers.setdefault(of, len(numbers)) for of in community]


def _merged(edges: _Edges, degrees: Sequence[float], of: Sequence[int], size: int) -> tuple[_Edges, list[float]]:
    """The network of communities; what lies inside one counts for its degree alone."""
    merged: _Edges = [{} for _ in range(size)]
    totals = [0.0] * size
    for node, others in enumerate(edges):
        into = merged[of[node]]
        totals[of[node]] += degrees[node]
        for other, weight in others.items():
            if of[other] != of[node]:
                into[of[other]] = into.get(of[other], 0.0) + weight
    return merged, totals
