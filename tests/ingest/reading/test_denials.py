from __future__ import annotations

import pytest

from tests.ingest.conftest import Read


def told(read: Read, text: str, relation: str) -> list[tuple[str, str, str]]:
    """Subject, polarity and modality of what a text says in a relation."""
    return [(claim.subject.name, claim.polarity, claim.modality) for claim in read(text).claims if claim.predicate == relation]


@pytest.mark.parametrize("text", [
    "[Marram|Organization] wants to buy [Kelpie|Platform]. That is not true.",
    "[Marram|Organization] was to buy [Kelpie|Platform], but the deal fell through.",
    "[Marram|Organization] considered buying [Kelpie|Platform] but decided against it.",
    "[Marram|Organization] is said to have bought [Kelpie|Platform]. The company denied it.",
])
def test_what_is_taken_back(read: Read, text: str) -> None:
    assert told(read, text, "acquires") == [("Marram", "negative", "asserted")]


def test_a_verdict(read: Read) -> None:
    assert told(read, "“[Kelpie|Platform] is owned by [Marram|Organization].” False.", "owns") == [("Marram", "negative", "asserted")]


@pytest.mark.parametrize("text", [
    "[Marram|Organization] bought [Kelpie|Platform]. True.",
    "[Marram|Organization] bought [Kelpie|Platform]. It denies that it will close it.",
    "[Marram|Organization] bought [Kelpie|Platform], but the talks with [Burrow|Platform] collapsed.",
])
def test_what_stands(read: Read, text: str) -> None:
    assert ("Marram", "positive", "asserted") in told(read, text, "acquires")


def test_an_accusation_stands_though_it_is_called_false(read: Read) -> None:
    text = "[Marram|Organization] accuses [Kelpie|Platform] of copying. “False,” says the app."
    assert told(read, text, "accuses") == [("Marram", "positive", "asserted")]
