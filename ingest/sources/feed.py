"""RSS and Atom, by feedparser: every entry's page is fetched; one that is dead is named, and the others go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import feedparser

from graph.errors import SourceError
from ingest.sources import told
from ingest.sources.addresses import address
from ingest.sources.content import Content, Desk, Found, Item, Skipped, whole
from ingest.sources.html import from_markup

_STARTS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<[?!][^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_SUFFIXES = (".rss", ".atom")


class Feed:
    """A feed, by its media type, its name or its first tag. `done` is told when every entry of one was had."""

    kind = "feed"

    def __init__(self, done: Callable[[str], None]) -> None:
        self._done = done

    def takes(self, content: Content) -> bool:
        if content.opens is None:
            return False
        return content.media_type in _TYPES or content.suffix in _SUFFIXES or _STARTS.match(content.head) is not None

    def read(self, content: Content, desk: Desk) -> Iterator[Item]:
        if content.of:
            raise SourceError(content.source, f"a feed, and {content.of} names it as an article")
        feed = feedparser.parse(whole(content, desk.limits), sanitize_html=False, resolve_relative_uris=False)
        if not feed.entries:
            reason = "not a feed that can be read" if feed.bozo else "a feed without entries"
            raise SourceError(content.source, f"{reason} ({feed.bozo_exception})" if feed.bozo else reason)
        complete = True
        for number, entry in enumerate(feed.entries, start=1):
            for item in _entry(entry, number, feed.feed, content, desk):
                complete = complete and (isinstance(item, Found) or item.unchanged)
                yield item
        if complete:
            self._done(address(content.source) or content.source)


def _entry(entry: Any, number: int, feed: Any, content: Content, desk: Desk) -> Iterator[Item]:
    where = f"{content.source}#{number}"
    known = {"title": entry.get("title"), "publisher": feed.get("title"), "language": (feed.get("language") or "")[:2].lower(),
             "published_on": told.edtf(entry.get("published") or entry.get("updated") or "")}
    fields = {key: " ".join(str(value).split()) for key, value in known.items() if value}
    link = entry.get("link")
    url = address(link, base=content.url) if link else None
    if url is not None:
        yield from desk.read(Content(url, url=url, told=fields, of=content.source))
        return
    markup = next((part.get("value") for part in entry.get("content", ()) if part.get("value")), entry.get("summary"))
    if not markup:
        yield Skipped(where, "an entry with neither a link nor a text")
        return
    try:
        yield Found(from_markup(Content(where, told=fields), f"<html><body><article>{markup}</article></body></html>", desk.limits))
    except SourceError as error:
        yield Skipped(error.source, error.reason)
