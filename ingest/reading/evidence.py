"""What a text says of a name's type: nouns beside it, endings, verbs, given names, and the words around it.

A clue is a short string (`noun:Studio`, `ending:Event`, `<1 starring`); `ingest.reading.kinds` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.lexicon.places import Clues
from ingest.reading.titles import text_is_foreign

RULES = {"apposition": 2.5, "noun": 2.0, "ending": 2.0, "given": 1.5, "role": 1.2, "beside": 1.0}
"""Clues that name a type, and how much each is worth before anything is learnt."""

_BEFORE = re.compile(r"[\w&/+.'-]+")
_JOINT = re.compile(r"(?:,?[ ](?:such as|including|like|called|named|titled|dubbed|entitled|is|are|among them)|,|:)?[ ]*[\"'(«]*$")
_APPOSITION = re.compile(
    r"[\"')]?(?:[ ]\([^)\n]{1,60}\))?,?[\"']?(?P<joint>,|[ ](?:is|was|remains|becomes|became|are|were)(?:[ ]now)?|[ ]-)[ ]"
    r"(?P<article>(?:an?|the|its|his|her|their|one of the|another|also a|now a)[ ])?(?P<phrase>[^,.;:()\n\"]{2,90})")
_STOP = re.compile(
    r"[ ](?:of|in|for|with|at|which|who|that|behind|from|to|on|and|or|run|founded|based|owned|whose|where|by|about|as|but|has|had|"
    r"is|was|are|were|will|made|set|best|known|aimed|speciali[sz]ing|speciali[sz]ed|focused|operating|backed|led|launched|created|between|since|under|"
    r"into|offering|making|serving|when|while|said)\b")
_WORD = re.compile(r"[\w&/+'-]+")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PLAIN = re.compile(r"[^\W\d_][\w'-]*")
_ROLE = re.compile(
    r"(?:'s|')?[ ](?:co-?)?(?:ceo|coo|cfo|cto|cmo|cco|"
    r"chief (?:executive|operating|financial|technology|marketing|content|creative|product)|"
    r"co-?founder|founder|chair(?:man|woman)?|president|vice president|managing director|executive|boss|head of|"
    r"spokes(?:person|man|woman)|general manager|evp|svp|vp)\b", re.I)
_BACKED = re.compile(r"-(?:backed|owned|led|funded|based|affiliated)\b")
_OFFICERS = frozenset({"CEO", "COO", "CFO", "CTO", "CMO", "CCO"})
_SMALL_TEXT = "a an the of and or for to in on with at by as from into over my your his her is are me us it de la el y o e no not how"
_SMALL = frozenset(_SMALL_TEXT.split())
_WINDOW = 6
_SERVICE = re.compile(r"\b(?:[a-z]+-)?(?:drama|video|audio|music|film|series|serial|story|fiction|reading|streaming)s? service$")
_FURTHER = {"vehicle": "Title", "division": "Organization", "subsidiary": "Organization", "affiliate": "Organization"}
"""Nouns beside those of the lexicon."""
_ENDS = re.compile(r"[.,;:)]|[ ](?:and|or|has|is|was|will|says|said|in|on)\b|$")
_HEARS = re.compile(r"[ ](?:hears|notes|reports|reported|writes)[.,;]|,[ ]which (?:broke|reported) the (?:story|news)\b")
_POST = re.compile(
    r"[ ](?:has been|have been|was|is|were) (?:cast|roped|tapped|hired|appointed|named|promoted)\b|"
    r",[ ](?:formerly|previously|late) of\b")
_OWN = re.compile(r"(?:\b(?:its|their|his|her|the|whose|own|new)|'s)(?:[ ][a-z][\w-]*){0,3}[ ](?P<noun>[a-z][a-z-]*)$")
_AFTER = {"vehicle": "Person", "sponsored": "Brand", "sponsors": "Brand", "member": "Organization", "members": "Organization"}


def clues_at(plain: str, start: int, end: int, words: Clues, *, block: tuple[int, int]) -> Iterator[str]:
    """The clues around one place where a name stands; `block` is where its block begins and ends."""
    before = plain[max(block[0], start - 80):start]
    after = plain[end:min(block[1], end + 130)]
    yield from _before(before, after, words)
    yield from _after(after, words)
    yield from _around(before, after)
    if end - start > 1 and plain[start:end].isupper() and before.endswith("the ") and _ENDS.match(after):
        yield "role:Organization"


def rule_types(plain: str, start: int, end: int, words: Clues, *, block: tuple[int, int]) -> Iterator[str]:
    """The types that the clues around a place name outright."""
    for clue in clues_at(plain, start, end, words, block=block):
        rule, _, type_ = clue.partition(":")
        if rule in RULES:
            yield type_


def own_clues(name: str, words: Clues) -> Iterator[str]:
    """What a name says by itself: its first and last words, its shape."""
    parts = name.split()
    if not parts:
        return
    last = parts[-1].casefold().strip(".,!?")
    yield f"words {min(len(parts), 5)}"
    if name.endswith("+"):
        yield "ending:Platform"
    if len(parts) > 1:
        if type_ := words.endings.get(last):
            yield f"ending:{type_}"
        yield f"last {last}"
        if len(parts) <= 4 and parts[0].casefold() in words.given and parts[-1][:1].isupper():
            yield "given:Person"
        if parts[0].casefold() in _SMALL:
            yield f"first {parts[0].casefold()}"
    elif parts[0].casefold() in words.given:
        yield "single given"
    yield from _shape(name, parts)


def own_type(name: str, words: Clues) -> str | None:
    """The type that a name's own words show, if they show one."""
    for clue in own_clues(name, words):
        rule, _, type_ = clue.partition(":")
        if rule in RULES:
            return type_
    return None


