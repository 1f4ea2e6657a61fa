"""GET /v1/changes: what became known, closed and merged, in order: as JSON, NDJSON, or a stream of Server-Sent Events.

A stream goes on where `Last-Event-ID` (or `since`) says, sends what is there and then each change as it comes, with a comment
every 15 seconds, so that an app follows instead of polling.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from api import models, negotiation, render
from api.threads import ending, threads
from graph.record import around

if TYPE_CHECKING:
    from api.wiring import House
    from graph.record import Reader

EVENTS = "text/event-stream"
MOST = 500
LOOK_SECONDS = 0.5
QUIET_SECONDS = 15.0
_CONTENT: dict[int | str, dict[str, Any]] = {200: {"description": "Changes, as JSON, NDJSON or events by Accept.", "content": {
    negotiation.NDJSON: {"schema": {"type": "string"}}, EVENTS: {"schema": {"type": "string"}}}}}


def router(house: House) -> APIRouter:
    """The route of changes over a house."""
    routes = APIRouter(prefix="/v1", tags=["changes"])

    @routes.get("/changes", summary="What changed after a change number", response_model=models.Changes, responses=_CONTENT)
    async def changes(request: Request,
                      since: Annotated[int, Query(ge=0, le=2**62, description="The last change that is known already.")] = 0,
                      limit: Annotated[int, Query(ge=1, le=MOST, description="How many changes at most.")] = 100,
                      last_event_id: Annotated[str | None, Header(max_length=30, description="Where a stream was left.")] = None,
                      ) -> Response:
        media_type = negotiation.choose(request.headers.get("accept"), (negotiation.JSON, negotiation.NDJSON, EVENTS))
        if media_type == EVENTS:
            left = last_event_id or ""
            first = int(left) if left.isascii() and left.isdigit() and int(left) <= 2**62 else since
            return StreamingResponse(_events(house, request, first), media_type=EVENTS, headers={"Cache-Control": "no-store"})
        return await threads(request).waiting(_page, house, request, since, limit, media_type)

    return routes


def _page(house: House, request: Request, since: int, limit: int, media_type: str) -> Response:
    with house.record.reader() as reader:
        newest = reader.change()
        etag = negotiation.tag(newest, house.today())
        if negotiation.known(request, etag):
            return negotiation.unchanged(etag)
        found = _told(reader, since, limit)
    if media_type == negotiation.NDJSON:
        return negotiation.reply(render.ndjson(found), etag=etag, media_type=media_type)
    last = found[-1]["change"] if found else since
    return negotiation.reply({"changes": found, "next": last if last < newest else None, "change": newest}, etag=etag)


def _told(reader: Reader, since: int, limit: int) -> list[dict[str, Any]]:
    """Changes after one, each with what it did to statements and which entities it touched."""
    found = reader.changes(since, limit)
    if not found:
        return []
    last = found[-1].number
    statements: dict[int, dict[str, list[str]]] = {}
    for one in around.altered(reader.connection, since, last):
        statements.setdefault(one.change, {}).setdefault(one.what, []).append(one.statement)
    entities = around.touched_entities(reader.connection, since, last)
    return [{"change": one.number, "at": one.at, "kind": one.kind, "subject": one.subject,
             **{what: statements.get(one.number, {}).get(what, []) for what in ("known", "changed", "closed")},
             "entities": entities.get(one.number, [])} for one in found]


async def _events(house: House, request: Request, since: int) -> AsyncIterator[bytes]:
    """The stream: ends when the caller goes or the app shuts down."""
    quiet = 0.0
    yield b"retry: 1000\n\n"
    while not (ending(request) or await request.is_disconnected()):
        found = await threads(request).waiting(_read, house, since)
        for one in found:
            since, quiet = one["change"], 0.0
            yield b"id: %d\nevent: change\ndata: %s\n\n" % (since, orjson.dumps(one))
        if not found:
            await asyncio.sleep(LOOK_SECONDS)
            quiet += LOOK_SECONDS
            if quiet >= QUIET_SECONDS:
                quiet = 0.0
                yield b": nothing new\n\n"


def _read(house: House, since: int) -> list[dict[str, Any]]:
    with house.record.reader() as reader:
        return _told(reader, since, 20) if reader.change() > since else []
