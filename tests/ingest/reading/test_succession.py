from __future__ import annotations

import pytest

from tests.ingest.conftest import Say


@pytest.mark.parametrize("how", ["She succeeds [Max Orne|Person].", "Her predecessor is [Max Orne|Person].", "She takes over from [Max Orne|Person]."])
def test_who_went_before_had_the_post(say: Say, how: str) -> None:
    assert ("Max Orne", "holds_role", "Tern Media") in say(f"[Ana Reis|Person] is the new chief executive of [Tern Media|Organization]. {how}")


def test_a_successor_has_the_post(say: Say) -> None:
    text = "[Max Orne|Person] was chairman of [Tern Media|Organization]. His successor, [Ana Reis|Person], starts in May."
    assert ("Ana Reis", "holds_role", "Tern Media") in say(text)


def test_who_replaces_another_in_a_part_plays_in_the_work(say: Say) -> None:
    text = "[Max Orne|Person] starred in [Salt Roses|Title]. [Ana Reis|Person] replaced him."
    assert ("Ana Reis", "stars_in", "Salt Roses") in say(text)


def test_a_company_that_replaces_another_takes_no_post(say: Say) -> None:
    text = "[Max Orne|Person] is chairman of [Tern Media|Organization]. [Plop|Platform] replaces [Snaplet|Platform]."
    assert not [one for one in say(text) if one[1] == "holds_role" and one[0] != "Max Orne"]
