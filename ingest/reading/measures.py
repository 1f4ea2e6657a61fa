"""Measures: views, users, episodes, revenue …: a number, its unit, what is counted, and whose it is.

What is measured is told by `amounts`. Whose it is: the subject of its verb, what it is an apposition to, the owner of the noun that names
the measure ("the revenue of X"), the label of the line, or the name before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.claim import Value
from ingest.lexicon.words import word_set, words
from ingest.reading import times
from ingest.reading.amounts import NUMBER_WORDS, Amount, amounts, token_at
from ingest.reading.anaphora import Filler
from ingest.reading.arguments import Arguments
from ingest.reading.clauses import Clauses
from ingest.reading.frames import is_verb
from ingest.reading.parse import Sentence, Token

BEARERS = frozenset({"Title", "Platform", "Studio", "Organization", "Service", "Brand", "Tool"})
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
    "series",
    "serials",
    "shows",
    "films",
    "originals",
    "staff",
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
_POSTED = {"revenue", "loss", "profit"}
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
    period: str | None = None
    platform: Filler | None = None

    def roles(self) -> Iterator[tuple[str, Value]]:
        yield "metric", Value(self.metric, "text")
        yield "value", Value(self.value, "number" if re.fullmatch(r"[\d.,]+", self.value) else "text")
        if self.unit:
            yield "unit", Value(self.unit, "text")
        if self.period:
            yield "period", Value(self.period, "date" if self.period[0].isdigit() else "text")


def measures(sentence: Sentence, arguments: Arguments, text: str, published_on: str | None = None) -> Iterator[Measure]:
    """The measures of a sentence whose bearer is known."""
    clauses = Clauses()
    yield from _founded(sentence, text, arguments, clauses)
    found = list(amounts(sentence, text))
    for amount in (*found, *_open_counts(sentence, text, found)):
        token = token_at(sentence, amount.start, amount.end)
        if token is None or (amount.metric in _STOCK and not _stock(amount, token, sentence)):
            continue
        bearer = _labelled(sentence, arguments, amount) or _bearer(token, amount, sentence, arguments, clauses)
        amount = _renamed(amount, token, sentence)
        if amount.metric in ("budget", "price", "budget per episode") and bearer is not None:
            amount = replace(amount, metric=_cost(amount, bearer))
        if amount.metric == "price" and amount.each is None and (amount.unit or "").endswith("illion"):
            continue  # what a deal has cost
        if bearer is not None and bearer.type in BEARERS:
            period = _period(amount, sentence, text, published_on)
            platform = _platform(token, arguments) if bearer.type == "Title" and amount.metric not in ("episodes", "runtime") else None
            yield Measure(bearer, amount.metric, amount.value, amount.unit, amount.start, amount.end, token, period, platform)


def _labelled(sentence: Sentence, arguments: Arguments, amount: Amount) -> Filler | None:
    """*X: $3.5m seed, Y (lead)*: in a note without a verb the label's name has what is counted."""
    topic = arguments.context.topic
    if topic is None or any(token.tag in ("VBZ", "VBP", "VBD", "MD") and not token.type for token in sentence.own):
        return None
    return topic if topic.type in BEARERS and _suits(topic, amount) else None


def _suits(filler: Filler, amount: Amount) -> bool:
    if amount.metric in ("episodes", "runtime"):
        return filler.type == "Title"
    return filler.type in BEARERS and (amount.metric not in _OF_TITLES or filler.type in ("Title", "Platform", "Service"))


def _cost(amount: Amount, bearer: Filler) -> str:
    if amount.metric == "budget per episode":
        return amount.metric if bearer.type == "Title" else "price per episode"
    return amount.metric if bearer.type == "Title" and amount.each is None else "price"


_IN_ITS = re.compile(
    r"\b(?:in|within|over) (?:its|the|a|their)? ?((?:first|opening|last|past) (?:\w+ )?(?:day|week|weekend|month|year)s?"
    r"|week|month|\w+ (?:days|weeks|months))\b"
)


def _period(amount: Amount, sentence: Sentence, text: str, published_on: str | None) -> str | None:
    """When or per what time: *in 2025*, *a day*, *in its first month*; what stands close behind the amount, or opens the sentence."""
    if amount.each is not None:
        return amount.each
    if amount.metric in ("episodes", "runtime", "price", "founded"):
        return None
    end = min(sentence.end, amount.end + 50)
    stop = re.search(r"[.;:()]|, (?:and|which|who|while|after)\b| and (?=[$€£\d])", text[amount.end : end])
    end = amount.end + stop.start() if stop is not None else end
    if (said := next(iter(times.find(text, amount.end, end, published_on)), None)) is not None:
        return said.value
    if (own := _IN_ITS.search(text, amount.end, end)) is not None:
        return own.group(1)
    if (opening := next(iter(times.find(text, sentence.start, min(sentence.start + 30, amount.start), published_on)), None)) is not None:
        return opening.value if opening.start - sentence.start < 6 else None
    return None


def _platform(token: Token, arguments: Arguments) -> Filler | None:
    """*has 212 million views on X*."""
    current = token
    for _ in range(3):
        for preposition in current.kids("prep"):
            if preposition.lower == "on":
                for noun in preposition.kids("pobj"):
                    return next((filler for filler in arguments.fill(noun) if filler.type == "Platform"), None)
        if current.is_root or is_verb(current):
            return None
        current = current.head
    return None


_NO_COUNTS = word_set(
    "year day month week hour time reason way thing sister brother child son daughter percent half third quarter cent friend "
    "season deal contract founder partner owner kind point round dollar euro pound location word page award prize idea plan "
    "seat step stake case rival side"
)
_OWNING = {"have", "own", "run", "operate", "employ", "represent", "count", "boast", "manage", "comprise", "maintain"}


