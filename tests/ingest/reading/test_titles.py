from __future__ import annotations

import pytest

from ingest.reading.blocks import normalise
from ingest.reading.titles import led_to, quoted, text_is_foreign


def within(text: str) -> list[str]:
    return [text[start:end] for start, end in quoted(text, normalise(text), 0, len(text))]


@pytest.mark.parametrize(("text", "found"), [
    ("The film “Salt,” a romance, and ‘The Tide’ opened.", ["Salt", "The Tide"]),
    ("It is 「바다」 there.", ["바다"]),
    ("The drama 'The Bakers' Daughter' opens.", ["The Bakers' Daughter"]),
    ("She said: “Nothing Will Change Here.”", []),
    ("the so-called “Golden Age”", []),
    ("A 12' screen and a 6\" tablet", []),
    ("“unclosed", []),
    ("It's the players' film.", []),
    ("Lee Bora (\"Salt Roses\") is in talks.", ["Salt Roses"]),
])
def test_what_stands_in_quotes(text: str, found: list[str]) -> None:
    assert within(text) == found


@pytest.mark.parametrize(("text", "found"), [
    ("stars in Salt of the Earth and Sea with Bo.", ["Salt of the Earth"]),
    ("the series Two Doors Down, which", ["Two Doors Down"]),
    ("the film opened in Lisbon", []),
    ("the series Salt", []),
])
def test_what_a_cue_leads_to(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in led_to(text, 0, len(text))] == found


def test_foreign_letters() -> None:
    assert text_is_foreign("바다")
    assert not text_is_foreign("Volví")
    assert not text_is_foreign("12")
