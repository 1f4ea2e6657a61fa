"""pydantic shapes, shared by --json and HTTP.

They say what the API promises; the values are made by the rooms (`queries.questions.answer`, `queries.rows`, `graph.record`).
"""

from __future__ import annotations

from api.models.asking import (
    Answer,
    Question,
    RelationshipQuery,
    Relationships,
)
from api.models.cypher import (
    CypherQuery,
    CypherRows,
)
from api.models.health import (
    Health,
    Readiness,
)
from api.models.networks import (
    NetworkBrokers,
    NetworkCentral,
    NetworkCommunities,
    NetworkNeighbours,
    NetworkPaths,
)
from api.models.ontology import (
    DerivedView,
    OntologyView,
    RelationView,
    RoleView,
)
from api.models.resources import (
    Change,
    Changes,
    DocumentInFull,
    DocumentRef,
    Documents,
    DocumentView,
    Entity,
    EntityPage,
    EntityView,
    Evidence,
    NameCount,
    Neighbour,
    NeighbourRelation,
    Neighbours,
    Statement,
    StatementPage,
    StatementView,
    Timeline,
    TimelineEvent,
)
from api.models.shapes import (
    MOST_CHARACTERS,
    MOST_OF_A_QUESTION,
    EntityRef,
    Filler,
    Listed,
    LiteralValue,
    Problem,
    Shape,
    Text,
    plain_text,
)

__all__ = [
    "MOST_CHARACTERS",
    "MOST_OF_A_QUESTION",
    "Answer",
    "Change",
    "Changes",
    "CypherQuery",
    "CypherRows",
    "DerivedView",
    "DocumentInFull",
    "DocumentRef",
    "DocumentView",
    "Documents",
    "Entity",
    "EntityPage",
    "EntityRef",
    "EntityView",
    "Evidence",
    "Filler",
    "Health",
    "Listed",
    "LiteralValue",
    "NameCount",
    "Neighbour",
    "NeighbourRelation",
    "Neighbours",
    "NetworkBrokers",
    "NetworkCentral",
    "NetworkCommunities",
    "NetworkNeighbours",
    "NetworkPaths",
    "OntologyView",
    "Problem",
    "Question",
    "Readiness",
    "RelationView",
    "RelationshipQuery",
    "Relationships",
    "RoleView",
    "Shape",
    "Statement",
    "StatementPage",
    "StatementView",
    "Text",
    "Timeline",
    "TimelineEvent",
    "plain_text",
]
