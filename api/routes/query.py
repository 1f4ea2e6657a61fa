"""POST /v1/query: a pattern in JSON, answered with rows, each with the statements and sentences that stand behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from api import models, negotiation, render
from queries import rows
from queries.pattern import from_json

if TYPE_CHECKING:
    from api.wiring import House

FORMATS = (negotiation.JSON, negotiation.CSV, negotiation.NDJSON)
_CONTENT: dict[int | str, dict[str, Any]] = {200: {"description": "The rows, as JSON, CSV or NDJSON by Accept.", "content": {
    negotiation.CSV: {"schema": {"type": "string"}}, negotiation.NDJSON: {"schema": {"type": "string"}}}}}
EXAMPLE = {"clauses": [{"subject": "?studio", "predicate": "provides_service", "object": "?service", "roles": {"to": "?platform"}}],
           "types": {"platform": ["Platform"]}, "select": ["studio", "service", "platform"], "order": ["studio"], "limit": 20}


def router(house: House) -> APIRouter:
    """The route of patterns over a house."""
    routes = APIRouter(prefix="/v1", tags=["query"])

    @routes.post("/query", summary="Ask a pattern: clauses joined on variables", response_model=models.Relationships, responses=_CONTENT)
    def query(request: Request,
              pattern: Annotated[dict[str, Any], Body(examples=[EXAMPLE], description=(
                  "A pattern: `clauses`, `select`, and what docs/patterns.md tells. A problem names the place where it means nothing."))],
              evidence: Annotated[bool, Query(description="Whether the sentences come along.")] = True,
              total: Annotated[bool, Query(description="With the number of all rows.")] = False) -> Response:
        media_type = negotiation.choose(request.headers.get("accept"), FORMATS)
        asked = from_json(pattern)
        with house.record.reader() as reader:
            found = rows.answer_in(reader, asked, house)
            told = render.relationships(found, evidence=evidence)
            if total:
                told["total"] = rows.count_in(reader, asked, house)
            etag = negotiation.tag(found.change, house.today())
        body: Any = told
        if media_type == negotiation.CSV:
            body = render.csv_rows(found)
        elif media_type == negotiation.NDJSON:
            body = render.ndjson(told["rows"])
        return negotiation.reply(body, etag=etag, media_type=media_type)

    return routes
