"""Frames: which line of the lexicon a verb, noun, adjective or possessive of a sentence matches, and what sits in its places.

What comes out still speaks of tokens; which names they stand for is the next stage's (`arguments`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.lexicon.loader import Frames, Line
from ingest.reading.clauses import NOUNS, VERBAL, Clause, Clauses, follow, noun_functions
from ingest.reading.parse import Sentence, Token

FOCUS = "focus:"
Find = Callable[[str], Sequence[Token]]
_HYPHENATED = re.compile(r"(.+?)[-‐‑](\w+)")


@dataclass(frozen=True, slots=True)
class Match:
    """A line that a trigger matched. `slots` holds tokens by place, `focus` places that the last entity of a type fills."""

    line: Line
    trigger: Token
    slots: Mapping[str, tuple[Token, ...]]
    clause: Clause | None = None
    focus: Mapping[str, str] = field(default_factory=dict)


def match(sentence: Sentence, frames: Frames) -> Iterator[Match]:
    """Every match of a sentence, in order of the trigger."""
    clauses = Clauses()
    for token in sentence.tokens:
        if is_verb(token):
            yield from _verbs(token, frames, clauses)
        if token.pos in NOUNS or token.type or token.tag in ("NN", "NNS"):
            yield from _nouns(token, frames, clauses)
        yield from _adjectives(token, frames)
        yield from _possessives(token, frames)
        if token.type:
            yield from _compounds(token, frames)


def is_verb(token: Token) -> bool:
    """Whether a token heads a clause."""
    return not token.type and (
        token.pos in VERBAL
        or (
            token.tag.startswith("VB") and token.dep in ("acl", "relcl", "ROOT", "advcl", "ccomp", "xcomp", "conj", "pcomp", "amod", "prep")
        )
    )


def _verbs(verb: Token, frames: Frames, clauses: Clauses) -> Iterator[Match]:
    if verb.dep in ("aux", "auxpass"):
        return
    particles = [child.lower for child in verb.children if child.dep in ("prt", "advmod", "prep") and child.pos in ("ADP", "ADV", "PART")]
    lemma = verb.lemma if verb.lemma in frames.verbs or "-" not in verb.lemma else verb.lemma.rpartition("-")[2]
    lines = [*frames.verbs.get(lemma, ()), *(line for word in dict.fromkeys(particles) for line in frames.verbs.get(f"{lemma} {word}", ()))]
    if not lines:
        return
    clause, near = clauses.of(verb), _Near(verb)
    lookups = {particle: _Known(_ClausePlaces(clause, clauses, particle)) for particle in {line.particle for line in lines}}
    for line in lines:
        if made := _fill(line, verb, lookups[line.particle], clause, near):
            yield made


class _Known:
    """Places of one trigger, each looked up once for all lines."""

    def __init__(self, find: Find) -> None:
        self.find = find
        self.found: dict[str, Sequence[Token]] = {}

    def __call__(self, function: str) -> Sequence[Token]:
        found = self.found.get(function)
        if found is None:
            found = self.found[function] = self.find(function)
        return found


class _Near:
    """The words around a trigger that a line's `when` may ask for, looked at once for all lines."""

    def __init__(self, above: Token) -> None:
        self.above = above
        self.words: frozenset[str] | None = None

    def has(self, line: Line) -> bool:
        if self.words is None:
            near = [token for token in self.above.subtree() if abs(token.i - self.above.i) <= 12]
            self.words = frozenset(word for token in near for word in (token.lemma, token.lower))
        return not self.words.isdisjoint(line.when)


