from __future__ import annotations

from tests.ingest.conftest import Say


def test_a_gap(say: Say) -> None:
    found = say("[Salt Roses|Title] reached [Plop|Platform] on November 24 and [Snaplet|Platform] on December 2.")
    assert {("Salt Roses", "released_on", "Plop"), ("Salt Roses", "released_on", "Snaplet")} <= found


def test_a_name_before_what_it_is(say: Say) -> None:
    found = say("“[Salt Roses|Title]”, a [comedy|Genre] in 47 parts, was directed by [Ana Reis|Person].")
    assert {("Ana Reis", "directs", "Salt Roses"), ("Salt Roses", "has_genre", "comedy")} <= found


def test_a_name_before_a_verb_without_a_subject_is_its_subject(say: Say) -> None:
    assert ("Salt Roses", "adapted_from", "Cold Harbour") in say("[Salt Roses|Title] is a remake of [Cold Harbour|Title].")


def test_a_verb_taken_for_a_noun(say: Say) -> None:
    assert ("Tern Media", "partners_with", "Kettle") in say("[Tern Media|Organization] merges with [Kettle|Studio].")
    assert ("Snaplet", "partners_with", "Kettle") in say("[Snaplet|Platform] works with [Kettle|Studio]; [Larder|Platform] does not.")


def test_a_full_verb_taken_for_an_auxiliary(say: Say) -> None:
    assert ("Tern Media", "expands_into", "microdrama") in say("Exclusive: [Tern Media|Organization] weighs move into [microdrama|Format]")
