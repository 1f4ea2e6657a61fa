"""One document after the other, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.execution import Done, Passing, Reads, done
from ingest.sources import Found


class Serial:
    """Holds one document at a time; the next is asked for when the one before has been taken."""

    def run(self, reader: Reads, items: Iterable[Found | Passing]) -> Iterator[Done | Passing]:
        for item in items:
            yield done(reader, item) if isinstance(item, Found) else item
