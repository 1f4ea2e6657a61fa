from __future__ import annotations

import pytest

from graph.claim import Value
from tests.ingest.conftest import Read


@pytest.mark.parametrize(("text", "bearer", "metric", "value"), [
    ("[Salt Roses|Title] has 18 million views.", "Salt Roses", "views", "18"),
    ("[Salt Roses|Title], a series in 47 parts, is new.", "Salt Roses", "episodes", "47"),
    ("[Snaplet|Platform] has 10 million users.", "Snaplet", "users", "10"),
    ("[Snaplet|Platform] raised $34 million.", "Snaplet", "funding raised", "34"),
    ("[Snaplet|Platform] is in talks to raise $5 million.", "Snaplet", "funding sought", "5"),
])
def test_whose_and_how_much(read: Read, text: str, bearer: str, metric: str, value: str) -> None:
    found = [(claim.subject.name, dict(claim.qualifiers)) for claim in read(text).claims if claim.predicate == "has_metric"]
    assert (bearer, Value(metric, "text"), value) in [
        (name, roles["metric"], one.value) for name, roles in found if isinstance(one := roles["value"], Value)]


@pytest.mark.parametrize("text", [
    "[Tern Labs|Organization] puts the revenue of the market at $1.3 billion.",
    "[Snaplet|Platform] was made by a team of four people.",
    "[Tern Media|Studio] slips an app into two markets.",
])
def test_a_number_near_a_name_is_not_its_measure(read: Read, text: str) -> None:
    assert [claim for claim in read(text).claims if claim.predicate == "has_metric"] == []
