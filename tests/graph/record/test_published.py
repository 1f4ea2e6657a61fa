"""The views that users may query: the migration makes just those that are promised, and they show what the record says."""

from __future__ import annotations

from sqlalchemy import inspect

from graph.record import Record
from graph.record.published import VIEWS, published_names


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
