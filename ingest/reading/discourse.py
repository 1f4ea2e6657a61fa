"""Discourse: what a document has said so far, name by name, and who is in focus.

Every name that has been read is kept with its sentence and whether it was its subject, and so is the noun that the text said of
it ("X, a hiking club"). Whom a place means that the sentence leaves open is weighed by `salient`: how near, in which place, how
often, and whether the document began with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from graph.entity import COMPANY_TYPES
from ingest.reading.parse import Token

REACH = 6
"""How many sentences back a definite noun may reach."""
_PLACES = {(True, True): 3.0, (True, False): 1.0, (False, True): 2.4, (False, False): 1.8}
"""What a mention weighs: in this sentence or an earlier one; as a subject or not."""
_WITHIN = 2.2
"""What a mention inside this sentence's subject weighs: *a Tern director*."""
_ASIDE = 0.5
"""What a mention weighs that only tells who somebody else is: *X, known for T*; *X, whose T won*."""
_BEGINNING = 3
"""So many sentences, the heading among them, are a text's beginning."""
_COMPANY = 1.0
"""What a name that is no platform's has before one, where a company is meant."""
_FADES, _OFTEN, _FIRST, _SAID, _LEADS = 0.6, 0.1, 0.3, 1.0, 0.5
"""What each sentence between takes off; what another mention, being the first of its kind in the text, the noun's having been said of
a name, and being the first subject of the sentence itself add."""


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
    aside: bool = False
    within: bool = False
    """Whether it stands inside the subject: *a Tern director says*."""

    def weight(self, away: int) -> float:
        """How much in focus it is so many sentences later."""
        weight = _ASIDE if self.aside else _WITHIN if self.within and away == 0 else _PLACES[away == 0, self.subject]
        return weight - _FADES * max(away - 1, 0)


