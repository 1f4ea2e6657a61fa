"""Communities of a network by Louvain's method, seeded, and the brokers between them.

Both look at the network as undirected. A broker is an entity that knows many pairs of others who are of different
communities and aren't joined themselves: these pairs are its score.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from graph.errors import QueryLimit
from queries.networks.arrays import Arrays, Numbers
from queries.networks.links import LANGUAGE
from queries.networks.louvain import louvain, modularity

MOST_EDGES = 2_000_000
"""Pairs of a network whose communities are looked for."""


@dataclass(frozen=True, slots=True)
class Communities:
    """The community of each entity, numbered from 1, the largest first, and how much better they are than chance (-½ … 1)."""

    of: Numbers
    sizes: tuple[int, ...]
    modularity: float


@dataclass(frozen=True, slots=True)
class Broker:
    """An entity (by number): the unjoined pairs of different communities that it joins, and how many of each community it knows."""

    entity: int
    pairs: int
    knows: tuple[tuple[int, int], ...]


def communities(arrays: Arrays, *, seed: int = 0, resolution: float = 1.0) -> Communities:
    """Equal networks and seeds give equal communities. Raises QueryLimit for a network that is too large."""
    if arrays.edges > MOST_EDGES:
        raise QueryLimit(LANGUAGE, f"it has {arrays.edges:,} pairs, {MOST_EDGES:,} at most for communities; name relations or types",
                         "size", MOST_EDGES)
    told = louvain(arrays, seed=seed, resolution=resolution)
    members: dict[int, list[int]] = {}
    for entity, number in enumerate(told.tolist()):
        members.setdefault(number, []).append(entity)
    found = sorted(members.values(), key=lambda group: (-len(group), group[0]))
    of = np.zeros(arrays.nodes, dtype=np.int64)
    for number, group in enumerate(found, start=1):
        of[group] = number
    return Communities(of, tuple(map(len, found)), modularity(arrays, of, resolution=resolution))


def brokers(arrays: Arrays, found: Communities) -> list[Broker]:
    """Everybody who joins a pair that is otherwise apart, the best first."""
    knows: list[set[int]] = [set() for _ in range(arrays.nodes)]
    for one, other in zip(arrays.sources.tolist(), arrays.targets.tolist()):
        knows[one].add(other)
        knows[other].add(one)
    of = found.of.tolist()
    pairs = []
    counted = [Counter(of[other] for other in others) for others in knows]
    for counts in counted:
        whole = sum(counts.values())
        pairs.append((whole * whole - sum(count * count for count in counts.values())) // 2)
    for one, other in zip(arrays.sources.tolist(), arrays.targets.tolist()):
        if of[one] != of[other]:
            for between in knows[one] & knows[other]:
                pairs[between] -= 1
    told = [Broker(number, pairs[number], tuple(sorted(counted[number].items(), key=lambda entry: (-entry[1], entry[0]))))
            for number in range(arrays.nodes) if pairs[number]]
    return sorted(told, key=lambda one: (-one.pairs, arrays.ids[one.entity]))
