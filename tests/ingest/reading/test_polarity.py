from __future__ import annotations

import pytest

from tests.ingest.conftest import Read


def told(read: Read, text: str, relation: str) -> set[tuple[str, str, str]]:
    """Subject, object and polarity of what a text says in a relation."""
    return {(claim.subject.name, getattr(claim.object, "name", ""), claim.polarity)
            for claim in read(text).claims if claim.predicate == relation}


@pytest.mark.parametrize("text", [
    "[Marram|Organization] denied that it had bought [Kelpie|Platform].",
    "[Marram|Organization] denied reports that it would acquire [Kelpie|Platform].",
    "[Marram|Organization] failed to acquire [Kelpie|Platform].",
    "[Marram|Organization] has yet to buy [Kelpie|Platform].",
    "[Marram|Organization] stopped short of buying [Kelpie|Platform].",
    "[Marram|Organization] decided against acquiring [Kelpie|Platform].",
    "[Marram|Organization] called off its acquisition of [Kelpie|Platform].",
    "The regulator blocked [Marram|Organization]'s acquisition of [Kelpie|Platform].",
    "[Kelpie|Platform] rejected a takeover offer from [Marram|Organization].",
])
def test_what_is_denied(read: Read, text: str) -> None:
    assert told(read, text, "acquires") == {("Marram", "Kelpie", "negative")}


def test_what_a_court_forbids(read: Read) -> None:
    text = "A court barred [Kelpie|Platform] from showing “[Salt Roses|Title]”."
    assert told(read, text, "released_on") == {("Salt Roses", "Kelpie", "negative")}


def test_none_of_several_denies_each(read: Read) -> None:
    text = "None of the three apps, [Kelpie|Platform], [Burrow|Platform] and [Fennel|Platform], is available in [Norway|Region]."
    assert told(read, text, "available_in") == {(name, "Norway", "negative") for name in ("Kelpie", "Burrow", "Fennel")}


def test_no_stake(read: Read) -> None:
    assert told(read, "[Marram|Organization] has no stake in [Kelpie|Platform].", "invests_in") == {("Marram", "Kelpie", "negative")}


def test_what_is_no_longer_so_has_ended_but_a_market_is_left(read: Read) -> None:
    assert told(read, "[Kelpie|Platform] is no longer available in [Norway|Region].", "available_in") == {("Kelpie", "Norway", "negative")}
    assert told(read, "[Ana Reis|Person] no longer works for [Marram|Organization].", "holds_role") == {
        ("Ana Reis", "Marram", "positive")}


def test_what_becomes_of_a_complaint_does_not_undo_it(read: Read) -> None:
    assert told(read, "The court dismissed [Marram|Organization]'s complaint against [Kelpie|Platform].", "accuses") == {
        ("Marram", "Kelpie", "positive")}


def test_what_is_offered_and_what_is_not(read: Read) -> None:
    text = "[Dunlin|Studio] offers [dubbing|Service] but no [subtitling|Service]."
    assert told(read, text, "provides_service") == {("Dunlin", "dubbing", "positive"), ("Dunlin", "subtitling", "negative")}


def test_a_market_in_place_of_another(read: Read) -> None:
    text = "[Kelpie|Platform] isn't available in [Norway|Region], as we wrote, but in [Sweden|Region]."
    assert told(read, text, "available_in") == {("Kelpie", "Norway", "negative"), ("Kelpie", "Sweden", "positive")}


@pytest.mark.parametrize("text", [
    "[Dunlin|Studio], not [Marram|Studio], produced “[Salt Roses|Title]”.",
    "“[Salt Roses|Title]” was produced by [Dunlin|Studio], not [Marram|Studio].",
    "“[Salt Roses|Title]” was not produced by [Marram|Studio] but by [Dunlin|Studio].",
    "“[Salt Roses|Title]” was produced not by [Marram|Studio] but by [Dunlin|Studio].",
])
def test_one_and_not_the_other(read: Read, text: str) -> None:
    assert told(read, text, "produces") == {("Dunlin", "Salt Roses", "positive"), ("Marram", "Salt Roses", "negative")}


def test_not_only_denies_nothing(read: Read) -> None:
    text = "[Marram|Organization] is not only the owner of [Kelpie|Platform] but also runs [Burrow|Platform]."
    assert told(read, text, "owns") == {("Marram", "Kelpie", "positive")}
