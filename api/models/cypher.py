"""A query in Cypher, and its rows."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from api.models.shapes import Shape

MOST_OF_A_QUERY = 100_000


class CypherQuery(Shape):
    """A query that reads, its parameters, and where it runs: on the embedded graph, or on the Neo4j server of the settings."""

    query: Annotated[str, Field(min_length=1, max_length=MOST_OF_A_QUERY)]
    parameters: Annotated[dict[str, Any], Field(max_length=100)] = Field(default_factory=dict)
    engine: Literal["ladybug", "neo4j"] = "ladybug"


class CypherRows(Shape):
    """Rows as lists, in the order of the columns; as of a change number and a day."""

    columns: list[str]
    rows: list[list[Any]]
    change: int
    day: dt.date
