"""Networks → what api.models promises, as plain dicts; tests hold them to the models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api import render
from api.render import named_end

if TYPE_CHECKING:
    from graph.entity import Entity
    from queries.networks import BrokersFound, CentralFound, CommunitiesFound, Hop, NeighboursFound, PathsFound, Scored


def paths(found: PathsFound, *, evidence: bool) -> dict[str, Any]:
    """Shaped as models.NetworkPaths."""
    told = [{"entities": [named_end(end, found.entities) for end in (path[0].source, *(hop.target for hop in path))],
             "hops": [hop(one, found.entities, evidence=evidence) for one in path]} for path in found.paths]
    return {"source": render.cell(found.source), "target": render.cell(found.target), "distance": found.distance, "paths": told,
            "more": found.more, "change": found.change}


def neighbours(found: NeighboursFound, *, evidence: bool) -> dict[str, Any]:
    """Shaped as models.NetworkNeighbours."""
    near = [{"entity": named_end(one.entity, found.entities), "distance": one.distance, "links": one.links} for one in found.near]
    return {"entity": render.cell(found.entity), "neighbours": near, "reached": found.reached, "change": found.change,
            "pairs": [hop(one, found.entities, evidence=evidence) for one in found.hops]}


def central(found: CentralFound) -> dict[str, Any]:
    """Shaped as models.NetworkCentral."""
    return {"measure": found.measure, "entities": [_scored(one) for one in found.first], "sampled": found.sampled, **_measured(found)}


def communities(found: CommunitiesFound) -> dict[str, Any]:
    """Shaped as models.NetworkCommunities."""
    told = [{"community": number, "size": size, "members": [_scored(one) for one in members]}
            for number, size, members in found.communities]
    return {"communities": told, "count": len(found.found.sizes), "modularity": found.found.modularity, **_measured(found)}


def brokers(found: BrokersFound) -> dict[str, Any]:
    """Shaped as models.NetworkBrokers."""
    told = [{"entity": render.cell(entity), "pairs": one.pairs,
             "knows": [{"community": number, "entities": count} for number, count in one.knows]} for entity, one in found.brokers]
    return {"brokers": told, "count": len(found.all), "modularity": found.found.modularity, **_measured(found)}


def hop(found: Hop, named: Mapping[str, Entity], *, evidence: bool) -> dict[str, Any]:
    """Shaped as models.NetworkHop."""
    statements = [{"relation": one.relation, "forward": one.forward, "derived": one.derived,
                   **render.statement(one.statement, named, one.evidence if evidence else None)} for one in found.joined]
    return {"source": named_end(found.source, named), "target": named_end(found.target, named), "links": found.links,
            "statements": statements}


def _scored(found: Scored) -> dict[str, Any]:
    return {"entity": render.cell(found.entity), "score": found.score, "degree": found.degree}


def _measured(found: CentralFound | CommunitiesFound | BrokersFound) -> dict[str, Any]:
    return {"nodes": found.arrays.nodes, "pairs": found.arrays.edges, "change": found.change}
