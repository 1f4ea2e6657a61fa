"""Anaphora: what a pronoun, "the studio" or "these experimental formats" stands for, from what the document said before.

Deterministic: the document is read in order, and every name that has been read is kept with its sentence and whether it
was its subject. A class noun in the plural that stood over a list ("formats such as A, B and C") stands for the list.
"""

from __future__ import annotations

from graph.entity import COMPANY_TYPES
from ingest.lexicon.words import words
from ingest.reading.discourse import Context, Filler, Seen, filler_of
from ingest.reading.parse import Token

__all__ = ["Context", "Filler", "Seen", "filler_of", "resolve"]

PERSONAL = {"he", "she", "him", "her", "his", "hers", "himself", "herself"}
ORDINAL = {"former": 0, "latter": 1}
PLURAL = {"neither", "they", "them", "their", "both", "all", "each", "themselves", "theirs"}
NEUTER = {"it", "its", "itself"}
PRONOUNS = PERSONAL | PLURAL | NEUTER | {"who", "which", "whose", "whom"}
GENERIC_COMPANY = {
    "company",
    "firm",
    "group",
    "business",
    "startup",
    "start-up",
    "organisation",
    "organization",
    "venture",
    "outfit",
    "owner",
    "conglomerate",
    "player",
    "operator",
}
_THINGS = COMPANY_TYPES | {"Title", "Event", "Tool"}
SETS = COMPANY_TYPES - {"Publication"} | {"Title", "Person", "Event"}
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "pair": 2, "duo": 2, "trio": 3, "quartet": 4}

def resolve(token: Token, context: Context, allowed: frozenset[str] = frozenset()) -> list[Filler]:
    """What a pronoun or a definite class noun stands for; empty where nothing in the document fits."""
    if token.lower in PRONOUNS or token.pos == "PRON":
        return _pronoun(token, context, allowed)
    return _class_noun(token, context)


def _pronoun(token: Token, context: Context, allowed: frozenset[str]) -> list[Filler]:
    before, barred = token.start, barred_by_place(token)
    if token.lower in PERSONAL:
        return _one(context.latest({"Person"}, before, barred), "pronoun")
    if token.lower in NEUTER:
        in_clause = _clause_subject(token)
        if in_clause is not None and filler_of(in_clause).name not in barred:
            return [_via(filler_of(in_clause), "pronoun")]
        about = context.topic
        if about is not None and about.name not in barred and (about.type in allowed or not allowed) and not context.has_subject(before):
            return [_via(about, "pronoun")]
        first = context.latest(COMPANY_TYPES | {"Title"}, before, barred)
        wanted = set(allowed) | (COMPANY_TYPES if allowed & COMPANY_TYPES else set())
        if (
            allowed
            and (first is None or first.type not in wanted)
            and (other := context.latest(wanted & _THINGS, before, barred)) is not None
            and (context.company_near(other))
        ):
            return [_via(other, "pronoun")]
        return _one(first, "pronoun")
    if token.lower in PLURAL:
        found = _several(context, before, None)
        if not found and token.lower == "both":
            pair = [context.pair(place, before) for place in (0, 1)]
            found = [_via(filler, "plural") for filler in pair if filler is not None]
        if token.lower in ("both", "neither") and not any(filler.type in allowed for filler in found):
            found = [_via(filler, "plural") for filler in context.together(2, allowed & SETS, before)] or found
        return found
    return []