@dataclass(slots=True)
class Context:
    """What a document has said so far. `names` in order of the text; `lists` the latest list under a class noun."""

    names: list[Seen] = field(default_factory=list)
    lists: list[tuple[str, tuple[Filler, ...], int]] = field(default_factory=list)
    sentence: int = 0
    types: set[str] = field(default_factory=set)
    """The types of all names so far."""
    said: dict[str, list[Filler]] = field(default_factory=dict)
    """By noun, the names that the text has said it of: *X, a hiking club*; the latest last."""
    employers: dict[str, Filler] = field(default_factory=dict)
    """By person, the company that the text last said is theirs to run, to own or to work for."""
    topic: Filler | None = None
    """What the label before the words that are read names: "X: …"."""
    company: Filler | None = None
    """Whom the document calls "the Company"."""

    def see(self, tokens: Iterable[Token], *, heading: bool = False) -> None:
        """Take in the names of the sentence that is about to be read."""
        self.sentence += 1
        for token in tokens:
            if token.type:
                aside = _is_aside(token)
                subject = _is_subject(token) and not aside
                self.names.append(Seen(filler_of(token), self.sentence, subject, heading, aside, _in_subject(token)))
                self.types.add(token.type)

    def see_list(self, noun: str, fillers: Sequence[Filler]) -> None:
        """Take in a list that stands under a class noun."""
        if fillers:
            self.lists.append((noun, tuple(fillers), self.sentence))

    def say(self, noun: str, filler: Filler) -> None:
        """Take in a noun that is said of a name."""
        self.said.setdefault(noun, []).append(filler)

    def note(self, filler: Filler, *, subject: bool = True) -> None:
        """A pronoun or definite noun that is a subject or an owner keeps what it stands for in focus."""
        self.names.insert(len(self.names) - len(self.recent(0)), Seen(filler, self.sentence, subject))
        self.types.add(filler.type)

    def backed(self, backer: Filler, company: Filler) -> None:
        """Who puts money into a company steps back behind it: "the company" is what was invested in."""
        for number, seen in enumerate(self.names):
            if seen.sentence == self.sentence and seen.filler.name == backer.name:
                self.names[number] = replace(seen, subject=False, aside=True)
        self.note(company)

    def recent(self, reach: int) -> Sequence[Seen]:
        """The names of this sentence and of so many before it."""
        at = len(self.names)
        while at and self.sentence - self.names[at - 1].sentence <= reach:
            at -= 1
        return self.names[at:]

    def has_subject(self, before: int) -> bool:
        """Whether the sentence that is read has a name as its subject before an offset."""
        return any(seen.subject and seen.filler.end <= before for seen in self.recent(0))

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
                if (len(named) == count and seen.sentence != last) or last - seen.sentence > REACH or len(named) > count:
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

    def salient(
        self,
        types: frozenset[str] | set[str],
        before: int,
        barred: frozenset[str] = frozenset(),
        *,
        noun: str = "",
        company: bool = False,
    ) -> Filler | None:
        """The name of some types that is most in focus before an offset: what stands near, as a subject, what is named often, what
        the document began with, and what the text has said a noun of. A `company` is rather no platform."""
        weights: dict[str, float] = {}
        often: Counter[str] = Counter()
        latest: dict[str, Filler] = {}
        first: dict[str, str] = {}
        leads = ""
        for seen in self.names:
            filler = seen.filler
            if filler.end > before or filler.type not in types or filler.name in barred:
                continue
            first.setdefault(filler.type, filler.name)
            often[filler.name] += 1
            away = self.sentence - seen.sentence
            if away <= REACH:
                if away == 0 and seen.subject and not seen.aside:
                    leads = leads or filler.name
                weights[filler.name] = max(weights.get(filler.name, 0.0), seen.weight(away))
                latest[filler.name] = filler
        if not weights:
            return self.main(types, before, barred)
        said = {filler.name for filler in self.said.get(noun, ())}
        for name in weights:
            weights[name] += _OFTEN * min(often[name] - 1, 4) + _FIRST * (name in first.values())
            weights[name] += _SAID * (name in said) + _LEADS * (name == leads) + _COMPANY * (company and latest[name].type != "Platform")
        return latest[max(weights, key=lambda name: (weights[name], latest[name].start))]

    def first(self, types: frozenset[str] | set[str], before: int) -> Filler | None:
        """The name of some types that the text named first: *the original*, where a remake is spoken of too."""
        return next((seen.filler for seen in self.names if seen.filler.type in types and seen.filler.end <= before), None)

    def main(self, types: frozenset[str] | set[str], before: int, barred: frozenset[str] = frozenset()) -> Filler | None:
        """Whom the text as a whole is about, of some types: the only one that it has named, or the one that it began with and named
        most often."""
        named = [seen for seen in self.names if seen.filler.type in types and seen.filler.end <= before and seen.filler.name not in barred]
        often = Counter(seen.filler.name for seen in named)
        if not named:
            return None
        first = {seen.filler.name for seen in named if seen.sentence <= _BEGINNING}
        top = max(often, key=lambda name: (name in first, often[name]))
        if len(often) > 1 and (top not in first or any(often[name] >= often[top] for name in often if name != top)):
            return None
        return next(seen.filler for seen in reversed(named) if seen.filler.name == top)

    def latest(self, types: frozenset[str] | set[str], before: int, barred: frozenset[str] = frozenset()) -> Filler | None:
        """The name in focus among those of some types that stand before an offset: subjects of the sentence itself, then what the
        nearest sentence before spoke of, its subjects first; what stands in this sentence in another place comes last. `barred`
        names are what a pronoun can't mean where it stands."""
        found = [
            seen
            for seen in self.recent(REACH)
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


def _is_subject(token: Token) -> bool:
    first = token
    while first.dep == "conj":
        first = first.head
    return first.dep in ("nsubj", "nsubjpass", "ROOT") or (first.dep == "poss" and first.head.dep in ("nsubj", "nsubjpass"))


def _is_aside(token: Token) -> bool:
    """Whether a name stands in a relative clause, a participle or a former post that says who another name is."""
    while not token.is_root:
        if token.dep in ("relcl", "acl") and token.head.type:
            return True
        if any(child.lower in ("former", "formerly", "previously", "ex") for child in token.children):
            return True
        token = token.head
    return False


def _in_subject(token: Token) -> bool:
    """Whether a name stands in the noun phrase of a subject of which another is the head."""
    if _is_subject(token):
        return False
    while token.dep in ("compound", "nmod", "poss", "amod", "appos"):
        token = token.head
        if token.dep in ("nsubj", "nsubjpass"):
            return True
    return False
