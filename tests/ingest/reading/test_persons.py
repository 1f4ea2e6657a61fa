"""Persons are shown by what only people do; posts and degrees in capitals are no names."""

from __future__ import annotations

import pytest

from ingest.lexicon.places import clues
from ingest.reading import blocks, persons


@pytest.mark.parametrize("text", [
    "Orla Venn (born 1961) runs it.",
    "Okafor was born in Hull.",
    "Venn served as head of sales.",
    "Venn, Ph.D., leads the lab.",
    "Venn is currently the president and CEO of Tarnbrook.",
    "Venn, founder of Tarnbrook, agreed.",
])
def test_what_shows_a_person(text: str) -> None:
    end = text.index("Venn") + 4 if text.startswith("Orla") else len(text.split(" ")[0].rstrip(","))
    assert persons.shows(text, 0, end)


@pytest.mark.parametrize("text", ["Tarnbrook was founded in 1998.", "Tarnbrook's president agreed.", "Tarnbrook is a leading investor in shoes.",
                                  "Tarnbrook, is chief executive.", "Tarnbrook, whose president agreed, left."])
def test_what_shows_none(text: str) -> None:
    assert not persons.shows(text, 0, len("Tarnbrook"))


def test_a_title_of_address_shows_a_person_and_is_no_part_of_the_name() -> None:
    text = "He met Dr. Quill there."
    assert persons.shows(text, text.index("Quill"), text.index(" there"))
    assert persons.without_address(text, text.index("Dr."), text.index(" there")) == text.index("Quill")


@pytest.mark.parametrize("shown", ["Group Executive Chef", "Chief Scientist", "Visiting Professor", "Ph.D.", "Associates of Science Degree", "C.E.O."])
def test_posts_and_degrees_are_no_names(shown: str) -> None:
    assert persons.is_post(shown, clues())


@pytest.mark.parametrize("shown", ["Tarnbrook Partners", "Kettle", "Anna Fellow"])
def test_names_are_no_posts(shown: str) -> None:
    assert not persons.is_post(shown, clues())


@pytest.mark.parametrize(("shown", "body"), [
    ("Professor of Law at Tern University", "Tern University"),
    ("Commissioner of the Harrow Department of Health", "Harrow Department of Health"),
    ("Tern University", "Tern University"),
])
def test_the_body_behind_a_post(shown: str, body: str) -> None:
    assert shown[persons.behind_post(shown, 0, len(shown)):] == body


def test_a_given_name_alone_that_opens_a_sentence_of_a_life() -> None:
    text = "Bob served as treasurer of Tarnbrook. Paul co-founded Quillby. Music served the town."
    found = [text[start:end] for block in blocks.segment(text) for start, end in persons.subjects(text, block, clues())]
    assert found == ["Bob", "Paul"]
