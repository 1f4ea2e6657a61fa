"""The time that a question names: *as of 2020*, *published until March 2026*; *in 2025*, *this year* as the dates that lie within."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph import dates
from graph.claim import Value
from graph.errors import ValueFormatError
from queries.pattern import Filters, Literals

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_AS_OF = re.compile(r"\b(?:as of|as at) (\d{4}(?:-\d\d){0,2})\b", re.I)
_UNTIL = re.compile(r"\b(?:published|reported|written) (?:until|by|before) (\d{4}(?:-\d\d){0,2})\b", re.I)
_WITHIN = re.compile(rf"\b(?:(?:in|during)(?: the year)? (?:(?P<month>{'|'.join(MONTHS)}),? )?(?P<year>(?:19|20)\d\d)|"
                     r"(?P<near>this|last) year)\b(?! ?['’]s)", re.I)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a month of one, as a question says it (`text`)."""

    text: str
    year: int
    month: int | None = None

    def dates(self) -> Literals:
        """Every date that lies within, to each precision."""
        return Literals(tuple(Value(told, "date") for told in self._dates()))

    def _dates(self) -> Iterator[str]:
        if self.month is None:
            yield f"{self.year}"
        for month in (self.month,) if self.month else range(1, 13):
            yield f"{self.year}-{month:02}"
            first = dt.date(self.year, month, 1)
            yield from (str(first + dt.timedelta(day)) for day in range(31) if (first + dt.timedelta(day)).month == month)


def find(question: str, today: dt.date) -> tuple[str, Filters, Period | None]:
    """A question without what it says of time, the filters that this makes, and the period that it names."""
    question, filters = _filters(question)
    named = list(_WITHIN.finditer(question))
    if len(named) != 1 or filters != Filters():
        return question, filters, None
    told = named[0]
    rest = " ".join((question[:told.start()] + question[told.end():]).split()).strip(" ,")
    if told["near"]:
        return rest, filters, Period(told.group(), today.year - (told["near"].lower() == "last"))
    month = MONTHS.index(told["month"].lower()) + 1 if told["month"] else None
    return rest, filters, Period(told.group(), int(told["year"]), month)


def _filters(question: str) -> tuple[str, Filters]:
    filters = Filters()
    for pattern, name, last in ((_AS_OF, "as_of", False), (_UNTIL, "published_until", True)):
        if (found := pattern.search(question)) is not None:
            try:
                bounds = dates.parse(found.group(1))
            except ValueFormatError:
                continue
            day: dt.date | None = bounds.latest if last else bounds.earliest
            filters = replace(filters, as_of=day) if name == "as_of" else replace(filters, published_until=day)
            question = (question[:found.start()] + question[found.end():]).strip(" ,")
    return question, filters


def widest(values: Sequence[Value]) -> list[str]:
    """Values as one would say them: a date that lies within another one of them goes without saying."""
    told = [value.value for value in values]
    dated = {value.value for value in values if value.datatype == "date"}
    return [one for one in told if one[:4] == one or not {one[:4], one[:7]} & (dated - {one})]
