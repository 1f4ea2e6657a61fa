"""What a text tells about itself: its front matter, its heading, the day it was published.

Days come out as EDTF (`2026-02-13`, `2026-02`). A day counts as the day of publication where the text says so
("Published …", "Updated …"), stands on a line of its own, ends a byline or opens a dateline; never where it is merely told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import dates

_MONTHS = {name: number for number, names in enumerate(
    (("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"), ("july", "jul"),
     ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"), ("december", "dec")), start=1)
    for name in names}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (
    rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    rf"\b{_YEAR}(?P<sep>[/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
    rf"{_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月(?:\s?(?P<day>\d{{1,2}})\s?日)?",
    rf"\b{_WEEKDAY}{_MONTH}\s*{_DAY},?\s+{_YEAR}",
    rf"\b{_WEEKDAY}{_DAY}(?:\s+(?:of\s+)?|-){_MONTH}(?:,?\s+|-){_YEAR}",
    rf"\b(?P<first>\d{{1,2}})(?P<sep>[/.])(?P<second>\d{{1,2}})(?P=sep){_YEAR}",
    rf"\b{_MONTH},?\s+{_YEAR}",
    rf"\b{_YEAR}-(?P<month>\d\d)(?![\d-])",
))
_CLOCK = r"(?:[,T]?\s*(?:at\s+)?\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[A-Z]{2,4}|[+-]\d\d:?\d\d)?)?"
_LABEL = re.compile(r"^\W*(?:first |originally |last )?(?P<label>published|posted|released|issued|date|dated|updated|modified|revised)"
                    r"(?: online)?(?: on| at)?\b\s*[:|–—-]?\s*", re.IGNORECASE)
_SAID_BY = re.compile(r"\s*[(,–—-]?\s*(?:by|at|in|updated)\b", re.IGNORECASE)
_BYLINE = re.compile(r"^by\s+\S.{0,80}?(?:[|,•·–—-]|\bon\b)\s*(?=\S)", re.IGNORECASE)
_PLACE = re.compile(r"[A-Z][^\W\d_][\w.'’ -]{0,40}(?:,\s*[A-Z][\w.'’ -]{1,30})?\s*[,(]\s*")
_WIRE = re.compile(r"\)?\s*(?:/[^/]{2,40}/|\([^)]{2,40}\))?\s*(?:--?|[–—])\s")
_EDITED = ("updated", "modified", "revised")
_FRONT = re.compile(r"(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>(?:.*\n)*?)(?P=fence)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"(?P<key>[\w-]+)[ \t]*[:=][ \t]*(?P<value>.*\S)")
_KEYS = {
    "title": "title", "headline": "title", "url": "url", "canonical": "url", "canonical_url": "url", "link": "url", "permalink": "url",
    "date": "published_on", "published": "published_on", "published_on": "published_on", "published_at": "published_on",
    "pubdate": "published_on", "publisher": "publisher", "site": "publisher", "site_name": "publisher", "publication": "publisher",
    "language": "language", "lang": "language",
}
_HEAD_LINES, _END_LINES, _EDGE = 8, 5, 4000


def read_date(text: str) -> str | None:
    """The first day or month that a text names, as EDTF; None where it names none that can be told for sure.

    >>> read_date("Friday, Feb. 13th, 2026"), read_date("13 February 2026"), read_date("Sept 2025"), read_date("03/04/2026")
    ('2026-02-13', '2026-02-13', '2025-09', None)
    """
    found = _find(text)
    return found[0] if found else None


def edtf(value: str) -> str | None:
    """A date as a source tells it (EDTF, or any spelling that `read_date` knows), as EDTF."""
    value = value.strip()
    return value if dates.is_date(value) else read_date(value)


def published_on(text: str) -> str | None:
    """The day of publication that a text tells at its head or its end, as EDTF.

    "Published" counts before a bare line, a byline or a dateline, and those before "Updated".
    """
    ranked = [told for line in _edges(text) if (told := _line(line.strip()))]
    return min(ranked, key=lambda told: told[0])[1] if ranked else None


def heading(text: str) -> str | None:
    """The first line, if it looks like a heading: short, no sentence, and followed by something longer or by nothing close."""
    lines = [line.strip() for line in text[:_EDGE].split("\n")]
    at = next((number for number, line in enumerate(lines) if line), None)
    if at is None:
        return None
    marked = re.match(r"#{1,6}\s+(.*?)\s*#*$", lines[at])
    title = re.sub(r"^[*_]{1,3}(.+?)[*_]{1,3}$", r"\1", marked.group(1) if marked else lines[at]).strip()
    if not title or len(title) > 160 or len(title.split()) > 25 or _line(title) or title.startswith(("•", "- ", "* ", ">", "|")):
        return None
    if marked:
        return title
    underlined = at + 1 < len(lines) and re.fullmatch(r"[=-]{3,}", lines[at + 1]) is not None
    apart = at + 1 < len(lines) and (not lines[at + 1] or len(lines[at + 1]) > 1.5 * len(title))
    sentence = re.search(r"[.;:,…]$", title) is not None
    return title if underlined or (apart and not sentence) else None


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The fields that stand between `---` (or `+++`) lines at the head, by our names, and where the text goes on.

    The text itself keeps them: nothing is cut, so that offsets stay true. No fence: ({}, 0).
    """
    fenced = _FRONT.match(text[:_EDGE])
    if not fenced:
        return {}, 0
    fields: dict[str, str] = {}
    for found in map(_FIELD.fullmatch, fenced["body"].split("\n")):
        if found and (key := _KEYS.get(found["key"].lower())):
            fields.setdefault(key, found["value"].strip("\"'"))
    return ({key: value for key, value in fields.items() if value}, fenced.end()) if fields else ({}, 0)


