"""GET /v1/networks/…: paths between two entities, who is near one, who matters, communities and the brokers between them.

As JSON, or as GraphML where Accept asks for it. All take the same selection: relations, types, times, certainty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api import models, negotiation
from api import networks as shown
from queries import networks
from queries.networks import BrokersFound, CentralFound, CommunitiesFound, NeighboursFound, PathsFound, Selection
from queries.pattern import Filters

if TYPE_CHECKING:
    from api.wiring import House
    from graph.record import Reader

T = TypeVar("T", PathsFound, NeighboursFound, CentralFound, CommunitiesFound, BrokersFound)
GRAPHML = "application/graphml+xml"
Texts = Annotated[list[models.Text], Query(max_length=100)]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Seed = Annotated[int, Query(ge=0, le=2**31, description="Another seed may give other communities, or another sample.")]
Resolution = Annotated[float, Query(ge=0.01, le=100, description="More than 1 gives smaller communities.")]
Evidence = Annotated[bool, Query(description="With the sentences that say it.")]
_CONTENT: dict[int | str, dict[str, Any]] = {200: {"description": "The answer, as JSON or GraphML by Accept.", "content": {
    GRAPHML: {"schema": {"type": "string"}}}}}


def selection(
    relation: Annotated[Texts, Query(description="Relations, inverses, or derived edges that follow from one statement; all if left out.",
                                     examples=["serves"])] = [],
    type: Annotated[Texts, Query(description="Only entities of these types; where a path or a neighbourhood begins or ends, any.",
                                 examples=["Studio"])] = [],
    directed: Annotated[bool, Query(description="Whether relations lead from subject to object alone.")] = False,
    modality: Annotated[list[Literal["asserted", "planned", "reported"]], Query(max_length=3)] = ["asserted"],
    as_of: Annotated[dt.date | None, Query(description="What held on that day, instead of what is current.")] = None,
    known_at: Annotated[int | None, Query(ge=0, le=2**62, description="As the record had it at that change number.")] = None,
    published_until: Annotated[dt.date | None, Query(description="Only what was published until that day.")] = None,
    min_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
    min_sources: Annotated[int | None, Query(ge=1, le=10**9)] = None,
) -> Selection:
    """What makes the network."""
    filters = Filters(modality=tuple(dict.fromkeys(modality)), as_of=as_of, known_at=known_at, published_until=published_until,
                      min_confidence=min_confidence, min_sources=min_sources)
    return Selection(tuple(relation), tuple(type), directed, filters)


Chosen = Annotated[Selection, Depends(selection)]


Longest = Annotated[int, Query(ge=1, le=6, description="How many hops a path may have.")]
Extra = Annotated[int, Query(ge=0, le=5, description="Also paths of so many hops more than the shortest has.")]


def _ends(first: str, last: str) -> tuple[Any, Any]:
    """The parameters that name the ends of paths."""
    return (Annotated[models.Text, Query(alias=first, description="A name or an id.", examples=["Dexter Studios"])],
            Annotated[models.Text, Query(alias=last, description="A name or an id.", examples=["PineDrama"])])


def _paths(house: House, first: str, last: str) -> Callable[..., Any]:
    """The route of paths, under the names that its ends have."""
    source_, target_ = _ends(first, last)

    def paths(request: Request, chosen: Chosen, source: str, target: str, longest: Longest = 6, extra: Extra = 0, limit: Limit = 10,
              evidence: Evidence = True) -> Response:
        return _respond(house, request, lambda reader: networks.paths(
            reader, house, source, target, chosen, longest=longest, extra=extra, limit=limit, evidence=evidence),
            lambda found: shown.paths(found, evidence=evidence))

    paths.__annotations__.update(source=source_, target=target_)
    return paths


def paths(house: House) -> APIRouter:
    """The route of paths, at the address of its own; below /v1/networks it is the same."""
    routes = APIRouter(prefix="/v1", tags=["networks"])
    routes.get("/paths", summary="The shortest paths from one entity to another, with the sentences of every hop",
               response_model=models.NetworkPaths, responses=_CONTENT)(_paths(house, "from", "to"))
    return routes


def router(house: House) -> APIRouter:
    """The routes of networks over a house."""
    routes = APIRouter(prefix="/v1/networks", tags=["networks"])
    routes.get("/paths", summary="The shortest paths between two entities, with the sentences of every hop",
               response_model=models.NetworkPaths, responses=_CONTENT)(_paths(house, "source", "target"))

    @routes.get("/neighbours", summary="Those within some hops of an entity", response_model=models.NetworkNeighbours, responses=_CONTENT)
    def neighbours(request: Request, chosen: Chosen,
                   entity: Annotated[models.Text, Query(description="A name or an id.", examples=["Dexter Studios"])],
                   hops: Annotated[int, Query(ge=1, le=4)] = 1, limit: Limit = 100, evidence: Evidence = True) -> Response:
        return _respond(house, request, lambda reader: networks.neighbours(
            reader, house, entity, chosen, hops=hops, limit=limit, evidence=evidence),
            lambda found: shown.neighbours(found, evidence=evidence))

    @routes.get("/central", summary="Who matters most, by degree, PageRank or betweenness", response_model=models.NetworkCentral,
                responses=_CONTENT)
    def central(request: Request, chosen: Chosen, measure: Literal["degree", "pagerank", "betweenness"] = "pagerank", limit: Limit = 20,
                seed: Seed = 0) -> Response:
        return _respond(house, request, lambda reader: networks.central(reader, house, measure, chosen, limit=limit, seed=seed),
                        shown.central)

    @routes.get("/brokers", summary="Who joins communities that are otherwise apart", response_model=models.NetworkBrokers,
                responses=_CONTENT)
    def brokers(request: Request, chosen: Chosen, limit: Limit = 20, seed: Seed = 0, resolution: Resolution = 1.0) -> Response:
        return _respond(house, request, lambda reader: networks.brokers(
            reader, house, chosen, limit=limit, seed=seed, resolution=resolution), shown.brokers)

    @routes.get("/communities", summary="Communities by Louvain's method, the largest first", response_model=models.NetworkCommunities,
                responses=_CONTENT)
    def communities(request: Request, chosen: Chosen, limit: Limit = 20,
                    members: Annotated[int, Query(ge=0, le=1000, description="How many members of each.")] = 10,
                    seed: Seed = 0, resolution: Resolution = 1.0) -> Response:
        return _respond(house, request, lambda reader: networks.communities(
            reader, house, chosen, limit=limit, members=members, seed=seed, resolution=resolution), shown.communities)

    return routes


def _respond(house: House, request: Request, find: Callable[[Reader], T], show: Callable[[T], dict[str, Any]]) -> Response:
    media_type = negotiation.choose(request.headers.get("accept"), (negotiation.JSON, GRAPHML))
    with house.record.reader() as reader:
        etag = negotiation.tag(reader.change(), house.today())
        if negotiation.known(request, etag):
            return negotiation.unchanged(etag)
        found = find(reader)
        if media_type == negotiation.JSON:
            return negotiation.reply(show(found), etag=etag)
        from graph.exchange.graphml import graphml

        text = "".join(graphml(networks.as_graph(reader, found)))
    return negotiation.reply(text.encode(), etag=etag, media_type=GRAPHML)
