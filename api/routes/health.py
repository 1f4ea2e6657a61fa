"""GET /healthz, /readyz and /metrics: whether the process runs, whether it can answer, and how it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import metrics, models

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

    @routes.get("/metrics", summary="Measures for Prometheus", response_class=Response,
                responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
    def measures(request: Request) -> Response:
        return Response(request.app.state.metrics.text(), media_type=metrics.MEDIA_TYPE)

    return routes
