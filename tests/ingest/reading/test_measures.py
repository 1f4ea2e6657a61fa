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
    ("[Snaplet|Platform] had 12m downloads and $40m in revenue in 2025.", "Snaplet", "downloads", "12"),
    ("[Snaplet|Platform] had 12m downloads and $40m in revenue in 2025.", "Snaplet", "revenue", "40"),
    ("[Snaplet|Platform] has 60 million monthly active users.", "Snaplet", "monthly active users", "60"),
    ("[Snaplet|Platform]: 8.4 million daily users in April.", "Snaplet", "daily users", "8.4"),
    ("[Snaplet|Platform]'s revenue rose 40% to $61.2 million.", "Snaplet", "revenue", "61.2"),
    ("Revenue at [Tern Media|Organization] reached €1.1 billion in 2025.", "Tern Media", "revenue", "1.1"),
    ("[Tern Media|Organization] lost $8 million last year.", "Tern Media", "loss", "8"),
    ("[Tern Media|Organization] earned a net profit of $12 million.", "Tern Media", "profit", "12"),
    ("[Snaplet|Platform] costs $9.99 a month.", "Snaplet", "price", "9.99"),
    ("“[Salt Roses|Title]” was seen 212 million times on [Snaplet|Platform].", "Salt Roses", "views", "212"),
    ("Eleven million people have read “[Salt Roses|Title]”.", "Salt Roses", "readers", "11"),
    ("“[Salt Roses|Title]” (60 × 90 seconds) is new.", "Salt Roses", "episodes", "60"),
    ("“[Salt Roses|Title]” (60 × 90 seconds) is new.", "Salt Roses", "runtime", "90"),
    ("[Tern Media|Organization] runs forty hotels.", "Tern Media", "hotels", "40"),
    ("[Tern Media|Organization] reported revenue of NOK 1.1 billion.", "Tern Media", "revenue", "1.1"),
])
def test_whose_and_how_much(read: Read, text: str, bearer: str, metric: str, value: str) -> None:
    found = [(claim.subject.name, dict(claim.qualifiers)) for claim in read(text).claims if claim.predicate == "has_metric"]
    assert (bearer, Value(metric, "text"), value) in [
        (name, roles["metric"], one.value) for name, roles in found if isinstance(one := roles["value"], Value)]


@pytest.mark.parametrize("text", [
    "[Tern Labs|Organization] puts the revenue of the market at $1.3 billion.",
    "[Snaplet|Platform] was made by a team of four people.",
    "[Tern Media|Studio] slips an app into two markets.",
    "In March [Snaplet|Platform] was taken over by [Tern Media|Organization] for $210 million.",
    "[Tern Media|Organization] invested $5 million in [Snaplet|Platform].",
])
def test_a_number_near_a_name_is_not_its_measure(read: Read, text: str) -> None:
    assert [claim for claim in read(text).claims if claim.predicate == "has_metric"] == []


def test_when_and_where_it_was_counted(read: Read) -> None:
    text = "“[Salt Roses|Title]” garnered 40,000 likes on [Snaplet|Platform] in its first week."
    roles = next(dict(claim.qualifiers) for claim in read(text).claims if claim.predicate == "has_metric")
    assert roles["period"] == Value("first week", "text")
    assert roles["platform"].name == "Snaplet"  # type: ignore[union-attr]


def test_a_target_is_planned_and_a_rumoured_number_reported(read: Read) -> None:
    told = [next(claim.modality for claim in read(f"[Snaplet|Platform] {text}.").claims if claim.predicate == "has_metric")
            for text in ("hopes to reach 10 million users", "reportedly has 10 million users", "offers more than 500 titles")]
    assert told == ["planned", "reported", "asserted"]
