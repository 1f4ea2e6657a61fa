"""Answers of networks as NetworkX graphs, for GraphML: what was found near an entity, or a measured network as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.errors import QueryLimit
from graph.record import Reader
from queries.networks.answers import BrokersFound, CentralFound, CommunitiesFound, Hop, NeighboursFound, PathsFound
from queries.networks.arrays import Arrays
from queries.networks.links import LANGUAGE

MOST_EDGES = 300_000
"""Pairs of a network that is written as a whole."""
Found = PathsFound | NeighboursFound | CentralFound | CommunitiesFound | BrokersFound


def as_graph(reader: Reader, found: Found) -> Any:
    """Paths and neighbourhoods: their entities, and an edge for each statement that joins two of them.

    What is about a whole network: all its entities, each with what was found of it, and an edge for each pair that is
    joined, weighing its links. Raises QueryLimit for a network that is too large to be written.
    """
    match found:
        case PathsFound():
            hops = dict.fromkeys(hop for path in found.paths for hop in path)
            ids = dict.fromkeys((found.source.id, found.target.id, *(end for hop in hops for end in (hop.source, hop.target))))
            return _of_hops(found.entities, {id_: {} for id_ in ids}, hops)
        case NeighboursFound():
            near = {one.entity: {"distance": one.distance, "links": one.links} for one in found.near}
            return _of_hops(found.entities, {found.entity.id: {"distance": 0}, **near}, found.hops)
        case CentralFound():
            return _whole(reader, found.arrays, {id_: {found.measure: float(score)} for id_, score in zip(found.arrays.ids, found.scores)})
        case CommunitiesFound():
            return _whole(reader, found.arrays, _communities(found))
    told = _communities(found)
    for one in found.all:
        told[found.arrays.ids[one.entity]]["pairs"] = one.pairs
    return _whole(reader, found.arrays, told)


def _communities(found: CommunitiesFound | BrokersFound) -> dict[str, dict[str, Any]]:
    return {id_: {"community": number} for id_, number in zip(found.arrays.ids, found.found.of.tolist())}


def _of_hops(entities: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]], hops: Iterable[Hop]) -> Any:
    from graph.views import networkx  # takes long to load, and only GraphML needs it

    edges = []
    for hop in hops:
        for one in hop.joined:
            ends = (hop.source, hop.target) if one.forward else (hop.target, hop.source)
            edges.append((*ends, one.relation, one.derived, one.statement))
    return networkx.of_edges(edges, {id_: entities[id_] for id_ in told if id_ in entities}, told)


def _whole(reader: Reader, arrays: Arrays, told: Mapping[str, Mapping[str, Any]]) -> Any:
    from graph.views import networkx

    if arrays.edges > MOST_EDGES:
        raise QueryLimit(LANGUAGE, f"it has {arrays.edges:,} pairs, {MOST_EDGES:,} at most for GraphML; name relations or types",
                         "size", MOST_EDGES)
    weighed = zip(arrays.sources.tolist(), arrays.targets.tolist(), arrays.weights.tolist())
    pairs = ((arrays.ids[one], arrays.ids[other], int(weight)) for one, other, weight in weighed)
    return networkx.of_pairs(pairs, reader.entities(arrays.ids), told, directed=arrays.directed)
