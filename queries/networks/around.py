"""The neighbourhood of an entity: those within some hops, the nearest first, and what joins them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from queries.networks.links import Link, Walker

MOST_HOPS = 4


@dataclass(frozen=True, slots=True)
class Near:
    """An entity at its distance, and how many links join it with those that are one hop nearer."""

    entity: str
    distance: int
    links: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """`links` join the entities that are told with each other, seen from the nearer one; those of the last hop among themselves
    are not followed. `reached` counts all that are within the hops, told or not."""

    near: tuple[Near, ...]
    links: tuple[Link, ...]
    reached: int


def find(walker: Walker, center: str, *, hops: int, limit: int) -> Neighbourhood:
    """Those within some hops: the nearest first, of these the most joined, then by id."""
    distance = {center: 0}
    edge = {center}
    links: list[Link] = []
    for step in range(1, hops + 1):
        found = list(walker.step(edge))
        links += found
        edge = {link.there for link in found} - distance.keys()
        distance |= dict.fromkeys(edge, step)
        if not edge:
            break
    joined = Counter(link.there for link in links if distance[link.there] == distance[link.here] + 1)
    told = sorted((Near(entity, steps, joined[entity]) for entity, steps in distance.items() if steps),
                  key=lambda one: (one.distance, -one.links, one.entity))[:limit]
    shown = {center, *(one.entity for one in told)}
    return Neighbourhood(tuple(told), tuple(_once(links, shown, distance)), len(distance) - 1)


def _once(links: list[Link], shown: set[str], distance: dict[str, int]) -> list[Link]:
    """Each link between two that are shown once, from the nearer one, or the one whose id comes first."""
    found: dict[tuple[str, str, str, str], Link] = {}
    for link in links:
        if link.here in shown and link.there in shown:
            one, other = sorted((link.here, link.there))
            nearer = (distance[link.here], link.here) < (distance[link.there], link.there)
            found.setdefault((one, other, link.relation, link.statement), link if nearer else link.turned())
    return sorted(found.values(), key=lambda link: (distance[link.here], link.here, link.there, link.relation, link.statement))
