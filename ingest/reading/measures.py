"""Measures: views, users, episodes, revenue …: a number, its unit, what is counted, and whose it is.

A measure is a counted noun ("18 million views", "47 parts", "a 25-episode series") or an amount of money beside a word that says
what it is ("raised $34 million"). Whose it is: the subject of its verb, what it is an apposition to, or the name before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.claim import Value
from ingest.lexicon.words import words
from ingest.reading.anaphora import Filler
from ingest.reading.arguments import Arguments
from ingest.reading.clauses import Clauses
from ingest.reading.frames import is_verb
from ingest.reading.parse import Sentence, Token
from ingest.reading.qualifiers import MONEY

BEARERS = frozenset({"Title", "Platform", "Studio", "Organization", "Service", "Brand", "Tool"})
_NUMBER_WORDS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "fifteen": "15",
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "hundred": "100",
}
_COUNT = re.compile(
    r"(?P<number>\d[\d,]{0,40}(?:\.\d{1,20})?|" + "|".join(_NUMBER_WORDS) + r")(?P<scale> (?:million|billion|thousand|crore|lakh))?"
    r"(?P<gap>[- ](?:\w+[- ]){0,2}?)(?P<noun>[A-Za-z]+)\b",
    re.I,
)
_CLOCK = re.compile(r"\b(\d{1,2}:\d{2}) (duration|runtime|long)\b")
_MONEY_PARTS = re.compile(
    r"(?P<sign>US\$|[$€£₩¥₹])?\s?(?P<number>\d[\d,.]*)\s?(?P<scale>million|billion|trillion|crore|lakh|thousand|bn|mn|m|k)?"
    r"\s?(?P<word>dollars|euros|pounds|won|yen|rupees|yuan|reais|pesos)?",
    re.I,
)
_CURRENCY = {
    "$": "USD",
    "us$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "¥": "JPY",
    "₹": "INR",
    "dollars": "USD",
    "euros": "EUR",
    "pounds": "GBP",
    "won": "KRW",
    "yen": "JPY",
    "rupees": "INR",
    "yuan": "CNY",
}
_SCALE = {"bn": "billion", "mn": "million", "m": "million", "k": "thousand"}
_HOLDING = {
    "have",
    "offer",
    "carry",
    "hold",
    "include",
    "comprise",
    "count",
    "own",
    "reach",
    "pass",
    "number",
    "contain",
    "operate",
    "run",
    "employ",
    "list",
    "serve",
    "boast",
    "total",
    "cover",
    "sell",
    "be",
    "show",
    "feature",
    "open",
}
"""Verbs whose subject a count of titles, countries, people or the like is a measure of."""
_STOCK = {
    "shops",
    "restaurants",
    "schools",
    "records",
    "members",
    "titles",
    "countries",
    "languages",
    "employees",
    "customers",
    "stores",
    "players",
    "shares",
    "comments",
}
SOUGHT = "funding sought"
_ASKING = {"talk", "seek", "hope", "plan", "aim", "want", "negotiation", "look"}
_SPEAKING = {"put", "estimate", "value", "say", "report", "peg", "reckon", "find"}
"""Verbs whose subject gives the figure and has none."""
_OF_TITLES = {"episodes", "views", "likes", "tickets", "runtime"}


@dataclass(frozen=True, slots=True)
class Measure:
    """Whose, what, how much. `start`, `end`: the words of the measure."""

    bearer: Filler
    metric: str
    value: str
    unit: str | None
    start: int
    end: int
    trigger: Token

    def roles(self) -> Iterator[tuple[str, Value]]:
        yield "metric", Value(self.metric, "text")
        yield "value", Value(self.value, "number" if re.fullmatch(r"[\d.,]+", self.value) else "text")
        if self.unit:
            yield "unit", Value(self.unit, "text")


@dataclass(frozen=True, slots=True)
class _Amount:
    metric: str
    value: str
    unit: str | None
    start: int
    end: int


def measures(sentence: Sentence, arguments: Arguments, text: str) -> Iterator[Measure]:
    """The measures of a sentence whose bearer is known."""
    clauses = Clauses()
    yield from _founded(sentence, text, arguments, clauses)
    for amount in _amounts(sentence, text):
        token = _token_at(sentence, amount)
        if token is None:
            continue
        if amount.metric in _STOCK and not _held(token, sentence):
            continue
        bearer = _bearer(token, amount, sentence, arguments, clauses)
        amount = _renamed(amount, token, sentence)
        if bearer is None and arguments.context.topic is not None:
            bearer = arguments.context.topic
        if amount.metric == "budget" and bearer is not None and bearer.type != "Title":
            amount = replace(amount, metric="price")
        if bearer is not None and bearer.type in BEARERS:
            yield Measure(bearer, amount.metric, amount.value, amount.unit, amount.start, amount.end, token)


_FOUNDED = re.compile(r"\b(?:founded|established|set up|started|formed)\b(?: in [A-Z][\w-]+)? in (?P<year>(?:1[5-9]|20)\d\d)\b(?! by)")


def _founded(sentence: Sentence, text: str, arguments: Arguments, clauses: Clauses) -> Iterator[Measure]:
    """*founded in 1931*, by nobody that is named: the year is a measure of the company."""
    for match in _FOUNDED.finditer(text, sentence.start, sentence.end):
        verb = next((token for token in sentence.own if token.start == match.start()), None)
        clause = clauses.of(verb) if verb is not None else None
        if verb is None or clause is None or not clause.passive or clause.get("subj") or " by " in text[match.end() : match.end() + 40]:
            continue
        for filler in (filler for token in clause.get("obj") for filler in arguments.fill(token)):
            if filler.type in BEARERS - {"Title"}:
                yield Measure(filler, "founded", match.group("year"), None, match.start("year"), match.end("year"), verb)


def _amounts(sentence: Sentence, text: str) -> Iterator[_Amount]:
    known = words().measures
    start, end = sentence.start, sentence.end
    taken: list[tuple[int, int]] = []
    for match in MONEY.finditer(text, start, end):
        if (amount := _money(match, sentence)) is not None:
            taken.append(match.span())
            yield amount
    for match in _CLOCK.finditer(text, start, end):
        yield _Amount("duration", match.group(1), None, match.start(), match.end())
    at = start
    while (found := _COUNT.search(text, at, end)) is not None:
        at = found.end("number")
        if any(found.start() < e and s < found.end("number") for s, e in taken) or (
            found.start() and (text[found.start() - 1].isalnum() or text[found.start() - 1] in "$€£₩.,'")
        ):
            continue
        noun = found.group("noun").lower()
        metric = (
            known.nouns.get(noun)
            or known.nouns.get(noun[:-1] if noun.endswith("s") else noun)
            or known.nouns.get(noun[:-3] + "y" if noun.endswith("ies") else noun)
        )
        if metric is None or "of" in found.group("gap").split() or _name_between(sentence, found.start(), found.end()):
            continue
        number = _NUMBER_WORDS.get(found.group("number").lower(), found.group("number").replace(",", ""))
        scale = (found.group("scale") or "").strip() or None
        if (metric in _STOCK and "-" in found.group("gap")) or (
            metric in _STOCK and len(number) == 4 and scale is None and number[:2] in ("19", "20")
        ):
            continue
        yield _Amount(metric, number, scale, found.start(), found.end())


def _name_between(sentence: Sentence, start: int, end: int) -> bool:
    return any(
        token.type and token.type not in ("Format", "Genre", "Service") and token.start < end and start < token.end
        for token in sentence.own
    )


def _money(match: re.Match[str], sentence: Sentence) -> _Amount | None:
    parts = _MONEY_PARTS.search(match.group())
    if parts is None:
        return None
    known = words().measures.money
    near = sorted(
        (token for token in sentence.own if abs(token.start - match.start()) < 60), key=lambda token: abs(token.start - match.start())
    )
    metric = next((known[key] for token in near for key in (token.lemma, token.lower) if key in known), None)
    if metric is None:
        return None
    currency = _CURRENCY.get((parts.group("sign") or parts.group("word") or "").lower(), "")
    scale = (parts.group("scale") or "").lower()
    unit = f"{currency} {_SCALE.get(scale, scale)}".strip()
    return _Amount(metric, parts.group("number").replace(",", "").rstrip("."), unit or None, match.start(), match.end())


def _token_at(sentence: Sentence, amount: _Amount) -> Token | None:
    inside = [token for token in sentence.own if token.start < amount.end and amount.start < token.end]
    heads = [token for token in inside if token.head not in inside]
    return heads[0] if heads else None


def _bearer(token: Token, amount: _Amount, sentence: Sentence, arguments: Arguments, clauses: Clauses) -> Filler | None:
    for candidate in _candidates(token, amount, sentence, clauses):
        for filler in arguments.fill(candidate):
            if (
                filler.type in BEARERS
                and (amount.metric not in _OF_TITLES or filler.type in ("Title", "Platform", "Service"))
                and not (amount.metric in ("episodes", "runtime") and filler.type != "Title")
            ):
                return filler
    return None


def _renamed(amount: _Amount, token: Token, sentence: Sentence) -> _Amount:
    """*sold 16 million tickets* counts tickets sold; money that is only asked for is funding sought."""
    current = token
    for _ in range(4):
        if (name := words().measures.by_verb.get((amount.metric, current.lemma))) is not None:
            return replace(amount, metric=name)
        current = current.head
    if amount.metric == "funding raised" and any(part.lemma in _ASKING and abs(part.start - amount.start) < 40 for part in sentence.own):
        return replace(amount, metric=SOUGHT)
    return amount


def _held(token: Token, sentence: Sentence) -> bool:
    """Whether a count is what somebody has: object of a verb of having, in an apposition, behind *with* or a label."""
    current = token
    for _ in range(5):
        if is_verb(current):
            return current.lemma in _HOLDING and not current.kids("auxpass")
        if current.dep == "appos" or current.is_root:
            return any(part.text == ":" for part in sentence.own[:8]) or current.dep == "appos" or len(sentence.own) < 12
        if current.dep == "pobj":
            if current.head.lower not in ("with", "of", "to", "over", "than"):
                return False
            if current.head.lower == "with" and current.head.head.type:
                return True
            if current.head.lower == "with":
                return is_verb(current.head.head) and any(child.type for child in current.head.head.kids("nsubj"))
        current = current.head
    return False


def _candidates(token: Token, amount: _Amount, sentence: Sentence, clauses: Clauses) -> Iterator[Token]:
    """Who may bear a measure, the likeliest first."""
    current = token
    for _ in range(6):
        if current.dep in ("appos", "compound", "nmod", "amod", "nummod") and not current.is_root:
            yield current.head
            yield from (child for child in current.head.kids("appos") if child.type)
        if is_verb(current):
            clause = clauses.of(current)
            if current.dep in ("relcl", "acl"):
                yield current.head
            bearers = clause.get("obj") if clause.passive else clause.get("subj")
            if not clause.passive and current.lemma in _SPEAKING and current.lemma != "report":
                break
            yield from bearers
            if (bearers and current.dep != "acl") or current.dep not in ("conj", "xcomp", "ccomp", "advcl", "acl"):
                break
        if current.is_root:
            break
        current = current.head
    if amount.metric == "episodes" or any(token_.lower == "(" for token_ in sentence.own):
        before = [token_ for token_ in sentence.own if token_.type == "Title" and token_.end <= amount.start + 80]
        yield from sorted(before, key=lambda token_: abs(token_.start - amount.start))[:1]
    labelled = [token_ for token_ in sentence.own[:3] if token_.type]
    if labelled and sentence.own[-1].end - sentence.start < 90 and any(token_.text == ":" for token_ in sentence.own[:6]):
        yield labelled[0]
