from __future__ import annotations

from tests.ingest.conftest import Say


def test_lists_under_a_class_noun(say: Say) -> None:
    found = say("Apps including [Plop|Platform] and [Snaplet|Platform] are available in [Korea|Region].")
    assert {("Plop", "available_in", "Korea"), ("Snaplet", "available_in", "Korea")} <= found


def test_a_class_noun_beside_its_name(say: Say) -> None:
    assert ("Tern Media", "launches", "Snaplet") in say("[Tern Media|Organization] has released the app [Snaplet|Platform].")


def test_the_possessive_belongs_to_its_own_member(say: Say) -> None:
    found = say("Demand comes from [Plop|Platform], [Tern Media|Organization]'s [Snaplet|Platform] and [Reelo|Platform].")
    assert ("Tern Media", "owns", "Snaplet") in found
    assert ("Tern Media", "owns", "Reelo") not in found


def test_whose(say: Say) -> None:
    found = say("[Iron Tulips|Title] was directed by [Ana Reis|Person], whose film [Salt Roses|Title] sold 16 million tickets.")
    assert ("Salt Roses", "has_metric", "tickets sold") in found
