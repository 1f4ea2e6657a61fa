"""Networks: paths, neighbourhoods, who matters, communities and brokers; statements and sentences always from the record.

Two entities are joined by every statement that has one as its subject and the other as its object, and by the derived
edges that follow from one statement alone (`serves`: whoever provides a service, and whom it is provided to). Paths and
neighbourhoods are read from the record step by step; only what is about the network as a whole loads it, as numbers.
"""

from queries.networks.answers import (
    BrokersFound,
    CentralFound,
    CommunitiesFound,
    Hop,
    Joined,
    NeighboursFound,
    PathsFound,
    Scored,
    brokers,
    central,
    communities,
    neighbours,
    paths,
)
from queries.networks.export import as_graph
from queries.networks.measures import MEASURES
from queries.networks.selection import Selection

__all__ = [
    "MEASURES", "BrokersFound", "CentralFound", "CommunitiesFound", "Hop", "Joined", "NeighboursFound", "PathsFound", "Scored",
    "Selection", "as_graph", "brokers", "central", "communities", "neighbours", "paths",
]
