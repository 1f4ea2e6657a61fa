"""Networks: paths, neighbourhoods, measures, communities, brokers."""

from __future__ import annotations

from api.models.resources import Statement
from api.models.shapes import EntityRef, Shape


class NetworkStatement(Statement):
    """A statement that joins the two ends of a hop: `forward` where it leads from the hop's source to its target.

    `relation` is the relation by which it joins them, a derived edge (`derived`) or an inverse where that was asked for.
    """

    relation: str
    forward: bool
    derived: bool


class NetworkHop(Shape):
    """Two entities that are joined: by how many statements and relations (`links`), and the best of these statements."""

    source: EntityRef
    target: EntityRef
    links: int
    statements: list[NetworkStatement]


class NetworkPath(Shape):
    """A path: its entities in order, and the hops between them."""

    entities: list[EntityRef]
    hops: list[NetworkHop]


class NetworkPaths(Shape):
    """Paths between two entities, the shortest first. `distance` is null where none is short enough; `more`: there are others."""

    source: EntityRef
    target: EntityRef
    distance: int | None
    paths: list[NetworkPath]
    more: bool
    change: int


class NetworkNeighbour(Shape):
    """An entity, how many hops away it is, and how many links join it with those that are one hop nearer."""

    entity: EntityRef
    distance: int
    links: int


class NetworkNeighbours(Shape):
    """Those around an entity, the nearest first, and the pairs among them; `reached` counts all who are within the hops."""

    entity: EntityRef
    neighbours: list[NetworkNeighbour]
    pairs: list[NetworkHop]
    reached: int
    change: int


class NetworkScore(Shape):
    """An entity's score; `degree`: how many others it is joined with."""

    entity: EntityRef
    score: float
    degree: int


class NetworkMeasured(Shape):
    """The base of what is about a network as a whole: how many entities and pairs it has."""

    nodes: int
    pairs: int
    change: int


class NetworkCentral(NetworkMeasured):
    """The first by a measure; `sampled`: from how many sources it is estimated, null where it is exact."""

    measure: str
    entities: list[NetworkScore]
    sampled: int | None


class NetworkCommunity(Shape):
    """A community, numbered from 1 by size, and those of its members who are joined with most others."""

    community: int
    size: int
    members: list[NetworkScore]


class NetworkCommunities(NetworkMeasured):
    """The largest communities; `count` of them in all."""

    communities: list[NetworkCommunity]
    count: int
    modularity: float


class NetworkKnows(Shape):
    """How many of a community's entities a broker is joined with."""

    community: int
    entities: int


class NetworkBroker(Shape):
    """An entity, and how many pairs of different communities it joins that aren't joined themselves."""

    entity: EntityRef
    pairs: int
    knows: list[NetworkKnows]


class NetworkBrokers(NetworkMeasured):
    """The brokers between communities, the most pairs first; `count` of them in all."""

    brokers: list[NetworkBroker]
    count: int
    modularity: float
