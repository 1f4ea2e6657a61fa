"""Web addresses, by httpx2: redirects, size and time limited, robots.txt honoured. What was fetched goes to its kind."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from urllib.parse import urlsplit

import httpx2

from graph.errors import SourceError
from ingest.sources import robots
from ingest.sources.addresses import address, is_url
from ingest.sources.content import Content, Desk, Item, Limits, Skipped, in_memory, too_large
from ingest.sources.deadline import Deadline
from ingest.sources.encodings import NotText, decode

log = logging.getLogger(__name__)

AGENT = "reelgraph"
_HEADERS = {"user-agent": f"{AGENT}/0.1 (a reader of the trade press)", "accept-language": "en, *;q=0.5",
            "accept": "text/html, application/xhtml+xml, application/pdf, application/rss+xml, application/atom+xml, */*;q=0.5"}
_ROBOTS_SIZE = 512_000
SILENCE = 10.0
"""Seconds without a byte after which a server is given up."""
_REDIRECTS = (301, 302, 303, 307, 308)
_DIRECT = ("all://localhost", "all://127.0.0.1", "all://[::1]")


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered: the address after redirects, the status, the headers that matter, the bytes."""

    url: str
    status: int
    media_type: str
    charset: str | None
    validators: tuple[tuple[str, str], ...]
    data: bytes


class Client:
    """Fetches addresses within limits, each over a connection of its own; asks for robots.txt once a site, until it is closed."""

    def __init__(self, limits: Limits, ticks: Callable[[], float]) -> None:
        self._limits = limits
        self._ticks = ticks
        self._robots: dict[str, robots.Robots | None] = {}
        self._http: httpx2.Client | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._http is not None:
            self._http.close()
            self._http = None

    def fetch(self, source: str, url: str, *, validators: tuple[tuple[str, str], ...] = ()) -> Page:
        """The page at an address; status 200, or 304 where validators were given. Raises SourceError."""
        until = self._ticks() + self._limits.seconds
        conditions = {{"etag": "if-none-match", "last-modified": "if-modified-since"}[name]: value for name, value in validators}
        for _ in range(self._limits.redirects + 1):
            self._ask(source, url, until)
            page, target = self._get(source, url, until, conditions, self._limits.size)
            if target is None:
                break
            url = target
        else:
            raise SourceError(source, f"more than {self._limits.redirects} redirects")
        if page.status != 200 and not (page.status == 304 and validators):
            raise SourceError(source, f"the server answers {page.status} ({_phrase(page.status)})")
        return page

    def _ask(self, source: str, url: str, until: float) -> None:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._rules(source, site, until)
        rules = self._robots[site]
        if rules is None:
            raise SourceError(source, "its robots.txt can't be had (a server error), so nothing may be fetched there now")
        if not rules.allows(parts.path + (f"?{parts.query}" if parts.query else "")):
            raise SourceError(source, "its robots.txt does not allow it")

    def _rules(self, source: str, site: str, until: float) -> robots.Robots | None:
        url = f"{site}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            page, target = self._get(source, url, until, {}, _ROBOTS_SIZE)
            if target is None:
                break
            url = target
        if page.status >= 500:
            return None
        if page.status != 200:
            return robots.ALL
        try:
            return robots.parse(decode(page.data, page.charset), AGENT)
        except NotText:
            return robots.ALL

    def _get(self, source: str, url: str, until: float, conditions: dict[str, str], size: int) -> tuple[Page, str | None]:
        """One answer, and where it redirects to, if it does."""
        left = until - self._ticks()
        if left <= 0:
            raise SourceError(source, self._late())
        with Deadline(left) as deadline:
            try:
                with self._client().stream("GET", url, headers=conditions, timeout=min(left, SILENCE),
                                           extensions={"trace": deadline.trace}) as response:
                    if response.status_code in _REDIRECTS and (location := response.headers.get("location")):
                        return _page(url, response, b""), self._redirect(source, location, url)
                    wanted = response.status_code == 200
                    return _page(url, response, self._body(source, response, until, size) if wanted else b""), None
            except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError) as error:
                late = deadline.passed or isinstance(error, httpx2.TimeoutException)
                reason = self._late() if late else f"can't be fetched ({error or type(error).__name__})"
                raise SourceError(source, reason) from error

    @staticmethod
    def _redirect(source: str, location: str, url: str) -> str:
        target = address(location, base=url)
        if target is None:
            raise SourceError(source, f"redirected to {location[:200]!r}, which is no web address")
        return target

    def _body(self, source: str, response: httpx2.Response, until: float, size: int) -> bytes:
        length = response.headers.get("content-length", "")
        if length.isdigit() and int(length) > size:
            raise SourceError(source, too_large(self._limits))
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > size:
                raise SourceError(source, too_large(self._limits))
            if self._ticks() > until:
                raise SourceError(source, self._late())
        return bytes(data)

    def _client(self) -> httpx2.Client:
        if self._http is None:
            self._http = httpx2.Client(headers=_HEADERS, follow_redirects=False, mounts=dict.fromkeys(_DIRECT),
                                       limits=httpx2.Limits(max_keepalive_connections=0))
        return self._http

    def _late(self) -> str:
        return f"no full answer within {self._limits.seconds:g} seconds"


class Web:
    """An http(s) address that has yet to be fetched."""

    kind = "web"

    def __init__(self, client: Client, validators: Callable[[str], tuple[tuple[str, str], ...]],
                 note: Callable[[str, tuple[tuple[str, str], ...]], None]) -> None:
        self._client = client
        self._validators = validators
        self._note = note

    def takes(self, content: Content) -> bool:
        return content.opens is None and is_url(content.source)

    def read(self, content: Content, desk: Desk) -> Iterator[Item]:
        url = address(content.url or content.source)
        if url is None:
            raise SourceError(content.source, "no web address")
        page = self._client.fetch(content.source, url, validators=self._validators(url))
        if page.status == 304:
            yield Skipped(content.source, "not modified since it was last read", unchanged=True)
            return
        log.debug("fetched %s: %s, %d bytes", page.url, page.media_type, len(page.data))
        self._note(url, page.validators)
        yield from desk.read(replace(in_memory(content.source, page.data), name=urlsplit(page.url).path, url=page.url,
                                     media_type=page.media_type, charset=page.charset, told=content.told, of=content.of))


def _page(url: str, response: httpx2.Response, data: bytes) -> Page:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    validators = tuple((name, response.headers[name]) for name in ("etag", "last-modified") if name in response.headers)
    return Page(url, response.status_code, media_type, response.charset_encoding, validators, data)


def _phrase(status: int) -> str:
    try:
        return httpx2.codes(status).name.replace("_", " ").lower()
    except ValueError:
        return "an unknown status"
