"""Profiles: posts, founders, seats and parents as biographies and company profiles tell them in rows that parsers lose.

*X (born 1961) is an American businessman, chairman of A and former president and CEO of B*; *C, D's president and CEO*; *A, a
maker of chairs founded in Leeds in 1998 by X and Y, is based in Hull, England*. Read off a line in which each name is one sign: `P3` a
person, `O5` a company or body, `R8` a place, `X9` another name, every other token as it stands in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.claim import Value
from graph.entity import COMPANY_TYPES
from ingest.reading.anaphora import Filler, filler_of
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.parse import Sentence, Token
from ingest.reading.qualifiers import Qualifier

_TRUST = 0.85
_LONGEST = 120
"""The most tokens of a sentence that is read so."""
_BODIES = COMPANY_TYPES | {"Event"}
_SIGNS = {"Person": "P", "Region": "R"}

# --- the grammar of a line

_NOT_TEXT = (
    "of at for by with in on to from and or but who whom which that where when while as not never no neither nor is was are were be been "
    "being has have had do does did will would can could may might must should his her their he she they it we i you if because than after "
    "before during since until about into over under against said says")
_W = rf"(?!(?:{'|'.join(_NOT_TEXT.split())})[ ])[a-z0-9][^\s,;:()\"]*"
_POST = (
    r"(?:co-|vice-|ex-|deputy-)*(?:ceo|c\.e\.o\.?|coo|cfo|cto|cmo|cio|vp|svp|evp|president|chairman|chairwoman|"
    r"chairperson|chair|chancellor|"
    r"chief|director|manager|partner|principal|professor|lecturer|dean|provost|fellow|officer|secretary|treasurer|editor|publisher|"
    r"journalist|reporter|correspondent|columnist|counsel|engineer|scientist|researcher|curator|head|leader|boss|trustee|member|"
    r"spokesman|spokeswoman|spokesperson|coach|captain|guitarist|drummer|bassist|vocalist|singer|keyboardist|consultant|adviser|advisor|"
    r"analyst|strategist|designer|architect|executive|ambassador|teacher|instructor|governor|minister|commissioner|founder|co-?founder|"
    r"supervisor|coordinator|administrator|commander|employee|midfielder|defender|striker|goalkeeper|quarterback|"
    r"pitcher|presenter|host)s?")
_TRADE = (
    r"(?:businessman|businesswoman|entrepreneur|investor|politician|lawyer|attorney|economist|physicist|mathematician|chemist|biologist|"
    r"historian|author|writer|novelist|poet|actor|actress|musician|composer|songwriter|producer|filmmaker|artist|"
    r"painter|activist|philanthropist|"
    r"footballer|player|banker|physician|surgeon|psychologist|philosopher|theologian|priest|inventor|programmer|"
    r"developer|owner|industrialist|"
    r"billionaire|academic|scholar|rapper|dj|model|comedian|broadcaster|soldier|pilot|astronaut|diplomat|critic|pioneer|magnate)")
_BOARD = r"(?:[ ]of[ ](?:the[ ]|its[ ])?board(?:[ ]of[ ](?:directors|trustees|governors))?)?"
_ONE = rf"(?:(?:{_W}|R\d+\b)[ ]){{0,4}}?(?:{_POST}|{_TRADE})(?:[ ]emeritus|[ ]general)?{_BOARD}"
_JOIN = r"(?:[ ]?,[ ]and|[ ]?,|[ ]and|[ ]&|[ ]?/|[ ]as well as)[ ](?:(?:the|an?|also|then|later|currently|formerly)[ ]){0,2}"
_LIST = rf"(?P<posts>{_ONE}(?:{_JOIN}{_ONE}){{0,4}})"
_NEAR = rf"(?:the[ ])?(?:(?:{_W}|R\d+\b)[ ]){{0,5}}?"
_ORGS = rf"(?P<orgs>{_NEAR}O\d+\b(?:(?:[ ]?,[ ]and|[ ]?,|[ ]and|[ ]&)[ ](?:the[ ])?O\d+\b){{0,6}})"
_FIELD = rf"(?:[ ](?:of|in|for)[ ](?:the[ ])?(?:(?:{_W}|[OXR]\d+\b|and|of|,)[ ]){{1,8}}?(?=(?:at|with)[ ]))"
_AT = rf"(?:{_FIELD}(?:at|with)|[ ](?:of|at|for|with|in))[ ]"
_ITEM = re.compile(rf"{_LIST}{_AT}{_ORGS}")
_BARE = re.compile(rf"{_LIST}(?=[ ]?(?:,|and|;|as[ ]well|\.|$))")
_FURTHER = re.compile(r"[ ]?(?:,[ ]and|,|and|;[ ]and|;|as[ ]well[ ]as|,[ ]as[ ]well[ ]as)[ ](?:(?:the|an?|is|was|is[ ]"
    r"also|was[ ]also|currently|also|formerly|previously|"
                      r"now|later|then|serves[ ]as|served[ ]as|as|a[ ]current|who|has[ ]been)[ ]){0,3}")
_BE = (r"(?:(?:is|was|has[ ]been|had[ ]been|became|becomes|remains|being)(?:[ ](?:also|currently|now|previously|"
    r"formerly|then|once|later|still|best[ ]known[ ]as|named|appointed|"
       r"elected|made|promoted[ ]to|hired[ ]as|named[ ]as|appointed[ ]as))*|(?:also[ ]|currently[ ]|previously[ ]|"
       r"formerly[ ]|later[ ]|now[ ]|then[ ]|has[ ]|had[ ])*"
       r"(?:serves|served|serving|acts|acted|works|worked|working)(?:[ ](?:also|currently|previously|briefly))*[ ]as)[ ]")
_DET = r"(?:(?:an?|the|its|one[ ]of[ ]the)[ ])?"
_OPENED = re.compile(rf"(?P<person>P\d+\b)[ ](?:,[ ](?:who[ ])?)?(?:{_BE}{_DET}|(?<=,[ ]){_DET}(?:current[ ]|"
    rf"currently[ ]|formerly[ ]|previously[ ]|then[ ])?)(?=[a-z0-9R])")
_BEFORE = re.compile(rf"(?<![\w-])(?:(?P<owner>O\d+\b)(?:[ ]'s?)?[ ])(?:(?:current|former|then|new|own)[ ]"
    rf")*{_LIST}(?:[ ]is|[ ]was|[ ],|[ ]:)?[ ](?P<person>P\d+\b)")
_OF = re.compile(rf"(?<![\w-]){_LIST}{_AT}{_ORGS}(?:[ ]is|[ ]was|[ ],|[ ],[ ]is)?[ ](?P<person>P\d+\b)(?![ ]and[ ]P)")
_LED = re.compile(rf"(?P<owner>O\d+\b)[ ][^;:]{{0,90}}?\b(?:led|headed|run|managed|chaired|founded|owned)[ ](?:[a-z]+[ ]"
    rf"){{0,2}}?by[ ](?:its[ ]|the[ ]|their[ ])?{_LIST}[ ](?:,[ ])?(?P<person>P\d+\b)")
_LED_BY = re.compile(rf"(?P<owner>O\d+\b)[ ](?:is|was|has[ ]been|,)[ ](?:[a-z]+[ ]){{0,2}}?(?:led|headed|run|managed|"
    rf"chaired)[ ]by[ ](?P<person>P\d+\b)[ ],[ ](?:the[ ]|its[ ])?{_LIST}")
_JOINED = re.compile(rf"(?P<person>P\d+\b)[ ](?:(?:has|had|also|later|then|first|recently)[ ])*(?:joined|rejoined)[ ]"
    rf"{_ORGS}(?:[ ](?:in[ ](?:[a-z]+[ ])?\d{{4}}[ ])?as[ ]{_DET}{_LIST})?")
_WORKED = re.compile(rf"(?P<person>P\d+\b)[ ](?:(?:has|had|also|later|then|previously|formerly|currently|who)[ ]"
    rf")*(?:work(?:s|ed)|taught|teaches|play(?:s|ed)[ ](?:football[ ]|rugby[ ]|cricket[ ])?|"
                     rf"served|employed)[ ](?:briefly[ ])?(?:for|at|in|with)[ ]{_ORGS}")
_VERB = r"(?:founded|co-?founded|established|formed|started|created|incorporated|organi[sz]ed|chartered|set[ ]up)"
_WORDS = r"(?:(?!(?:is|was|are|were|has|had|by|who|which)[ ])[^\sOP;:][^\s;:]*[ ]){0,14}?"
_WHEN = r"(?:(?:early|late|[a-z]+|\d{1,2}|of|,|R\d+\b)[ ]){0,3}?(?P<year>(?:1[5-9]|20)\d\d)(?![\w-])"
_BY = (
    r"(?:[ ,]+)by[ ](?P<people>(?:[^\sP;:.][^\s;:]*[ ]){0,5}?P\d+\b(?:[ ](?:(?!(?:is|was|are|were|who|which|has|had)[ ]"
    r")[^\s;:P]+[ ]){0,4}?P\d+\b){0,5})")
_FOUNDED = re.compile(
    rf"(?P<body>O\d+\b)[ ](?:,[ ])?(?:(?:is|was|were)[ ](?:an?|the)[ ]{_WORDS}|(?:was|were|is|had[ ]been|has[ ]been)[ ]|"
    rf"an?[ ]{_WORDS})?(?:,[ ])?(?:(?:originally|first|that[ ]was|which[ ]was|also|officially)[ ])*"
    rf"{_VERB}(?:{_BY})?(?:[ ](?:in|at)[ ]{_WORDS})??(?:[ ](?:in|on)[ ]{_WHEN})?(?(people)|(?:{_BY.replace('people', 'people2')})?)")
_SINCE = re.compile(rf"^(?:since[ ]its[ ])?(?:originally[ ]|first[ ])?(?:{_VERB}|founding|establishment|inception)(?:[ ]"
    rf"in[ ]{_WORDS})??[ ]in[ ]{_WHEN}(?:{_BY})?[ ],[ ](?:the[ ])?(?P<body>O\d+\b)")
_PARENT = re.compile(rf"(?P<owner>O\d+\b)[ ](?:,[ ])?(?:is|was)[ ](?:also[ ])?(?:an?|the|our)[ ](?:[a-z-]+[ ]"
    rf"){{0,2}}?parent(?:[ ](?:company|firm|corporation|organi[sz]ation))?[ ](?:of|for|to)[ ]{_ORGS}")
_CHILD = re.compile(
    rf"(?P<owned>O\d+\b)[ ](?:,[ ]|(?:is|was|became|,[ ]now)[ ])(?:now[ ]|currently[ ]|also[ ]|itself[ ])?(?:an?|the)[ ]{_WORDS}"
    rf"(?:subsidiary|division|unit|arm|affiliate|part|imprint)[ ](?:company[ ])?of[ ](?P<owner>{_NEAR}O\d+\b)")
_SEATED = re.compile(
    rf"(?P<body>O\d+\b)[ ](?:,[ ]|is[ ]|was[ ]){{0,2}}(?:an?[ ]{_WORDS})?(?:[a-z]+ly[ ])?(?:based|headquartered|located|"
    rf"with[ ]its[ ]headquarters|with[ ]headquarters)[ ](?:and[ ][a-z]+[ ])?(?:in|out[ ]of|near)[ ](?:(?:{_W})[ ]"
    rf"){{0,3}}?(?P<seat>R\d+\b)")
_SEAT_FIRST = re.compile(r"^(?:based|headquartered|located)[ ]in[ ](?P<seat>R\d+\b)(?:[ ],[ ]R\d+\b)*[ ],[ ](?:the[ ]"
    r")?(?P<body>O\d+\b)[ ](?!,)")
_CUES = {"founded": re.compile(r"found|establish|form|start|creat|incorporat|organi|charter|set up|incept"),
         "owns": re.compile(r"parent|subsidiar|division|unit|arm|affiliate|part|"
             r"imprint"), "based_in": re.compile(r"based|located|headquarter")}
"""Without these no pattern of a relation is tried."""
_NAME = re.compile(r"([PORX])(\d+)")
_FORMER = re.compile(r"\b(?:former|formerly|ex-|previously|retired|late|past)\b|\bserved\b|\bwas\b|\bworked\b")
_NO_POST = re.compile(rf"^(?:.*[ ])?(?:{_TRADE})$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence as one line, and the token of each sign and place."""

    shown: str
    tokens: dict[str, Token]


