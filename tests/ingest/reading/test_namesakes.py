from __future__ import annotations

import pytest

from tests.ingest.conftest import Say


@pytest.mark.parametrize(("text", "source"), [
    ("“[Salt Roses|Title]” is based on the webtoon of the same name.", "Salt Roses (webtoon)"),
    ("“[Salt Roses|Title]”, adapted from [Ana Reis|Person]'s novel of the same title, opens in May.", "Salt Roses (novel)"),
    ("“[Salt Roses|Title]” is a vertical remake of the eponymous film.", "Salt Roses (film)"),
])
def test_the_source_has_the_same_name(say: Say, text: str, source: str) -> None:
    assert ("Salt Roses", "adapted_from", source) in say(text)


def test_a_company_of_the_same_name_is_no_source(say: Say) -> None:
    assert "adapted_from" not in {predicate for _, predicate, _ in say("“[Salt Roses|Title]” is made by the studio of the same name.")}
