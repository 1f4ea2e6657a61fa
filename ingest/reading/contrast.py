"""Contrast: names that are set against another in its place: *A, not B*, *not by A but by B*, *A rather than B*.

What a sentence tells of the one is denied of the other, or told where the first is denied. Read off the row of words: parsers
take the second name for an apposition, or lose it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.entity import COMPANY_TYPES
from ingest.reading.anaphora import Filler, filler_of
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.parse import Sentence, Token

RULE = "contrast"
_TRUST = 0.8
_PHRASE = {"the", "a", "an", "by", "on", "in", "from", "for", "to", "with", "of", "at", "as", "its", ","} | {
    "app", "series", "studio", "agency", "company"}
_AWAY = (("not",), ("and", "not"), ("but", "not"), ("though", "not"), ("rather", "than"), ("instead", "of"))
_CLOSED = {",", ".", ";", ")", "-", "–", "—", ":", "that", "who", "which", "and", "but", "as", "is", "was", "has", "did", "''", "”", '"'}


def drafts(sentence: Sentence, said: Sequence[Draft]) -> Iterator[Draft]:
    """What is denied of the names set against those that the sentence tells something of, or told of them instead."""
    tokens = sentence.tokens
    known = {(draft.subject.name, draft.predicate, _object(draft)) for draft in said}
    for draft in said:
        for place, filler in (("subject", draft.subject), ("object", draft.object)):
            if not isinstance(filler, Filler) or filler.via not in ("name", "surface"):
                continue
            for other in _set_against(filler, tokens, denied=draft.stance.polarity == "negative"):
                made = _instead(draft, place, other)
                if made is not None and (made.subject.name, made.predicate, _object(made)) not in known:
                    yield made


def _object(draft: Draft) -> str:
    return draft.object.name if isinstance(draft.object, Filler) else draft.object.value


def _set_against(filler: Filler, tokens: Sequence[Token], *, denied: bool) -> Iterator[Filler]:
    """*A, not B* where A holds; B in *not A but B* where A is denied."""
    name = next((token for token in tokens if token.start == filler.start), None)
    if name is None:
        return
    at = name.i + 1
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
    if denied:
        heads: tuple[tuple[str, ...], ...] = (("but",),)
        if not any(token.lower in ("not", "n't") for token in tokens[max(0, name.i - 6) : name.i]):
            return
    else:
        heads = _AWAY
    for words in heads:
        if tuple(token.lower for token in tokens[at : at + len(words)]) == words:
            yield from _names(tokens, at + len(words), name)
            return


def _names(tokens: Sequence[Token], at: int, name: Token) -> Iterator[Filler]:
    """The name or names after the words of contrast, of the same kind, up to where their phrase closes."""
    while at < len(tokens) and not tokens[at].type and tokens[at].lower in _PHRASE:
        at += 1
    while at < len(tokens) and _alike(tokens[at], name):
        after = tokens[at + 1].lower if at + 1 < len(tokens) else "."
        joined = after in ("and", "or", "nor") and at + 2 < len(tokens) and _alike(tokens[at + 2], name)
        if not joined and after not in _CLOSED:
            return
        yield filler_of(tokens[at])
        at += 2 if joined else len(tokens)


def _alike(token: Token, name: Token) -> bool:
    return bool(token.type) and (token.type == name.type or {token.type, name.type} <= COMPANY_TYPES)


def _instead(draft: Draft, place: str, other: Filler) -> Draft | None:
    stance = Stance() if draft.stance.polarity == "negative" else Stance("negative")
    object_name = _object(draft)
    if other.name in (draft.subject.name, object_name):
        return None
    if place == "object" and isinstance(draft.object, Filler):
        made = replace(draft, object=replace(other, type=draft.object.type))
    else:
        made = replace(draft, subject=replace(other, type=draft.subject.type))
    return replace(made, stance=stance, confidence=round(_TRUST * draft.confidence, 4), rule=f"{draft.predicate}.{RULE}.1")
