"""GET /v1/statements/{id}: a statement with its evidence in context; as JSON, JSON-LD or Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api import models, negotiation, render
from graph.errors import NotFound

if TYPE_CHECKING:
    from api.wiring import House

_GRAPH: dict[int | str, dict[str, Any]] = {200: {"description": "The statement, as JSON, JSON-LD or Turtle by Accept.", "content": {
    negotiation.JSON_LD: {}, negotiation.TURTLE: {"schema": {"type": "string"}}}}}


def router(house: House) -> APIRouter:
    """The routes of statements over a house."""
    routes = APIRouter(prefix="/v1", tags=["statements"])

    @routes.get("/statements/{id}", summary="A statement, and every passage that says it", response_model=models.StatementView,
                responses=_GRAPH)
    def show(request: Request, id: Annotated[models.Text, Path(description="The id of a statement, as rows and entities tell it.")],
             ) -> Response:
        media_type = negotiation.choose(request.headers.get("accept"), negotiation.RESOURCES)
        with house.record.reader() as reader:
            change = reader.change()
            etag = negotiation.tag(change, house.today())
            found = reader.statements([id]).get(id)
            if found is None:
                raise NotFound("statement", id)
            if negotiation.known(request, etag):
                return negotiation.unchanged(etag)
            body: Any = {"statement": render.statements(reader, [found], evidence=True)[0], "change": change}
            if media_type != negotiation.JSON:
                body = house.resources().statement(reader, found, format=negotiation.RDF[media_type]).encode()
            return negotiation.reply(body, etag=etag, media_type=media_type)

    return routes
