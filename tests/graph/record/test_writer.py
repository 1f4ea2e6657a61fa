"""Writing: what is unchanged stays, what is gone is closed, what breaks the ontology is refused."""

from __future__ import annotations

from graph.record import Record
from tests.graph.telling import NOW, tell


def test_reading_again_changes_nothing(record: Record) -> None:
    writer = record.writer()
    first = writer.write(tell("a"), now=NOW)
    assert (first.status, first.change, first.claims) == ("new", 1, 1)
    assert writer.write(tell("a"), now=NOW).status == "unchanged"
    with record.reader() as reader:
        assert reader.change() == 1
