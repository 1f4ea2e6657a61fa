"""api.wiring"""

from __future__ import annotations

import datetime as dt

import pytest

from api.settings import Settings
from api.wiring import House, clock
from graph.errors import QueryRefused, RecordError
from tests.api.conftest import DAY


def test_parts_are_built_once_and_late(house: House) -> None:
    assert not house.home.path.exists()
    assert house.record is house.record
    assert house.home.path.exists()
    assert house.ontology is house.ontology


def test_a_missing_record_is_missed_unless_it_may_be_made(settings_: Settings) -> None:
    with pytest.raises(RecordError, match="no record"), House(settings_) as house:
        house.record  # noqa: B018
    assert not settings_.home.exists()


def test_the_day_is_that_of_the_clock(house: House) -> None:
    assert house.today() == DAY
    assert clock().tzinfo is dt.UTC


def test_sparql_follows_the_record(told: House) -> None:
    assert told.sparql_change() is None
    found = told.sparql('SELECT ?p WHERE { ?s rg:predicate rg:provides_service ; role:to ?p . }')
    assert len(list(found.rows)) == 2
    assert told.sparql_change() == found.change == 2


def test_sparql_is_checked_before_the_record_is_opened(settings_: Settings) -> None:
    with House(settings_) as house, pytest.raises(QueryRefused):
        house.sparql("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_registry_none_knows_no_names(settings_: Settings) -> None:
    assert len(House(settings_.model_copy(update={"registry": "none"})).registry) == 0
    assert len(House(settings_).registry) > 10
