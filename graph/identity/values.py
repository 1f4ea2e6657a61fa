"""When two literals are one value: number and unit, day bounds, folded text.

A key begins with the kind of what it holds (`n:` number, `d:` days, `t:` text), so that values of two kinds never meet.
A key is short enough for an index: of a long text, its beginning and the hash of it all (`h:`).
"""

from __future__ import annotations

import hashlib
import re

from graph import dates
from graph.claim import Value
from graph.errors import ValueFormatError
from graph.identity.names import fold

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "m": 1e6, "mn": 1e6, "crore": 1e7,
    "billion": 1e9, "b": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12,
}
_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "₩": "KRW", "krw": "KRW", "won": "KRW", "¥": "JPY", "jpy": "JPY", "yen": "JPY", "₹": "INR", "inr": "INR",
    "rupee": "INR", "yuan": "CNY", "rmb": "CNY", "cny": "CNY", "renminbi": "CNY",
}
_WORD = re.compile(r"us\$|[$€£₩¥₹%]|[^\W\d_]+", re.IGNORECASE)
_NUMERIC = {"number", "money", "percentage", "duration"}
LONGEST = 400
"""Characters of a key: a PostgreSQL index holds 2,700 bytes of a row, a code point has up to four."""

_KEPT = 200


def normalise(value: Value) -> str:
    """The key by which two literals are compared.

    >>> normalise(Value("$34 million", "money")) == normalise(Value("34,000,000 dollars", "money"))
    True
    """
    if value.datatype == "date":
        return _date_key(value.value) or _text_key(value.value)
    if value.datatype in _NUMERIC:
        return _number_key(value.value) or _text_key(value.value)
    return _text_key(value.value)


def _text_key(text: str) -> str:
    folded = fold(text)
    if len(folded) <= LONGEST:
        return "t:" + folded
    return f"h:{folded[:_KEPT]}:{hashlib.sha256(folded.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def number(text: str) -> tuple[float, str] | None:
    """The first number of a text with its scale worked in, and its unit (`USD`, `%`, `minute`, or none)."""
    found = _NUMBER.search(text)
    if not found:
        return None
    amount = float(found.group().replace(",", ""))
    unit = ""
    words = [word.casefold() for word in _WORD.findall(text[: found.start()])[-1:] + _WORD.findall(text[found.end():])[:3]]
    for word in words:
        singular = word[:-1] if len(word) > 3 and word.endswith("s") else word
        if word in _SCALES or singular in _SCALES:
            amount *= _SCALES.get(word) or _SCALES[singular]
        elif not unit and (currency := _CURRENCIES.get(word) or _CURRENCIES.get(singular)):
            unit = currency
        elif not unit and (word == "%" or singular in ("percent", "per")):
            unit = "%"
        elif not unit and singular in ("second", "minute", "hour", "day", "week", "month", "year"):
            unit = singular
    return amount, unit


def _number_key(text: str) -> str | None:
    read = number(text)
    return f"n:{read[0]:.12g} {read[1]}".rstrip() if read else None


def _date_key(text: str) -> str | None:
    try:
        bounds = dates.parse(text)
    except ValueFormatError:
        return None
    return f"d:{bounds.earliest or '..'}/{bounds.latest or '..'}"
