"""Who matters in a network: degree, PageRank, betweenness; over arrays, since networks are large.

Degree counts those that an entity is joined with (directed: both ways apart). PageRank weighs a pair by its links.
Betweenness counts hops alone; of a large network it is estimated from a seeded sample of sources.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from queries.networks.arrays import Arrays, Numbers, Reals

DAMPING = 0.85
WORK = 30_000_000
"""Arcs that betweenness looks at, about; it decides how many sources a sample has."""
FEWEST_SOURCES = 20


def measure(name: str, arrays: Arrays, *, seed: int = 0, work: int = WORK) -> tuple[Reals, int | None]:
    """The scores of all entities by one of `MEASURES`, and the number of sources where they are estimated from a sample."""
    if name == "betweenness":
        return betweenness(arrays, seed=seed, work=work)
    return _MEASURES[name](arrays), None


def degree(arrays: Arrays) -> Reals:
    return arrays.degrees


def pagerank(arrays: Arrays, *, tolerance: float = 1e-9, rounds: int = 200) -> Reals:
    """The share of a walker's time spent at each entity; they sum to 1."""
    nodes = arrays.nodes
    if not nodes:
        return np.zeros(0)
    sources, targets, weights = arrays.arcs
    out = np.bincount(sources, weights=weights, minlength=nodes)
    share = weights / out[sources]
    stuck = out == 0
    rank: Reals = np.full(nodes, 1 / nodes)
    for _ in range(rounds):
        spread = np.bincount(targets, weights=rank[sources] * share, minlength=nodes)
        following: Reals = DAMPING * (spread + rank[stuck].sum() / nodes) + (1 - DAMPING) / nodes
        if np.abs(following - rank).sum() < tolerance:
            return following
        rank = following
    return rank


def betweenness(arrays: Arrays, *, seed: int = 0, work: int = WORK) -> tuple[Reals, int | None]:
    """The share of the shortest paths between two others that lead through each entity, by Brandes, a level of hops at once."""
    nodes = arrays.nodes
    if nodes < 3:
        return np.zeros(nodes), None
    afford = max(FEWEST_SOURCES, work // max(len(arrays.arcs[0]), nodes))
    sampled = afford if afford < nodes else None
    sources = np.arange(nodes) if sampled is None else np.random.default_rng(seed).choice(nodes, sampled, replace=False)
    total = np.zeros(nodes)
    for source in sorted(sources.tolist()):
        total += _dependency(arrays, source)
    return total * (nodes / len(sources)) / ((nodes - 1) * (nodes - 2)), sampled


def _dependency(arrays: Arrays, source: int) -> Reals:
    """How much of the paths from one source leads through each entity."""
    nodes, targets = arrays.nodes, arrays.arcs[1]
    distance = np.full(nodes, -1, dtype=np.int64)
    ways = np.zeros(nodes)
    distance[source], ways[source] = 0, 1
    levels: list[tuple[Numbers, Numbers]] = []
    edge = np.array([source])
    while len(edge):
        here, arcs = _leaving(arrays, edge)
        there = targets[arcs]
        distance[there[distance[there] < 0]] = len(levels) + 1
        onward = distance[there] == len(levels) + 1
        here, there = here[onward], there[onward]
        ways += np.bincount(there, weights=ways[here], minlength=nodes)
        levels.append((here, there))
        edge = np.unique(there)
    through = np.zeros(nodes)
    for here, there in reversed(levels):
        through += np.bincount(here, weights=ways[here] / ways[there] * (1 + through[there]), minlength=nodes)
    through[source] = 0
    return through


def _leaving(arrays: Arrays, edge: Numbers) -> tuple[Numbers, Numbers]:
    """The arcs that leave some entities, each with the entity that it leaves."""
    begins, ends = arrays.offsets[edge], arrays.offsets[edge + 1]
    counts = ends - begins
    before = np.cumsum(counts) - counts
    return np.repeat(edge, counts), np.arange(counts.sum()) + np.repeat(begins - before, counts)


_MEASURES: dict[str, Callable[[Arrays], Reals]] = {"degree": degree, "pagerank": pagerank}
MEASURES = (*_MEASURES, "betweenness")