def drafts(sentence: Sentence, said: Iterable[Draft]) -> Iterator[Draft]:
    """What profiles tell in rows; and for seats that were read, the state or land behind the city."""
    said = list(said)
    yield from _wider(sentence, said)
    if len(sentence.own) > _LONGEST or sum(bool(token.type) for token in sentence.own) < 1:
        return
    line = _line(sentence)
    if any(sign[0] == "P" for sign in line.tokens):
        yield from _posts(line, sentence)
    if _CUES["founded"].search(line.shown):
        yield from _founded(line, sentence)
    if _CUES["owns"].search(line.shown):
        yield from _families(line, sentence)
    if _CUES["based_in"].search(line.shown):
        seats = list(_seats(line, sentence))
        yield from seats
        yield from _wider(sentence, seats)


def _line(sentence: Sentence) -> _Line:
    """Names as signs; what stands in brackets, and degrees and the like behind a name, left out."""
    parts: list[str] = []
    tokens: dict[str, Token] = {}
    depth = 0
    for token in sentence.own:
        if token.text in ("(", "["):
            depth += 1
        elif token.text in (")", "]"):
            depth = max(0, depth - 1)
        elif not depth:
            if token.type:
                sign = f"{_SIGNS.get(token.type, 'O' if token.type in _BODIES else 'X')}{token.i}"
                tokens[sign] = token
                parts.append(sign)
            else:
                parts.append(token.lower.replace("’", "'").strip() or "-")
    shown = " ".join(parts)
    shown = re.sub(r"\b(?:mr|mrs|ms|dr|prof|sir|dame|rev)\.? (?=P\d)", "", shown)
    shown = re.sub(r"(P\d+\b ),? ?(?:jr|sr|ph\.?d|m\.?d|mba|esq|cpa|ii|iii|obe|mbe|cbe)\.?(?: ,)?(?= )", r"\1", shown)
    return _Line(re.sub(r" - ", "-", re.sub(r"(P\d+\b) - ", r"\1 , ", shown)), tokens)