class _ClausePlaces:
    def __init__(self, clause: Clause, clauses: Clauses, particle: str | None) -> None:
        self.clause, self.clauses, self.particle = clause, clauses, particle

    def __call__(self, function: str) -> Sequence[Token]:
        first, *rest = function.split("/")
        if function == "comp/subj":
            return self.clause.get(function)
        if first in ("by", "to") and rest == ["obj"]:
            return self._embedded(first)
        if first == "above":
            return self._above()
        tokens = self.clause.get(first)
        if first == "obj" and not tokens and self.particle:
            tokens = self.clause.get(f"pp:{self.particle}")
        return follow(tokens, rest, self.clauses)

    def _above(self) -> list[Token]:
        """*according to X, Y has grown*: what the clause above speaks of."""
        above = self.clause.verb.head
        if above is self.clause.verb or not is_verb(above):
            return []
        outer = self.clauses.of(above)
        return list(outer.get("obj") if outer.passive else outer.get("subj"))

    def _embedded(self, mark: str) -> list[Token]:
        """*supports them by providing X*; *hired Y to do X*."""
        verb = self.clause.verb
        if mark == "by":
            inner = [child for preposition in verb.kids("prep") if preposition.lower == "by" for child in preposition.kids("pcomp")]
        else:
            inner = [child for child in verb.kids("xcomp", "advcl") if any(aux.lower == "to" for aux in child.kids("aux"))]
        return [token for child in inner for token in self.clauses.of(child).get("obj")]


def _nouns(noun: Token, frames: Frames, clauses: Clauses) -> Iterator[Match]:
    keys = [noun.lemma] if not noun.type else []
    if noun.type:
        keys.append(f"*{noun.type}")
    if "-" in noun.lemma and not noun.type:
        keys.append(noun.lemma.rsplit("-", 1)[1])
    if len(joined := [child for child in noun.lefts if child.i >= noun.i - 2]) == 2 and joined[1].text == "-":
        keys.append(f"{joined[0].lower}-{noun.lemma}")  # *tie-up*, which parsers take apart
    if not noun.type:  # *parent company*, *majority shareholder*
        keys += [f"{child.lower} {noun.lemma}" for child in noun.lefts if child.i == noun.i - 1 and not child.type]
    lines = [line for key in keys for index in (frames.nouns, frames.agents) for line in index.get(key, ())]
    if not lines:
        return
    functions = noun_functions(noun, clauses)
    governor = noun.head if noun.dep in ("dobj", "nsubjpass", "attr") and is_verb(noun.head) else None
    clause = clauses.of(governor) if governor is not None else None
    near = _Near(noun)
    places = {prefix: _Known(_NounPlaces(noun, functions, clauses, prefix=prefix)) for prefix in {line.prefix for line in lines}}
    for line in lines:
        if made := _fill(line, noun, places[line.prefix], clause, near):
            yield made


class _NounPlaces:
    def __init__(self, noun: Token, functions: Mapping[str, list[Token]], clauses: Clauses, *, prefix: bool) -> None:
        self.noun, self.functions, self.clauses, self.prefix = noun, functions, clauses, prefix

    def __call__(self, function: str) -> Sequence[Token]:
        if function == "itself":
            return [self.noun]
        if function == "compound" and self.noun.dep in ("compound", "nmod", "amod"):
            return self._before()
        if function == "poss" and self.noun.dep in ("compound", "nmod", "amod"):
            return [*self.functions.get("poss", []), *(child for child in self.noun.head.kids("poss") if child.i < self.noun.i)]
        if function == "self" and not self.functions.get("self"):
            return self._after() if self.prefix else self._itself()
        first, *rest = function.split("/")
        if first.startswith("acl:"):
            return follow([self.noun], [first, *rest], self.clauses)
        return follow(self.functions.get(first, []), rest, self.clauses)

    def _before(self) -> list[Token]:
        """*Tern Media boss Ana Reis*: the company stands beside the post, under the person."""
        beside = [child for child in self.noun.head.children if child.dep in ("compound", "nmod", "poss", "amod") and child.i < self.noun.i]
        return [*self.functions.get("compound", []), *beside]

    def _itself(self) -> list[Token]:
        """*the Seoul company*, said of nothing: what it stands for is told by what was read before."""
        definite = any(child.dep == "det" and child.lower in ("the", "this", "that") for child in self.noun.children)
        return [self.noun] if definite and any(child.type == "Region" for child in self.functions.get("compound", [])) else []

    def _after(self) -> list[Token]:
        """*founder and chief executive Ana Reis*: the name may hang on the post in any way."""
        following = [
            token for token in self.noun.children if token.type and token.i > self.noun.i and token.dep in ("appos", "nmod", "npadvmod")
        ]
        return following[:1]


