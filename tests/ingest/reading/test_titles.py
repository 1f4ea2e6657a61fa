from __future__ import annotations

import pytest

from ingest.reading.blocks import normalise
from ingest.reading.titles import explained, foreign, led_to, quoted, text_is_foreign


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


@pytest.mark.parametrize(("text", "found"), [
    ("Last came Noches con una Reina Triste, which", ["Noches con una Reina Triste"]),
    ("Una sirena por Navidad opened.", ["Una sirena por Navidad"]),
    ("Gema e o Jardim do Grande Rio followed.", ["Gema e o Jardim do Grande Rio"]),
    ("Ana de los Santos met Rui Costa e Silva.", []),
    ("The Bank of Lisbon and the Port", []),
])
def test_titles_of_another_language(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in foreign(text, 0, len(text))] == found


@pytest.mark.parametrize(("text", "found"), [
    ("It is late. Marta, Queen of Salt, a 20-episode series made in Porto, opens.", ["Marta, Queen of Salt"]),
    ("Salt and Ashes, starring Bo Lind, opens.", ["Salt and Ashes"]),
    ("Salt, starring Bo Lind, opens.", []),
    ("In March, starring Bo Lind, it opens.", []),
    ("The film went out, starring Bo Lind.", []),
])
def test_titles_that_open_a_sentence_and_are_explained(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in explained(text, 0, len(text))] == found


def test_foreign_letters() -> None:
    assert text_is_foreign("바다")
    assert not text_is_foreign("Volví")
    assert not text_is_foreign("12")
