from __future__ import annotations

from tests.ingest.conftest import Say


def test_an_entry_is_about_the_name_that_it_begins_with(say: Say) -> None:
    said = say("Houses\n\n1. [Tern Mix|Studio], [Leeds|Region]. Offers [dubbing|Service]. Backed by [Oxlip Capital|Organization].\n"
               "2. [Plop Post|Studio], [Cork|Region]. Bought by [Gull Media|Organization] in March.")
    assert ("Tern Mix", "provides_service", "dubbing") in said
    assert ("Oxlip Capital", "invests_in", "Tern Mix") in said
    assert ("Gull Media", "acquires", "Plop Post") in said
    assert ("Gull Media", "acquires", "Tern Mix") not in said


def test_a_bullet_goes_on_with_the_subject_of_its_lead_in(say: Say) -> None:
    said = say("[Tern Media|Organization] was busy. In the quarter [Tern Media|Organization]\n\n- bought [Plop|Platform];\n- closed its service.")
    assert ("Tern Media", "acquires", "Plop") in said


def test_a_sentence_with_a_subject_of_its_own_is_not_about_the_entry(say: Say) -> None:
    said = say("[Tern Mix|Studio], [Leeds|Region]. [Plop Post|Studio] does [dubbing|Service].")
    assert ("Plop Post", "provides_service", "dubbing") in said
    assert ("Tern Mix", "provides_service", "dubbing") not in said
