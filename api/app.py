"""create(house) → FastAPI: the routes, and what becomes of everything that goes wrong.

No path, query string or body causes a status of 500: what callers give is checked before a room sees it, and every error of
the house has its status in `api.errors`.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Match

from api import errors, models
from api.edge import Edge, Limits, ProblemResponse
from api.metrics import Metrics
from api.routes import ROUTERS
from api.threads import Threads
from api.wiring import House
from graph.errors import QueryBusy, RecordBusy, ReelgraphError

log = logging.getLogger(__name__)

DESCRIPTION = """A knowledge graph of an industry, read from its trade press. Every row of an answer carries the sentences that say it.

Names are accepted wherever ids are: one that several entities share is a problem 409 with the candidates, an unknown one a
problem 404 with names that look like it. Problems are those of RFC 9457."""


def create(house: House) -> FastAPI:
    """The API over a house. The house stays its owner's: it is closed when the app shuts down."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        Threads.read_by(house.settings.threads)
        yield
        house.close()

    app = FastAPI(title="reelgraph", version=version("reelgraph"), description=DESCRIPTION, lifespan=lifespan,
                  responses={code: _problem_shape(text) for code, text in _PROBLEMS.items()})
    app.state.metrics = Metrics(house)
    app.state.threads = Threads(waiting=house.settings.concurrency)
    for router in ROUTERS:
        app.include_router(router(house))
    _handle(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    if origins := [one.strip() for one in house.settings.cors_origins.split(",") if one.strip()]:
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET", "HEAD", "POST"], allow_headers=["*"],
                           expose_headers=["ETag", "Link", "X-Request-ID", "X-Reelgraph-Change"])
    kept = house.settings
    app.add_middleware(Edge, metrics=app.state.metrics, limits=Limits(
        concurrency=kept.concurrency, body=kept.body_limit, headers=kept.header_limit, arrival=kept.arrival_seconds))
    return app


_PROBLEMS: Mapping[int | str, str] = {
    400: "What was given can't be used", 403: "The query is not allowed", 404: "Nothing is called that",
    406: "None of these media types is to be had", 408: "The query took too long", 409: "Several entities are called that",
    413: "The body is too long", 415: "No such media type here", 422: "The parameters can't be used",
    503: "The record or a view can't be used",
}


def _problem_shape(text: str) -> dict[str, Any]:
    return {"model": models.Problem, "description": text,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _handle(app: FastAPI) -> None:
    """Everything that goes wrong becomes a problem."""

    @app.exception_handler(ReelgraphError)
    async def of_the_house(_: Request, error: ReelgraphError) -> Response:
        found = errors.row(error)
        if found.status >= 500:
            log.error("%s", error)
        headers = {"Retry-After": "1"} if isinstance(error, RecordBusy | QueryBusy) else None
        return ProblemResponse(errors.problem(error), found.status, headers)

    @app.exception_handler(RequestValidationError)
    async def of_parameters(_: Request, error: RequestValidationError) -> Response:
        told = [{"where": ".".join(map(str, one["loc"])), "reason": str(one["msg"])} for one in error.errors()]
        detail = "; ".join(f"{one['where']}: {one['reason']}" for one in told)
        return ProblemResponse(errors.status_problem(422, detail, errors=told), 422)

    @app.exception_handler(HTTPException)
    async def of_http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 405:
            headers = {"Allow": ", ".join(_methods(app, request))}
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=headers)
            error = HTTPException(405, headers=headers)
        detail = str(error.detail)
        if error.status_code in (404, 405):
            detail = f"{request.method} {request.url.path} is not to be had here; /openapi.json lists what is"
        return ProblemResponse(errors.status_problem(error.status_code, detail), error.status_code, dict(error.headers or {}))


def _methods(app: FastAPI, request: Request) -> list[str]:
    """What may be asked of a request's address."""
    def has(method: str) -> bool:
        return any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.router.routes)
    return [*(("GET", "HEAD") if has("GET") else ()), "OPTIONS", *(("POST",) if has("POST") else ())]
