"""Times: what a date expression means, to the precision given (EDTF), resolved against the date of publication.

Absolute: "2017", "in March 2026", "February 12", "Nov. 20, 2024". Relative: "last week", "in March", "yesterday", "this year",
"late last year". A month or a day without a year is the nearest in the past, or in the future where the clause is planned.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from graph import dates
from graph.errors import ValueFormatError

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|"
    r"Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<iso>(?:19|20)\d\d-\d\d(?:-\d\d)?)\b",
        rf"\b{_MONTH} {_DAY}(?:, ?| ){_YEAR}\b",
        rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b",
        rf"\b{_MONTH},? {_YEAR}\b",
        rf"\b{_MONTH} {_DAY}\b",
        rf"\b{_DAY} (?:of )?{_MONTH}\b",
        r"\b(?P<relative>yesterday|today|tonight|tomorrow|(?:early |late |earlier |later )?(?:last|this|next) (?:week|month|quarter|year|spring|summer|"  # noqa: E501
        r"autumn|fall|winter|January|February|March|April|May|June|July|August|September|October|November|December)|(?P<ago>\w+) years? ago"
        r"(?: today)?)\b",
        rf"\b(?:in|since|by|of|until|till|from|during|early|late|mid|back in|end of|year|before|after) (?:early |late |mid-?|the end of )?{_YEAR}\b",  # noqa: E501
        rf"(?<![\d,.$€£₩])\b{_YEAR}\b(?! (?:million|billion|titles|users|views|episodes|works))",
        rf"\b(?:in|since|by|until|during|of|early|late|mid|the middle of) (?:early |late |mid-?)?{_MONTH}(?![\w'])",
    )
)
_NUMBERS = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


@dataclass(frozen=True, slots=True)
class Time:
    """A date expression: where it stands, what it means (EDTF), and the word before it (in, since, until …)."""

    start: int
    end: int
    value: str
    preposition: str


def find(text: str, start: int, end: int, published_on: str | None, *, future: bool = False) -> list[Time]:
    """The date expressions of a stretch of text, in order, without overlap."""
    found: list[Time] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            at, to = _span(match)
            if any(at < time.end and time.start < to for time in found):
                continue
            if value := _value(match, published_on, future=future):
                found.append(Time(at, to, value, _before(text, match.start(), start, match)))
    return sorted(found, key=lambda time: time.start)


def _span(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groupdict()
    names = [name for name in ("iso", "month", "day", "year", "relative") if groups.get(name)]
    return min(match.start(name) for name in names), max(match.end(name) for name in names)


def _before(text: str, at: int, start: int, match: re.Match[str]) -> str:
    lead = re.match(r"(in|since|by|of|until|till|from|during|back in|before|after)\b", match.group(), re.I)
    if lead:
        return lead.group(1).lower()
    words = text[start:at].split()
    return words[-1].lower().strip(",(") if words else ""


def _value(match: re.Match[str], published_on: str | None, *, future: bool) -> str | None:
    groups = match.groupdict()
    if groups.get("iso"):
        return groups["iso"] if dates.is_date(groups["iso"]) else None
    if groups.get("relative"):
        return _relative(groups["relative"], groups.get("ago"), published_on)
    month = _month(groups.get("month"))
    day = int(groups["day"]) if groups.get("day") else None
    year = int(groups["year"]) if groups.get("year") else None
    if year is None and (month is None or (year := _year_of(month, day, published_on, future=future)) is None):
        return None
    value = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
    return value if dates.is_date(value) else None


def _month(name: str | None) -> int | None:
    if not name:
        return None
    return next(number for number, full in enumerate(_MONTHS, start=1) if full.startswith(name.lower().rstrip(".")[:3]))


def _published(published_on: str | None) -> dt.date | None:
    try:
        return dates.parse(published_on).latest
    except ValueFormatError:
        return None


def _year_of(month: int, day: int | None, published_on: str | None, *, future: bool) -> int | None:
    day_of_publication = _published(published_on)
    if day_of_publication is None:
        return None
    year = day_of_publication.year
    here = (month, day or (31 if not future else 1))
    today = (day_of_publication.month, day_of_publication.day)
    if future:
        return year if here >= today or month == today[0] else year + 1
    return year if (month, day or 1) <= today else year - 1


def _relative(words: str, ago: str | None, published_on: str | None) -> str | None:
    day = _published(published_on)
    if day is None:
        return None
    words = words.lower()
    if ago:
        years = _NUMBERS.get(ago.lower()) or (int(ago) if ago.isdigit() else None)
        if years is None:
            return None
        return f"{day.year - years:04d}-{day.month:02d}-{day.day:02d}" if words.endswith("today") else f"{day.year - years:04d}"
    simple = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    if words in simple:
        return (day + dt.timedelta(days=simple[words])).isoformat()
    *_, which, unit = words.split()
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        return (day + dt.timedelta(weeks=step)).strftime("%Y-%m")
    if unit == "month":
        first = day.replace(day=1)
        moved = (first - dt.timedelta(days=1)) if step < 0 else (first + dt.timedelta(days=32)) if step > 0 else first
        return moved.strftime("%Y-%m")
    if unit in _MONTHS:
        month = _MONTHS.index(unit) + 1
        year = day.year + (step if step else 0)
        if step < 0 and month < day.month:
            year = day.year if month < day.month - 1 else year
        return f"{year:04d}-{month:02d}"
    return f"{day.year + step:04d}"
