"""Partial dates."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.dates import OPEN, Bounds, excludes, is_date, parse
from graph.errors import ValueFormatError


@pytest.mark.parametrize(("text", "earliest", "latest"), [
    ("2026", "2026-01-01", "2026-12-31"), ("2024-02", "2024-02-01", "2024-02-29"), ("2026-02-13", "2026-02-13", "2026-02-13"),
    ("2025/2026-03", "2025-01-01", "2026-03-31"), ("../2026-02", None, "2026-02-28"), ("2025/..", "2025-01-01", None)])
def test_a_date_has_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    assert parse(text) == Bounds(dt.date.fromisoformat(earliest) if earliest else None, dt.date.fromisoformat(latest) if latest else None)
    assert is_date(text)


@pytest.mark.parametrize("text", ["26", "2026-13", "2026-02-30", "2026-2", "2026/2025", "0000", "soon"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueFormatError):
        parse(text)
    assert not is_date(text)


def test_an_unknown_bound_excludes_no_day() -> None:
    day = dt.date(2026, 1, 1)
    assert not excludes(OPEN, OPEN, day)
    assert excludes(parse("2026-02"), OPEN, day)
    assert excludes(OPEN, parse("2025"), day)
    assert not excludes(parse("2026"), parse("2026"), day)
