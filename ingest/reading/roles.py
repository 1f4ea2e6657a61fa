"""Roles that the words of a clause tell without a frame placing them: whom somebody plays, what for, of what, as what, which kind.

What the trigger itself says goes first (*created* → creator, *keynote* → keynote), then what hangs on it by *as*, *of*, *for*.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.claim import Value
from ingest.reading.frames import Match, is_verb
from ingest.reading.parse import Token

Told = tuple[str, str, int, int]
"""A role, its text, and where that stands."""

_PLAYING = {"play", "portray", "voice", "embody", "impersonate"}
_PARTS = {"role", "part"}
_LEADS = {"lead", "headline"}
_CAST = {"lead", "host", "heroine", "hero", "villain", "narrator", "presenter", "protagonist", "co-lead", "co-star"}
_TAKING_PART = {
    "speak": "speaker", "exhibit": "exhibitor", "pitch": "pitching", "moderate": "moderator", "keynote": "keynote",
    "perform": "performer",
    "premiere": "premiere", "compete": "competition", "host": "host", "booth": "exhibitor", "stand": "exhibitor", "premier": "premiere",
    "speech": "speaker", "talk": "speaker", "panel": "panellist", "jury": "juror", "lecture": "speaker", "workshop": "workshop",
    "competition": "competition", "address": "speaker", "explain": "speaker", "argue": "speaker", "speaker": "speaker",
    "exhibitor": "exhibitor", "keynoter": "keynote", "panellist": "panellist", "panelist": "panellist",
}
_WRITING = {"create": "creator", "compose": "composer", "author": "author", "pen": "writer"}
_WRITERS = {"author", "creator", "composer", "showrunner", "screenwriter", "novelist", "co-creator"}
_BOOKS = {"novel", "book", "memoir", "webtoon", "play", "comic", "manga", "story", "trilogy", "biography"}
_POSTS = {"chair": "chair", "manage": "manager", "direct": "director", "edit": "editor", "coach": "coach", "preside": "president"}
_KINDS = {"sequel", "remake", "spin-off", "spinoff", "prequel", "version", "reboot", "continuation", "offshoot", "reimagining"}
_SOURCES = _BOOKS | {"film", "podcast", "game", "song", "series", "drama"}
_WORK = {
    "cut": "editing", "edit": "editing", "grade": "colour grading", "translate": "translation", "dub": "dubbing", "subtitle": "subtitling",
}


def told(match: Match, text: str) -> Iterator[Told]:
    """The roles that the clause of a match tells, the surest first."""
    reader = _READERS.get(match.line.relation)
    if reader is not None:
        yield from reader(match, text)


def _at(role: str, value: str, token: Token) -> Told:
    return role, value, token.start, token.end


def _phrase(role: str, token: Token, text: str) -> Told:
    """A noun with what stands before it and what *of* adds."""
    kept = [token]
    for child in token.children:
        before = child.i < token.i and child.dep in ("det", "amod", "compound", "poss", "nummod", "nmod", "case")
        if before or (child.dep == "prep" and child.lower == "of"):
            kept += child.subtree()
    start, end = min(part.start for part in kept), max(part.end for part in kept)
    return role, text[start:end], start, end


def _clause(role: str, token: Token, text: str) -> Told:
    below = token.subtree()
    return role, text[below[0].start : below[-1].end], below[0].start, below[-1].end


def _prepositional(token: Token, *names: str) -> Iterator[Token]:
    """What hangs on a word by one of some prepositions, without a name of its own."""
    for preposition in token.kids("prep", "dative"):
        if preposition.lower in names:
            yield from (child for child in preposition.kids("pobj", "pcomp") if not child.type)


def _cast(match: Match, text: str) -> Iterator[Told]:
    trigger = match.trigger
    if is_verb(trigger):
        if trigger.lemma in _PLAYING:
            yield from (_phrase("role", token, text) for token in trigger.kids("dobj") if not token.type and token.tag != "PRP")
        yield from (_phrase("role", token, text) for token in _prepositional(trigger, "as") if token.tag.startswith("NN"))
        for noun in trigger.kids("dobj"):
            if noun.lemma in _PARTS:
                yield from (_phrase("role", token, text) for token in _prepositional(noun, "of"))
        if trigger.lemma in _LEADS:
            yield _at("role", "lead", trigger)
    if trigger.lemma in _PARTS:
        yield from (_phrase("role", token, text) for token in _prepositional(trigger, "of"))
    elif trigger.lemma in _CAST:
        modifier = next((child for child in trigger.lefts if child.lower in ("male", "female")), trigger)
        yield "role", text[modifier.start : trigger.start + len(trigger.lemma)], modifier.start, trigger.end


def _taking_part(match: Match, _text: str) -> Iterator[Told]:
    trigger = match.trigger
    for token in (trigger, *trigger.kids("dobj")):
        if (role := _TAKING_PART.get(token.lemma)) is not None:
            yield _at("role", role, token)


def _writing(match: Match, _text: str) -> Iterator[Told]:
    trigger = match.trigger
    if (role := _WRITING.get(trigger.lemma)) is not None and is_verb(trigger):
        yield _at("role", role, trigger)
    elif match.line.kind == "agent" and trigger.lemma in _WRITERS:
        yield _at("role", "author" if trigger.lemma == "novelist" else trigger.lemma, trigger)
    elif match.line.kind == "noun" and trigger.lemma in _BOOKS:
        yield _at("role", "author", trigger)


def _accusing(match: Match, text: str) -> Iterator[Told]:
    for token in (match.trigger, *match.trigger.kids("dobj")):
        for inner in _prepositional(token, "of", "over", "for", "about"):
            yield _clause("of", inner, text)


def _using(match: Match, text: str) -> Iterator[Told]:
    trigger = match.trigger
    for inner in _prepositional(trigger, "for"):
        if inner.tag.startswith("NN") or inner.tag == "VBG":
            yield _phrase("for", inner, text)
    if is_verb(trigger) and trigger.lemma in _WORK:
        yield _at("for", _WORK[trigger.lemma], trigger)


def _holding(match: Match, _text: str) -> Iterator[Told]:
    trigger = match.trigger
    if match.line.kind != "verb":
        return
    if any(noun.lemma == "board" for noun in (*trigger.kids("dobj"), *_prepositional(trigger, "on", "to", "of"))):
        yield _at("role", "board member", trigger)
    elif (post := _POSTS.get(trigger.lemma)) is not None and not trigger.kids("prt"):
        yield _at("role", post, trigger)


def _adapting(match: Match, text: str) -> Iterator[Told]:
    trigger = match.trigger
    if trigger.lemma in _KINDS or (is_verb(trigger) and trigger.lemma in ("remake", "reboot")):
        yield _at("kind", trigger.lemma, trigger)
        return
    for token in match.slots.get("object", ()):
        beside = [*token.lefts, *token.kids("appos"), *([token.head] if token.dep == "appos" else [])]
        for noun in beside:
            if not noun.type and noun.lemma in _SOURCES:
                before = next((child for child in noun.lefts if child.lower == "web"), noun)
                yield "kind", text[before.start : noun.end], before.start, noun.end


_CONTENT = {"library", "catalogue", "catalog", "right", "rights", "asset", "archive", "back-catalogue"}


def _acquiring(match: Match, text: str) -> Iterator[Told]:
    """*bought the film rights to T*, *took over the library of X*: what of it."""
    tokens = [*match.trigger.kids("dobj", "nsubjpass"), match.trigger]
    tokens += [inner for token in tokens for inner in _prepositional(token, "of")]
    for token in tokens:
        if token.lemma in _CONTENT and not is_verb(token):
            first = next((child for child in token.lefts if child.dep in ("amod", "compound") and not child.type), token)
            yield "content", text[first.start : token.end], first.start, token.end


_READERS = {
    "acquires": _acquiring,
    "stars_in": _cast,
    "takes_part_in": _taking_part,
    "writes": _writing,
    "accuses": _accusing,
    "uses_tool": _using,
    "holds_role": _holding,
    "adapted_from": _adapting,
}


def value(text: str) -> Value:
    """The text of a role as a value."""
    return Value(" ".join(text.split()), "text")
