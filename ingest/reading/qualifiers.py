"""Qualifiers: the literals that go with a match: dates, amounts, stakes, rounds, posts, exclusivity, content.

Roles that hold entities are filled by frames like subject and object. What a role may hold is the ontology's; how each
kind of literal is read stands here, one function a role.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graph import dates
from graph.claim import Value
from graph.ontology import Ontology
from ingest.reading import roles, times
from ingest.reading.clauses import conjuncts
from ingest.reading.frames import Match
from ingest.reading.modality import Stance, top_verb
from ingest.reading.parse import Sentence, Token

_DIGITS = r"\d(?:[\d,.]*\d)?"
_SCALE = r"(?:million|billion|trillion|crore|lakh|thousand|bn|mn|m|k)"
_NAMES = (
    r"dollars?|euros?|pounds?|won|yen|rupees?|yuan|reais|pesos?|francs?|kronor|kroner|krona|krone|zloty|shillings?|birr|naira|rand|dirhams?|riyals?|baht|"
    r"ringgit|rupiah|dong|lira|shekels?|forints?|cents|pence"
)
_CODES = r"USD|EUR|GBP|JPY|KRW|INR|CNY|RMB|BRL|MXN|NOK|SEK|DKK|CHF|PLN|TRY|AED|SAR|SGD|HKD|AUD|CAD|NZD|ZAR|NGN|KES|IDR|THB|PHP|VND|MYR|TWD"
MONEY = re.compile(
    rf"(?:US\$|NT\$|HK\$|R\$|A\$|C\$|S\$|[$€£₩¥₹])\s?{_DIGITS}(?:\s?{_SCALE}\b)?"
    rf"|\b(?-i:{_CODES})\s?{_DIGITS}(?:\s?{_SCALE}\b)?|\b{_DIGITS}\s?{_SCALE}?\s(?:US dollars|{_NAMES})\b",
    re.I,
)
_STAKE = re.compile(
    r"\b\d[\d.]*\s?(?:%|per ?cent)|\b(?:majority|minority|controlling|strategic|significant|small|undisclosed)\b|\b50/50\b", re.I
)
_STAKE_NOUNS = {"stake", "share", "interest", "majority", "minority", "holding", "shareholding", "percent", "%", "cent"}
_ROUND = re.compile(r"\bSeries [A-H]\d?\b|\b(?:pre-)?seed\b(?: round)?|\bangel round\b|\bbridge round\b|\bIPO\b", re.I)
_ROUND_NOUNS = {"round", "series", "seed", "financing", "funding", "raise", "fundraise"}
_NOT_IN_POST = {
    "former",
    "ex",
    "late",
    "current",
    "new",
    "incoming",
    "longtime",
    "veteran",
    "its",
    "their",
    "the",
    "a",
    "an",
    "his",
    "her",
    "now",
    "then",
    "previously",
    "formerly",
    "fellow",
    "interim-",
    "respected",
    "famed",
}
_EXCLUSIVE = {"exclusive", "exclusively", "non-exclusive"}
_TERM = re.compile(r"\b(?:over|for|in|within|lasting) ((?:\d+|one|two|three|four|five|six|seven|ten)[- ](?:year|month|week)s?)\b", re.I)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A literal in a role, and where it stands."""

    value: Value
    start: int
    end: int


def literals(
    match: Match, sentence: Sentence, text: str, published_on: str | None, stance: Stance, ontology: Ontology, *, future: bool
) -> dict[str, Qualifier]:
    """The literal qualifiers of a match, by role; only such as its relation takes."""
    relation = match.line.relation
    found: dict[str, Qualifier] = {}
    for role, tokens in match.slots.items():
        reader = _READERS.get(role)
        if reader is not None and role not in ("subject", "object"):
            for token in tokens:
                if (read := reader(token, text)) is not None:
                    found.setdefault(role, read)
    for role, template in match.line.fixed.items():
        if role not in ("object", "subject", "status") and (made := _fixed(template, match, text)) is not None:
            found.setdefault(role, made)
    for role, said, start, end in roles.told(match, text):
        if role not in found or (relation == "holds_role" and role == "role" and found[role].value.value in ("head", "{obj}")):
            found[role] = Qualifier(roles.value(said), start, end)
    _dates(found, match, sentence, text, published_on, ontology, future=future)
    last = found.get("end")
    open_ = "status" not in found and stance.status is None
    if last is not None and open_ and relation in _OVER and _behind(last.value.value, published_on):
        found["status"] = Qualifier(Value(_OVER[relation], "text"), last.start, last.end)
    for role, read in _found_near(match, sentence, text):
        if ontology.allows(relation, role):
            found.setdefault(role, read)
    if stance.status is not None and stance.status in ontology.roles["status"].values and "status" not in found:
        found["status"] = Qualifier(Value(stance.status, "text"), match.trigger.start, match.trigger.end)
    return {role: read for role, read in found.items() if ontology.allows(relation, role)}


# --- readers, one a role


