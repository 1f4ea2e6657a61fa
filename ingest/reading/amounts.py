"""Amounts: the numbers of a sentence that count or measure something, and what that is called: views, monthly users, revenue, loss.

What is counted is the noun behind the number ("8.4 million daily users"), or the verb before it ("watched 9 million times"). What an
amount of money is follows from the noun or verb that it hangs on, never from one that only stands near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.lexicon.words import word_set, words
from ingest.reading.frames import is_verb
from ingest.reading.parse import Sentence, Token
from ingest.reading.qualifiers import MONEY

NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
    "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100", "a": "1", "half a": "0.5",
}
_SPELT = "|".join(word for word in NUMBER_WORDS if word not in ("a", "half a"))
_NUMBER = re.compile(
    rf"(?<![\w$€£₩₹¥.,'])(?:(?P<half>half a|an?) (?P<big>million|billion)|(?P<number>\d[\d,]{{0,40}}(?:\.\d{{1,20}})?|(?:{_SPELT})\b)"
    r"(?:(?P<joint>\s?)(?P<scale>million|billion|thousand|crore|lakh|mn|bn|m|k)(?![\w]))?\+?)(?P<rest>[- ])",
    re.I,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_STOP = word_set(
    "of in for and to on at with from by who that which or but is are was were a the as per than has have had"
)
_SCALES = {"mn": "million", "m": "million", "bn": "billion", "k": "thousand"}
_SPLIT = re.compile(r"\b(\d{1,4})\s?[x×]\s?(\d{1,3})(?:\s?[-]?(seconds?|minutes?|secs?|mins?|s|['’′″\"])(?!\w))?", re.I)
_CLOCK = re.compile(r"\b(\d{1,2}:\d{2}) (duration|runtime|long)\b")
_RUNS = re.compile(r"\brunning time\b[^.\d]{0,20}(\d{1,2}:\d{2})")
_PARTS = re.compile(
    r"(?P<sign>US\$|R\$|[$€£₩¥₹])?\s?(?P<number>\d[\d,.]*)\s?(?P<scale>million|billion|trillion|crore|lakh|thousand|bn|mn|m|k)?\b"
    r"\s?(?P<word>[a-z]+)?", re.I)
_IN = re.compile(
    r" (?:in|of) (?P<all>(?:[a-z-]+ ){0,3}?"
    r"(?P<noun>revenues?|sales|funding|profits?|loss(?:es)?|fees|turnover|purchases|spending|earnings))\b"
)
_CODE = re.compile(r"[A-Z]{3}\b")
_CURRENCY = {
    "$": "USD", "us$": "USD", "r$": "BRL", "€": "EUR", "£": "GBP", "₩": "KRW", "¥": "JPY", "₹": "INR", "dollars": "USD", "dollar": "USD",
    "euros": "EUR", "euro": "EUR", "pounds": "GBP", "won": "KRW", "yen": "JPY", "rupees": "INR", "yuan": "CNY",
}
_EACH = re.compile(
    r"\s?(?:(?:a|an|per|each|every)\s(?P<each>day|week|month|year|episode|chapter)\b|/(?P<short>day|week|month|year|episode))", re.I
)
_ADJECTIVES = {"daily", "weekly", "monthly", "active", "paying", "registered", "unique", "trailer", "concurrent"}
_SEEN, _READ, _LOADED, _HEARD = ("views", "viewers"), ("reads", "readers"), ("downloads", "downloads"), ("plays", "listeners")
_BY_VERB = {
    "watch": _SEEN, "view": _SEEN, "see": _SEEN, "stream": _SEEN, "read": _READ, "download": _LOADED, "install": _LOADED, "hear": _HEARD,
    "listen": _HEARD, "play": ("plays", "players"), "like": ("likes", "likes"), "use": ("uses", "users"),
}
"""What a count of times is called behind a verb, and a count of people."""
_EMPLOYING = {"employ", "have", "staff", "hire"}
_MOVING = word_set(
    "rise grow fall climb jump reach hit drop increase decrease double triple total come amount stand be exceed pass top "
    "surge decline slip shrink swell near go run put set"
)
"""Verbs whose subject is the measure itself: *revenue rose to*."""
_BOUGHT = word_set(
    "acquire buy purchase sell owe fine sue donate lend invest spend lead license award grant offer fund finance back pledge "
    "give inject pump pour"
)
"""Verbs whose money is the price of a deal and no measure of a company."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What is measured, how much, in which unit, per what time (`each`), and the words."""

    metric: str
    value: str
    unit: str | None
    start: int
    end: int
    each: str | None = None
    word: str = ""


