"""Everything that was ever known as lines, in the order in which it came to be known: an import that reads it lives it again.

Each line carries its change: {"change": {"number", "at", "kind"}}; a change of which there is nothing to tell has a line
of its own, so that numbers stay.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from graph.exchange.lines import claim_line, document_line, judgement_line
from graph.record import Reader
from graph.record.history import events


def lines(reader: Reader, *, texts: bool) -> Iterator[str]:
    """The lines of a history, without line ends."""
    for change, readings, claims, judgements in events(reader):
        carried = {"change": {"number": change.number, "at": change.at, "kind": change.kind}}
        told = [*(document_line(reading, text=texts) for reading in readings), *map(claim_line, claims),
                *map(judgement_line, judgements)]
        yield from (orjson.dumps({**line, **carried}).decode() for line in told or [{"kind": "change"}])
