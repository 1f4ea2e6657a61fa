"""What the tests of networks share.

    Place       what networks need of a house: the ontology and a day
    place       one, on DAY
    trade       a record (on both databases) of a small trade, told in three documents: see `TRADE`
    entities    so many studios, platforms and titles, by number
    random_told draws of who is joined with whom, for hypothesis
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import strategies as st

from graph.entity import LocalEntity
from graph.identity.linking import entity_id
from graph.ontology import Ontology, ontology
from graph.record import Record
from tests.graph.telling import NOW, Told, offers, tell

DAY = dt.date(2026, 3, 10)


@dataclass(frozen=True)
class Place:
    ontology: Ontology
    day: dt.date = DAY

    def today(self) -> dt.date:
        return self.day


def studio(name: str) -> LocalEntity:
    return LocalEntity(name, "Studio")


def platform(name: str) -> LocalEntity:
    return LocalEntity(name, "Platform")


def title(name: str) -> LocalEntity:
    return LocalEntity(name, "Title")


OWL, FERN, MOSS, LARK = studio("Owl Hall"), studio("Fern Post"), studio("Moss Films"), studio("Lark Works")
BOX, DIAL, VANE = platform("Amberbox"), platform("Dialroom"), platform("Vanecast")
BRIDE = title("The Salt Bride")
GRADING = LocalEntity("colour grading", "Service")

TRADE = (
    tell("spring", offers(FERN, GRADING, BOX), (FERN, "produces", BRIDE, {}), (OWL, "owns", FERN, {}), published_on="2025-04-01"),
    tell("summer", (BRIDE, "released_on", DIAL, {}), (MOSS, "partners_with", BOX, {}), (OWL, "owns", FERN, {}), published_on="2025-07-01"),
    tell("autumn", (MOSS, "partners_with", DIAL, {}), published_on="2025-10-01", valid_to="2025-12"),
    tell("winter", (LARK, "operates", VANE, {}), (LARK, "partners_with", DIAL, {}), published_on="2026-01-01", modality="planned"),
)


def id_of(entity: LocalEntity) -> str:
    return entity_id(entity.name, entity.type)


@pytest.fixture
def place() -> Place:
    return Place(ontology())


@pytest.fixture
def trade(new_record: Callable[[], Record]) -> Record:
    record = new_record()
    for number, reading in enumerate(TRADE):
        assert not record.writer().write(reading, now=NOW + dt.timedelta(seconds=number)).refused
    return record


ENTITIES = (*(studio(f"Studio {name}") for name in "ABCDE"), *(platform(f"Platform {name}") for name in "ABC"),
            *(title(f"Title {name}") for name in "ABCD"), GRADING)


@st.composite
def joined(draw: st.DrawFn) -> Told:
    """A claim between a few entities; offers join three."""
    one = draw(st.sampled_from(ENTITIES[:5]))
    kind = draw(st.sampled_from(("provides_service", "partners_with", "owns", "produces", "released_on")))
    if kind == "provides_service":
        return offers(one, GRADING, draw(st.sampled_from((None, *ENTITIES[5:8]))))
    if kind == "produces":
        return one, kind, draw(st.sampled_from(ENTITIES[8:12])), {}
    if kind == "released_on":
        return draw(st.sampled_from(ENTITIES[8:12])), kind, draw(st.sampled_from(ENTITIES[5:8])), {}
    return one, kind, draw(st.sampled_from([other for other in ENTITIES[:8] if other != one])), {}


worlds = st.lists(joined(), min_size=4, max_size=16)
