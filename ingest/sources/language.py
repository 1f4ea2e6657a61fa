"""Which language a text is in: what can't be read is said to be skipped.

English shows by its small words; only where few of them stand is a classifier asked. A text that is too short to tell, or a list of
names, counts as English: names in other scripts and languages are read where they stand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from ingest.sources.content import Item, Skipped

_SMALL_TEXT = (
    "a about after all also an and are as at be been but by can for from had has have he her his how i if in into is it its more most new "
    "not of on one or our out over says she so than that the their them there they this to up was we were what when which who will with "
    "would you your")
_SMALL = frozenset(_SMALL_TEXT.split())
"""Small English words; those that are small words of other languages too ("a", "as", "is", "in") are outweighed there."""
_WORD = re.compile(r"[^\W\d_]+")
_PART = 4000
_ENGLISH = 0.14
"""From this share of small words on a text is English; in Danish, which comes nearest, it is about 0.12."""
_AHEAD, _AHEAD_EACH = 40.0, 6.0
"""How far the score of another language must lie above that of English: in all, and for the square root of the bytes. Lists of names
come to 15, a sentence of ten words in another language to 70."""
_LEAST = 12
"""Words that a text must have for anything to be told of it."""
_LEAST_LETTERS = 60


def language_of(text: str) -> str:
    """The code of a text's language ("en", "de", …): of its beginning and its middle."""
    middle = max(len(text) // 2, _PART)
    sample = text[:_PART] + "\n" + text[middle:middle + _PART]
    words = [word.casefold() for word in _WORD.findall(sample)]
    share = sum(word in _SMALL for word in words) / len(words) if words else 1.0
    if share >= _ENGLISH or (len(words) < _LEAST and sum(map(len, words)) < _LEAST_LETTERS):
        return "en"
    return _classified(sample)


def only(items: Iterable[Item], language: str = "en") -> Iterator[Item]:
    """The items, those in other languages as skipped; `any` lets all pass."""
    for item in items:
        if not isinstance(item, Skipped) and language != "any" and (told := language_of(item.document.text or "")) != language:
            yield Skipped(item.document.source, f"language {told} (only English is read; --language any reads it all the same)")
        else:
            yield item


def _classified(sample: str) -> str:
    import py3langid  # type: ignore[import-untyped]

    scores: list[tuple[str, float]] = py3langid.rank(sample)
    best, score = scores[0]
    ahead = score - dict(scores)["en"]
    return best if ahead > max(_AHEAD, _AHEAD_EACH * math.sqrt(len(sample.encode("utf-8", "surrogatepass")))) else "en"