def _edges(text: str) -> Iterator[str]:
    lines = [line for line in text[:_EDGE].split("\n") if line.strip()]
    yield from lines[:_HEAD_LINES]
    if len(text) > _EDGE or len(lines) > _HEAD_LINES:
        last = [line for line in text[-_EDGE:].split("\n") if line.strip()]
        yield from last[-_END_LINES:]


def _line(line: str) -> tuple[int, str] | None:
    """How much a line's date counts (0 most), and the date; None where it tells no day of publication."""
    if label := _LABEL.match(line):
        rest = line[label.end():]
        if (found := _find(rest)) and found[1] == 0 and (_ends(rest, found) or _SAID_BY.match(rest[found[2]:])):
            return (2 if label["label"].lower() in _EDITED else 0), found[0]
        return None
    found = _find(line)
    if found and _alone(line, found):
        return 1, found[0]
    if found is None:
        return None
    if _PLACE.fullmatch(line[: found[1]]) and _WIRE.match(line[found[2]:]):
        return 1, found[0]
    if (byline := _BYLINE.match(line)) and found[1] >= byline.end() - 1 and _ends(line, found):
        return 1, found[0]
    return None


def _alone(text: str, found: tuple[str, int, int]) -> bool:
    return not text[: found[1]].strip(" \t([*_|•·–—-") and _ends(text, found)


def _ends(text: str, found: tuple[str, int, int]) -> bool:
    rest = re.sub(rf"^{_CLOCK}", "", text[found[2]:])
    return not rest.strip(" \t)].*_|•·–—-") or re.match(r"\s*[|•·]", rest) is not None


def _find(text: str) -> tuple[str, int, int] | None:
    """The leftmost date of a text, with where it stands; the more exact of two that begin together."""
    best: tuple[str, int, int] | None = None
    for pattern in _DATES:
        for found in pattern.finditer(text):
            if (day := _written(found)) and (best is None or found.start() < best[1]):
                best = (day, found.start(), found.end())
                break
    return best


def _written(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None
        parts["day"], parts["month"] = (parts["first"], parts["second"]) if first > 12 else (parts["second"], parts["first"])
    month = _MONTHS.get(parts["month"].lower()) or int(parts["month"])
    day = f"-{int(parts['day']):02}" if parts.get("day") else ""
    written = f"{parts['year']}-{month:02}{day}"
    return written if dates.is_date(written) else None
