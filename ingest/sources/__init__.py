"""One kind of source a file (text, html, pdf, jsonl, feed, web) behind one protocol, on one list.

Targets in, documents out; what can't be read comes out as skipped, with the reason, and the others go on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from graph.errors import SourceError
from ingest.sources import targets as places
from ingest.sources.addresses import is_url
from ingest.sources.content import Content, Found, Item, Limits, Skipped, Source, storable
from ingest.sources.feed import Feed
from ingest.sources.html import Html
from ingest.sources.jsonl import Jsonl
from ingest.sources.memory import FeedMemory
from ingest.sources.pdf import Pdf
from ingest.sources.text import Text
from ingest.sources.web import Client, Web

__all__ = ["FeedMemory", "Found", "Item", "Limits", "Skipped", "Source", "open_sources", "sources"]

log = logging.getLogger(__name__)


def sources(client: Client, memory: FeedMemory) -> tuple[Source, ...]:
    """Every kind of source, in the order in which they are asked: the first that takes a content reads it."""
    return (
        Web(client, memory.validators, memory.note),
        Jsonl(),
        Pdf(),
        Feed(memory.done),
        Html(),
        Text(),
    )


def open_sources(targets: Iterable[str], *, limits: Limits | None = None, memory: FeedMemory | None = None,
                 stdin: BinaryIO | None = None, ticks: Callable[[], float] = time.monotonic) -> Iterator[Item]:
    """The documents of paths, folders, globs, addresses and `-`, one at a time, in the order given.

    A file or address that several targets name is read once. `ticks` measures time limits and nothing else.
    """
    bounds = limits or Limits()
    with Client(bounds, ticks) as client:
        yield from _Desk(bounds, sources(client, memory or FeedMemory()), ticks).open(targets, stdin)


class _Desk:
    """Hands each content to the kind that takes it, each once."""

    def __init__(self, limits: Limits, kinds: tuple[Source, ...], ticks: Callable[[], float]) -> None:
        self.limits = limits
        self._kinds = kinds
        self._ticks = ticks
        self._seen: set[str] = set()

    def ticks(self) -> float:
        return self._ticks()

    def open(self, targets: Iterable[str], stdin: BinaryIO | None) -> Iterator[Item]:
        for target in targets:
            try:
                for source in places.expand(target):
                    yield from self._single(source, stdin)
            except SourceError as error:
                yield Skipped(error.source, error.reason)

    def _single(self, source: str, stdin: BinaryIO | None) -> Iterator[Item]:
        if storable(source) != source:
            yield Skipped(storable(source), "its name is not valid UTF-8; rename it")
            return
        try:
            if not is_url(source) and self._again(source):
                return
            content = places.find(source, stdin)
        except SourceError as error:
            yield Skipped(error.source, error.reason)
            return
        yield from self.read(content)

    def read(self, content: Content) -> Iterator[Item]:
        if content.opens is None and self._again(content.source):
            return
        kind = next((kind for kind in self._kinds if kind.takes(content)), None)
        try:
            if kind is None:
                raise SourceError(content.source, "no kind of source that is read here")
            yield from kind.read(content, self)
        except SourceError as error:
            yield Skipped(error.source, error.reason)
        except Exception as error:  # a library's own fault on one file must not stop the others
            log.exception("%s could not be read", content.source)
            yield Skipped(content.source, f"can't be read ({type(error).__name__}: {error})")

    def _again(self, source: str) -> bool:
        key = places.same(source)
        again = key in self._seen
        self._seen.add(key)
        return again
