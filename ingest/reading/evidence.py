"""What a text says of a name's type: nouns beside it, endings, verbs, given names. Each clue is a vote with a weight."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.lexicon.places import Clues

Vote = tuple[str, float]

_BEFORE = re.compile(r"[\w&/+.'-]+")
_JOINT = re.compile(r"(?:,?[ ](?:such as|including|like|called|named|titled|dubbed|entitled|is|are|among them)|,|:)?[ ]*[\"'(«]*$")
_APPOSITION = re.compile(r"[\"')]?(?:[ ]\([^)\n]{1,60}\))?,?[\"']?(?P<joint>,|[ ](?:is|was|remains|becomes|became|are|were)(?:[ ]now)?|[ ]-)[ ]"
                         r"(?P<article>(?:an?|the|its|his|her|their|one of the|another|also a|now a)[ ])?(?P<phrase>[^,.;:()\n\"]{2,90})")
_STOP = re.compile(r"[ ](?:of|in|for|with|at|which|who|that|behind|from|to|on|and|or|run|founded|based|owned|whose|where|by|about|as|but|has|had|is|was|are|were|will|made|set|best|known|aimed|specialising|specializing|specialised|specialized|focused|operating|backed|led|launched|created|based|behind|between|since|under|into|offering|making|serving|when|while|said)\b")
_WORD = re.compile(r"[\w&/+'-]+")
_ROLE = re.compile(r"(?:'s|')?[ ](?:co-?)?(?:ceo|coo|cfo|cto|cmo|cco|chief (?:executive|operating|financial|technology|marketing|content|creative|product)|co-?founder|founder|chair(?:man|woman)?|president|vice president|managing director|executive|boss|head of|spokes(?:person|man|woman)|general manager|evp|svp|vp)\b", re.I)
_BACKED = re.compile(r"-(?:backed|owned|led|funded|based|affiliated)\b")
_WEIGHT = {"noun": 2.0, "apposition": 2.5, "beside": 1.0, "ending": 2.0, "given": 1.5, "role": 1.2}


def votes(plain: str, start: int, end: int, clues: Clues, *, block_end: int) -> Iterator[Vote]:
    """What the words around one mention say; the mention's own words are left to `own_votes`."""
    yield from _before(plain[max(0, start - 70):start], clues)
    yield from _after(plain[end:min(block_end, end + 130)], clues)


def own_votes(name: str, clues: Clues) -> Iterator[Vote]:
    """What a name says by itself: its last word, its first word."""
    words = name.split()
    if name.endswith("+"):
        yield "Platform", _WEIGHT["ending"]
    if len(words) < 2:
        return
    if type_ := clues.endings.get(words[-1].casefold().strip(".,")):
        yield type_, _WEIGHT["ending"]
    if len(words) <= 4 and words[0].casefold() in clues.given and words[-1][:1].isupper():
        yield "Person", _WEIGHT["given"]


def own_type(name: str, clues: Clues) -> str | None:
    """The type that a name's own words show, if they show one."""
    return next((type_ for type_, _ in own_votes(name, clues)), None)


def _before(text: str, clues: Clues) -> Iterator[Vote]:
    joint = _JOINT.search(text)
    told = text[:joint.start()] if joint else text
    listed = bool(joint and joint.group().strip(" \"'(«"))
    words = [word.casefold() for word in _BEFORE.findall(told)[-4:]]
    if told[-1:] and not (told[-1].isalnum() or told[-1] in ".'"):
        return
    for length in (3, 2, 1):
        if len(words) >= length and (type_ := noun(" ".join(words[-length:]), clues)):
            if not (listed and joint and joint.group().strip().startswith((",", ":")) and not joint.group().strip(" ,:\"'(«")):
                yield type_, _WEIGHT["noun"]
            break
    if listed:
        return
    for length in (4, 3, 2, 1):
        if len(words) >= length and (type_ := clues.before.get(" ".join(words[-length:]))):
            yield type_, _WEIGHT["beside"]
            return


def _after(text: str, clues: Clues) -> Iterator[Vote]:
    if _ROLE.match(text):
        yield "Organization", _WEIGHT["role"]
    if _BACKED.match(text):
        yield "Organization", 0.4
    if found := _APPOSITION.match(text):
        yield from _apposition(found, clues)
    words = [word.casefold() for word in _WORD.findall(text[:40])[:3]]
    if text[:1] == " " or text[:2] in ('" ', "' "):
        for length in (3, 2, 1):
            if len(words) >= length and (type_ := clues.after.get(" ".join(words[:length]))):
                yield type_, _WEIGHT["beside"]
                return


def _apposition(found: re.Match[str], clues: Clues) -> Iterator[Vote]:
    phrase = found["phrase"]
    stop = _STOP.search(phrase)
    head = _WORD.findall(phrase[:stop.start()] if stop else phrase)
    if not found["article"] and (found["joint"] != "," or (head and head[0][:1].isupper() and head[0] not in ("CEO", "COO", "CFO", "CTO"))):
        return
    words = [word.casefold() for word in head]
    for length in (3, 2, 1):
        if len(words) >= length and (type_ := noun(" ".join(words[-length:]), clues)):
            if found["article"] or type_ == "Person":
                yield type_, _WEIGHT["apposition"]
            return


def noun(phrase: str, clues: Clues) -> str | None:
    """The type that a class noun stands for, in the singular or with a plural s."""
    if type_ := clues.nouns.get(phrase):
        return type_
    if phrase.endswith("ies"):
        return clues.nouns.get(phrase[:-3] + "y")
    return clues.nouns.get(phrase[:-1]) if phrase.endswith("s") else None