def _amount(token: Token, text: str) -> Qualifier | None:
    start, end = _stretch(token)
    found = MONEY.search(text, max(0, start - 2), min(len(text), end + 12))
    return Qualifier(Value(found.group().strip(), "money"), found.start(), found.end()) if found and found.start() < end else None


def _stake(token: Token, text: str) -> Qualifier | None:
    if token.lemma not in _STAKE_NOUNS and not any(child.lower == "%" for child in token.children):
        return None
    start, end = _stretch(token)
    found = _STAKE.search(text, start, end)
    if found is None:
        return Qualifier(Value("undisclosed", "text"), token.start, token.end)
    return Qualifier(Value(found.group(), "percentage" if found.group()[0].isdigit() else "text"), found.start(), found.end())


def _round(token: Token, text: str) -> Qualifier | None:
    start, end = _stretch(token)
    found = _ROUND.search(text, start, end)
    if found is None and token.lemma not in _ROUND_NOUNS:
        return None
    return Qualifier(
        Value(found.group() if found else token.text, "text"), found.start() if found else token.start, found.end() if found else token.end
    )


def _content(token: Token, text: str) -> Qualifier | None:
    if token.type in ("Person", "Region") or token.pos == "PRON":
        return None
    start, end = _phrase(token)
    return Qualifier(Value(_clean(text[start:end]), "text"), start, end)


_READERS: Mapping[str, Callable[[Token, str], Qualifier | None]] = {
    "amount": _amount,
    "stake": _stake,
    "round": _round,
    "content": _content,
    "budget_cap": _amount,
}


def _found_near(match: Match, sentence: Sentence, text: str) -> Iterator[tuple[str, Qualifier]]:
    """Roles that frames need not place: an exclusive deal, an amount, a round or a term named in the same clause."""
    trigger = match.trigger
    for child in trigger.children:
        if child.lower in _EXCLUSIVE:
            yield (
                "exclusivity",
                Qualifier(Value("exclusive" if child.lower != "non-exclusive" else child.lower, "text"), child.start, child.end),
            )
    start, end = sentence.start, sentence.end
    relation = match.line.relation
    if relation in ("invests_in", "acquires", "funds"):
        if (money := MONEY.search(text, start, end)) is not None:
            yield "amount", Qualifier(Value(money.group().strip(), "money"), money.start(), money.end())
        if (round_ := re.compile(r"\bSeries [A-H]\b").search(text, start, end)) is not None:
            yield "round", Qualifier(Value(round_.group(), "text"), round_.start(), round_.end())
    if relation in ("funds", "partners_with", "supplies_content_to") and (term := _TERM.search(text, start, end)) is not None:
        yield "term", Qualifier(Value(term.group(1), "duration"), term.start(1), term.end(1))
    if relation == "invests_in" and match.line.kind == "verb" and trigger.lemma == "lead":
        yield "role", Qualifier(Value("lead", "text"), trigger.start, trigger.end)


def literals_near(
    relation: str, text: str, start: int, end: int, published_on: str | None, ontology: Ontology
) -> tuple[tuple[str, Qualifier], ...]:
    """Date, amount, stake and exclusivity that stand in a stretch of text without a verb."""
    found: dict[str, Qualifier] = {}
    for time in times.find(text, start, end, published_on)[:1]:
        found["date"] = Qualifier(Value(time.value, "date"), time.start, time.end)
    for role, pattern, datatype in (
        ("amount", MONEY, "money"),
        ("exclusivity", re.compile(r"\bexclusive\b", re.I), "text"),
        ("stake", _STAKE, "text"),
    ):
        if (match := pattern.search(text, start, end)) is not None:
            found[role] = Qualifier(
                Value(match.group().strip().lower() if role == "exclusivity" else match.group().strip(), datatype),
                match.start(),
                match.end(),
            )
    return tuple((role, read) for role, read in found.items() if ontology.allows(relation, role))


def _dates(
    found: dict[str, Qualifier], match: Match, sentence: Sentence, text: str, published_on: str | None, ontology: Ontology, *, future: bool
) -> None:
    """The date expressions of the trigger's own clause, each in the role that the word before it gives."""
    start, end = _clause_span(match.trigger, sentence)
    for time in times.find(text, start, end, published_on, future=future):
        role = _date_role(match.line.relation, time.preposition, ontology)
        if role in ("date", "start", None) and _ends(match) and "end" in ontology.relations[match.line.relation].qualifiers:
            role = "end"  # *left in May*, *stopped the series on August 14*
        if role is None and match.line.relation == "holds_role" and top_verb(match.trigger).lemma in _TAKING_UP:
            role = "start"  # *becomes chairman on June 1*
        if role is not None and role not in found:
            found[role] = Qualifier(Value(time.value, "date"), time.start, time.end)


def _behind(date: str, published_on: str | None) -> bool:
    if not dates.is_date(date):
        return False
    end, today = dates.parse(date).earliest, dates.parse(published_on).latest
    return end is not None and today is not None and end <= today


