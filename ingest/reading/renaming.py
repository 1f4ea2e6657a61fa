"""Renaming: two names of one thing side by side: *X, formerly Y*, *Y (now X)*, *X used to be called Y*, *Y, since renamed X*.

Read off the words between two names of one kind, which say which is the older. Where both are known as one entity, the new name
is told as a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.claim import Value
from graph.entity import COMPANY_TYPES
from ingest.reading.anaphora import Filler, filler_of
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.parse import Sentence, Token

RULE = "renamed_to.apposition.1"
_QUOTE = r"[\"“‘']?$"
_BACK = re.compile(
    r"[\s,(–—-]*(?:an? \w+ |the \w+ )?(?:which |that )?(?:(?:is|was|were|had been|has been) )?"
    r"(?:formerly|previously|originally|once|initially|earlier|until (?:recently|then|(?:\w+ )?\d{4}|last \w+))[, ]+"
    rf"(?:known|called|named|trading|launched|operating|founded)?(?: ?as| ?under the name(?: of)?)? ?{_QUOTE}", re.I
)
_USED = re.compile(rf"[\s,(]*(?:which |that )?(?:used to be|had been|was|was (?:first|then|once)) (?:called|known as|named) {_QUOTE}", re.I)
_AHEAD = re.compile(
    r"[\s,(–—-]*(?:which |that )?(?:(?:is|was|has|were|and) )?(?:since |later |now |today |then |subsequently |been )*"
    rf"(?:(?:now|since)|(?:known as|called|renamed|rebranded|rechristened|restyled)(?: as| to)?) {_QUOTE}", re.I
)
_CUE = re.compile(r"\bnow\b|\btoday\b|renamed|rebranded|rechristened|restyled", re.I)


def drafts(sentence: Sentence, text: str) -> Iterator[Draft]:
    """The changes of name that a sentence tells by two names side by side."""
    named = [token for token in sentence.own if token.type and token.type not in ("Region", "Format", "Genre")]
    for first, second in pairwise(named):
        between = text[first.end : second.start]
        if len(between) > 60 or not _alike(first, second) or _owns(second, sentence):
            continue
        if _BACK.fullmatch(between) or _USED.fullmatch(between):
            yield _draft(second, first, sentence)
        elif _AHEAD.fullmatch(between) and _CUE.search(between):
            yield _draft(first, second, sentence)


def _alike(first: Token, second: Token) -> bool:
    both = {first.type, second.type}
    return both <= COMPANY_TYPES | {"Brand"} or both == {"Title"}


def _owns(token: Token, sentence: Sentence) -> bool:
    """*A, once B's partner*: what follows belongs to it."""
    after = sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else None
    return after is not None and (after.lower in ("'s", "'", "’s", "’") or after.pos in ("NOUN", "PROPN"))


def _draft(old: Token, new: Token, sentence: Sentence) -> Draft:
    older, newer = filler_of(old), filler_of(new)
    target: Filler | Value = newer if newer.name != older.name else Value(new.text, "text")
    return Draft(older, "renamed_to", target, (), (), Stance(), 0.85, RULE, sentence.start, sentence.end)