def amounts(sentence: Sentence, text: str) -> Iterator[Amount]:
    """Every amount of a sentence, in order."""
    start, end = sentence.start, sentence.end
    taken: list[tuple[int, int]] = []
    for match in MONEY.finditer(text, start, end):
        taken.append(match.span())
        if (amount := _money(match, sentence, text)) is not None:
            yield amount
    for match in _SPLIT.finditer(text, start, end):
        taken.append(match.span())
        unit = "minutes" if (match.group(3) or "s").lower()[0] in ("m", "'", "’", "′") else "seconds"
        yield Amount("episodes", match.group(1), None, match.start(), match.end(), word="episodes")
        yield Amount("runtime", match.group(2), unit, match.start(), match.end())
    for pattern in (_CLOCK, _RUNS):
        for match in pattern.finditer(text, start, end):
            taken.append(match.span(1))
            metric = "runtime" if pattern is _RUNS else "duration"
            yield Amount(metric, match.group(1), None, match.start(1), match.end(1))
    at = start
    while (found := _NUMBER.search(text, at, end)) is not None:
        at = max(found.end("number"), found.end("big"))
        if not any(found.start() < e and s < at for s, e in taken) and (counted := _count(found, sentence, text)) is not None:
            yield counted


def _count(found: re.Match[str], sentence: Sentence, text: str) -> Amount | None:
    if found.group("big"):
        value, scale = NUMBER_WORDS["half a" if found.group("half").lower().startswith("half") else "a"], found.group("big").lower()
    else:
        raw = found.group("number")
        value = NUMBER_WORDS.get(raw.lower(), raw.replace(",", ""))
        scale = (found.group("scale") or "").lower()
    unit = _SCALES.get(scale, scale) or None
    after = list(_words(text, found.end("rest") - 1, sentence.end))
    if not after:
        return None
    if after[0][0] in ("times", "people", "persons", "viewers", "users") and (named := _done(after[0][0], found, sentence)) is not None:
        return Amount(named, value, unit, found.start(), after[0][2])
    if found.group("rest") == "-" and (scale or _metric(after[0][0]) not in ("episodes", "runtime")):
        return None
    chosen = _noun(after, hyphen=found.group("rest") == "-")
    if chosen is None:
        return None
    metric, end, word = chosen
    if metric == "employees" and word in ("people", "persons") and not _employs(found.start(), sentence):
        return None
    if len(value) == 4 and unit is None and value[:2] in ("19", "20") and "," not in (found.group("number") or ""):
        return None  # *the 2025 series*
    if _name_between(sentence, found.start(), end):
        return None
    if metric == "runtime":
        unit = "seconds" if word.startswith("second") else "minutes"
    return Amount(metric, value, unit, found.start(), end, word=word)