def _adjectives(token: Token, frames: Frames) -> Iterator[Match]:
    """*Seoul-based X*, in one token or in three, and *backed by* is a verb's."""
    if token.type or not frames.adjectives:
        return
    ending = token.lower.lstrip("-")
    if found := _HYPHENATED.fullmatch(token.lower):
        ending = found.group(2)
    lines = frames.adjectives.get(ending)
    if not lines:
        return
    first = _first_of(token)
    head = token.head if token.dep in ("amod", "compound", "nmod", "acl") else None
    if first is None or head is None or token.i > head.i:
        return
    if head.dep in ("compound", "nmod") and not head.type and head.head.type:
        head = head.head  # *the Seoul-based studio X*
    for line in lines:
        if made := _fill(line, token, _Fixed({"first": [first], "head": [head]}), None, _Near(token)):
            yield made


def _first_of(token: Token) -> Token | None:
    """The name before the hyphen of a compound adjective."""
    for child in reversed(token.lefts):
        if child.type:
            return child
    return next((child for child in reversed(token.head.lefts) if child.type and child.i < token.i), None)


def _possessives(token: Token, frames: Frames) -> Iterator[Match]:
    owned = token.head
    if token.dep != "poss" or (not owned.type and owned.lemma in frames.agents):
        return
    if any(_relates(child, frames) for child in owned.lefts if child.i > token.i and not child.type):
        return  # *X's rival Y*
    places, near = _Fixed({"owner": [token], "owned": [owned]}), _Near(owned)
    for line in frames.possessives:
        if made := _fill(line, token, places, None, near):
            yield made


def _relates(noun: Token, frames: Frames) -> bool:
    """Whether a noun says what somebody is to another, and not that it is his: *rival*, *partner*, *client*."""
    lines = frames.agents.get(noun.lemma, ())
    return bool(lines) and all(line.relation in ("competes_with", "partners_with", "invests_in", "holds_role") for line in lines)


def _compounds(head: Token, frames: Frames) -> Iterator[Match]:
    """*Kettle series Salt Roses*: two names in one noun phrase, with a noun that says how between them."""
    inside = [child for child in head.lefts if child.dep in ("compound", "nmod", "amod", "poss", "dep", "nummod")]
    apposed = head.head if head.dep == "appos" and not head.head.type else None
    if apposed is not None:
        inside = [*[child for child in apposed.lefts if child.dep in ("compound", "nmod", "poss", "amod")], apposed]
    for line in frames.compounds:
        for via in inside:
            if via.lemma not in line.words and f"*{via.type}" not in line.words:
                continue
            before = [child for child in [*inside, *via.lefts] if child is not via and child.i < via.i]
            first = [child for child in before if child.type] or [child for child in before if child.tag == "PRP$"]
            if made := _fill(line, via, _Fixed({"first": first[-1:], "head": [head], "via": [via]}), None, _Near(via)):
                yield made


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Places that are known beforehand."""

    places: Mapping[str, Sequence[Token]]

    def __call__(self, function: str) -> Sequence[Token]:
        return self.places.get(function, ())


def _fill(line: Line, trigger: Token, find: Find, clause: Clause | None, near: _Near) -> Match | None:
    if line.when and not near.has(line):
        return None
    slots: dict[str, tuple[Token, ...]] = {}
    focus: dict[str, str] = {}
    for place, functions in line.places.items():
        tokens: list[Token] = []
        for function in functions:
            if function.startswith(FOCUS):
                focus[place] = function[len(FOCUS) :]
                continue
            tokens += [token for token in find(function) if token not in tokens]
        if tokens:
            slots[place] = tuple(tokens)
    if line.self_place:
        slots[line.self_place] = tuple(find("self"))
    if any(_stands(condition, find) for condition in line.unless):
        return None
    return Match(line, trigger, slots, clause, focus)


def _stands(condition: str, find: Find) -> bool:
    """Whether a function of `unless` is filled: `obj`, `pp:with`, or with a type after the last colon `obj:Title`."""
    name, _, type_ = condition.rpartition(":")
    if type_[:1].isupper():
        return any(token.type == type_ for token in find(name))
    return bool(find(condition))
