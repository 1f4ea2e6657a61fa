"""A property graph against the record: counts and hashes first, and where they differ, what differs by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from graph.record import Reader
from graph.views import following
from graph.views.comparing import MOST, Difference, elsewhere
from graph.views.following import Position
from graph.views.property_graph import Edge, PropertyGraph, Thing


def compare(reader: Reader, position: Position, graph: PropertyGraph, held: Callable[[], Iterable[Thing]],
            format: str) -> Iterator[Difference]:
    """Each difference between what a view at a position holds and what the record makes it hold on its day."""
    if (other := elsewhere(reader, position, format)) is not None:
        yield other
        return
    expected, found = _sum(expected_things(reader, graph)), _sum(held())
    if expected != found:
        yield Difference("", f"it holds {found[0]} nodes and {found[1]} edges, and the record makes {expected[0]} and {expected[1]}"
                         if expected[:2] != found[:2] else f"its {found[0]} nodes and {found[1]} edges are not those that the record makes")
        yield from _named(expected_things(reader, graph), held())
        yield from _named_missing(expected_things(reader, graph), held())


def expected_things(reader: Reader, graph: PropertyGraph) -> Iterator[Thing]:
    """What the record makes of a graph."""
    return (thing for part in following.everything(reader) for thing in graph.things(part))


def _named(expected: Iterable[Thing], held: Iterable[Thing]) -> Iterator[Difference]:
    wanted = {hash(thing) for thing in expected}
    told = 0
    for thing in held:
        if hash(thing) not in wanted and told < MOST:
            told += 1
            yield Difference(_id(thing), f"the record doesn't say: {_told(thing)}")


def _named_missing(expected: Iterable[Thing], held: Iterable[Thing]) -> Iterator[Difference]:
    has = {hash(thing) for thing in held}
    told = 0
    for thing in expected:
        if hash(thing) not in has and told < MOST:
            told += 1
            yield Difference(_id(thing), f"missing: {_told(thing)}")


def _sum(things: Iterable[Thing]) -> tuple[int, int, int]:
    """How many nodes and edges they are, and a hash that doesn't depend on their order."""
    nodes = edges = total = 0
    for thing in things:
        if isinstance(thing, Edge):
            edges += 1
        else:
            nodes += 1
        total = (total + hash(thing)) & (2**128 - 1)
    return nodes, edges, total


def _id(thing: Thing) -> str:
    return thing.source[1] if isinstance(thing, Edge) else thing.id


def _told(thing: Thing) -> str:
    told = ", ".join(f"{name}: {value!r}" for name, value in thing.properties)
    if isinstance(thing, Edge):
        return f"({thing.source[1]})-[:{thing.type} {{{told}}}]->({thing.target[1]})"
    return f"(:{thing.label} {{{told}}})"