def _words(text: str, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The words that may belong to what is counted: up to five, none behind a stop or a mark."""
    for _ in range(5):
        match = _WORD.match(text, at + 1, end)
        if match is None or match.group().lower() in _STOP:
            return
        yield match.group().lower(), match.start(), match.end()
        at = match.end()
        if at >= end or text[at] not in " -":
            return


def _metric(noun: str) -> str | None:
    known = words().measures.nouns
    singular = noun[:-3] + "y" if noun.endswith("ies") and noun != "series" else noun[:-1] if noun.endswith("s") else noun
    return known.get(noun) or known.get(singular)


def _noun(after: list[tuple[str, int, int]], *, hyphen: bool) -> tuple[str, int, str] | None:
    """The name of what is counted: the first noun for a part or length, else the last that is known, with what narrows it."""
    chosen: tuple[str, int, str] | None = None
    narrowed: list[str] = []
    for word, _, end in after[:1] if hyphen else after:
        if word in NUMBER_WORDS:
            return chosen
        metric = _metric(word)
        if metric is None:
            if chosen is not None:
                break
            if word in _ADJECTIVES:
                narrowed.append(word)
            continue
        chosen = (" ".join([*narrowed, metric]) if metric not in ("episodes", "runtime", "titles") else metric, end, word)
        if metric in ("episodes", "runtime"):
            break
    return chosen


def _done(noun: str, found: re.Match[str], sentence: Sentence) -> str | None:
    """*watched 9 million times*, *read by a million people*, *eleven million people have read it*."""
    near = [token for token in sentence.own if abs(token.start - found.start()) < 45 and is_verb(token)]
    for token in sorted(near, key=lambda token: abs(token.start - found.start())):
        if token.lemma in _BY_VERB:
            return _BY_VERB[token.lemma][noun != "times"] if noun in ("times", "people", "persons") else None
    return None


def _employs(at: int, sentence: Sentence) -> bool:
    before = [token for token in sentence.own if token.start < at][-6:]
    return any(token.lemma in _EMPLOYING for token in before)


def _name_between(sentence: Sentence, start: int, end: int) -> bool:
    return any(
        token.type and token.type not in ("Format", "Genre", "Service") and token.start < end and start < token.end
        for token in sentence.own
    )


def _money(match: re.Match[str], sentence: Sentence, text: str) -> Amount | None:
    parts = _PARTS.search(match.group())
    if parts is None:
        return None
    each = _EACH.match(text, match.end())
    metric = _what_money(match, sentence, text)
    if metric is None and each is not None and not _deal(match, sentence):
        metric = "price"
    if metric is None:
        return None
    period = (each.group("each") or each.group("short")).lower() if each is not None else None
    if metric in ("budget", "price") and period in ("episode", "chapter"):
        metric, period = f"{metric} per episode", None
    code = _CODE.match(match.group())
    currency = code.group() if code else _CURRENCY.get((parts.group("sign") or parts.group("word") or "").lower(), "")
    if not currency and parts.group("word"):
        currency = parts.group("word").lower()
    scale = (parts.group("scale") or "").lower()
    unit = f"{currency} {_SCALES.get(scale, scale)}".strip()
    return Amount(metric, parts.group("number").replace(",", "").rstrip("."), unit or None, match.start(), match.end(), period)


def token_at(sentence: Sentence, start: int, end: int) -> Token | None:
    """The head of the words of an amount."""
    inside = [token for token in sentence.own if token.start < end and start < token.end]
    heads = [token for token in inside if token.head not in inside]
    return heads[0] if heads else None


def _what_money(match: re.Match[str], sentence: Sentence, text: str) -> str | None:
    """The name of an amount of money, by the first noun or verb above it that has one, or by *in revenue* below it."""
    known = words().measures.money
    token = token_at(sentence, match.start(), match.end())
    if token is None:
        return None
    behind = _IN.match(text, match.end(), sentence.end)
    if behind is not None and (named := known.get(behind.group("noun").removesuffix("s")) or known.get(behind.group("noun"))) is not None:
        return named if not behind.group("noun").startswith("fee") else text[behind.start("all") : behind.end()].lower()
    for child in token.subtree():
        named = known.get(child.lemma) or known.get(child.lower)
        if named and child.i > token.i and not is_verb(child) and child.dep in ("pobj", "compound", "nmod", "appos", "conj", "npadvmod"):
            return named
    current = token
    for _ in range(6):
        if (name := known.get(current.lemma) or known.get(current.lower)) is not None and not _taken_over(current):
            return name
        if is_verb(current):
            if current.lemma in _BOUGHT:
                return None
            if current.lemma in _MOVING:
                for subject in current.kids("nsubj", "nsubjpass"):
                    if (name := known.get(subject.lemma)) is not None:
                        return name
            objects = [child for child in current.kids("dobj") if child.lemma in known and child is not token and child.i < token.i]
            if objects:
                return known[objects[0].lemma]
        before = [child for child in current.lefts if child.lemma in known and child.dep in ("compound", "nmod", "amod", "nsubj", "dep")]
        if before and current is token:
            return known[before[-1].lemma]
        if current.is_root:
            break
        current = current.head
    return _labelled(match, sentence)


def _taken_over(token: Token) -> bool:
    """*taken over for*, *takes part*: a verb that earns nothing."""
    if token.lemma not in ("take", "make", "bring", "value", "secure", "net"):
        return False
    if token.lemma == "bring":
        return not any(child.lower == "in" for child in token.children)
    if token.lemma == "value":
        return False
    passive = bool(token.kids("auxpass", "agent"))
    return passive or any(child.lower in ("over", "part") for child in token.children)


def _deal(match: re.Match[str], sentence: Sentence) -> bool:
    token = token_at(sentence, match.start(), match.end())
    while token is not None and not token.is_root:
        if is_verb(token):
            return token.lemma in _BOUGHT
        token = token.head
    return token is not None and token.lemma in _BOUGHT


def _labelled(match: re.Match[str], sentence: Sentence) -> str | None:
    """*revenue $61.2 million, up 44%*; *$34 million raised*: notes without a verb, where what stands next to the money names it."""
    if any(is_verb(token) and token.tag in ("VBZ", "VBD", "VBP") for token in sentence.own):
        return None
    known = words().measures.money
    near = [token for token in sentence.own if abs(token.start - match.start()) < 40]
    near.sort(key=lambda token: abs(token.start - match.start()))
    return next((known[key] for token in near if not token.type for key in (token.lemma, token.lower) if key in known), None)
