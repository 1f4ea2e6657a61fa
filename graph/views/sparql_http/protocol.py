"""The SPARQL 1.1 protocol: one store's addresses for queries and updates, its answers read, and what goes wrong told in our errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2

from graph.errors import QueryError, QueryLimit, QueryTimeout, ViewError

RESULTS, TRIPLES = "application/sparql-results+json", "application/n-triples"
MOST = 500_000_000
"""Bytes that the answer to one query may have."""
_ACCEPT = f"{RESULTS}, {TRIPLES};q=0.9"
_TOLD = 400


@dataclass(frozen=True, slots=True)
class Found:
    """What a query gave: results as SPARQL's JSON has them, or lines of N-Triples."""

    results: dict[str, Any] | None
    lines: Iterator[str]


class Endpoint:
    """One store; safe to share between threads. Close it when done."""

    def __init__(self, view: str, query_url: str, update_url: str | None = None, *, user: str = "", password: str = "",
                 seconds: float = 60.0) -> None:
        for url in filter(None, (query_url, update_url)):
            if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
                raise ViewError(view, f"{_shown(url)!r} is no address of a SPARQL store", "Give one such as http://host:7878/query")
        self.view = view
        self.query_url = query_url
        self.update_url = update_url or _update_url(query_url)
        self._client = httpx2.Client(auth=(user, password) if user else None, timeout=httpx2.Timeout(seconds, connect=10.0),
                                     trust_env=False, follow_redirects=False)

    def close(self) -> None:
        self._client.close()

    def server(self) -> str:
        """What the store calls itself, as far as it does."""
        with self._sent(self.query_url, "ASK {}", "query", self._client.timeout.read) as response:
            response.read()
            return str(response.headers.get("server", ""))

    @contextmanager
    def query(self, text: str, *, seconds: float | None = None) -> Iterator[Found]:
        """What a query gives; `lines` can be walked as long as this lasts. Raises QueryError, QueryTimeout, QueryLimit, ViewError."""
        allowed = self._client.timeout.read if seconds is None else seconds
        with self._sent(self.query_url, text, "query", allowed) as response:
            kind = response.headers.get("content-type", "").partition(";")[0].strip()
            if kind == TRIPLES:
                yield Found(None, response.iter_lines())
            elif kind in (RESULTS, "application/json"):
                yield Found(_json(self.view, _body(response)), iter(()))
            else:
                raise ViewError(self.view, f"it answers a query with {kind or 'nothing that has a name'}",
                                f"Check that {_shown(self.query_url)} is the address of its queries")

    def update(self, text: str) -> None:
        """Run an update. Raises ViewError."""
        with self._sent(self.update_url, text, "update", self._client.timeout.read) as response:
            response.read()

    @contextmanager
    def _sent(self, url: str, text: str, what: str, seconds: float | None) -> Iterator[httpx2.Response]:
        headers = {"Content-Type": f"application/sparql-{what}; charset=utf-8", **({"Accept": _ACCEPT} if what == "query" else {})}
        try:
            with self._client.stream("POST", url, content=text.encode("utf-8", "surrogatepass"), headers=headers,
                                     timeout=httpx2.Timeout(seconds, connect=10.0)) as response:
                if not response.is_success:
                    response.read()
                    self._refused(response, what)
                yield response
        except httpx2.ConnectTimeout as error:
            raise ViewError(self.view, f"{_shown(url)} doesn't answer", "Check its address, and that it runs") from error
        except httpx2.TimeoutException as error:
            if what == "query":
                raise QueryTimeout("SPARQL", "the query takes too long", "time", seconds or 0) from error
            raise ViewError(self.view, "the store takes too long over an update", "Look at its log, then sync again") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise ViewError(self.view, f"{_shown(url)} can't be reached: {error}", "Check its address, and that it runs") from error

    def _refused(self, response: httpx2.Response, what: str) -> None:
        told, code = " ".join(response.text.split())[:_TOLD], response.status_code
        if what == "query" and code == 400:
            raise QueryError("SPARQL", told or "the store can't read the query")
        if what == "query" and code in (408, 503, 504):
            raise QueryTimeout("SPARQL", f"the store ended the query: {told or code}", "time", 0)
        if code == 401 or (code == 403 and what == "query"):
            raise ViewError(self.view, "the store doesn't know this user and password", "Check them")
        if what == "update" and code in (403, 404, 405, 501):
            raise ViewError(self.view, f"the store takes no updates at {_shown(self.update_url)} ({code} {response.reason_phrase})",
                            "Name the address of its updates, and let it be written to")
        raise ViewError(self.view, f"the store answers {code} {response.reason_phrase} to {_article(what)} {what}: {told}",
                        "Check its address and its log; the record is untouched")


def _article(what: str) -> str:
    return "an" if what[0] in "aeiou" else "a"


def _update_url(query_url: str) -> str:
    """Where updates go if nobody says so: beside `…/query` and `…/sparql` as `…/update`, else to the same address."""
    front, _, last = query_url.rpartition("/")
    return f"{front}/update" if last in ("query", "sparql") else query_url


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


def _body(response: httpx2.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > MOST:
            raise QueryLimit("SPARQL", f"the answer has more than {MOST:,} bytes", "size", MOST)
        parts.append(part)
    return b"".join(parts)


def _json(view: str, body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ViewError(view, f"it answers with JSON that can't be read: {error}", "Check the store's log") from error
    if not isinstance(found, dict) or not ("boolean" in found or isinstance(found.get("results"), dict)):
        raise ViewError(view, "it answers with JSON that holds no SPARQL results", "Check that this is the address of its queries")
    return found
