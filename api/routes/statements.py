"""GET /v1/statements/{id}: a statement with its evidence in context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path

from api import models, render
from graph.errors import NotFound

if TYPE_CHECKING:
    from api.wiring import House


def router(house: House) -> APIRouter:
    """The routes of statements over a house."""
    routes = APIRouter(prefix="/v1", tags=["statements"])

    @routes.get("/statements/{id}", summary="A statement, and every passage that says it")
    def show(id: Annotated[models.Text, Path(description="The id of a statement, as rows and entities tell it.")]) -> models.StatementView:
        with house.record.reader() as reader:
            found = reader.statements([id]).get(id)
            if found is None:
                raise NotFound("statement", id)
            return models.StatementView(statement=render.statements(reader, [found], evidence=True)[0], change=reader.change())

    return routes