def _open_counts(sentence: Sentence, text: str, found: list[Amount]) -> Iterator[Amount]:
    """*has forty rooms*, *represents 140 online personalities*: whatever somebody has so many of, called by its noun."""
    for token in sentence.own:
        if token.tag != "NNS" or token.type or token.lemma in _NO_COUNTS or token.dep not in ("dobj", "attr"):
            continue
        if token.head.lemma not in _OWNING or any(one.start <= token.start < one.end for one in found):
            continue
        number = next((child for child in token.kids("nummod") if child.i < token.i), None)
        if number is None or any(child.lower in ("the", "all", "no") for child in token.kids("det", "neg")):
            continue
        scale = next((child.lower for child in number.children if child.lower in ("million", "billion")), None)
        value = NUMBER_WORDS.get(number.lower, number.text.replace(",", ""))
        if scale is not None or number.lower in ("million", "billion") or not re.fullmatch(r"\d+(?:\.\d+)?", value) or float(value) < 10:
            continue
        between = [child for child in token.lefts if child.i > number.i and child.dep in ("amod", "compound", "nmod")]
        if any(child.type for child in between):
            continue
        name = text[(between[0] if between else token).start : token.end].lower()
        yield Amount(name, value, None, number.start, token.end, word=token.lower)


def _stock(amount: Amount, token: Token, sentence: Sentence) -> bool:
    """Whether a count of titles, shops, markets … is what somebody has and not just some of them."""
    small = amount.unit is None and float(amount.value) < 10 and amount.metric not in ("countries", "languages", "staff")
    return not small and _held(token, sentence)


_FOUNDED = re.compile(
    r"\b(?:founded|established|set up|started|formed|incorporated)\b(?: in [A-Z][\w-]+)?(?: back)?(?: in| since)? "
    r"(?P<year>(?:1[5-9]|20)\d\d)\b(?! by)", re.I
)


def _founded(sentence: Sentence, text: str, arguments: Arguments, clauses: Clauses) -> Iterator[Measure]:
    """*founded in 1931*, by nobody that is named: the year is a measure of the company."""
    for match in _FOUNDED.finditer(text, sentence.start, sentence.end):
        verb = next((token for token in sentence.own if token.start == match.start()), None)
        clause = clauses.of(verb) if verb is not None else None
        if verb is None or clause is None or not clause.passive or clause.get("subj") or re.match(r"[^,.;]{0,40} by ", text[match.end() :]):
            continue
        for filler in (filler for token in clause.get("obj") for filler in arguments.fill(token)):
            if filler.type in BEARERS - {"Title"}:
                yield Measure(filler, "founded", match.group("year"), None, match.start("year"), match.end("year"), verb)


def _bearer(token: Token, amount: Amount, sentence: Sentence, arguments: Arguments, clauses: Clauses) -> Filler | None:
    for candidate in _candidates(token, amount, sentence, clauses):
        for filler in arguments.fill(candidate):
            if _suits(filler, amount):
                return filler
        if not candidate.type:
            for owner in _owners(candidate):
                for filler in arguments.fill(owner):
                    if _suits(filler, amount):
                        return filler
    return None


def _owners(noun: Token) -> Iterator[Token]:
    """*X's revenue*, *revenue at X*, *80 episodes of X*: whose a noun is that names a measure."""
    yield from (child for child in noun.children if child.dep == "poss")
    yield from (child for child in noun.lefts if child.dep in ("compound", "nmod") and child.type)
    for preposition in noun.kids("prep"):
        if preposition.lower in ("of", "at", "for", "to"):
            for inner in preposition.kids("pobj"):
                if inner.type or inner.dep == "poss" or inner.pos == "PRON":
                    yield inner
                else:
                    yield from (child for child in inner.children if child.dep == "poss" or (child.type and child.dep == "compound"))


def _renamed(amount: Amount, token: Token, sentence: Sentence) -> Amount:
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


def _candidates(token: Token, amount: Amount, sentence: Sentence, clauses: Clauses) -> Iterator[Token]:
    """Who may bear a measure, the likeliest first."""
    current = token
    for _ in range(6):
        if not current.type and not is_verb(current):
            yield from _owners(current)
        if current.dep in ("appos", "compound", "nmod", "amod", "nummod") and not current.is_root:
            yield current.head
            yield from (child for child in current.head.kids("appos") if child.type)
        if is_verb(current):
            clause = clauses.of(current)
            if current.dep in ("relcl", "acl"):
                yield current.head
            bearers = clause.get("obj") if clause.passive else clause.get("subj")
            if token in bearers or (current.lemma == "value" and not clause.passive):
                bearers = clause.get("obj") if not clause.passive else []  # *eleven million people have read it*
                yield from bearers
                break
            if not clause.passive and current.lemma in _SPEAKING and current.lemma != "report":
                break
            yield from bearers
            if (bearers and current.dep != "acl") or current.dep not in ("conj", "xcomp", "ccomp", "advcl", "acl"):
                break
        if current.is_root:
            break
        current = current.head
    if amount.metric == "episodes" or any(token_.lower == "(" for token_ in sentence.own):
        before = [token_ for token_ in sentence.own if token_.type == "Title" and token_.end <= amount.start]
        yield from sorted(before, key=lambda token_: abs(token_.start - amount.start))[:1]
    labelled = [token_ for token_ in sentence.own[:3] if token_.type]
    if labelled and sentence.own[-1].end - sentence.start < 90 and any(token_.text == ":" for token_ in sentence.own[:6]):
        yield labelled[0]
