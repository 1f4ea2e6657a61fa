"""Media types, ETag, paging links, in one place for every route.

An answer of the record is told apart by the change number and the day that it shows: that is its ETag, so that a caller who
has it is told so (304) before anything is fetched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"
JSON_LD = "application/ld+json"
NDJSON = "application/x-ndjson"
TURTLE = "text/turtle"
CSV = "text/csv"
RDF = {JSON_LD: "jsonld", TURTLE: "turtle"}
RESOURCES = (JSON, *RDF)
"""What a single resource is to be had as."""


def choose(accept: str | None, offered: Sequence[str]) -> str:
    """The offered media type that an Accept header likes best; the first offered of equal ones. Raises HTTPException 406."""
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",")[:100]]
    best, liked = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > liked:
            best, liked = media_type, quality
    if best is None:
        raise HTTPException(406, f"on offer are {', '.join(offered)}")
    return best


def tag(change: int, day: dt.date) -> str:
    """The ETag of everything that shows this change on this day."""
    return f'W/"{change}.{day.isoformat()}"'


def known(request: Request, etag: str) -> bool:
    """Whether the caller says by If-None-Match that it has this."""
    told = request.headers.get("if-none-match")
    if told is None or request.method not in ("GET", "HEAD"):
        return False
    plain = etag.removeprefix("W/")
    return any(one.strip() == "*" or one.strip().removeprefix("W/") == plain for one in told.split(","))


def unchanged(etag: str) -> Response:
    """The response to a caller who has it."""
    return Response(status_code=304, headers=_headers(etag))


def reply(body: Any, *, etag: str, media_type: str = JSON, next_page: str | None = None) -> Response:
    """A body (bytes as they are, else written as JSON) with its ETag and, where there is a next page, the link to it (RFC 8288)."""
    headers = _headers(etag)
    if next_page is not None:
        headers["Link"] = f'<{next_page}>; rel="next"'
    return Response(body if isinstance(body, bytes) else orjson.dumps(body), media_type=media_type, headers=headers)


def with_cursor(request: Request, cursor: str | None) -> str | None:
    """The address of a request's next page, relative to the host; None where there is none."""
    if cursor is None:
        return None
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{quote(request.scope['path'])}?{urlencode([*pairs, ('cursor', cursor)])}"


def _headers(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept"}


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return name, quality if quality == quality else 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most exact range that a media type falls in."""
    main = media_type.partition("/")[0]
    for wanted in (media_type, f"{main}/*", "*/*"):
        told = [quality for name, quality in ranges if name == wanted]
        if told:
            return max(told)
    return 0.0
