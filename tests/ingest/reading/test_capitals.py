from __future__ import annotations

import pytest

from ingest.lexicon.places import clues
from ingest.reading.blocks import segment
from ingest.reading.capitals import as_shown, headline, is_plain, runs

ENGLISH = frozenset({"grade", "story", "stop", "quick", "serial", "tell"})


@pytest.mark.parametrize(("text", "found"), [
    ("Then Quillmark Vale & Sons met Bo Lind.", ["Quillmark Vale & Sons", "Bo Lind"]),
    ("Meanwhile the University of Vale grew.", ["University of Vale"]),
    ("Grading pays.", []),
    ("It met Quillmark's Bo Lind in May.", ["Quillmark", "Bo Lind"]),
    ("It saw Carla van der Meer there.", ["Carla van der Meer"]),
    ("The CEO left on Monday.", []),
    ("ReelVale pays. Kivo7 doesn't. Grading does.", ["ReelVale", "Kivo7"]),
])
def test_runs_of_capitals(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in runs(text, segment(text)[0], clues())] == found


def test_capitals_of_a_known_name() -> None:
    assert as_shown("QUILLMARK", "Quillmark")
    assert as_shown("Quillmark", "QuillMark")
    assert not as_shown("my screen", "My Screen")
    assert not as_shown("quillmark", "Quillmark")
    assert as_shown("Emovi", "emovi")


def test_headlines_say_nothing_by_capitals() -> None:
    assert headline("Quick Serials Grade Story", 0, 25)
    assert headline("QUICK", 0, 5)
    assert not headline("Quick serials grade a story", 0, 27)


@pytest.mark.parametrize(("word", "plain"), [
    ("Grading", True), ("stories", True), ("stopped", True), ("quickly", True), ("Serial-telling", True), ("Quillmark", False), ("12", True),
])
def test_plain_words(word: str, plain: bool) -> None:
    assert is_plain(word, ENGLISH) is plain