# --- posts


def _posts(line: _Line, sentence: Sentence) -> Iterator[Draft]:
    shown = line.shown
    for opened in _OPENED.finditer(shown):
        yield from _row(opened.group("person"), opened.end(), line, sentence)
    for pattern in (_BEFORE, _LED, _LED_BY):
        for found in pattern.finditer(shown):
            yield from _held(found.group("person"), [found.group("owner")], found.group("posts"), line, sentence)
    for found in _OF.finditer(shown):
        yield from _held(found.group("person"), _names(found.group("orgs"), "O"), found.group("posts"), line, sentence)
    for found in _JOINED.finditer(shown):
        yield from _held(found.group("person"), _names(found.group("orgs"), "O"), found.group("posts") or "", line, sentence, joined=True)
    for found in _WORKED.finditer(shown):
        yield from _held(found.group("person"), _names(found.group("orgs"), "O"), "", line, sentence, joined=True)


def _row(person: str, place: int, line: _Line, sentence: Sentence) -> Iterator[Draft]:
    """The posts in a row behind a person, each with its bodies."""
    while (item := _ITEM.match(line.shown, place) or _BARE.match(line.shown, place)) is not None:
        if item.re is _ITEM:
            yield from _held(person, _names(item.group("orgs"), "O"), item.group("posts"), line, sentence)
        further = _FURTHER.match(line.shown, item.end())
        if further is None:
            return
        place = further.end()


