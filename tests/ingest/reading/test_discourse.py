from __future__ import annotations

import pytest

from ingest.reading.discourse import Context, Filler, Seen
from tests.ingest.conftest import Say


def seen(name: str, sentence: int, start: int, *, subject: bool = False, aside: bool = False) -> Seen:
    return Seen(Filler(name, "Title", start, start + len(name)), sentence, subject, aside=aside)


def test_a_near_subject_comes_before_what_stands_beside_it() -> None:
    context = Context(names=[seen("Salt Roses", 1, 0, subject=True), seen("Low Tide", 1, 30)], sentence=2)
    found = context.salient({"Title"}, 100)
    assert found is not None
    assert found.name == "Salt Roses"


def test_who_only_tells_who_another_is_steps_back() -> None:
    context = Context(names=[seen("Salt Roses", 1, 0), seen("Low Tide", 2, 30, aside=True)], sentence=3)
    found = context.salient({"Title"}, 100)
    assert found is not None
    assert found.name == "Salt Roses"


def test_the_only_one_of_its_kind_is_meant_from_afar() -> None:
    context = Context(names=[seen("Salt Roses", 1, 0)], sentence=30)
    found = context.salient({"Title"}, 100)
    assert found is not None
    assert found.name == "Salt Roses"


def test_no_one_of_many_is_what_a_text_is_about() -> None:
    context = Context(names=[seen("Salt Roses", 1, 0), seen("Low Tide", 1, 30)], sentence=2)
    assert context.main({"Title"}, 100) is None


def test_the_company_is_not_its_investor(say: Say) -> None:
    text = ("[Snaplet|Platform] went live in May. [Oxlip Capital|Organization] led the seed round of the [Lima|Region] app. "
            "[Ana Reis|Person], a former manager at [Gull Media|Organization], started the company.")
    founded = {one for one in say(text) if one[1] == "founded"}
    assert founded == {("Ana Reis", "founded", "Snaplet")}


def test_a_noun_means_whom_it_was_said_of(say: Say) -> None:
    text = ("[Tern Media|Organization], a brewery, met [Plop Media|Organization]. [Gull Works|Organization] was there. "
            "The brewery operates [Snaplet|Platform].")
    assert ("Tern Media", "operates", "Snaplet") in say(text)


@pytest.mark.parametrize(("text", "told"), [
    ("“[Salt Roses|Title]” begins in May. The two leads, [Ana Reis|Person] and [Max Orne|Person], are new.", ("Max Orne", "stars_in", "Salt Roses")),
    ("“[Salt Roses|Title]” begins in May. The production company, [Tern Films|Studio], is pleased.", ("Tern Films", "produces", "Salt Roses")),
    ("“[Salt Roses|Title]” will be a series. [Tern Films|Studio] bought the rights.", ("Tern Films", "acquires", "Salt Roses")),
    ("[Gull Market|Event] begins today. [Ana Reis|Person] speaks about failure.", ("Ana Reis", "takes_part_in", "Gull Market")),
    ("The [Gull Awards|Event] were given out. “[Salt Roses|Title]” was nominated.", ("Salt Roses", "wins_award", "Gull Awards")),
    ("[Tern Media|Organization] grows. A second office, in [Lima|Region], is planned.", ("Tern Media", "expands_into", "Lima")),
    ("[Tern Media|Organization] grows. A rival, [Plop|Platform], stopped in May.", ("Plop", "competes_with", "Tern Media")),
])
def test_what_a_frame_leaves_open_is_what_is_spoken_of(say: Say, text: str, told: tuple[str, str, str]) -> None:
    assert told in say(text)


def test_a_name_of_another_type_is_not_passed_over(say: Say) -> None:
    said = say("[Snaplet|Platform] starts with [Salt Roses|Title], a series created by [Ana Reis|Person].")
    assert ("Ana Reis", "founded", "Snaplet") not in said


def test_the_original_is_the_work_that_was_named_first(say: Say) -> None:
    said = say("“[Salt Roses|Title]” ran for years. “[Low Tide|Title]” is its remake. The original was written by [Ana Reis|Person].")
    assert ("Ana Reis", "writes", "Salt Roses") in said
    assert ("Ana Reis", "writes", "Low Tide") not in said


def test_who_joins_a_person_joins_that_person_s_company(say: Say) -> None:
    said = say("[Ana Reis|Person] founded [Tern Media|Organization]. [Max Orne|Person] joins her as technical director.")
    assert ("Max Orne", "holds_role", "Tern Media") in said
