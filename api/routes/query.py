"""POST /v1/query: a pattern in JSON, answered with rows, each with the statements and sentences that stand behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from api import models, negotiation
from api.routes.relationships import CONTENT, FORMATS, answered
from queries.pattern import from_json

if TYPE_CHECKING:
    from api.wiring import House

EXAMPLE = {"clauses": [{"subject": "?studio", "predicate": "provides_service", "object": "?service", "roles": {"to": "?platform"}}],
           "types": {"platform": ["Platform"]}, "select": ["studio", "service", "platform"], "order": ["studio"], "limit": 20}


def router(house: House) -> APIRouter:
    """The route of patterns over a house."""
    routes = APIRouter(prefix="/v1", tags=["query"])

    @routes.post("/query", summary="Ask a pattern: clauses joined on variables", response_model=models.Relationships, responses=CONTENT)
    def query(request: Request,
              pattern: Annotated[dict[str, Any], Body(examples=[EXAMPLE], description=(
                  "A pattern: `clauses`, `select`, and what docs/patterns.md tells. A problem names the place where it means nothing."))],
              evidence: Annotated[bool, Query(description="Whether the sentences come along.")] = True,
              total: Annotated[bool, Query(description="With the number of all rows.")] = False) -> Response:
        media_type = negotiation.choose(request.headers.get("accept"), FORMATS)
        asked = from_json(pattern)
        with house.record.reader() as reader:
            found, body = answered(reader, house, asked, media_type, evidence=evidence, total=total)
        return negotiation.reply(body, etag=negotiation.tag(found.change, house.today()), media_type=media_type)

    return routes
