from __future__ import annotations

from tests.ingest.conftest import Say


def test_signs_between_companies(say: Say) -> None:
    assert ("Tern Media", "partners_with", "Plop") in say("[Tern Media|Studio] + [Plop|Platform]. Exclusive alliance")
    assert ("Tern Media", "invests_in", "Plop") in say("[Tern Media|Organization] → [Plop|Platform]. Strategic stake")


def test_a_list_with_seats(say: Say) -> None:
    assert say("[Tern Media|Studio], [Leeds|Region].") >= {("Tern Media", "based_in", "Leeds")}


def test_signatures(say: Say) -> None:
    found = say("Signed for [Tern Media|Studio]: [Ana Reis|Person], joint managing director, and [Ben Okafor|Person], chief executive.")
    assert {("Ana Reis", "holds_role", "Tern Media"), ("Ben Okafor", "holds_role", "Tern Media")} <= found