_TAKING_UP = frozenset(
    {"become", "join", "start", "begin", "succeed", "replace", "appoint", "name", "promote", "hire", "return", "elect", "assume"}
)
_STOPPING = frozenset({"stop", "cancel", "pull", "drop", "lose", "remove", "end"})
_OVER = {"holds_role": "former", "released_on": "ended", "partners_with": "ended", "operates": "former"}
"""What is said of a relation whose end lies behind."""


def _ends(match: Match) -> bool:
    """Whether a match says that something is over: a frame for what has ended, or a verb that ends it."""
    fixed = match.line.fixed.get("status") in ("former", "ended")
    return fixed or (match.line.relation == "released_on" and match.trigger.lemma in _STOPPING)


def _date_role(relation: str, preposition: str, ontology: Ontology) -> str | None:
    qualifiers = ontology.relations[relation].qualifiers
    if preposition == "since":
        return next((role for role in ("since", "start", "date") if role in qualifiers), None)
    if preposition in ("until", "till", "to"):
        return "end" if "end" in qualifiers else None
    if "date" in qualifiers:
        return "date"
    return "start" if "start" in qualifiers and preposition == "from" else None


def _clause_span(trigger: Token, sentence: Sentence) -> tuple[int, int]:
    """The stretch of the trigger's clause without the clauses below it that have a subject of their own."""
    verb = top_verb(trigger)
    inside = [token for token in verb.subtree() if token in sentence.own]
    for child in verb.subtree():
        if (
            child is not verb
            and child is not trigger
            and child.dep in ("relcl", "ccomp", "conj", "advcl", "appos", "acl")
            and trigger not in child.subtree()
        ):
            below = child.subtree()
            inside = [token for token in inside if token not in below or token.i <= trigger.i <= below[-1].i]
    if not inside:
        return trigger.start, trigger.end
    return inside[0].start, max(inside[-1].end, inside[0].start)


# --- fixed values and posts


def _fixed(template: str, match: Match, text: str) -> Qualifier | None:
    trigger = match.trigger
    if template == "{noun}":
        return (
            post(trigger, text)
            if match.line.relation == "holds_role"
            else Qualifier(Value(trigger.lemma, "text"), trigger.start, trigger.end)
        )
    if template == "{verb}":
        return Qualifier(Value(trigger.lemma, "text"), trigger.start, trigger.end)
    if template == "{as}":
        return _as(match, text)
    if template == "{charge}":
        return _charge(trigger)
    if template == "{verb} {obj}":
        objects = match.clause.get("obj") if match.clause else []
        if not objects:
            return Qualifier(Value("head", "text"), trigger.start, trigger.end)
        start, end = _phrase(objects[0])
        return Qualifier(Value(f"head of {_clean(text[start:end])}", "text"), trigger.start, end)
    return Qualifier(Value(template, "text"), trigger.start, trigger.end)


def _as(match: Match, text: str) -> Qualifier | None:
    clause = match.clause
    if clause is None:
        return None
    for token in (*clause.get("pp:as"), *clause.get("oprd")):
        if not token.type:
            return post(token, text)
    return None


def _charge(verb: Token) -> Qualifier | None:
    """*is in charge of streaming at X*."""
    for preposition in verb.kids("prep"):
        for noun in preposition.kids("pobj"):
            if preposition.lower == "in" and noun.lemma == "charge":
                what = [inner for of in noun.kids("prep") if of.lower == "of" for inner in of.kids("pobj")]
                if what:
                    return Qualifier(Value(f"head of {what[0].text}", "text"), noun.start, what[0].end)
    return None


def post(noun: Token, text: str) -> Qualifier | None:
    """What somebody is, in the words of the text: "chief marketing officer", "head of advertising sales"."""
    left = [
        child
        for child in noun.lefts
        if child.dep in ("compound", "amod", "nmod", "punct")
        and not child.type
        and child.lower not in _NOT_IN_POST
        and not child.lower.startswith("ex-")
    ]
    first = noun
    for child in reversed(left):
        if child.end == first.start or text[child.end : first.start] in (" ", ""):
            first = child
    start, end = first.start, noun.end
    for preposition in noun.kids("prep"):
        if preposition.lower in ("of", "for") and text[end : preposition.start].strip() == "":
            inner = preposition.kids("pobj")
            if inner and not inner[0].type and not any(token.type for token in inner[0].subtree()):
                end = inner[0].end
                for other in conjuncts(inner[0])[1:]:
                    end = other.end
                break
    return Qualifier(Value(text[start:end], "text"), start, end)


def _stretch(token: Token) -> tuple[int, int]:
    below = token.subtree()
    return below[0].start, below[-1].end


def _phrase(token: Token) -> tuple[int, int]:
    """A noun phrase without relative clauses, appositions and what hangs on it by other prepositions than of."""
    kept = [token]
    for child in token.children:
        if child.dep in ("relcl", "appos", "acl", "punct", "conj", "cc"):
            continue
        if child.dep == "prep" and child.lower != "of":
            continue
        kept += child.subtree()
    return min(part.start for part in kept), max(part.end for part in kept)


def _clean(text: str) -> str:
    return re.sub(r"^(?:the|a|an|its|their|his|her) ", "", " ".join(text.split()), flags=re.I)
