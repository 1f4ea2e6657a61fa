from __future__ import annotations

import pytest

from tests.ingest.conftest import Say

OWNS = ("Tern Media", "acquires", "Snaplet")


@pytest.mark.parametrize("text", [
    "[Tern Media|Organization] bought [Snaplet|Platform] in May.",
    "[Snaplet|Platform] was bought by [Tern Media|Organization] in May.",
    "[Snaplet|Platform], which [Tern Media|Organization] bought in May, is free.",
    "[Tern Media|Organization], which bought [Snaplet|Platform] in May, is silent.",
    "[Snaplet|Platform], bought by [Tern Media|Organization] in May, is free.",
    "The acquisition of [Snaplet|Platform] by [Tern Media|Organization] closed.",
    "[Tern Media|Organization] plans to buy [Snaplet|Platform].",
    "[Tern Media|Organization]'s takeover of [Snaplet|Platform] closed.",
])
def test_one_deal_however_it_is_said(say: Say, text: str) -> None:
    assert OWNS in say(text)


def test_a_list_of_subjects_and_of_objects(say: Say) -> None:
    found = say("Founded by [Ana Reis|Person] and [Ben Okafor|Person], [Tern Media|Studio] runs [Snaplet|Platform], [Plop|Platform] and [Reelo|Platform].")
    assert {(person, "founded", "Tern Media") for person in ("Ana Reis", "Ben Okafor")} <= found
    assert {("Tern Media", "operates", app) for app in ("Snaplet", "Plop", "Reelo")} <= found


def test_a_shared_object(say: Say) -> None:
    found = say("[Salt Roses|Title] was written and directed by [Ana Reis|Person].")
    assert {("Ana Reis", "writes", "Salt Roses"), ("Ana Reis", "directs", "Salt Roses")} <= found
