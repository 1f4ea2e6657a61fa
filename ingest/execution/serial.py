"""One document after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from graph.document import Reading
from ingest.execution import Done, Passing
from ingest.sources import Found


class Serial:
    """Holds one document at a time; the next is asked for when the one before has been taken."""

    def run(self, read: Callable[[Found], Reading], items: Iterable[Found | Passing]) -> Iterator[Done | Passing]:
        for item in items:
            yield _done(read, item) if isinstance(item, Found) else item


def _done(read: Callable[[Found], Reading], found: Found) -> Done:
    try:
        return Done(found, read(found))
    except Exception as error:
        return Done(found, None, error)
