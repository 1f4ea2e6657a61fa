"""The views that users may query: the migration makes just those that are promised, and they show what the record says."""

from __future__ import annotations

from sqlalchemy import inspect

from graph.entity import LocalEntity
from graph.identity.names import fold
from graph.record import Record
from graph.record.asking import stream
from graph.record.published import VIEWS, published_names
from tests.graph.telling import NOW, offers, tell


def test_the_migration_makes_the_views_that_are_promised(record: Record) -> None:
    with record.database.read() as connection:
        found = inspect(connection)
        columns = {name: tuple(column["name"] for column in found.get_columns(name)) for name in found.get_view_names()}
    assert columns == published_names()


def test_every_column_is_told_of() -> None:
    assert all(view.about and all(view.columns.values()) for view in VIEWS.values())
    assert all(name.startswith("pub_") for name in VIEWS)


def test_no_view_shows_a_text_in_full(record: Record) -> None:
    with record.database.read() as connection:
        found = inspect(connection)
        told = [found.get_view_definition(name) for name in found.get_view_names()]
    assert len(told) == len(VIEWS)
    assert not any("v.text" in text or "*" in text for text in told)


def test_names_tell_how_many_mentions_read_so(record: Record) -> None:
    twice = LocalEntity("LANTERN works \"&\" ['x']", "Studio")
    for reading in (tell("a", offers()), tell("b", offers(LocalEntity("LANTERN WORKS", "Studio"))), tell("c", offers(twice), offers(twice, to=None))):
        record.writer().write(reading, now=NOW)
    text = "SELECT name, folded, mentions FROM pub_names WHERE folded LIKE 'lantern%' ORDER BY mentions DESC, name"
    with stream(record.url, text, seconds=20) as (_, rows, _change):
        told = [tuple(row) for row in rows]
    with record.reader() as reader:
        expected = [(name.text, fold(name.text), name.count) for entity in reader.all_entities() for name in entity.names
                    if fold(name.text).startswith("lantern")]
    assert told == sorted(expected, key=lambda row: (-row[2], row[0]))
    assert {row[0]: row[2] for row in told} == {"Lantern Works": 1, "LANTERN WORKS": 1, twice.name: 2}
