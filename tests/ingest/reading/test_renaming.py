from __future__ import annotations

import pytest

from tests.ingest.conftest import Say


@pytest.mark.parametrize("text", [
    "[Burrow|Platform], formerly [Marram|Platform], is growing.",
    "[Burrow|Platform] (formerly known as [Marram|Platform]) is growing.",
    "[Burrow|Platform] used to be called [Marram|Platform].",
    "[Marram|Platform], which is now known as [Burrow|Platform], is growing.",
    "The app, launched as [Marram|Platform] and since renamed [Burrow|Platform], is growing.",
])
def test_the_older_name_becomes_the_newer(say: Say, text: str) -> None:
    assert ("Marram", "renamed_to", "Burrow") in say(text)


def test_one_entity_of_two_names(say: Say) -> None:
    assert ("Burrow", "renamed_to", "Burrow") in say("[Marram|Platform=Burrow], now [Burrow|Platform], is growing.")


@pytest.mark.parametrize("text", [
    "[Burrow|Platform], once [Marram|Platform]'s partner, is growing.",
    "[Burrow|Platform], now part of [Marram|Organization], is growing.",
    "[Ana Reis|Person], formerly [Tom Ode|Person], sings.",
])
def test_what_is_no_change_of_name(say: Say, text: str) -> None:
    assert "renamed_to" not in {predicate for _, predicate, _ in say(text)}
