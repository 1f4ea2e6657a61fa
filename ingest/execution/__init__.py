"""One protocol for where reading runs: in this process, in several, on several machines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Protocol, TypeVar

from graph.document import Document, Mention, Reading
from ingest.sources import Found

__all__ = ["Done", "Execution", "Reads", "done", "fingerprint"]

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

    def run(self, reader: Reads, items: Iterable[Found | Passing]) -> Iterator[Done | Passing]: ...


def done(reader: Reads, found: Found) -> Done:
    """Read one document."""
    try:
        return Done(found, replace(reader.read(found.document, found.given), fingerprint=fingerprint(reader, found)))
    except Exception as error:
        return Done(found, None, error)


def fingerprint(reader: Reads, found: Found) -> str:
    """The reader's fingerprint; given mentions count in it, since they count in what is read."""
    if found.given is None:
        return reader.fingerprint
    told = "\0".join(json.dumps(astuple(mention)) for mention in found.given)
    return f"{reader.fingerprint}+{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
