"""What networks answer: names, ids and scores, with the statements behind each hop, all from one snapshot of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Protocol

from graph.entity import Entity
from graph.errors import ValueFormatError
from graph.ontology.model import Ontology
from graph.record import Reader
from graph.record.evidence import EvidenceRow
from graph.statement import Statement
from queries import lookup
from queries.networks import around, groups, measures, search
from queries.networks.arrays import Arrays, Reals, load
from queries.networks.links import Link, Walker
from queries.networks.selection import Network, Selection, resolve

MOST_OF_A_HOP = 20
"""Statements told of one hop of a path, the best first."""
MOST_OF_A_LINK = 3
"""Statements told of one pair of a neighbourhood."""
MOST_ROWS = 1000


class House(Protocol):
    """What networks need of the house."""

    @property
    def ontology(self) -> Ontology: ...

    def today(self) -> dt.date: ...


@dataclass(frozen=True, slots=True)
class Joined:
    """A statement that joins two entities, by which relation, and where it is said; `forward`: it leads from the hop's source."""

    relation: str
    forward: bool
    derived: bool
    statement: Statement
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """Two entities that are joined (ids), by so many links; the best of them."""

    source: str
    target: str
    links: int
    joined: tuple[Joined, ...]


@dataclass(frozen=True, slots=True)
class PathsFound:
    """Paths, the shortest first; `distance` is None where no path is short enough. `entities` are all that are named, by id."""

    source: Entity
    target: Entity
    distance: int | None
    paths: tuple[tuple[Hop, ...], ...]
    more: bool
    entities: Mapping[str, Entity]
    change: int


@dataclass(frozen=True, slots=True)
class NeighboursFound:
    """Who is near, the nearest first, and the pairs among them; `reached` counts all who are within the hops."""

    entity: Entity
    near: tuple[around.Near, ...]
    hops: tuple[Hop, ...]
    reached: int
    entities: Mapping[str, Entity]
    change: int


@dataclass(frozen=True, slots=True)
class Scored:
    entity: Entity
    score: float
    degree: int


@dataclass(frozen=True, slots=True)
class CentralFound:
    """The first by a measure. `sampled`: from how many sources it is estimated; None where it is exact."""

    measure: str
    first: tuple[Scored, ...]
    sampled: int | None
    arrays: Arrays
    scores: Reals
    change: int


@dataclass(frozen=True, slots=True)
class CommunitiesFound:
    """Communities, the largest first, each with its number and its best joined members."""

    communities: tuple[tuple[int, int, tuple[Scored, ...]], ...]
    """(number, size, members)"""
    found: groups.Communities
    arrays: Arrays
    change: int


@dataclass(frozen=True, slots=True)
class BrokersFound:
    """Brokers, the best first, each with how many others it knows of which communities."""

    brokers: tuple[tuple[Entity, groups.Broker], ...]
    all: tuple[groups.Broker, ...]
    found: groups.Communities
    arrays: Arrays
    change: int


# --- near an entity


def paths(reader: Reader, house: House, source: str, target: str, selection: Selection | None = None, *,
          longest: int = search.MOST_HOPS, extra: int = 0, limit: int = 10, evidence: bool = True) -> PathsFound:
    """Paths between two entities, by name or id: the shortest, and those of up to `extra` more hops, none longer than `longest`.

    Raises NotFound, Ambiguous, ValueFormatError, Unsupported, and QueryLimit where too much would have to be read.
    """
    _within("longest", longest, 1, search.MOST_HOPS)
    _within("extra", extra, 0, search.MOST_HOPS - 1)
    _within("limit", limit, 1, MOST_ROWS)
    network = _network(selection, house)
    one, other = lookup.entity(reader, source), lookup.entity(reader, target)
    if one.id == other.id:
        raise ValueFormatError("the end of the path", target, f"it is {one.name}, where the path begins; name another entity")
    found = search.find(Walker(reader, network), one.id, other.id, longest=longest, extra=extra, limit=limit)
    pairs = {pair: tuple(found.links[pair[0]][pair[1]]) for path in found.paths for pair in pairwise(path)}
    hops = _hops(reader, network, pairs, most=MOST_OF_A_HOP, evidence=evidence)
    told = tuple(tuple(hops[pair] for pair in pairwise(path)) for path in found.paths)
    return PathsFound(one, other, found.distance, told, found.more, _named(reader, hops.values(), (one.id, other.id)), reader.change())


def neighbours(reader: Reader, house: House, entity: str, selection: Selection | None = None, *, hops: int = 1, limit: int = 100,
               evidence: bool = True) -> NeighboursFound:
    """Those within some hops of an entity, by name or id. Raises as `paths` does."""
    _within("hops", hops, 1, around.MOST_HOPS)
    _within("limit", limit, 1, MOST_ROWS)
    network = _network(selection, house)
    center = lookup.entity(reader, entity)
    found = around.find(Walker(reader, network), center.id, hops=hops, limit=limit)
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in found.links:
        pairs.setdefault((link.here, link.there), []).append(link)
    told = tuple(_hops(reader, network, pairs, most=MOST_OF_A_LINK, evidence=evidence).values())
    named = _named(reader, told, (center.id, *(one.entity for one in found.near)))
    return NeighboursFound(center, found.near, told, found.reached, named, reader.change())


