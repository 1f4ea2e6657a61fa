"""GET /v1/entities …: names as you type; an entity, its statements, timeline, neighbours and documents.

An id that was merged away leads by 308 to the one that stands; where the merge is undone, it is itself again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from api import models, negotiation, render
from graph.errors import CursorError
from graph.record import around
from queries import lookup

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.wiring import House
    from graph.entity import Entity
    from graph.record import Reader

Type = Annotated[models.Text | None, Query(description="Only entities of this type (Studio, Platform, Title …).", examples=["Studio"])]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[models.Text | None, Query(description="The cursor of the page before.")]
Id = Annotated[models.Text, Path(description="An id or a name.", examples=["Dexter Studios"])]
_GRAPH: dict[int | str, dict[str, Any]] = {200: {"description": "The entity, as JSON, JSON-LD or Turtle by Accept.", "content": {
    negotiation.JSON_LD: {}, negotiation.TURTLE: {"schema": {"type": "string"}}}},
    308: {"description": "Another entity stands for this id."}}
_MOVED: dict[int | str, dict[str, Any]] = {308: {"description": "Another entity stands for this id."}}


def router(house: House) -> APIRouter:
    """The routes of entities over a house."""
    routes = APIRouter(prefix="/v1", tags=["entities"])

    @routes.get("/entities", summary="Entities whose name begins so", response_model=models.EntityPage)
    def search(request: Request,
               q: Annotated[models.Text, Query(min_length=1, description="The beginning of a name, in any spelling.", examples=["dext"])],
               type: Type = None, limit: Limit = 20) -> Response:
        with house.record.reader() as reader:
            change = reader.change()
            etag = negotiation.tag(change, house.today())
            if negotiation.known(request, etag):
                return negotiation.unchanged(etag)
            found = reader.search(q, type=type, limit=limit)
            return negotiation.reply({"entities": [render.cell(one) for one in found], "change": change}, etag=etag)

    @routes.get("/entities/{id}", summary="An entity, its names, and the statements that it stands in",
                response_model=models.EntityView, responses=_GRAPH)
    def show(request: Request, id: Id, type: Type = None, limit: Limit = 50, cursor: Cursor = None,
             evidence: Annotated[bool, Query(description="With the sentences that say it.")] = True) -> Response:
        media_type = negotiation.choose(request.headers.get("accept"), negotiation.RESOURCES)

        def told(reader: Reader, found: Entity) -> dict[str, Any] | bytes:
            if media_type != negotiation.JSON:
                return house.resources().entity(reader, found, format=negotiation.RDF[media_type]).encode()
            return {"entity": render.entity(found).model_dump(), **_statements(reader, found, limit, cursor, evidence=evidence)}
        return about(request, id, type, told, media_type=media_type)

    @routes.get("/entities/{id}/relationships", summary="The statements that an entity stands in",
                response_model=models.StatementPage, responses=_MOVED)
    def relationships(request: Request, id: Id, type: Type = None, limit: Limit = 50, cursor: Cursor = None,
                      evidence: Annotated[bool, Query(description="With the sentences that say it.")] = True) -> Response:
        def told(reader: Reader, found: Entity) -> dict[str, Any]:
            return _statements(reader, found, limit, cursor, evidence=evidence)
        return about(request, id, type, told)

    @routes.get("/entities/{id}/timeline", summary="What is known of an entity, by day", response_model=models.Timeline, responses=_MOVED)
    def timeline(request: Request, id: Id, type: Type = None, limit: Limit = 50, cursor: Cursor = None) -> Response:
        def told(reader: Reader, found: Entity) -> dict[str, Any]:
            day, _, after = (cursor or "").partition("|")
            page = around.timeline(reader.connection, found.id, limit=limit + 1, after=(day, after))
            known = reader.statements([one.statement for one in page[:limit]])
            shown = render.statements(reader, [known[one.statement] for one in page[:limit]], evidence=False)
            following = f"{page[limit - 1].day}|{page[limit - 1].statement}" if len(page) > limit else None
            return {"events": [{"day": one.day, "statement": statement} for one, statement in zip(page, shown)], "cursor": following}
        return about(request, id, type, told)

    @routes.get("/entities/{id}/neighbours", summary="Those that current statements join with an entity, the most joined first",
                response_model=models.Neighbours, responses=_MOVED)
    def neighbours(request: Request, id: Id, type: Type = None, limit: Limit = 50) -> Response:
        def told(reader: Reader, found: Entity) -> dict[str, Any]:
            near = around.neighbours(reader.connection, found.id, day=house.today(), limit=limit)
            named = reader.entities([one.entity for one in near])
            return {"neighbours": [{
                "entity": render.cell(named[one.entity]), "statements": one.statements,
                "relations": [{"predicate": predicate, "direction": "out" if out else "in", "statements": number}
                              for predicate, out, number in one.relations]} for one in near if one.entity in named]}
        return about(request, id, type, told)

    @routes.get("/entities/{id}/documents", summary="The documents that name an entity, the latest published first",
                response_model=models.Documents, responses=_MOVED)
    def documents(request: Request, id: Id, type: Type = None, limit: Limit = 50, cursor: Cursor = None) -> Response:
        def told(reader: Reader, found: Entity) -> dict[str, Any]:
            start = _offset(cursor)
            page = around.documents_of(reader.connection, found.id, limit=limit + 1, offset=start)
            return {"documents": [{"id": one.id, "url": one.url, "title": one.title, "publisher": one.publisher,
                                   "published_on": one.published_on, "mentions": one.mentions} for one in page[:limit]],
                    "cursor": str(start + limit) if len(page) > limit else None}
        return about(request, id, type, told)

    def about(request: Request, id: str, type: str | None, tell: Callable[[Reader, Entity], dict[str, Any] | bytes],
              media_type: str = negotiation.JSON) -> Response:
        """One entity, and what a route tells of it; or 304, or 308 to the entity that stands for this id."""
        with house.record.reader() as reader:
            change = reader.change()
            etag = negotiation.tag(change, house.today())
            found = lookup.entity(reader, id, types=(type,) if type else ())
            if lookup.ENTITY_ID.fullmatch(id) and found.id != id:
                query = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(request.url.path.replace(id, found.id, 1) + query, 308, {"ETag": etag})
            if negotiation.known(request, etag):
                return negotiation.unchanged(etag)
            body, following = tell(reader, found), None
            if isinstance(body, dict):
                body["change"] = change
                following = negotiation.with_cursor(request, body.get("cursor"))
            return negotiation.reply(body, etag=etag, media_type=media_type, next_page=following)

    return routes


def _statements(reader: Reader, found: Entity, limit: int, cursor: str | None, *, evidence: bool) -> dict[str, Any]:
    """A page of the statements that an entity stands in."""
    page = reader.statements_of(found.id, limit=limit + 1, after=cursor or "", claims=False)
    return {"statements": render.statements(reader, page[:limit], evidence=evidence),
            "cursor": page[limit - 1].id if len(page) > limit else None}


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 9:
        raise CursorError("this cursor is not one of this list; leave it out to begin at the first page")
    return int(cursor)