_FOUNDER = re.compile(r"\b(?:co-?)?founders?$")
_SPLIT = re.compile(_JOIN)


def _held(person: str, bodies: list[str], posts: str, line: _Line, sentence: Sentence, *, joined: bool = False) -> Iterator[Draft]:
    """One claim for each body: its posts together; a founder founded it."""
    told = [post.strip() for post in _SPLIT.split(posts) if post.strip()]
    told = [post for post in told if not _NO_POST.match(post)]
    kept = [post for post in told if not _FOUNDER.search(post)]
    for body in bodies:
        subject, object_ = filler_of(line.tokens[person]), filler_of(line.tokens[body])
        if any(_FOUNDER.search(post) for post in told) and object_.type in COMPANY_TYPES - {"Publication"}:
            yield _draft(subject, "founded", object_, (), sentence)
        if kept or joined:
            role = " and ".join(_plain(post) for post in kept)
            literals = [("role", _at(role, line.tokens[person]))] if role else []
            if re.match(r"(?:former|ex-|late|past|retired)\b", kept[0]) if kept else False:
                literals.append(("status", _at("former", line.tokens[person])))
            yield _draft(subject, "holds_role", object_, tuple(literals), sentence)


def _plain(post: str) -> str:
    """A post as it is said, without what tells when or whose it is; usual short forms in capitals."""
    words = [word for word in post.split() if not re.fullmatch(r"former|current|ex-|then|R\d+|the|an?|late|past|retired|"
        r"majority|own|new", word)]
    return " ".join(word.upper() if re.fullmatch(r"c[efotmi]o|[se]?vp", word) else word for word in words)


