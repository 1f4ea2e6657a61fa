"""GET /v1/documents/{id}: a document and what it says; its full text only where the setting `texts` allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api import models, negotiation, render
from graph.errors import NotFound
from graph.record import around

if TYPE_CHECKING:
    from api.wiring import House

MOST_STATEMENTS = 500
_GRAPH: dict[int | str, dict[str, Any]] = {200: {"description": "The document, as JSON, JSON-LD or Turtle by Accept.", "content": {
    negotiation.JSON_LD: {}, negotiation.TURTLE: {"schema": {"type": "string"}}}}}


def router(house: House) -> APIRouter:
    """The route of documents over a house."""
    routes = APIRouter(prefix="/v1", tags=["documents"])

    @routes.get("/documents/{id:path}", summary="A document, and the statements that rest on it", response_model=models.DocumentView,
                responses=_GRAPH)
    def show(request: Request, id: Annotated[models.Text, Path(description="The id of a document: its address or path.",
                                                               examples=["https://example.org/an-article"])],
             evidence: Annotated[bool, Query(description="With the sentences that say it.")] = True) -> Response:
        media_type = negotiation.choose(request.headers.get("accept"), negotiation.RESOURCES)
        with house.record.reader() as reader:
            change = reader.change()
            etag = negotiation.tag(change, house.today())
            found = reader.document(id)
            if found is None:
                raise NotFound("document", id)
            if negotiation.known(request, etag):
                return negotiation.unchanged(etag)
            if media_type != negotiation.JSON:
                text = house.resources().document(found, format=negotiation.RDF[media_type])
                return negotiation.reply(text.encode(), etag=etag, media_type=media_type)
            told = around.statements_of(reader.connection, id, limit=MOST_STATEMENTS)
            known = reader.statements(told)
            return negotiation.reply({
                "document": {"id": found.id, "source": found.source, "url": found.url, "title": found.title, "publisher": found.publisher,
                             "published_on": found.published_on, "language": found.language, "version": found.version,
                             "text": found.text if house.settings.texts else None},
                "statements": render.statements(reader, [known[one] for one in told], evidence=evidence), "change": change}, etag=etag)

    return routes
