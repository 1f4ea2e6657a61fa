"""GET and POST /v1/relationships: who stands to whom in which relation, by subject, predicate, object, types and roles.

`role.NAME=…` asks for a role: an entity by name or id, `*` for any (the role becomes a column); `role_type.NAME=…` narrows it.
What may be given more than once is a set: any of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Request
from starlette.responses import Response

from api import models, negotiation, relationships, render
from queries import rows
from queries.pattern import Pattern

if TYPE_CHECKING:
    from api.wiring import House
    from graph.record import Reader
    from queries.rows import Rows

FORMATS = (negotiation.JSON, negotiation.CSV, negotiation.NDJSON)
CONTENT: dict[int | str, dict[str, Any]] = {200: {"description": "The rows, as JSON, CSV or NDJSON by Accept.", "content": {
    negotiation.CSV: {"schema": {"type": "string"}}, negotiation.NDJSON: {"schema": {"type": "string"}}}}}


def router(house: House) -> APIRouter:
    """The routes of relationships over a house."""
    routes = APIRouter(prefix="/v1", tags=["relationships"])

    @routes.get("/relationships", summary="The rows of one relation, each with the sentences that say it",
                response_model=models.Relationships, responses=CONTENT, openapi_extra={"parameters": relationships.PARAMETERS})
    def short(request: Request) -> Response:
        return _respond(house, request, relationships.asked(request.query_params.multi_items()))

    @routes.post("/relationships", summary="The same, asked by a JSON document: for long sets",
                 response_model=models.Relationships, responses=CONTENT)
    def long(request: Request, query: Annotated[models.RelationshipQuery, Body(examples=[
            {"predicate": ["provides_service"], "object": ["finishing"], "roles": {"to": ["*"]}, "limit": 20}])]) -> Response:
        return _respond(house, request, query)

    return routes


def _respond(house: House, request: Request, query: models.RelationshipQuery) -> Response:
    media_type = negotiation.choose(request.headers.get("accept"), FORMATS)
    with house.record.reader() as reader:
        etag = negotiation.tag(reader.change(), house.today())
        if negotiation.known(request, etag):
            return negotiation.unchanged(etag)
        pattern = relationships.pattern(reader, house.ontology, query)
        found, body = answered(reader, house, pattern, media_type, evidence="evidence" in query.include,
                               entities="entities" in query.include, fields=query.fields, total=query.total)
    following = negotiation.with_cursor(request, found.cursor) if request.method in ("GET", "HEAD") else None
    return negotiation.reply(body, etag=etag, media_type=media_type, next_page=following)


def answered(reader: Reader, house: House, pattern: Pattern, media_type: str, *, evidence: bool, total: bool, entities: bool = False,
             fields: Sequence[str] = ()) -> tuple[Rows, Any]:
    """The rows of a pattern, and the body that tells them; what isn't told isn't fetched."""
    in_full = media_type == negotiation.CSV or not fields or "evidence" in fields
    found = rows.answer_in(reader, pattern, house, evidence=evidence and in_full)
    if media_type == negotiation.CSV:
        return found, render.csv_rows(found)
    told = render.relationships(found, evidence=evidence, fields=fields)
    if media_type == negotiation.NDJSON:
        return found, render.ndjson(told["rows"])
    if entities:
        told["entities"] = [render.entity(one).model_dump() for one in reader.entities(sorted(found.entities)).values()]
    if total:
        told["total"] = rows.count_in(reader, pattern, house)
    return found, told
