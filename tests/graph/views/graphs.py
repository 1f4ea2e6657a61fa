"""What the tests of views share: what the record makes, and changes of every kind to follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from graph.claim import Value
from graph.document import Reading
from graph.entity import LocalEntity
from graph.ontology import ontology, vocabulary
from graph.record import Record
from graph.views import following
from graph.views.dataset import Dataset, Quad
from graph.views.property_compare import expected_things
from graph.views.property_graph import PropertyGraph, Schema, Thing
from tests.graph.views.world import FIRST, FOURTH, HARBOUR, KITE, OTHER, OWNER, SECOND, STUDIO, THIRD, TODAY, Told, offers, reading


def made(record: Record, day: dt.date = TODAY) -> set[Thing]:
    """What the record makes on a day; no two things of it are equal."""
    with record.reader() as reader:
        things = list(expected_things(reader, PropertyGraph(Schema(ontology()), day)))
    assert len(set(things)) == len(things)
    return set(things)


def quads_made(record: Record, day: dt.date = TODAY) -> set[Quad]:
    """What the record makes of an RDF graph on a day; that a view which is built anew holds just that is a test of its own."""
    dataset = Dataset(ontology(), vocabulary(), day)
    with record.reader() as reader:
        return {*dataset.fixed(), *(quad for part in following.everything(reader) for quad in dataset.quads(part))}


DATED = reading("dated", "Marlow Group owns Kite Reels. Tallow Studios operates HarbourTV.",
                Told(OWNER, "owns", KITE, valid_from="2026-04-01", valid_to="2026-05"),
                Told(OTHER, "operates", HARBOUR, {"status": Value("former", "text")}, valid_to="../2026-02-13"))


def changes() -> Iterator[Reading]:
    """Readings one after another: things come, change, go, come back; an entity changes its type."""
    text = "Northlight Post offers finishing to HarbourTV."
    yield from (FIRST, SECOND, THIRD, FOURTH, reading("fifth", text, offers(HARBOUR)))
    yield reading("first", text, offers(HARBOUR, confidence=0.7))
    yield reading("second", "Nothing.")
    studio = LocalEntity(STUDIO.name, "Platform")
    yield reading("typed", "Northlight Post, Northlight Post.", *(
        Told(studio, "owns", LocalEntity(f"Sail {number}", "Brand")) for number in range(6)))
    yield reading("typed2", "Northlight Post and HarbourTV.", Told(studio, "partners_with", HARBOUR))
    yield reading("typed3", "Northlight Post and Kite Reels.", Told(studio, "partners_with", KITE))
    yield reading("typed", "Gone.")
    yield from (SECOND, reading("fifth", "Gone."), DATED)
