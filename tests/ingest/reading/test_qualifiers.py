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
])
def test_literals(read: Read, text: str, relation: str, role: str, value: str) -> None:
    found = [dict(claim.qualifiers).get(role) for claim in read(text).claims if claim.predicate == relation]
    assert any(isinstance(one, Value) and one.value == value for one in found), found


def test_entities_in_roles(read: Read) -> None:
    claims = read("[Tern Media|Studio] handled the [digital intermediate|Service] on [Salt Roses|Title] for [Plop|Platform].").claims
    roles = dict(next(claim for claim in claims if claim.predicate == "provides_service").qualifiers)
    assert {role: getattr(value, "name", "") for role, value in roles.items()} == {"title": "Salt Roses", "to": "Plop"}
