"""Paths between two entities: the shortest, and those that are a little longer.

Both ends are walked at once, the one with fewer entities at its edge first, so that what is read grows with the
neighbourhoods of the two and not with the network. On a path of n hops each one lies within reach of one of the ends:
a path that exists is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from queries.networks.links import Link, Walker

MOST_HOPS = 6
MOST_TRIED = 300_000
"""Steps that listing paths may take; where that is not enough, `more` says so."""

Links = dict[str, dict[str, dict[Link, None]]]
"""By entity and next entity: the links that join them, in the direction of the path, each once."""


@dataclass(frozen=True, slots=True)
class Found:
    """Paths as ids of entities, the shortest first, then by ids. `distance` is that of the shortest; None where there is none."""

    distance: int | None
    paths: tuple[tuple[str, ...], ...]
    links: Links
    more: bool


def find(walker: Walker, source: str, target: str, *, longest: int, extra: int, limit: int) -> Found:
    """Paths that name no entity twice, of at most `longest` hops and `extra` more than the shortest has."""
    search = _Search(walker, source, target)
    goal = search.run(longest, extra)
    if goal is None:
        return Found(None, (), {}, False)
    listing = _Listing(search.links, source, target)
    paths: list[tuple[str, ...]] = []
    for length in range(1, goal + 1):
        for path in listing.of_length(length):
            paths.append(path)
            if len(paths) > limit:
                return Found(len(paths[0]) - 1, tuple(paths[:limit]), search.links, True)
    return Found(len(paths[0]) - 1, tuple(paths), search.links, listing.spent)


class _Search:
    """Two balls that grow until they meet, and then on as far as longer paths need."""

    def __init__(self, walker: Walker, source: str, target: str) -> None:
        self.walker = walker
        self.ends = (source, target)
        self.links: Links = {}
        self.reached: tuple[set[str], set[str]] = ({source}, {target})
        self.edges: list[Collection[str]] = [{source}, {target}]

    def run(self, longest: int, extra: int) -> int | None:
        """How many hops the longest path may have; None where the ends don't meet."""
        goal, steps = None, 0
        while steps < (longest if goal is None else goal) and all(self.edges):
            side = 0 if len(self.edges[0]) <= len(self.edges[1]) else 1
            self._grow(side)
            steps += 1
            if goal is None and any(one in self.reached[1 - side] for one in self.edges[side]):
                goal = min(steps + extra, longest)
        return goal

    def _grow(self, side: int) -> None:
        found: set[str] = set()
        for link in self.walker.step(self.edges[side], back=side == 1, always=self.ends):
            kept = link.turned() if side else link
            self.links.setdefault(kept.here, {}).setdefault(kept.there, {})[kept] = None
            found.add(link.there)
        self.edges[side] = found - self.reached[side]
        self.reached[side].update(found)


class _Listing:
    """The paths that some links make, without trying what can't reach the target in time."""

    def __init__(self, links: Links, source: str, target: str) -> None:
        self.links = links
        self.source, self.target = source, target
        self.left = _distances(links, target)
        self.tried = 0

    @property
    def spent(self) -> bool:
        return self.tried >= MOST_TRIED

    def of_length(self, length: int, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        """The paths of just so many hops, in order of ids."""
        path = path or (self.source,)
        remaining = length - len(path)
        for following in sorted(self.links.get(path[-1], ())):
            self.tried += 1
            if self.spent:
                return
            if following == self.target:
                if remaining == 0:
                    yield (*path, following)
            elif following not in path and 0 < self.left.get(following, remaining + 1) <= remaining:
                yield from self.of_length(length, (*path, following))


def _distances(links: Links, target: str) -> dict[str, int]:
    """How many hops each entity is from the target."""
    before: dict[str, list[str]] = {}
    for here, following in links.items():
        for there in following:
            before.setdefault(there, []).append(here)
    found, edge = {target: 0}, [target]
    for steps in range(1, MOST_HOPS + 1):
        edge = list({here for there in edge for here in before.get(there, ())} - found.keys())
        found |= dict.fromkeys(edge, steps)
    return found
