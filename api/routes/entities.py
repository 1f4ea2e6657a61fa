"""GET /v1/entities and /v1/entities/{id}: names as you type, and an entity with its statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query

from api import models, render
from queries import lookup

if TYPE_CHECKING:
    from api.wiring import House

Type = Annotated[models.Text | None, Query(description="Only entities of this type (Studio, Platform, Title …).", examples=["Studio"])]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]


def router(house: House) -> APIRouter:
    """The routes of entities over a house."""
    routes = APIRouter(prefix="/v1", tags=["entities"])

    @routes.get("/entities", summary="Entities whose name begins so")
    def search(q: Annotated[models.Text, Query(min_length=1, description="The beginning of a name, in any spelling.", examples=["dext"])],
               type: Type = None, limit: Limit = 20) -> models.EntityPage:
        with house.record.reader() as reader:
            found = reader.search(q, type=type, limit=limit)
            return models.EntityPage(entities=[render.reference(one) for one in found], change=reader.change())

    @routes.get("/entities/{id}", summary="An entity, its names, and the statements that it stands in")
    def show(id: Annotated[models.Text, Path(description="An id or a name.", examples=["Dexter Studios"])],
             type: Type = None, limit: Limit = 50,
             cursor: Annotated[models.Text | None, Query(description="The cursor of the page before.")] = None,
             evidence: Annotated[bool, Query(description="With the sentences that say it.")] = True) -> models.EntityView:
        with house.record.reader() as reader:
            found = lookup.entity(reader, id, types=(type,) if type else ())
            page = reader.statements_of(found.id, limit=limit + 1, after=cursor or "")
            return models.EntityView(
                entity=render.entity(found, asked=id if lookup.ENTITY_ID.fullmatch(id) else None),
                statements=render.statements(reader, page[:limit], evidence=evidence),
                cursor=page[limit - 1].id if len(page) > limit else None, change=reader.change())

    return routes
