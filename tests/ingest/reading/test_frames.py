from __future__ import annotations

import pytest

from tests.ingest.conftest import Say


@pytest.mark.parametrize(("text", "statement"), [
    ("[Tern Media|Studio] unit [Plop Studio|Studio] signs.", ("Tern Media", "owns", "Plop Studio")),
    ("[Snaplet|Platform] is owned by [Tern Media|Organization].", ("Tern Media", "owns", "Snaplet")),
    ("[Tern Media|Organization]-backed [Snaplet|Platform] opened its beta.", ("Tern Media", "invests_in", "Snaplet")),
    ("[Lisbon|Region]-based [Tern Media|Studio] grows.", ("Tern Media", "based_in", "Lisbon")),
    ("[Tern Media|Studio], a post house in [Leeds|Region], grows.", ("Tern Media", "based_in", "Leeds")),
    ("[Ana Reis|Person] is chief executive of [Tern Media|Studio].", ("Ana Reis", "holds_role", "Tern Media")),
    ("[Ana Reis|Person] of [Tern Media|Studio] spoke.", ("Ana Reis", "holds_role", "Tern Media")),
    ("[Salt Roses|Title], a comedy from [Tern Media|Studio], is new.", ("Tern Media", "produces", "Salt Roses")),
    ("[Salt Roses|Title] premiered on [Snaplet|Platform].", ("Salt Roses", "released_on", "Snaplet")),
    ("[Ana Reis|Person] stars in [Salt Roses|Title].", ("Ana Reis", "stars_in", "Salt Roses")),
    ("[Salt Roses|Title] is based on [Iron Tulips|Title].", ("Salt Roses", "adapted_from", "Iron Tulips")),
    ("[Salt Roses|Title] was made with [Pixelbrush|Tool].", ("Salt Roses", "uses_tool", "Pixelbrush")),
    ("[Pixelbrush|Tool], a program from [Tern Labs|Organization], is free.", ("Tern Labs", "develops_tool", "Pixelbrush")),
    ("[Tern Media|Studio] does [dubbing|Service] for [Snaplet|Platform].", ("Tern Media", "provides_service", "dubbing")),
    ("[Snaplet|Platform] went dark on December 1, 2025.", ("Snaplet", "shuts_down", "Snaplet")),
    ("[Tern Media|Studio] and [Plop|Platform] have signed a pact.", ("Tern Media", "partners_with", "Plop")),
])
def test_a_frame_of_each_kind(say: Say, text: str, statement: tuple[str, str, str]) -> None:
    assert statement in say(text)


@pytest.mark.parametrize("text", [
    "Unlike [Plop|Platform], [Snaplet|Platform] survived.",
    "Apps like [Plop|Platform] and [Snaplet|Platform] changed the market.",
    "[Plop|Platform], [Snaplet|Platform] and [Reelo|Platform] are on every phone.",
])
def test_being_named_together_says_nothing(say: Say, text: str) -> None:
    assert say(text) == set()


def test_direction(say: Say) -> None:
    found = say("[Snaplet|Platform]'s parent, [Tern Media|Organization], is silent.")
    assert ("Tern Media", "owns", "Snaplet") in found
    assert ("Snaplet", "owns", "Tern Media") not in found
