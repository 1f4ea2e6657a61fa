"""When two literals are one value."""

from __future__ import annotations

import pytest

from graph.claim import Value
from graph.identity.values import LONGEST, normalise


@pytest.mark.parametrize(("one", "other"), [
    (Value("$34 million", "money"), Value("34,000,000 dollars", "money")), (Value("2026-02", "date"), Value("2026-02-01/2026-02-28", "date")),
    (Value("40%", "percentage"), Value("40 percent", "percentage")), (Value("Chief  Executive", "text"), Value("chief executive", "text"))])
def test_equal_values_have_one_key(one: Value, other: Value) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [
    (Value("$34 million", "money"), Value("€34 million", "money")), (Value("2026", "date"), Value("2026", "text")),
    (Value("2026", "date"), Value("2026", "number")), (Value("90 seconds", "duration"), Value("90 minutes", "duration"))])
def test_other_units_and_kinds_never_meet(one: Value, other: Value) -> None:
    assert normalise(one) != normalise(other)


def test_a_long_text_has_a_short_key_of_its_own() -> None:
    long = "word " * 5000
    assert len(normalise(Value(long, "text"))) <= LONGEST
    assert normalise(Value(long, "text")) == normalise(Value(long.upper(), "text"))
    assert normalise(Value(long, "text")) != normalise(Value(long + "more", "text"))


def test_what_is_no_date_is_a_text() -> None:
    assert normalise(Value("last Spring", "date")) == normalise(Value("last spring", "text"))
