from __future__ import annotations

import pytest

from tests.ingest.conftest import Say


def test_it_goes_with_the_subject_of_the_sentence_before(say: Say) -> None:
    found = say("[Tern Media|Studio] is new. For [Snaplet|Platform] it does [dubbing|Service].")
    assert ("Tern Media", "provides_service", "dubbing") in found
    assert ("Snaplet", "provides_service", "dubbing") not in found


def test_a_pronoun_keeps_its_name_in_focus(say: Say) -> None:
    text = "[Snaplet|Platform] has 12,000 members. It is profitable, which [Plop|Platform] is not. It opened in [Austria|Region]."
    assert ("Snaplet", "available_in", "Austria") in say(text)


def test_the_company_as_a_release_defines_it(say: Say) -> None:
    text = "[Tern Media|Organization] (“the Company”) met [Plop|Platform]. The Company operates [Snaplet|Platform]."
    assert ("Tern Media", "operates", "Snaplet") in say(text)


def test_the_former(say: Say) -> None:
    text = "[Salt Roses|Title] and [Iron Tulips|Title] lead. The former has reached 18 million views."
    found = say(text)
    assert ("Salt Roses", "has_metric", "views") in found
    assert ("Iron Tulips", "has_metric", "views") not in found


def test_a_person(say: Say) -> None:
    assert ("Ana Reis", "founded", "Tern Media") in say("[Ana Reis|Person] is back. In 2020 she founded [Tern Media|Studio].")


def test_the_owner_of_an_apposition_is_another(say: Say) -> None:
    text = "[Snaplet|Platform] closes in June. [Tern Media|Organization], its owner, gave no reason."
    assert ("Tern Media", "owns", "Snaplet") in say(text)


def test_an_object_is_not_its_own_subject(say: Say) -> None:
    found = say("[Snaplet|Platform] is new. [Tern Media|Organization] operates it.")
    assert ("Tern Media", "operates", "Snaplet") in found


def test_a_class_noun_prefers_the_name_that_has_it(say: Say) -> None:
    text = ("The [Harbour Screen Authority|Organization] has new rules. [Tern Media|Organization] and [Plop|Platform] wait. "
            "On Monday the authority summoned [Snaplet|Platform].")
    assert ("Harbour Screen Authority", "regulates", "Snaplet") in say(text)


def test_according_to(say: Say) -> None:
    assert ("Meterwise", "reports_on", "Snaplet") in say("According to [Meterwise|Organization], [Snaplet|Platform] was downloaded 3 million times.")


@pytest.mark.parametrize("words", ["Both", "The two apps", "The pair"])
def test_two_apps_are_the_two_that_were_named(say: Say, words: str) -> None:
    said = say(f"[Snaplet|Platform] is young. [Kettle Play|Platform] is old. {words} were bought by [Tern Media|Organization].")
    assert {("Tern Media", "acquires", "Snaplet"), ("Tern Media", "acquires", "Kettle Play")} <= said


def test_all_three_are_the_three_that_were_named(say: Say) -> None:
    said = say("“[Salt Roses|Title]” comes first. “[Low Tide|Title]” and “[Gull|Title]” follow. All three were directed by [Ana Reis|Person].")
    assert {("Ana Reis", "directs", title) for title in ("Salt Roses", "Low Tide", "Gull")} <= said
