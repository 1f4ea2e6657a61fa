from __future__ import annotations

import pytest

from graph.claim import Value
from tests.ingest.conftest import Read


@pytest.mark.parametrize(("text", "relation", "role", "value"), [
    ("[Tern Media|Organization] bought [Snaplet|Platform] in 2017.", "acquires", "date", "2017"),
    ("[Tern Media|Organization] put $86 million into [Snaplet|Platform].", "invests_in", "amount", "$86 million"),
    ("[Tern Media|Organization] led the Series A of [Snaplet|Platform].", "invests_in", "round", "Series A"),
    ("[Ana Reis|Person] is chief marketing officer of [Tern Media|Studio].", "holds_role", "role", "chief marketing officer"),
    ("[Tern Media|Organization] owns 51% of [Snaplet|Platform].", "owns", "stake", "51%"),
    ("[Ana Reis|Person] plays the widow in “[Salt Roses|Title]”.", "stars_in", "role", "the widow"),
    ("“[Salt Roses|Title]” was created by [Ana Reis|Person].", "writes", "role", "creator"),
    ("[Ana Reis|Person] spoke at [Reel Market|Event].", "takes_part_in", "role", "speaker"),
    ("[Tern Media|Studio] has accused [Snaplet|Platform] of copying its show.", "accuses", "of", "copying its show"),
    ("[Tern Media|Studio] uses [Genie Brush|Tool] for backgrounds.", "uses_tool", "for", "backgrounds"),
    ("[Tern Media|Organization] is chaired by [Ana Reis|Person].", "holds_role", "role", "chair"),
    ("[Ana Reis|Person] left [Tern Media|Organization] in May 2025.", "holds_role", "end", "2025-05"),
    ("[Ana Reis|Person], formerly of [Tern Media|Organization], sings.", "holds_role", "status", "former"),
    ("[Tern Media|Organization] bought the film rights to “[Salt Roses|Title]”.", "acquires", "content", "film rights"),
    ("“[Salt Roses|Title]” is a remake of “[Cold Harbour|Title]”.", "adapted_from", "kind", "remake"),
])
def test_literals(read: Read, text: str, relation: str, role: str, value: str) -> None:
    found = [dict(claim.qualifiers).get(role) for claim in read(text).claims if claim.predicate == relation]
    assert any(isinstance(one, Value) and one.value == value for one in found), found


def test_entities_in_roles(read: Read) -> None:
    claims = read("[Tern Media|Studio] handled the [digital intermediate|Service] on [Salt Roses|Title] for [Plop|Platform].").claims
    roles = dict(next(claim for claim in claims if claim.predicate == "provides_service").qualifiers)
    assert {role: getattr(value, "name", "") for role, value in roles.items()} == {"title": "Salt Roses", "to": "Plop"}


def test_what_several_put_in_together_is_not_what_each_has_paid(read: Read) -> None:
    one = read("[Plume|Platform] raised $4 million from [Tern Fund|Organization].").claims
    both = read("[Plume|Platform] raised $4 million from [Tern Fund|Organization] and [Kettle|Organization].").claims
    amounts = [["amount" in dict(claim.qualifiers) for claim in claims if claim.predicate == "invests_in"] for claims in (one, both)]
    assert amounts == [[True], [False, False]]


def test_makers_are_told_with_one_another(read: Read) -> None:
    claims = [claim for claim in read("[Tern Media|Studio] and [Kettle|Studio] produced “[Salt Roses|Title]”.").claims
              if claim.predicate == "produces"]
    assert {(claim.subject.name, dict(claim.qualifiers)["with"].name) for claim in claims} == {  # type: ignore[union-attr]
        ("Tern Media", "Kettle"), ("Kettle", "Tern Media")}
