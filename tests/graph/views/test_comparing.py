"""A view that isn't what the record makes it is named, quad by quad."""

from __future__ import annotations

import pyoxigraph as ox

from graph.home import Home
from graph.record import Record
from graph.views.oxigraph import OxigraphView
from tests.graph.views.world import FIRST, HARBOUR, STUDIO, TODAY, offers, reading, write


def damaged(home: Home, update: str) -> OxigraphView:
    """A view whose newest generation somebody has changed."""
    store = ox.Store(str(next((home.views / "oxigraph" / "generations").iterdir()) / "store"))
    store.update(update)
    store.flush()
    del store
    return OxigraphView(home)


def test_a_whole_view_has_no_differences(view: OxigraphView, record: Record) -> None:
    view.sync(record, day=TODAY)
    assert list(view.compare(record)) == []


def test_what_is_missing_and_what_is_too_much_is_named(view: OxigraphView, record: Record, home: Home) -> None:
    view.sync(record, day=TODAY)
    told = list(damaged(home, 'DELETE WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> "HarbourTV"@en } ;'
                              "INSERT DATA { <urn:x> <urn:y> 1 }").compare(record))
    assert len(told) == 3
    assert told[0].what.endswith("quads are not those that the record makes")
    assert {(difference.id[:22], difference.what.partition(":")[0]) for difference in told[1:]} == {
        ("urn:x", "the record doesn't say"), ("urn:reelgraph:entity:e", "missing")}


def test_counts_that_differ_are_told_first(view: OxigraphView, record: Record, home: Home) -> None:
    view.sync(record, day=TODAY)
    first, *rest = damaged(home, "CLEAR DEFAULT").compare(record)
    assert "quads, and the record makes" in first.what
    assert len(rest) == 50


def test_a_view_that_is_behind_is_told_to_sync(view: OxigraphView, record: Record) -> None:
    view.sync(record, day=TODAY)
    write(record, reading("new", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR, by=STUDIO)))
    (told,) = view.compare(record)
    assert told.what == "it stands at change 4 and the record at 5; sync it first"


def test_a_view_of_another_record_is_told_to_be_rebuilt(view: OxigraphView, record: Record, tmp_path: object) -> None:
    view.sync(record, day=TODAY)
    other = Record.open(f"sqlite:///{tmp_path}/other.sqlite")
    write(other, FIRST, *(reading(name, "x") for name in "abc"))
    (told,) = view.compare(other)
    assert "rebuild it" in told.what
    other.close()
