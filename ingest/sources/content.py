"""What every kind of source shares: the content that was found, the limits, and what comes out of it.

Nothing is read beyond its limit, and nothing that can't be read is dropped: it comes out as `Skipped`, with the reason.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from graph.document import Document, Mention
from graph.errors import SourceError

HEAD = 4096
"""Bytes at the beginning of a content by which its kind is told."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one text, seconds of one fetch or one PDF, redirects of one address, pages of one PDF."""

    size: int = 10_000_000
    seconds: float = 30.0
    redirects: int = 5
    pages: int = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """A document, and its mentions where the source gives them (None: they are to be found)."""

    document: Document
    given: tuple[Mention, ...] | None = None

    @property
    def source(self) -> str:
        return self.document.source


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not read, and why; `unchanged` where the reason is that nothing is new (a feed that says so)."""

    source: str
    reason: str
    unchanged: bool = False


Item = Found | Skipped


@dataclass(frozen=True, slots=True)
class Content:
    """Something to read: its source as given, its first bytes, and a stream of all of them.

    `opens` is None where it has yet to be fetched. `url` is where it came from, after redirects; `told` are metadata that
    whoever pointed here already knows (a feed's title and date of an entry), used where the content itself is silent;
    `of` is the feed that pointed here.
    """

    source: str
    opens: Callable[[], BinaryIO] | None = None
    head: bytes = b""
    name: str = ""
    url: str | None = None
    media_type: str = ""
    charset: str | None = None
    told: dict[str, str] = field(default_factory=dict)
    of: str = ""

    @property
    def suffix(self) -> str:
        """The ending of its name, lower case, with the dot; empty without one."""
        return PurePosixPath(self.name).suffix.lower()


class Desk(Protocol):
    """What a kind of source works with."""

    limits: Limits

    def read(self, content: Content) -> Iterator[Item]:
        """Hand content on to the kind that takes it (a page that was fetched, an entry of a feed)."""

    def ticks(self) -> float:
        """Seconds that only differences mean something of: for limits of time."""


class Source(Protocol):
    """One kind of source: what it takes, and the documents in it. Raises SourceError where nothing can be read."""

    kind: str

    def takes(self, content: Content) -> bool: ...

    def read(self, content: Content, desk: Desk) -> Iterator[Item]: ...


def in_memory(source: str, data: bytes) -> Content:
    """Content that is already here."""
    return Content(source, lambda: io.BytesIO(data), data[:HEAD])


def whole(content: Content, limits: Limits) -> bytes:
    """All bytes of a content. Raises SourceError when it is empty or larger than the limit."""
    assert content.opens is not None
    with content.opens() as stream:
        data = stream.read(limits.size + 1)
    if len(data) > limits.size:
        raise SourceError(content.source, too_large(limits))
    if not data.strip():
        raise SourceError(content.source, "empty")
    return data


def too_large(limits: Limits) -> str:
    return f"larger than the limit of {limits.size:,} bytes"


def storable(text: str) -> str:
    """The text with what no database keeps (NUL, halves of surrogate pairs) replaced by U+FFFD, one for one."""
    return _UNSTORABLE.sub("\ufffd", text)
