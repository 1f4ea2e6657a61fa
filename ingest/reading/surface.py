"""Surface: a place of a matched frame that the parse leaves empty, filled by the order of words and the types it takes.

Parsers lose long lists, gaps and what stands far from its verb. Where one side of a relation is found and the other isn't, a
name of a fitting type where the function would stand (after *by*, after the preposition, before the verb) fills it. A company
is taken for the doer only where it is the only one before the verb.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.entity import COMPANY_TYPES
from ingest.reading.frames import Match, is_verb
from ingest.reading.parse import Sentence, Token

_FINITE = {"VBZ", "VBD", "VBP", "MD"}
_STOP = {";", ":", "?", "!"}
_REACH = 24


def nearby(place: str, match: Match, sentence: Sentence, allowed: frozenset[str], taken: Iterable[Token]) -> list[Token]:
    """The names that a place may hold, by the first of its functions that finds any."""
    used = {id(token) for token in taken}
    if match.line.kind not in ("verb", "noun", "agent") or not 0 <= match.trigger.i < len(sentence.tokens):
        return []
    if place == match.line.self_place:
        return [token for token in _apposed(sentence.tokens, match.trigger.i, allowed) if id(token) not in used]
    for function in match.line.places.get(place, ()):
        *way, last = function.split("/")
        if any(step not in ("obj", "attr", "acomp", "oprd") for step in way):
            continue
        found = [token for token in _names(last, bool(way), match, sentence, allowed) if id(token) not in used]
        if found:
            return found
    return []


def _names(function: str, inner: bool, match: Match, sentence: Sentence, allowed: frozenset[str]) -> list[Token]:
    tokens, at = sentence.tokens, match.trigger.i
    passive = match.clause is not None and match.clause.passive and is_verb(match.trigger)
    if function.startswith("pp:"):
        return _after_preposition(function[3:], tokens, at, allowed)
    if inner or not is_verb(match.trigger):
        return []
    if function == "subj" and passive:
        return _after_preposition("by", tokens, at, allowed)
    if function == "subj" or (function == "obj" and passive):
        return _before(tokens, at, allowed)
    if function == "obj":
        return _behind(tokens, at, allowed)
    return []


def _apposed(tokens: Sequence[Token], at: int, allowed: frozenset[str]) -> list[Token]:
    """*…, X, chief executive of Y, …* in a list that the parser has lost: the name before the comma before the noun."""
    for number in range(at - 1, max(0, at - 6), -1):
        token = tokens[number]
        if token.text == ",":
            return [tokens[number - 1]] if tokens[number - 1].type in allowed else []
        if token.type or token.tag not in ("NN", "NNP", "JJ", "DT", "CC", "VBG", "HYPH", "NNS", "RB"):
            return []
    return []


def _after_preposition(word: str, tokens: Sequence[Token], at: int, allowed: frozenset[str]) -> list[Token]:
    for token in _clause_right(tokens, at):
        if tokens[at].type and (token.i > at + 2 or (token.i == at + 2 and tokens[at + 1].text not in (",", "("))):
            return []
        if (
            not tokens[at].type
            and not is_verb(tokens[at])
            and (token.text in (",", "(") or (token.tag.startswith("VB") and not token.type))
        ):
            return []
        if token.lower == word and not token.type:
            if token.i - 1 != at and tokens[token.i - 1].tag.startswith("VB") and not is_verb(tokens[at]):
                return []
            return _row(tokens, token.i + 1, allowed)
    return []


def _behind(tokens: Sequence[Token], at: int, allowed: frozenset[str]) -> list[Token]:
    start = at + 1
    while (
        start < len(tokens)
        and not tokens[start].type
        and (
            tokens[start].dep == "prt"
            or tokens[start].tag in ("RP", "RB")
            or (tokens[start].lower in ("on", "out", "up", "over", "off") and tokens[start].head is tokens[at])
        )
    ):
        start += 1
    return _row(tokens, start, allowed)


def _row(tokens: Sequence[Token], start: int, allowed: frozenset[str]) -> list[Token]:
    """The name at the head of the noun phrase that starts here, with those of its type that are listed with it."""
    found: list[Token] = []
    for number in range(start, min(start + 40, len(tokens))):
        token = tokens[number]
        if token.type in allowed and not _owner(tokens, number):
            found.append(token)
        elif (
            (token.type and found and token.type not in ("Genre", "Format", "Region"))
            or (
                not token.type
                and (token.tag in (*_FINITE, "IN", "WDT", "WP", "TO", "VBN", "VBG", "CC", "-LRB-") or token.text in ".;:(")
                and (not found or token.lower not in ("and", "&", "or"))
            )
            or (found and not token.type and token.lower not in (",", "and", "&", "or", "'s"))
        ):
            break
    return found


def _owner(tokens: Sequence[Token], number: int) -> bool:
    return number + 1 < len(tokens) and tokens[number + 1].lower in ("'s", "’s", "'", "’")


def _before(tokens: Sequence[Token], at: int, allowed: frozenset[str]) -> list[Token]:
    found: list[Token] = []
    for number in range(at - 1, max(-1, at - _REACH), -1):
        token = tokens[number]
        if token.text in _STOP:
            break
        if token.type in allowed and not _owner(tokens, number) and (number == 0 or tokens[number - 1].tag != "IN"):
            found.append(token)
    if not found:
        return []
    nearest = found[0]
    if nearest.type in COMPANY_TYPES and len({token.entity or token.text for token in found if token.type in COMPANY_TYPES}) > 1:
        return []
    row = [nearest]
    for token in found[1:]:
        between = tokens[token.i + 1 : row[-1].i]
        if token.type != nearest.type or any(part.lower not in (",", "and", "&") for part in between):
            break
        row.append(token)
    return row[::-1]


def _clause_right(tokens: Sequence[Token], at: int) -> Iterator[Token]:
    for token in tokens[at + 1 : at + _REACH]:
        if not token.type and (token.text in _STOP or token.tag in ("WDT", "WP", *_FINITE)):
            return
        yield token