def barred_by_place(token: Token) -> frozenset[str]:
    """Whom a pronoun can't mean: the subject of the verb that it is an object of (*X feeds it*), and what the noun is said of
    that it is the owner of (*X, its rival*; *X is its owner*)."""
    head = token.head
    if token.lower in ("itself", "himself", "herself", "themselves") or head is token:
        return frozenset()
    beside: list[Token] = []
    if token.dep == "poss":
        first = head
        while first.dep == "conj" and not first.is_root:
            first = first.head
        beside = [child for child in head.children if child.dep == "appos"]
        if first.dep == "appos":
            beside.append(first.head)
        elif first.dep == "attr":
            beside += first.head.kids("nsubj")
    elif token.dep in ("dobj", "dative", "iobj"):
        beside = head.kids("nsubj")
    elif token.dep == "pobj" and head.dep in ("prep", "agent", "dative"):
        beside = head.head.kids("nsubj", "nsubjpass")
    named: list[Token] = []
    while beside:
        one = beside.pop()
        named.append(one)
        beside += one.kids("conj")
    return frozenset(one.entity or one.text for one in named if one.type)


def _clause_subject(token: Token) -> Token | None:
    """*X sells its library*: the possessive goes with the subject of its own clause, if that is a name before it."""
    if token.lower != "its":
        return None
    above = token.head
    while not above.is_root:
        above = above.head
        subjects = [child for child in above.kids("nsubj", "nsubjpass") if child.end <= token.start]
        if subjects:
            return subjects[0] if subjects[0].type and subjects[0].type not in ("Person", "Region") else None
    return None


def _class_noun(token: Token, context: Context) -> list[Filler]:
    noun = token.lemma
    if noun == "original" and token.tag == "NN":
        return _one(context.first({"Title"}, token.start), "class:original")
    type_ = words().class_nouns.get(noun)
    if type_ is None:
        said = context.said.get(noun, [])
        return [_via(said[-1], f"class:{noun}")] if said and token.tag not in ("NNS", "NNPS") else []
    plural = token.tag in ("NNS", "NNPS")
    if token.text == "Company" and context.company is not None:
        return [_via(context.company, "class:company")]
    if plural:
        counts = [NUMBERS[child.lower] for child in token.children if child.lower in NUMBERS]
        if counts and not any(child.lower in ("other", "more") for child in token.children):
            types = {type_} if type_ != "Organization" else COMPANY_TYPES - {"Publication"}
            if counted := context.together(counts[0], types, token.start):
                return [_via(filler, "plural") for filler in counted]
        for listed, fillers, _ in reversed(context.lists):
            if listed == noun:
                return [_via(filler, f"list:{noun}") for filler in fillers]
        if type_ in ("Region", "Platform", "Studio", "Title"):
            return _several(context, token.start, type_)
        if type_ == "Person":
            return _several(context, token.start, type_, reach=3)
        return []
    called = context.called(noun, token.start) if noun not in GENERIC_COMPANY else None
    if called is not None and (called.type == type_ or {called.type, type_} <= COMPANY_TYPES):
        return [_via(called, f"class:{noun}")]
    types = set(COMPANY_TYPES) - {"Publication"} if noun in GENERIC_COMPANY else {type_}
    if type_ == "Studio":
        types |= {"Organization"} if "Studio" not in context.types else set()
    return _one(context.salient(types, token.start, noun=noun, company=noun in GENERIC_COMPANY), f"class:{noun}")


def _several(context: Context, before: int, type_: str | None, *, reach: int = 1) -> list[Filler]:
    """The names of a type (of any, where they are subjects) that this sentence or the one before named together."""
    for sentence in range(context.sentence, context.sentence - reach - 1, -1):
        here = {
            seen.filler.name: seen.filler
            for seen in context.recent(reach)
            if seen.sentence == sentence
            and seen.filler.end <= before
            and (seen.filler.type == type_ if type_ else seen.subject and seen.filler.type not in ("Region", "Format", "Genre"))
        }
        if len(here) > 1:
            return [_via(filler, "plural") for filler in here.values()]
    return []


def _one(filler: Filler | None, via: str) -> list[Filler]:
    return [_via(filler, via)] if filler is not None else []


def _via(filler: Filler, via: str) -> Filler:
    return Filler(filler.name, filler.type, filler.start, filler.end, via, filler.hole)
