"""POST /v1/cypher: Cypher over the property graph, embedded or on Neo4j, read only and within limits.

A query is checked before it runs (`queries.guard.cypher`): clauses that read, functions and procedures on a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, Request
from starlette.responses import JSONResponse, Response

from api import models
from api.negotiation import CSV, JSON, choose
from api.threads import threads
from queries.guard import written

if TYPE_CHECKING:
    from api.wiring import House

_EXAMPLE = {"query": "MATCH (s:Statement {predicate: 'provides_service'})-[:SUBJECT]->(studio:Entity), (s)-[:TO]->(platform:Entity) "
                     "RETURN studio.name, platform.name ORDER BY studio.name LIMIT 20"}


def router(house: House) -> APIRouter:
    """The route of Cypher over a house."""
    routes = APIRouter(prefix="/v1", tags=["cypher"])

    @routes.post("/cypher", summary="Run a query in Cypher", response_model=models.CypherRows,
                 responses={200: {"description": "Rows, as JSON or by Accept as CSV.", "content": {CSV: {}}}})
    async def cypher(request: Request, asked: Annotated[models.CypherQuery, Body(examples=[_EXAMPLE])]) -> Response:
        return await threads(request).waiting(answer, request, asked)

    def answer(request: Request, asked: models.CypherQuery) -> Response:
        media_type = choose(request.headers.get("accept"), (JSON, CSV))
        found = house.cypher(asked.query, asked.parameters, neo4j=asked.engine == "neo4j")
        headers = {"X-Reelgraph-Change": str(found.change)}
        if media_type == CSV:
            return Response("".join(written.to_csv(found)).encode("utf-8", "replace"), media_type=CSV, headers=headers)
        return JSONResponse(written.to_json(found), headers=headers)

    return routes
