"""When two spellings are one name (the only folding function of the house)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import takewhile

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_NOT_WORD = re.compile(r"[^\w&+$%]+")
_POINTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u200d\ufe00-\ufe0f]+")
"""Accents, the vowel points of Hebrew and Arabic, and what only alters a glyph. The vowel signs of Indic scripts tell words apart."""
_ARTICLE = re.compile(r"^(?:the|an?) (?=.)")
_SUFFIX = re.compile(r" (?:inc|incorporated|ltd|limited|llc|llp|plc|gmbh|co|corp|corporation|pte|pvt|pty|sa|ag|kk)$")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name without case, accents, punctuation, leading article and company suffix; never empty for a non-empty name.

    >>> fold("The Salt Rose Affair") == fold("salt rose affair")
    True
    >>> fold("Larkmedia Co., Ltd.")
    'larkmedia'
    """
    folded = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES)).casefold()
    folded = unicodedata.normalize("NFC", _POINTS.sub("", folded)).replace("'", "")
    plain = _NOT_WORD.sub(_apart, folded).strip()
    if not plain:
        return " ".join(name.split()) or name
    plain = _ARTICLE.sub("", plain)
    while (shorter := _SUFFIX.sub("", plain)) != plain:
        plain = shorter
    return plain


def _apart(found: re.Match[str]) -> str:
    """What stands for characters that `re` takes for no letters: a space; but marks stay with the letter before them."""
    told = found.group()
    if told.isascii() or not found.start():
        return " "
    marks = "".join(takewhile(lambda c: unicodedata.category(c).startswith("M"), told))
    return marks if marks == told else marks + " "


def sort_key(name: str) -> str:
    """What names are ordered by: the folded name, compared by code point on every engine."""
    return fold(name)
