from __future__ import annotations

import pytest

from ingest.reading.times import find


@pytest.mark.parametrize(("text", "value"), [
    ("It opened on February 12, 2025.", "2025-02-12"),
    ("It opened on 12 February 2025.", "2025-02-12"),
    ("It opened in March 2025.", "2025-03"),
    ("It opened in 2019.", "2019"),
    ("It opened yesterday.", "2026-03-11"),
    ("It opened last year.", "2025"),
    ("It opened in November.", "2025-11"),
    ("It opened in February.", "2026-02"),
    ("It opened five years ago today.", "2021-03-12"),
    ("In November it opened.", "2025-11"),
    ("It opened on Tuesday.", "2026-03-10"),
    ("It opened on Tuesday, March 3.", "2026-03-03"),
    ("It opened two months ago.", "2026-01"),
    ("It opened in the autumn.", "2025"),
])
def test_what_a_date_means(text: str, value: str) -> None:
    assert [time.value for time in find(text, 0, len(text), "2026-03-12")] == [value]


def test_ahead_and_behind() -> None:
    text = "on November 3"
    assert find(text, 0, len(text), "2026-03-12")[0].value == "2025-11-03"
    assert find(text, 0, len(text), "2026-03-12", future=True)[0].value == "2026-11-03"


def test_a_day_of_the_week_and_a_season_ahead() -> None:
    text = "on Friday, in autumn"
    assert [time.value for time in find(text, 0, len(text), "2026-03-12", future=True)] == ["2026-03-13", "2026"]


def test_since_looks_back_from_a_plan() -> None:
    text = "since April"
    assert find(text, 0, len(text), "2026-03-12", future=True)[0].value == "2025-04"


def test_without_a_day_of_publication_relative_dates_mean_nothing() -> None:
    text = "last week, in March"
    assert find(text, 0, len(text), None) == []
