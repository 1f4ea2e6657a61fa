"""One protocol for where reading runs: in this process, in several, on several machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from graph.document import Document, Mention, Reading
from ingest.sources import Found

__all__ = ["Done", "Execution", "Reads"]

Passing = TypeVar("Passing")


class Reads(Protocol):
    """A reader, as whoever runs one sees it."""

    @property
    def fingerprint(self) -> str: ...

    def read(self, document: Document, given: Sequence[Mention] | None = None) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one document: its reading, or the error that reading it raised."""

    found: Found
    reading: Reading | None
    error: Exception | None = None


class Execution(Protocol):
    """Runs a reader over documents: one `Done` for each, in order. Whatever else is in the stream passes in its place.

    An exception of one document is its outcome and stops no other; what isn't an `Exception` (an interrupt) stops all.
    """

    def run(self, read: Callable[[Found], Reading], items: Iterable[Found | Passing]) -> Iterator[Done | Passing]: ...
