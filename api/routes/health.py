"""GET /healthz and /readyz: whether the process runs, and whether it can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from api import models

if TYPE_CHECKING:
    from api.wiring import House


def router(house: House) -> APIRouter:
    """The routes of health over a house."""
    routes = APIRouter(tags=["health"])

    @routes.get("/healthz", summary="Whether the process runs")
    def healthz() -> models.Health:
        return models.Health()

    @routes.get("/readyz", summary="Whether it can answer: opens the record and the newest generation of the RDF view")
    def readyz() -> models.Readiness:
        with house.record.reader() as reader:
            change = reader.change()
        return models.Readiness(change=change, sparql_change=house.sparql_change())

    return routes