# --- founding, seats, parents


def _founded(line: _Line, sentence: Sentence) -> Iterator[Draft]:
    for found in (*_FOUNDED.finditer(line.shown), *_SINCE.finditer(line.shown)):
        told = found.groupdict()
        body, year = filler_of(line.tokens[told["body"]]), told["year"]
        people = _names(told.get("people") or told.get("people2") or "", "P")
        where = _year(sentence, year) if year else None
        if body.type not in COMPANY_TYPES:
            continue
        for person in people:
            dated = (("date", Qualifier(Value(year, "date"), where.start, where.end)),) if where and year else ()
            yield _draft(filler_of(line.tokens[person]), "founded", body, dated, sentence)
        if where and not people:
            literals = (("metric", Qualifier(Value("founded", "text"), where.start, where.end)),
                        ("value", Qualifier(Value(year, "number"), where.start, where.end)))
            yield Draft(body, "has_metric", Value("founded", "text"), (), literals, Stance(), _TRUST, "has_metric.profile",
                        sentence.start, sentence.end)


def _year(sentence: Sentence, year: str) -> Token | None:
    return next((token for token in sentence.own if token.text == year), None)


def _families(line: _Line, sentence: Sentence) -> Iterator[Draft]:
    for found in _PARENT.finditer(line.shown):
        for body in _names(found.group("orgs"), "O"):
            yield _draft(filler_of(line.tokens[found.group("owner")]), "owns", filler_of(line.tokens[body]), (), sentence)
    for found in _CHILD.finditer(line.shown):
        owner = _names(found.group("owner"), "O")[-1]
        yield _draft(filler_of(line.tokens[owner]), "owns", filler_of(line.tokens[found.group("owned")]), (), sentence)


def _seats(line: _Line, sentence: Sentence) -> Iterator[Draft]:
    for found in (*_SEATED.finditer(line.shown), *_SEAT_FIRST.finditer(line.shown)):
        body, seat = filler_of(line.tokens[found.group("body")]), filler_of(line.tokens[found.group("seat")])
        if body.type in COMPANY_TYPES:
            yield _draft(body, "based_in", seat, (), sentence)


def _wider(sentence: Sentence, said: Iterable[Draft]) -> Iterator[Draft]:
    """*in Hull, England*: a seat in a city is a seat in the state and land that the text names behind it."""
    tokens = sentence.own
    by_start = {token.start: number for number, token in enumerate(tokens)}
    for draft in said:
        if draft.predicate != "based_in" or not isinstance(draft.object, Filler) or draft.object.start not in by_start:
            continue
        at = by_start[draft.object.start]
        while at + 2 < len(tokens) and tokens[at + 1].text == "," and tokens[at + 2].type == "Region" and not _listed(tokens, at + 2):
            at += 2
            yield replace(draft, object=filler_of(tokens[at]), confidence=round(draft.confidence * 0.95, 4), rule="based_in.profile")


def _listed(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a place is one of a list ("in Oslo, Bergen and Hull") and contains nothing."""
    following = [token.lower for token in tokens[at + 1:at + 4]]
    return following[:1] in (["and"], ["or"], ["&"]) or following[:2] in ([",", "and"], [",", "or"])


# --- helpers


def _names(shown: str, kind: str) -> list[str]:
    return [found.group() for found in _NAME.finditer(shown) if found.group(1) == kind]


def _at(value: str, token: Token) -> Qualifier:
    return Qualifier(Value(value, "text"), token.start, token.end)


def _draft(subject: Filler, predicate: str, object_: Filler, literals: tuple[tuple[str, Qualifier], ...], sentence: Sentence) -> Draft:
    return Draft(subject, predicate, object_, (), literals, Stance(), _TRUST, f"{predicate}.profile", sentence.start, sentence.end)
