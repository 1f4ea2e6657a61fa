"""Bare denials: what the clause before told is denied of the name, or taken back."""

from __future__ import annotations

import pytest

from graph.claim import Claim
from tests.ingest.conftest import Read, shown


def denied(claims: tuple[Claim, ...]) -> set[tuple[str, str, str]]:
    return {shown(claim) for claim in claims if claim.polarity == "negative"}


@pytest.mark.parametrize("denial", ["[Sundew|Organization] did not.", "Nor did [Sundew|Organization].", "[Sundew|Organization] itself hasn't."])
def test_what_one_did_the_other_did_not(read: Read, denial: str) -> None:
    claims = read(f"[Tern Media|Organization] bought [Snaplet|Platform]. {denial}").claims
    assert denied(claims) == {("Sundew", "acquires", "Snaplet")}
    assert ("Tern Media", "acquires", "Snaplet") in {shown(claim) for claim in claims if claim.polarity == "positive"}


def test_behind_be_the_side_of_its_type_is_meant(read: Read) -> None:
    claims = read("[The Film Board|Organization] blocked [Snaplet|Platform]. [Kettle Play|Platform] was not.").claims
    assert denied(claims) == {("The Film Board", "regulates", "Kettle Play")}


def test_a_correction_takes_back_what_was_said(read: Read) -> None:
    claims = read("We wrote that [Tern Media|Organization] had bought [Snaplet|Platform]. It has not.").claims
    assert denied(claims) == {("Tern Media", "acquires", "Snaplet")}
    assert not any(claim.polarity == "positive" for claim in claims if claim.predicate == "acquires")


def test_a_denial_with_a_verb_of_its_own_is_no_ellipsis(read: Read) -> None:
    claims = read("[Tern Media|Organization] bought [Snaplet|Platform]. [Sundew|Organization] did not comment.").claims
    assert not denied(claims)


@pytest.mark.parametrize(("text", "said"), [
    ("[Snaplet|Platform] can be watched everywhere except in [Norway|Region].", ("Snaplet", "available_in", "Norway")),
    ("“[Salt Roses|Title]” was made by [Kettle|Studio] and not, as we wrote, by [Sundew|Studio].", ("Sundew", "produces", "Salt Roses")),
    ("[Tern Days|Event] opened on Friday without [Ana Reis|Person].", ("Ana Reis", "takes_part_in", "Tern Days")),
])
def test_what_is_left_out_is_denied(read: Read, text: str, said: tuple[str, str, str]) -> None:
    assert denied(read(text).claims) == {said}
