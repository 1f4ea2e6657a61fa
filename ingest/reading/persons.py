"""Persons: what shows outright that a name is a person's, and which capitals name a post or a degree and nobody.

Biographies and profiles of companies say who is meant by few patterns: a title of address before a name, years of a life or a degree
behind it, what only people do ("was born", "served as", "graduated"), a post that is said of it. Posts in capitals are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.lexicon.places import Clues
from ingest.reading.blocks import Block

Span = tuple[int, int]

_ADDRESS = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Drs|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Captain|Capt|Lieutenant|Lt|Colonel|Col|General|Gen|"
    r"Sergeant|Sgt|Admiral|Adm|Senator|Sen|Chef|Judge|Justice|Father|Rabbi|Sheikh|Coach)")
ADDRESSED = re.compile(rf"(?:{_ADDRESS}\.?[ ])+(?=[A-Z])")
_ADDRESS_BEFORE = re.compile(rf"(?<![\w-]){_ADDRESS}\.?[ ]$")
_POST = (
    r"(?:(?:co-|vice[ -]|deputy[ ]|assistant[ ]|associate[ ]|executive[ ]|senior[ ]|managing[ ]|interim[ ]|acting[ ]|"
    r"honorary[ ]|general[ ])*"
    r"(?:co-?founder|founder|president|chairman|chairwoman|chairperson|chair|ceo|c\.e\.o|coo|cfo|cto|cmo|vp|svp|evp|"
    r"chief (?:executive|operating|financial|technology)|director|manager|"
    r"professor|lecturer|teacher|dean|fellow|officer|secretary|treasurer|editor|journalist|reporter|correspondent|columnist|"
    r"author|writer|lawyer|attorney|counsel|judge|engineer|scientist|researcher|physicist|chemist|biologist|"
    r"mathematician|economist|historian|"
    r"philosopher|psychologist|physician|surgeon|entrepreneur|businessman|businesswoman|politician|senator|minister|"
    r"governor|mayor|commander|soldier|pilot|footballer|coach|athlete|singer|guitarist|drummer|bassist|vocalist|rapper|musician|"
    r"composer|songwriter|actor|actress|comedian|filmmaker|painter|designer|architect|consultant|adviser|advisor|graduate|"
    r"alumnus|alumna|philanthropist|activist|priest|bishop))")
_BE = (
    r"[ ](?:is|was|has been|had been|became|remains)(?:[ ](?:also|currently|now|previously|formerly|then|once|later|"
    r"still|best known as))?[ ]")
_SAID = re.compile(
    rf"(?:,?[ ](?:Ph\.?D|M\.?D|MBA|CPA|Esq|Jr|Sr)\b\.?,?|(?:[ ]\([^()\n]{{0,80}}\)),?)?(?:"
    rf"{_BE}(?:(?:an?|the|one of the|its|their)[ ])?(?:[\w-]+,?(?:[ ]and)?[ ]){{0,4}}?{_POST}s?\b|"
    r"[ ](?:was[ ](?:born|raised|educated|elected|hired|appointed|drafted|awarded the|named[ ](?:as[ ])?(?:chief|"
    r"president|ceo|head))|grew up|graduated|studied|attended|"
    r"retired|resigned|(?:has[ ]|had[ ]|also[ ]|currently[ ]|previously[ ]|formerly[ ]|later[ ]|then[ ]|now[ ]"
    r")*(?:serve[sd]|work(?:s|ed)[ ](?:as|at|for|in|with)|"
    r"co-?founded|taught|teaches|sits[ ]on|holds?[ ](?:an?|the)[ ](?:[\w.'-]+[ ]){0,3}?(?:degree|bachelor|master|"
    r"doctorate|Ph\.?D|B\.?[AS]|M\.?[AS]|MBA|J\.?D)|"
    r"(?:earned|received|completed)[ ](?:his|her)|(?:began|started|spent)[ ](?:his|her)|(?:left|quit|joined)[ ](?:the[ ])?[A-Z]))|"
    rf",[ ](?:(?:the|an?|its|who is|current|currently|previously|formerly|former|then)[ ]){{0,3}}"
    rf"(?:(?!(?:is|was|has|had|will|whose|where|and|with|to|by|of|said|says)\b)[\w-]+[ ]){{0,2}}?{_POST}\b)", re.I)
_POST_BEFORE = re.compile(
    r"\b(?:CEO|[Pp]resident|[Cc]hairman|[Cc]hairwoman|[Ff]ounder|(?:[Ee]xecutive|[Oo]perating|[Ff]inancial) [Oo]fficer|"
    r"[Dd]irector)(?:[ ]\([A-Z]+\))?[ ](?:is|was)[ ]$")
_LIFE = re.compile(
    r",?[ ]\((?:[^()\n]{0,60}[;,][ ])?(?:born|b\.|né|née|(?:[A-Z][a-z]+[ ])?\d{1,2},?[ ](?:[A-Z][a-z]+[ ])?\d{4}[ ]"
    r"?[-–—]|\d{4}[ ]?[-–—][ ]?\d{4}\))")
_DEGREE = re.compile(r",?[ ](?:Ph\.?D|M\.?D|D\.?D\.?S|Esq|Jr|Sr)\b")
_POST_TEXT = (
    "ceo coo cfo cto president chairman chairwoman chair officer director professor lecturer chef scientist counsel fellow secretary "
    "manager engineer minister analyst consultant executive member members trustee treasurer governor dean ambassador envoy editor "
    "attorney c.e.o emeritus supervisor coordinator administrator candidate commissioner")
_POSTS = frozenset(_POST_TEXT.split())
_DEGREES = re.compile(
    r"(?:Ph\.?D|M\.?D|D\.?D\.?S|MBA|M\.?B\.?A|B\.?S\.?c?|B\.?A|M\.?S\.?c?|M\.?A|J\.?D|LL\.?[BM]|CPA|Esq|FRSC?|FRCP|FACP|"
    r"MPH|OC|OBE|CBE|MBE|KBE|DBE|QC)(?:[ ,]+(?:FRSC?|FRCP|FACP|MPH|MD|OC))*\.?|"
    r"(?:.+[ ])?(?:Bachelor|Master|Associate|Doctor|Doctorate)s?(?:'s)?(?:[ ](?:of|in|degree)\b.*)?|.+[ ](?:Degree|"
    r"Diploma)(?:[ ]in)?", re.I)
_INSIDE = re.compile(r"[ ](?:at|for)[ ](?:the[ ])?")
_AFTER_POST = re.compile(r"(?:[A-Z][\w.-]*[ ]"
    r"){0,4}?(?:" + "|".join(word.capitalize() for word in sorted(_POSTS)) + r")[ ]of[ ](?:the[ ])?(?=[A-Z])")
_OPENS = re.compile(r"(?:(?<=[.!?][ ])|(?<=,[ ]))(?=[A-Z])")
_NAME = re.compile(r"[A-Z][a-z]+(?:[ ][A-Z]\.?)?(?:[ ][A-Z][a-z'’-]+){0,2}(?=[ ,])")


def without_address(plain: str, start: int, end: int) -> int:
    """Where a name begins behind its titles of address ("Dr. Lena Okafor")."""
    found = ADDRESSED.match(plain, start, end)
    return found.end() if found else start


def shows(plain: str, start: int, end: int) -> bool:
    """Whether the words around a place say outright that a person is named there."""
    before, after = plain[max(0, start - 12):start], plain[end:end + 160]
    if plain[end:end + 2] in ("'s", "s'") or plain[start:end].isupper():
        return False
    if _ADDRESS_BEFORE.search(before) or _POST_BEFORE.search(plain, max(0, start - 40), start):
        return True
    return any(pattern.match(after) for pattern in (_LIFE, _DEGREE, _SAID))


def is_post(shown: str, words: Clues) -> bool:
    """Whether capitals name a post or a degree and nobody: "Group Executive Chef", "Professor Emeritus", "Ph.D."."""
    if _DEGREES.fullmatch(shown):
        return True
    parts = [part.strip(".,").casefold() for part in re.split(r"[ /]", shown)]
    if parts[-1] in ("professor", "emeritus"):
        return True
    return parts[-1] in _POSTS and not any(part in words.given for part in parts)


def behind_post(plain: str, start: int, end: int) -> int:
    """Where the body begins in a span that opens with a post: "Professor of Law at Tern University"."""
    shown = plain[start:end]
    first = shown.split(" ")[0].casefold()
    found = _INSIDE.search(shown)
    if found is not None and (first in _POSTS or is_opened(shown[:found.start()])):
        return start + found.end()
    if (found := _AFTER_POST.match(shown)) is not None and "Professor" not in found.group():
        return start + found.end()
    return start


def is_opened(shown: str) -> bool:
    """Whether a post stands among the words."""
    return any(word.strip(",").casefold() in _POSTS for word in shown.split())


def subjects(plain: str, block: Block, words: Clues) -> Iterator[Span]:
    """Persons by a given or family name alone, or by a plain one, who open a clause that only a person can be the subject of."""
    for place in (block.body, *(found.start() for found in _OPENS.finditer(plain, block.body, block.end))):
        found = _NAME.match(plain, place, block.end)
        if found is None:
            continue
        parts = found.group().split()
        folded = [part.strip(".").casefold() for part in parts]
        if folded[0] in words.starters | words.dull or any(part in words.endings for part in folded[1:]):
            continue
        named = len(parts) > 1 or folded[0] in words.given or _ONLY.match(plain, found.end())
        if named and found.end() < block.end and _SAID.match(plain, found.end(), block.end):
            yield found.start(), found.end()
    for found in _FULL.finditer(plain, block.body, block.end):
        first, last = found.group("given").casefold(), found.group("family").casefold()
        if first in words.given and last not in words.endings and last not in words.dull and block.kind != "heading":
            yield found.start(), found.end()


_FULL = re.compile(r"(?<=[ (,])(?P<given>[A-Z][a-z]+)(?:[ ][A-Z]\.)?[ ](?P<family>(?:Mc|Mac|O['’]|[DL][ae])?[A-Z][a-z]"
    r"+)(?![\w-])(?![ ](?:of[ ])?[A-Z])")
_ONLY = re.compile(r"[ ](?:was[ ]born|grew up|graduated|studied|(?:has[ ]|also[ ]|currently[ ]|previously[ ]"
    r")?(?:serve[sd][ ]as|worked[ ](?:as|at|for)|co-?founded)|"
                   r"holds?[ ]an?[ ]|resigned|retired)\b")
