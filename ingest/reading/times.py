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
        r"autumn|fall|winter|January|February|March|April|May|June|July|August|September|October|November|December)"
        r"|(?P<ago>\w+) (?P<unit>year|month|week|day)s? ago(?: today)?)\b",
        r"\b(?i:on|by|since|until|from) (?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!')(?!,? (?:\w+\.? \d|\d))",
        r"\b(?P<season>(?i:in|this|since|from|until|by)(?: the)? (?:early |late )?(?:spring|summer|autumn|fall|winter))\b(?! \d)",
        rf"\b(?i:in|since|by|of|until|till|from|during|early|late|mid|back in|end of|year|before|after) "
        rf"(?:early |late |mid-?|the end of )?{_YEAR}\b",
        rf"(?<![\d,.$€£₩])\b{_YEAR}\b(?! (?:million|billion|titles|users|views|episodes|works))",
        rf"\b(?i:in|since|by|from|until|during|of|early|late|mid|the middle of) (?:early |late |mid-?)?{_MONTH}(?![\w'])",
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
            before = _before(text, match.start(), start, match)
            if value := _value(match, published_on, future=future and before != "since"):
                found.append(Time(at, to, value, before))
    return sorted(found, key=lambda time: time.start)


def _span(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groupdict()
    names = [name for name in ("iso", "month", "day", "year", "relative", "weekday", "season") if groups.get(name)]
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
        return _relative(groups["relative"], groups.get("ago"), groups.get("unit"), published_on)
    if groups.get("weekday"):
        return _weekday(groups["weekday"], published_on, future=future)
    if groups.get("season"):
        return _season(groups["season"], published_on, future=future)
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


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _weekday(name: str, published_on: str | None, *, future: bool) -> str | None:
    """*on Tuesday*: the last one up to the day of publication, or the next one after it."""
    day = _published(published_on)
    if day is None or len(published_on or "") < 10:
        return None
    distance = (day.weekday() - _DAYS.index(name.lower())) % 7
    moved = day + dt.timedelta(days=(-distance) % 7) if future else day - dt.timedelta(days=distance)
    return moved.isoformat()


def _season(words: str, published_on: str | None, *, future: bool) -> str | None:
    """*in spring*: of the year of the nearest one behind, or ahead where the clause is planned."""
    day = _published(published_on)
    if day is None:
        return None
    first = _STARTS[words.lower().split()[-1]]
    if words.lower().startswith("this"):
        return f"{day.year:04d}"
    if future:
        return f"{day.year + (day.month > first + 2):04d}"
    return f"{day.year - (day.month < first):04d}"


def _relative(words: str, ago: str | None, unit_ago: str | None, published_on: str | None) -> str | None:
    day = _published(published_on)
    if day is None:
        return None
    words = words.lower()
    if ago:
        years = _NUMBERS.get(ago.lower()) or (int(ago) if ago.isdigit() else None)
        if years is None:
            return None
        if unit_ago and unit_ago.lower() == "month":
            month = day.year * 12 + day.month - 1 - years
            return f"{month // 12:04d}-{month % 12 + 1:02d}"
        if unit_ago and unit_ago.lower() in ("week", "day"):
            back = day - dt.timedelta(days=years * (7 if unit_ago.lower() == "week" else 1))
            return back.isoformat() if unit_ago.lower() == "day" else back.strftime("%Y-%m")
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
