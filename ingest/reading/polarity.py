"""Polarity: whether a match is said to hold or not: negated and denying verbs, *without*, *barred from*, *no*, *none of the three*.

Of a noun for an event (*the deal was not renewed*) only such a verb denies the event as says that it takes place. What is no longer so
was so once, but for a market in which an app is no longer offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.lexicon.words import words
from ingest.reading.frames import Match, is_verb
from ingest.reading.governors import Governor
from ingest.reading.parse import Token

_ALSO = {"only", "just", "merely", "solely", "simply", "exclusively"}
_HELD_NOW = frozenset({"available_in"})
"""Relations that say what holds now: what is no longer so isn't."""
_APART = frozenset({"accuses", "reports_on", "wins_award", "regulates"})
"""Relations told by nouns for acts of speech: what becomes of a complaint doesn't undo it."""


def denied(match: Match, above: Sequence[Governor]) -> bool:
    """Whether what a match says is denied by the words above it or by its arguments."""
    count = sum(_denies(governor, match) for governor in above)
    negative = count % 2 == 1 or _negative_arguments(match)
    return not negative if match.line.polarity == "negative" else negative


def ended(match: Match, above: Iterable[Governor]) -> bool:
    """*no longer carries it*, *doesn't use it any more*: it did once."""
    return match.line.relation not in _HELD_NOW and any(_no_longer(governor.token) for governor in above if governor.verb)


def _denies(governor: Governor, match: Match) -> bool:
    token, trigger, cues = governor.token, match.trigger, words().modality
    if not governor.verb:
        if token is trigger:
            return False
        return token.lemma in cues.negative_nouns or any(child.lower == "no" for child in token.children)
    if governor.by in cues.negative_prepositions or (governor.by == "from" and token.lemma in cues.kept_from):
        return True
    if (governor.by == "against" and token.lemma in ("decide", "vote", "rule", "advise", "opt")) or governor.by == "short":
        return True
    event = not is_verb(trigger)
    if _negated(token):
        return not event or (match.line.relation not in _APART and token.lemma in words().light | cues.taking_place)
    if token is trigger:
        return False
    if token.lemma == "have" and any(child.lower == "yet" for child in token.children) and governor.by == "content":
        return governor.below is not None and governor.below.tag == "VB"
    return (not event or match.line.relation not in _APART) and denying(token)


def denying(verb: Token) -> bool:
    """Whether a verb denies what it governs: *refuse*, *call off*, *come to nothing*."""
    cues = words().modality.negative_verbs
    if verb.lemma in cues:
        return True
    beside = [child.lower for child in verb.children if child.dep in ("prt", "advmod", "prep") and child.i > verb.i]
    return any(f"{verb.lemma} {word}" in cues for word in beside) or (verb.lemma == "come" and _to_nothing(verb))


def _to_nothing(verb: Token) -> bool:
    return any(noun.lower in ("nothing", "naught", "nought") for preposition in verb.kids("prep") for noun in preposition.kids("pobj"))


def _negated(verb: Token) -> bool:
    for child in verb.children:
        if child.dep != "neg" and child.lower not in ("never", "not", "n't"):
            continue
        if child.i > verb.i and verb.lemma not in ("be", "do", "have", "will"):
            continue  # *offers X and not Y*
        return not any(token.i == child.i + 1 and token.lower in _ALSO for token in verb.subtree())
    return _no_longer(verb) or any(child.lower in ("none", "nobody", "neither") for child in verb.kids("nsubj", "nsubjpass"))


def _no_longer(verb: Token) -> bool:
    near = [child.lower for child in verb.subtree() if abs(child.i - verb.i) <= 6]
    return any(
        (first == "no" and second == "longer") or (first == "any" and second in ("more", "longer")) or second == "anymore"
        for first, second in pairwise(near)
    )


def _negative_arguments(match: Match) -> bool:
    """*no app*, *neither company*, *has no stake in X*: a negative word on an argument, or on what it hangs below."""
    cues = words().modality.negative_determiners
    for place in ("subject", "object"):
        for current in match.slots.get(place, ())[:1]:  # what follows in a row is looked at name by name (`excepted`)
            for _ in range(5):
                if any(child.lower in cues and child.dep in ("det", "preconj", "cc", "neg") for child in current.children):
                    return True
                if current.is_root or current is match.trigger or is_verb(current.head) or current.head is match.trigger:
                    break
                current = current.head
    trigger = match.trigger
    return not is_verb(trigger) and any(child.lower == "no" for child in trigger.children)


_EXCEPT = {"except", "excluding", "excepting", "bar", "barring", "without", "instead"}
_LEADING = {"the", "a", "an", "in", "by", "from", "for", "on", "to", "with", "at", "of", "as", "app", "series", "studio", "any", "its"}
_SET_AGAINST = {",", "and", "(", "-", "–", "—", "though", "but", "although"}


def excepted(start: int, tokens: Sequence[Token]) -> bool:
    """Whether a name is left out or only set against another: *everywhere except in R*, *made by A and not, as we wrote, by B*."""
    at = _before_name(start, tokens)
    if at > 0 and tokens[at].text == ",":
        opens = next((number for number in range(at - 1, max(-1, at - 7), -1) if tokens[number].text == ","), at)
        if opens > 0 and tokens[opens - 1].lower == "not" and not any(token.type for token in tokens[opens:at]):
            at = opens - 1
    if at < 0:
        return False
    word, before = tokens[at].lower, tokens[at - 1].lower if at else ""
    if word in _EXCEPT or (word == "for" and before == "except") or (word == "than" and before in ("rather", "other")):
        return True
    if word == "exception" or (word == "of" and before == "exception"):
        return True
    if word == "no" and before in (",", "but", "and", ";", "yet", "though"):
        return True
    if word != "not" or not at:
        return False
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return after not in _ALSO and (before in _SET_AGAINST or _not_but(at, tokens))


def instead(start: int, tokens: Sequence[Token]) -> bool:
    """*isn't on A but on B*: whether a name stands in the place of another that is denied."""
    at = _before_name(start, tokens)
    return at > 1 and tokens[at].lower == "but" and (tokens[at - 1].type != "" or tokens[at - 1].text == ",")


def _not_but(at: int, tokens: Sequence[Token]) -> bool:
    """*produced not by A but by B*."""
    helping = ("did", "does", "do", "is", "was", "has", "had")
    return any(token.lower == "but" for token in tokens[at + 2 : at + 7]) and tokens[at - 1].lower not in helping


def _before_name(start: int, tokens: Sequence[Token]) -> int:
    """The position of the last word before a name and what leads up to it: articles, prepositions, names it is coordinated with."""
    at = next((token.i for token in tokens if token.start == start), -1) - 1
    while at >= 0 and (
        tokens[at].lower in _LEADING
        or (tokens[at].type and at + 1 < len(tokens) and tokens[at + 1].lower in ("and", "or"))
        or (tokens[at].lower in ("and", "or") and at and tokens[at - 1].type)
    ):
        at -= 1
    return at
