"""A view against the record: counts and hashes first, and where they differ, what differs by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graph.record import Reader
from graph.views import following
from graph.views.dataset import Dataset, Quad, nquad
from graph.views.following import Position

MOST = 50
"""How many differences are named one by one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that a view has and the record doesn't, or the other way round. `id` is the resource's IRI, if it has one."""

    id: str
    what: str


def elsewhere(reader: Reader, position: Position, format: str) -> Difference | None:
    """What to say of a view that stands at another position than the record's; None where it stands there."""
    aim = following.target(reader, day=position.day, format=format)
    if position == aim:
        return None
    return Difference("", f"it stands at change {position.change} and the record at {aim.change}; sync it first"
                      if position.change != aim.change else "it was made from another record or by another version; rebuild it")


def compare(reader: Reader, position: Position, dataset: Dataset, held: Callable[[], Iterable[Quad]], format: str) -> Iterator[Difference]:
    """Each difference between what a view at a position holds and what the record makes it hold on its day."""
    if (other := elsewhere(reader, position, format)) is not None:
        yield other
        return
    expected, found = _sum(_expected(reader, dataset)), _sum(held())
    if expected != found:
        yield Difference("", f"it holds {found[0]} quads, and the record makes {expected[0]}"
                         if expected[0] != found[0] else f"its {found[0]} quads are not those that the record makes")
        yield from _named(reader, dataset, held)


def _named(reader: Reader, dataset: Dataset, held: Callable[[], Iterable[Quad]]) -> Iterator[Difference]:
    wanted = {_digest(quad) for quad in _expected(reader, dataset)}
    has = set()
    told = 0
    for quad in held():
        has.add(_digest(quad))
        if _digest(quad) not in wanted and told < MOST:
            told += 1
            yield Difference(_subject(quad), f"the record doesn't say: {nquad(quad)}")
    told = 0
    for quad in _expected(reader, dataset):
        if _digest(quad) not in has and told < MOST:
            told += 1
            yield Difference(_subject(quad), f"missing: {nquad(quad)}")


def _expected(reader: Reader, dataset: Dataset) -> Iterator[Quad]:
    """What the record makes, each quad once: only those of edges can come from several statements."""
    yield from dataset.fixed()
    edges: set[int] = set()
    for part in following.everything(reader):
        for statement in part.statements.values():
            if statement is not None:
                own, shared = dataset.statement(statement, part)
                yield from own
                for quad in shared:
                    if (digest := _digest(quad)) not in edges:
                        edges.add(digest)
                        yield quad
        yield from dataset.quads(following.Part(entities=part.entities, documents=part.documents))


def _sum(quads: Iterable[Quad]) -> tuple[int, int]:
    """How many they are, and a hash that doesn't depend on their order."""
    count = total = 0
    for quad in quads:
        count += 1
        total = (total + _digest(quad)) & (2**128 - 1)
    return count, total


def _digest(quad: Quad) -> int:
    """64 bits that hold for one comparison: Python's own hash, for it is the fastest."""
    return hash(quad)


def _subject(quad: Quad) -> str:
    return quad[1].split(" ", 1)[0].strip("<>")
