from __future__ import annotations

from tests.ingest.conftest import Say


def test_a_place_that_the_parse_leaves_empty(say: Say) -> None:
    found = say("That ended on February 4, when [Tern Media|Organization] switched on [Snaplet|Platform] in [Japan|Region].")
    assert ("Tern Media", "launches", "Snaplet") in found


def test_of_two_companies_none_is_taken_for_the_doer(say: Say) -> None:
    found = say("[Plop|Studio], [Reelo|Studio]; and then, sadly, somebody of the two there made [Salt Roses|Title].")
    assert not {statement for statement in found if statement[1] == "produces"}
