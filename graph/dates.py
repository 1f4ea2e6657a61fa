"""Partial dates (EDTF): overlap, and what is current on a given day.

Read here: `2026`, `2026-02`, `2026-02-13`, and intervals of them `A/B`, open at either end (`../2026-02`, `2025/..`).
A bound that is unknown is open: it excludes no day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from graph.errors import ValueFormatError

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and latest day that a partial date may mean; None is open."""

    earliest: dt.date | None = None
    latest: dt.date | None = None


OPEN = Bounds()


def parse(text: str | None) -> Bounds:
    """The bounds of an EDTF date; open for None. Raises ValueFormatError."""
    if text is None or text in ("", ".."):
        return OPEN
    if "/" in text:
        left, _, right = text.partition("/")
        bounds = Bounds(parse(left).earliest, parse(right).latest)
        if bounds.earliest and bounds.latest and bounds.earliest > bounds.latest:
            raise ValueFormatError("date", text, "the interval ends before it begins")
        return bounds
    found = _POINT.fullmatch(text)
    if not found:
        raise ValueFormatError("date", text, "expected YYYY, YYYY-MM, YYYY-MM-DD or an interval A/B of them")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        assert year is not None
        first = dt.date(year, month or 1, day or 1)
        last_month = month or 12
        return Bounds(first, dt.date(year, last_month, day or calendar.monthrange(year, last_month)[1]))
    except ValueError as error:
        raise ValueFormatError("date", text, "no such day") from error


def is_date(text: str) -> bool:
    """Whether `parse` reads it as a date that says something."""
    try:
        return parse(text) != OPEN
    except ValueFormatError:
        return False


def excludes(valid_from: Bounds, valid_to: Bounds, day: dt.date) -> bool:
    """Whether a validity rules a day out: it begins later for certain, or has ended for certain."""
    return bool((valid_from.earliest and valid_from.earliest > day) or (valid_to.latest and valid_to.latest < day))