# --- the network as a whole


def central(reader: Reader, house: House, measure: str, selection: Selection | None = None, *, limit: int = 20,
            seed: int = 0) -> CentralFound:
    """The first of a network by degree, PageRank or betweenness; of equal ones by id. Raises as `paths` does."""
    _within("limit", limit, 1, MOST_ROWS)
    if measure not in measures.MEASURES:
        raise ValueFormatError("measure", measure, f"expected one of {', '.join(measures.MEASURES)}")
    told = load(reader, _network(selection, house))
    scores, sampled = measures.measure(measure, told, seed=seed)
    first = sorted(range(told.nodes), key=lambda number: (-scores[number], number))[:limit]
    named = _by_number(reader, told, first)
    return CentralFound(measure, tuple(_scored(told, named, one, scores) for one in first), sampled, told, scores, reader.change())


def communities(reader: Reader, house: House, selection: Selection | None = None, *, limit: int = 20, members: int = 10, seed: int = 0,
                resolution: float = 1.0) -> CommunitiesFound:
    """The largest communities, each with its best joined members. Raises as `paths` does."""
    _within("limit", limit, 1, MOST_ROWS)
    _within("members", members, 0, MOST_ROWS)
    told, found = _grouped(reader, house, selection, seed=seed, resolution=resolution)
    of: dict[int, list[int]] = {number: [] for number in range(1, min(limit, len(found.sizes)) + 1)}
    for entity, number in enumerate(found.of.tolist()):
        if number in of:
            of[number].append(entity)
    best = {number: sorted(inside, key=lambda one: (-told.degrees[one], one))[:members] for number, inside in of.items()}
    named = _by_number(reader, told, chain.from_iterable(best.values()))
    shown = tuple((number, found.sizes[number - 1], tuple(_scored(told, named, one, told.degrees) for one in inside))
                  for number, inside in best.items())
    return CommunitiesFound(shown, found, told, reader.change())


def brokers(reader: Reader, house: House, selection: Selection | None = None, *, limit: int = 20, seed: int = 0,
            resolution: float = 1.0) -> BrokersFound:
    """Who joins pairs of different communities that nothing else joins directly, the most pairs first. Raises as `paths` does."""
    _within("limit", limit, 1, MOST_ROWS)
    told, found = _grouped(reader, house, selection, seed=seed, resolution=resolution)
    every = groups.brokers(told, found)
    named = _by_number(reader, told, (one.entity for one in every[:limit]))
    return BrokersFound(tuple((named[told.ids[one.entity]], one) for one in every[:limit]), tuple(every), found, told, reader.change())


def _grouped(reader: Reader, house: House, selection: Selection | None, *, seed: int,
             resolution: float) -> tuple[Arrays, groups.Communities]:
    """An undirected network and its communities."""
    if not 0.01 <= resolution <= 100:
        raise ValueFormatError("resolution", resolution, "expected a number from 0.01 to 100")
    told = load(reader, _network(selection, house).undirected())
    return told, groups.communities(told, seed=seed, resolution=resolution)


# --- from ids to what they mean


def _network(selection: Selection | None, house: House) -> Network:
    return resolve(selection or Selection(), house.ontology, today=house.today())


def _within(what: str, told: int, least: int, most: int) -> None:
    if not least <= told <= most:
        raise ValueFormatError(what, told, f"expected a number from {least} to {most:,}")


def _hops(reader: Reader, network: Network, pairs: Mapping[tuple[str, str], Sequence[Link]], *, most: int,
          evidence: bool) -> dict[tuple[str, str], Hop]:
    """Each pair with the best of its statements."""
    best = {pair: sorted(links, key=lambda one: (-one.confidence, -one.sources, one.statement, one.relation))[:most]
            for pair, links in pairs.items()}
    ids = sorted({link.statement for links in best.values() for link in links})
    statements = reader.statements(ids)
    filters = network.filters
    rows = reader.evidence(ids, known_at=filters.known_at, published_until=filters.published_until) if evidence else {}
    return {pair: Hop(*pair, len(pairs[pair]), tuple(
        Joined(link.relation, link.forward, link.derived, statements[link.statement], tuple(rows.get(link.statement, ())))
        for link in links)) for pair, links in best.items()}


def _named(reader: Reader, hops: Iterable[Hop], ids: Iterable[str]) -> dict[str, Entity]:
    """Every entity that some hops and their statements name."""
    told = set(ids)
    for hop in hops:
        for one in hop.joined:
            told.update(filler for filler in one.statement.fillers() if isinstance(filler, str))
    return _entities(reader, told)


def _by_number(reader: Reader, told: Arrays, numbers: Iterable[int]) -> dict[str, Entity]:
    return _entities(reader, {told.ids[number] for number in numbers})


def _entities(reader: Reader, ids: Iterable[str]) -> dict[str, Entity]:
    """Entities by id; one that has no name (any more) is called by its id."""
    wanted = sorted(ids)
    known = reader.entities(wanted)
    return {id_: known.get(id_) or Entity(id_, id_, "") for id_ in wanted}


def _scored(told: Arrays, named: Mapping[str, Entity], number: int, scores: Reals) -> Scored:
    return Scored(named[told.ids[number]], float(scores[number]), int(told.degrees[number]))
