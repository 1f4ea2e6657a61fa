from __future__ import annotations

from tests.ingest.conftest import Say


def test_a_gap(say: Say) -> None:
    found = say("[Salt Roses|Title] reached [Plop|Platform] on November 24 and [Snaplet|Platform] on December 2.")
    assert {("Salt Roses", "released_on", "Plop"), ("Salt Roses", "released_on", "Snaplet")} <= found


def test_a_name_before_what_it_is(say: Say) -> None:
    found = say("“[Salt Roses|Title]”, a [comedy|Genre] in 47 parts, was directed by [Ana Reis|Person].")
    assert {("Ana Reis", "directs", "Salt Roses"), ("Salt Roses", "has_genre", "comedy")} <= found
