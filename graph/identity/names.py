"""When two spellings are one name (the only folding function of the house)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_NOT_WORD = re.compile(r"[^\w&+$%]+")
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
    folded = "".join(c for c in folded if not unicodedata.combining(c) or ord(c) > 0x36F)
    folded = unicodedata.normalize("NFC", folded).replace("'", "")
    plain = _NOT_WORD.sub(" ", folded).strip()
    if not plain:
        return " ".join(name.split()) or name
    plain = _ARTICLE.sub("", plain)
    while (shorter := _SUFFIX.sub("", plain)) != plain:
        plain = shorter
    return plain


def sort_key(name: str) -> str:
    """What names are ordered by: the folded name, compared by code point on every engine."""
    return fold(name)
