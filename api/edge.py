"""What stands around every route: request ids, limits on bodies and on how much runs at once, HEAD, measures, the access log.

Plain ASGI, so that it costs microseconds. Whatever a route lets through becomes a problem of status 500; headers over the limit
one of 431; a body over the limit one of 413, whether it says its length or not; a body that is too long on its way one of 408;
more requests at once than `concurrency` one of 503 with Retry-After, before any memory is spent on them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from api import errors

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.metrics import Metrics

log = logging.getLogger(__name__)
access = logging.getLogger("reelgraph.access")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_ALWAYS = ("/healthz", "/readyz", "/metrics")


class ProblemResponse(Response):
    """A problem document; what can't be written in UTF-8 (half a surrogate pair) is escaped."""

    media_type = "application/problem+json"

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=True, default=str).encode("ascii")


class BodyRefused(Exception):
    """A body went over a limit while it was read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`concurrency`: requests that may run at once; `body`, `headers`: bytes; `arrival`: seconds until a body is there."""

    concurrency: int
    body: int
    headers: int = 32_768
    arrival: float = 30.0


class Edge:
    """Wraps an ASGI app."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, limits: Limits) -> None:
        self.app = app
        self.metrics = metrics
        self.limits = limits
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send, self.limits)
        self.running += 1
        self.metrics.running.inc()
        try:
            if (problem := self._refused(scope, exchange)) is not None:
                await problem(scope, receive, exchange.send)
            else:
                await self._run(scope, exchange)
        finally:
            self.running -= 1
            self.metrics.running.dec()
            self._tell(scope, exchange)

    def _refused(self, scope: Scope, exchange: _Exchange) -> ProblemResponse | None:
        limits = self.limits
        if self.running > limits.concurrency and scope["path"] not in _ALWAYS:
            self.metrics.refused.inc()
            told = f"{limits.concurrency} requests are running; ask again in a second"
            return _problem(503, told, {"Retry-After": "1"})
        if exchange.headers > limits.headers:
            return _problem(431, f"the headers of a request may have {limits.headers} bytes at most")
        if exchange.length > limits.body:
            return _problem(413, f"a body may have {limits.body} bytes at most")
        return None

    async def _run(self, scope: Scope, exchange: _Exchange) -> None:
        inner = {**scope, "method": "GET"} if exchange.head else scope
        try:
            await self.app(inner, exchange.receive, exchange.send)
        except Exception as error:
            refused = exchange.refused
            if refused is None:
                log.exception("%s %s", scope["method"], scope["path"])
            if exchange.status:
                raise
            problem = refused or ProblemResponse(errors.problem(error), 500)
            await problem(scope, exchange.receive, exchange.send)
        finally:
            exchange.route = getattr(inner.get("route"), "path", "")

    def _tell(self, scope: Scope, exchange: _Exchange) -> None:
        seconds = time.perf_counter() - exchange.begun
        route = exchange.route or "none"
        self.metrics.requests.labels(scope["method"] if scope["method"] in _METHODS else "other", route, str(exchange.status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        if access.isEnabledFor(logging.INFO):
            access.info("%s %s %d %.1f ms %d bytes %s", scope["method"], scope["path"], exchange.status, seconds * 1000, exchange.bytes,
                        exchange.id,
                        extra={"request_id": exchange.id, "route": route, "status": exchange.status, "seconds": round(seconds, 6)})


def _problem(status: int, detail: str, headers: dict[str, str] | None = None) -> ProblemResponse:
    return ProblemResponse(errors.status_problem(status, detail), status, headers)


_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"))


class _Exchange:
    """One request and its response, as they go by."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limits: Limits) -> None:
        self.begun = time.perf_counter()
        self.head = scope["method"] == "HEAD"
        self.status = 0
        self.bytes = 0
        self.route = ""
        self.refused: ProblemResponse | None = None
        self.answered = False
        self._scope = scope
        self._receive, self._send, self._limits, self._read, self._whole = receive, send, limits, 0, False
        self.length, self.headers, given = 0, 0, ""
        for name, value in scope["headers"]:
            self.headers += len(name) + len(value) + 4
            if name == b"content-length" and value.isdigit():
                self.length = int(value[:20])
            elif name == b"x-request-id":
                given = value.decode("latin-1")
        self.id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout(self._limits.arrival):
                message = await self._receive()
        except TimeoutError:
            raise self._refuse(408, f"a body must be there after {self._limits.arrival:g} seconds") from None
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._read > self._limits.body:
                raise self._refuse(413, f"a body may have {self._limits.body} bytes at most")
        return message

    def _refuse(self, status: int, detail: str) -> BodyRefused:
        self.refused = _problem(status, detail)
        return BodyRefused(detail)

    async def send(self, message: Message) -> None:
        if self.refused is not None and not self.status:  # whatever the route made of a body that was cut off
            self.answered = True
            await self.refused(self._scope, self._receive, self._forward)
        elif not self.answered:
            await self._forward(message)

    async def _forward(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", self.id.encode("latin-1"))]}
        elif message["type"] == "http.response.body":
            self.bytes += len(message.get("body", b""))
            if self.head:
                message = {**message, "body": b""}
        await self._send(message)
