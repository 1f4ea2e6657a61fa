"""Anaphora: what a pronoun, "the studio" or "these experimental formats" stands for, from what the document said before.

Deterministic: the document is read in order, and every name that has been read is kept with its sentence and whether it
was its subject. A class noun in the plural that stood over a list ("formats such as A, B and C") stands for the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.entity import COMPANY_TYPES
from ingest.lexicon.words import words
from ingest.reading.parse import Token

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
_REACH = 6
"""How many sentences back a definite noun may reach."""


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a place: a name (its own or its antecedent's span), or a question's hole. `via` tells how it was found."""

    name: str
    type: str
    start: int
    end: int
    via: str = "name"
    hole: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A name that has been read: in which sentence, and whether it is that sentence's subject."""

    filler: Filler
    sentence: int
    subject: bool
    heading: bool = False


@dataclass(slots=True)
class Context:
    """What a document has said so far. `names` in order of the text; `lists` the latest list under a class noun."""

    names: list[Seen] = field(default_factory=list)
    lists: list[tuple[str, tuple[Filler, ...], int]] = field(default_factory=list)
    sentence: int = 0
    types: set[str] = field(default_factory=set)
    """The types of all names so far."""
    topic: Filler | None = None
    """What the label before the words that are read names: "X: …"."""
    company: Filler | None = None
    """Whom the document calls "the Company"."""

    def see(self, tokens: Iterable[Token], *, heading: bool = False) -> None:
        """Take in the names of the sentence that is about to be read."""
        self.sentence += 1
        for token in tokens:
            if token.type:
                self.names.append(Seen(filler_of(token), self.sentence, _is_subject(token), heading))
                self.types.add(token.type)

    def see_list(self, noun: str, fillers: Sequence[Filler]) -> None:
        """Take in a list that stands under a class noun."""
        if fillers:
            self.lists.append((noun, tuple(fillers), self.sentence))

    def note(self, filler: Filler) -> None:
        """A pronoun or definite noun that is a subject keeps what it stands for in focus."""
        self.names.insert(len(self.names) - len(self.recent(0)), Seen(filler, self.sentence, True))
        self.types.add(filler.type)

    def recent(self, reach: int) -> Sequence[Seen]:
        """The names of this sentence and of so many before it."""
        at = len(self.names)
        while at and self.sentence - self.names[at - 1].sentence <= reach:
            at -= 1
        return self.names[at:]

    def company_near(self, filler: Filler) -> bool:
        """Whether a company was named in this sentence or the two before it."""
        return any(seen.filler.name == filler.name for seen in self.recent(2))

    def pair(self, place: int, before: int) -> Filler | None:
        """The first or the second of two names of one type that the text has just named together."""
        for sentence in (self.sentence, self.sentence - 1, self.sentence - 2):
            here: dict[str, dict[str, Filler]] = {}
            for seen in self.recent(2):
                if seen.sentence == sentence and seen.filler.end <= before:
                    here.setdefault(seen.filler.type, {}).setdefault(seen.filler.name, seen.filler)
            pairs = [
                list(names.values())
                for type_, names in here.items()
                if len(names) == 2 and type_ not in ("Region", "Format", "Genre", "Service")
            ]
            if pairs:
                return next((pair for pair in pairs if pair[0].type in ("Title", *COMPANY_TYPES)), pairs[0])[place]
        return None

    def together(self, count: int, types: frozenset[str] | set[str], before: int) -> list[Filler]:
        """So many names of one type, where the text has named no more of it so far, or none nearer: *all four*, *both*."""
        best: tuple[tuple[bool, int], list[Filler]] | None = None
        for type_ in sorted(types):
            earlier = [seen for seen in self.names if seen.filler.type == type_ and seen.filler.end <= before]
            every = len({seen.filler.name for seen in earlier}) == count
            named: dict[str, Filler] = {}
            last = self.sentence
            for seen in reversed(earlier):
                if (len(named) == count and seen.sentence != last) or last - seen.sentence > _REACH or len(named) > count:
                    break
                last = seen.sentence
                named.setdefault(seen.filler.name, seen.filler)
            rank = (every, max((filler.start for filler in named.values()), default=0))
            if len(named) == count and (best is None or rank > best[0]):
                best = (rank, sorted(named.values(), key=lambda filler: filler.start))
        return best[1] if best is not None else []

    def called(self, noun: str, before: int) -> Filler | None:
        """The latest name that has a class noun in it: *the authority* is the Harbour Authority."""
        for seen in reversed(self.names):
            if seen.filler.end <= before and noun in seen.filler.name.lower().split():
                return seen.filler
        return None

    def latest(self, types: frozenset[str] | set[str], before: int, barred: frozenset[str] = frozenset()) -> Filler | None:
        """The name in focus among those of some types that stand before an offset: subjects of the sentence itself, then what the
        nearest sentence before spoke of, its subjects first; what stands in this sentence in another place comes last. `barred`
        names are what a pronoun can't mean where it stands."""
        found = [
            seen
            for seen in self.recent(_REACH)
            if seen.filler.type in types and seen.filler.end <= before and seen.filler.name not in barred
        ]
        here = [seen for seen in found if seen.sentence == self.sentence]
        if subjects := [seen for seen in here if seen.subject]:
            return subjects[0].filler
        earlier = [seen for seen in found if seen.sentence != self.sentence]
        if earlier:
            nearest = [seen for seen in earlier if seen.sentence == earlier[-1].sentence]
            if not here or any(seen.subject for seen in nearest) or self.sentence - nearest[0].sentence == 1:
                subjects = [seen for seen in nearest if seen.subject]
                return (subjects[0] if subjects else nearest[-1]).filler
        return here[-1].filler if here else None


def filler_of(token: Token) -> Filler:
    return Filler(token.entity or token.text, token.type, token.start, token.end, hole=token.hole)


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
    type_ = words().class_nouns.get(noun)
    if type_ is None:
        return []
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
    if (
        noun in GENERIC_COMPANY
        and (company := context.latest({"Organization", "Studio", "Brand"}, token.start)) is not None
        and (context.company_near(company))
    ):
        return [_via(company, f"class:{noun}")]
    called = context.called(noun, token.start) if noun not in GENERIC_COMPANY else None
    if called is not None and (called.type == type_ or {called.type, type_} <= COMPANY_TYPES):
        return [_via(called, f"class:{noun}")]
    types = set(COMPANY_TYPES) - {"Publication"} if noun in GENERIC_COMPANY else {type_}
    if type_ == "Studio":
        types |= {"Organization"} if "Studio" not in context.types else set()
    return _one(context.latest(types, token.start), f"class:{noun}")


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


def _is_subject(token: Token) -> bool:
    first = token
    while first.dep == "conj":
        first = first.head
    return first.dep in ("nsubj", "nsubjpass", "ROOT") or (first.dep == "poss" and first.head.dep in ("nsubj", "nsubjpass"))