def noun(phrase: str, words: Clues) -> str | None:
    """The type that a class noun stands for, in the singular or with a plural s."""
    if type_ := words.nouns.get(phrase):
        return type_
    if phrase.endswith("ies"):
        return words.nouns.get(phrase[:-3] + "y")
    if phrase.endswith("s") and (type_ := words.nouns.get(phrase[:-1])):
        return type_
    if _SERVICE.search(phrase):
        return "Platform"
    return _FURTHER.get(phrase)


def _shape(name: str, parts: list[str]) -> Iterator[str]:
    if name.isupper() and len(name) <= 6:
        yield "capitals"
    if len(parts) == 1 and any(c.isupper() for c in name[1:]) and not name.isupper():
        yield "camel"
    if name[0].islower():
        yield "small first"
    if any(c.isdigit() for c in name):
        yield "digit"
    if "&" in parts or "+" in parts:
        yield "joined"
    if any(part.casefold() in _SMALL for part in parts[1:]):
        yield "small inside"
    if any(mark in name for mark in "!?:,"):
        yield "marks"
    if "." in name[1:-1]:
        yield "dot"
    if "'" in name or "’" in name:
        yield "apostrophe"
    if text_is_foreign(name):
        yield "foreign"
    yield f"tail {name[-3:].casefold()}"
    for part in _PARTS.findall(name):
        yield f"has {part.casefold()}"
    if len(parts) in (2, 3) and all(part[0].isupper() and part.isalpha() for part in parts):
        yield "plain capitals"


def _before(text: str, after: str, words: Clues) -> Iterator[str]:
    joint = _JOINT.search(text)
    told = text[:joint.start()] if joint else text
    mark = joint.group().strip(" \"'(«") if joint else ""
    if told[-1:] and not (told[-1].isalnum() or told[-1] in ".'"):
        return
    near = [word.casefold() for word in _BEFORE.findall(told)[-4:]]
    for length in (3, 2, 1):
        if len(near) >= length and (type_ := noun(" ".join(near[-length:]), words)):
            if mark not in (",", ":") or (mark == "," and joint and joint.group()[-1:] in "\"'«"):
                yield f"noun:{type_}"
            elif mark == "," and after[:1] == "," and _OWN.search(told):
                yield f"apposition:{type_}"
            break
    if mark:
        return
    if near[-1:] == ["member"]:
        yield "noun:Person"
    for length in (4, 3, 2, 1):
        if len(near) >= length and (type_ := words.before.get(" ".join(near[-length:]))):
            yield f"beside:{type_}"
            return


def _after(text: str, words: Clues) -> Iterator[str]:
    if _ROLE.match(text):
        yield "role:Organization"
    if _HEARS.match(text):
        yield "role:Publication"
    if _POST.match(text):
        yield "beside:Person"
    if _BACKED.match(text):
        yield "backed"
    if found := _APPOSITION.match(text):
        yield from _apposition(found, words)
    near = [word.casefold() for word in _WORD.findall(text[:40])[:3]]
    if text[:1] == " " or text[:2] in ('" ', "' "):
        if near and (type_ := _AFTER.get(near[0])):
            yield f"beside:{type_}"
        for length in (3, 2, 1):
            if len(near) >= length and (type_ := words.after.get(" ".join(near[:length]))):
                yield f"beside:{type_}"
                return


def _apposition(found: re.Match[str], words: Clues) -> Iterator[str]:
    phrase = found["phrase"]
    stop = _STOP.search(phrase)
    head = _WORD.findall(phrase[:stop.start()] if stop else phrase)
    if not found["article"] and (found["joint"] != "," or (head and head[0][:1].isupper() and head[0] not in _OFFICERS)):
        return
    told = [word.casefold() for word in head]
    for length in (3, 2, 1):
        if len(told) >= length and (type_ := noun(" ".join(told[-length:]), words)):
            if found["article"] or type_ == "Person":
                yield f"apposition:{type_}"
            return


def _around(before: str, after: str) -> Iterator[str]:
    left = _PLAIN.findall(before)[-_WINDOW:]
    right = _PLAIN.findall(after[2:] if after[:2] == "'s" else after)[:_WINDOW]
    if after[:2] == "'s" or after[:2] == "' ":
        yield "possessive"
    if before[-1:] in ("\"", "'", "«") and after[:1] in ("\"", "'", "»", ","):
        yield "quoted"
    if not before.strip() or before.rstrip()[-1:] in ".!?:":
        yield "opens"
    if after[:2] == " (":
        yield "bracket"
    adjacent = before.rstrip(" \"'")[-1:]
    yield f"<1 {left[-1].casefold()}" if left and adjacent.isalnum() and left[-1][0].islower() else f"<1 {adjacent or '^'}"
    if len(left) > 1 and left[-1][0].islower() and adjacent.isalnum():
        yield f"<2 {left[-2].casefold()} {left[-1].casefold()}"
    behind = after.lstrip("\"'")[:1]
    worded = bool(right) and behind == " " and right[0][0].islower() and after.lstrip("\"' ")[:1].isalpha()
    yield f">1 {right[0].casefold()}" if worded else f">1 {behind or '$'}"
    if len(right) > 1 and behind == " ":
        yield f">2 {right[0].casefold()} {right[1].casefold()}"
    for word in left:
        if word[0].islower() and len(word) > 2:
            yield f"~< {word}"
    for word in right:
        if word[0].islower() and len(word) > 2:
            yield f"~> {word}"
