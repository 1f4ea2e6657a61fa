"""Pairs: two names of one sentence, and what the parse and the words around say of them, as strings.

What is said of a pair is told once (`Pair.shared`), and once more with who comes first (`Pair.directed`): an ordered pair has both.
No name is ever told: a name is its type. Of two companies of which no more is known, the words around are told as well (`_wide`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from graph.entity import COMPANY_TYPES
from ingest.reading.anaphora import PRONOUNS, Filler, filler_of
from ingest.reading.arguments import Arguments
from ingest.reading.parse import Sentence, Token

REACH = 30
"""The most words between two names of a pair."""
LONGEST_PATH = 9
MOST = 160
"""The most pairs of a sentence: a list of fifty names says nothing of its pairs."""
_OPEN = frozenset({"VERB", "NOUN", "ADP", "ADJ", "PRON", "AUX", "SCONJ", "PART"})
_TOLD_OF_TOP = frozenset({"dobj", "attr", "prt", "neg", "auxpass", "nsubj", "nsubjpass", "prep", "xcomp", "acomp", "oprd", "aux"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss", "dobj", "pobj", "agent"})


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A token that stands for one name."""

    token: Token
    filler: Filler


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two places, the first in the text first, with what is said of both."""

    first: Place
    second: Place
    top: Token
    shared: tuple[str, ...]
    directed: tuple[str, ...]
    wide: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether no more is known of both than that they are companies."""
        return self.first.filler.type == self.second.filler.type == "Organization"

    def told(self, *, forward: bool) -> list[str]:
        """What is said of the pair with its first name as the subject, or else with its second."""
        mark = ">" if forward else "<"
        subject, object_ = (self.first, self.second) if forward else (self.second, self.first)
        types = f"{subject.filler.type}>{object_.filler.type}"
        coarse = f"{_coarse(subject.filler.type)}>{_coarse(object_.filler.type)}"
        return [*self.shared, *self.wide, *(mark + clue for clue in (*self.directed, *self.wide)),
                f"t:{types}", f"c:{coarse}", f"{mark}c:{coarse}",
                f"top:{_said(self.top)}:{coarse}", f"sv:{_via(subject.filler)}", f"ov:{_via(object_.filler)}"]


def places(sentence: Sentence, arguments: Arguments) -> Iterator[Place]:
    """The names of a sentence, and the pronouns and nouns in main places that stand for exactly one."""
    for token in sentence.own:
        if token.type:
            yield Place(token, filler_of(token))
        elif token.dep in _SUBJECTS and (token.pos == "PRON" or token.lower in PRONOUNS or _definite(token)):
            found = arguments.fill(token)
            if len(found) == 1 and found[0].via not in ("name", "implicit"):
                yield Place(token, found[0])


def pairs(sentence: Sentence, arguments: Arguments, wanted: Callable[[Filler, Filler], bool] | None = None) -> Iterator[Pair]:
    """The pairs of different names that stand near enough to each other, in order; only such as are `wanted`."""
    here = list(places(sentence, arguments))
    told = 0
    for first, second in combinations(here, 2):
        if first.filler.name == second.filler.name or second.token.i - first.token.i > REACH:
            continue
        if wanted is not None and not wanted(first.filler, second.filler):
            continue
        if (made := _pair(first, second, sentence.tokens)) is not None:
            yield made
            told += 1
            if told == MOST:
                return


def _definite(token: Token) -> bool:
    return token.pos == "NOUN" and any(child.dep == "det" and child.lower in ("the", "this", "that") for child in token.children)


def _pair(first: Place, second: Place, tokens: Sequence[Token]) -> Pair | None:
    up, down = _above(first.token), _above(second.token)
    seen = {id(token): number for number, token in enumerate(up)}
    meet = next(((seen[id(token)], number) for number, token in enumerate(down) if id(token) in seen), None)
    if meet is None or sum(meet) > LONGEST_PATH:
        return None
    left, right, top = up[:meet[0]], down[:meet[1]], up[meet[0]]
    shared = [*_around_top(top, left, right), *_between(first.token, second.token, tokens, top)]
    directed = [*_path(left, right, top), *_sides(first.token, second.token, tokens)]
    plain = first.filler.type == second.filler.type == "Organization"
    wide = tuple(dict.fromkeys(_wide(first, second, tokens))) if plain else ()
    return Pair(first, second, top, tuple(dict.fromkeys(shared)), tuple(dict.fromkeys(directed)), wide)


def _above(token: Token) -> list[Token]:
    """A token and what it hangs on, up to the root."""
    found = [token]
    while not found[-1].is_root and len(found) < 24:
        found.append(found[-1].head)
    return found


def _path(left: Sequence[Token], right: Sequence[Token], top: Token) -> Iterator[str]:
    """The way from one name to the other: labels, words, and both; names that are listed together count as one."""
    rise, fall = [token for token in left if token.dep != "conj"], [token for token in right if token.dep != "conj"]
    labels = ">".join(token.dep for token in rise) + "|" + "<".join(token.dep for token in reversed(fall))
    words = [*(_said(token) for token in left[1:]), _said(top), *(_said(token) for token in reversed(right[1:]))]
    yield f"deps:{labels}"
    yield f"length:{min(6, len(rise) + len(fall))}"
    if len(words) <= 4:
        yield f"path:{'_'.join(words)}"
        yield f"way:{labels}:{'_'.join(words)}"
    for side, tokens in (("a", rise), ("b", fall)):
        for token in tokens:
            yield f"{side}:{token.dep}:{_said(token.head)}"
            if token.dep in ("pobj", "agent", "pcomp"):
                yield f"{side}:{token.head.lower}:{_said(token.head.head)}"
        yield f"{side}:{tokens[-1].dep if tokens else 'top'}:^{_said(top)}"


def _around_top(top: Token, left: Sequence[Token], right: Sequence[Token]) -> Iterator[str]:
    """Where the two ways meet, and what else hangs there."""
    way = {id(token) for token in (*left, *right)}
    said = _said(top)
    yield f"top:{said}"
    yield f"pos:{top.pos}"
    for child in top.children:
        if id(child) not in way and child.dep in _TOLD_OF_TOP:
            yield f"on:{child.dep}:{_said(child)}"
            if child.dep in ("dobj", "attr", "prt", "prep", "oprd", "acomp"):
                yield f"top:{said}:{child.dep}:{_said(child)}"
            if child.dep in ("dobj", "attr"):
                yield from (f"on:{child.dep}:{_said(inner)}" for inner in child.children if inner.dep in ("prep", "compound", "amod"))


def _between(first: Token, second: Token, tokens: Sequence[Token], top: Token) -> Iterator[str]:
    """The words between two names, and how many."""
    inside = tokens[first.i + 1:second.i]
    yield f"gap:{min(8, (len(inside) + 1) // 2)}"
    yield f"names:{min(3, sum(bool(token.type) for token in inside))}"
    yield from (f"lem:{_said(token)}" for token in inside if token.pos in _OPEN or token.type)
    if first.dep == "conj" or second.dep == "conj":
        yield "listed"
    if first in _above(second)[1:] and all(token.dep == "conj" for token in _above(second)[:_above(second).index(first)]):
        yield "listed together"
    yield from (f"any:{_said(token)}" for token in top.children if token.pos in ("VERB", "NOUN") and not token.type)


def _sides(first: Token, second: Token, tokens: Sequence[Token]) -> Iterator[str]:
    """What stands beside each name, what it hangs on, what hangs on it; the words between as they are, where they are few."""
    inside = tokens[first.i + 1:second.i]
    if len(inside) <= 4:
        yield f"exact:{' '.join(_plain(token) for token in inside)}"
    if len(inside) <= 8:
        yield from (f"two:{_plain(one)} {_plain(other)}" for one, other in pairwise([first, *inside, second]))
    for side, token in (("a", first), ("b", second)):
        yield f"{side}head:{token.dep}:{_said(token.head)}"
        yield from (f"{side}kid:{child.dep}:{_said(child)}" for child in token.children if child.dep not in ("punct", "det"))
        before, after = tokens[max(0, token.i - 2):token.i], tokens[token.i + 1:token.i + 3]
        yield from (f"{side}-{len(before) - number}:{_plain(one)}" for number, one in enumerate(before))
        yield from (f"{side}+{number + 1}:{_plain(one)}" for number, one in enumerate(after))


_SUFFIX = re.compile(r"\b(?:Inc|Incorporated|Ltd|Limited|LLC|LLP|PLC|plc|GmbH|Co|Corp|Corporation|Company|AG|SE|AB|SA|NV)\.?$")
_SMALL = frozenset({"the", "of", "and", "inc", "inc.", "corp", "corp.", "ltd", "company", "group", "&"})


def _wide(first: Place, second: Place, tokens: Sequence[Token]) -> Iterator[str]:
    """For two companies of which no more is known: every word between, the words beside, those of the sentence, the shapes of the names."""
    inside = [_plain(token) for token in tokens[first.token.i + 1:second.token.i]]
    yield from (f"w:{word}" for word in inside)
    yield from (f"w2:{one} {other}" for one, other in pairwise(inside))
    yield from (f"all:{_plain(token)}" for token in tokens if len(token.text) > 3 and not token.type)
    for side, place in (("B", tokens[max(0, first.token.i - 3):first.token.i]), ("A", tokens[second.token.i + 1:second.token.i + 4]),
                        ("N", tokens[first.token.i + 1:first.token.i + 4]), ("P", tokens[max(0, second.token.i - 3):second.token.i])):
        yield from (f"{side}:{_plain(token)}" for token in place)
    for number, place_ in enumerate((first, second), 1):
        yield from (f"{number}{shape}" for shape in _shapes(place_))
    own, other = ({word.casefold() for word in place_.token.text.split()} - _SMALL for place_ in (first, second))
    if own & other:
        yield "share"


def _shapes(place: Place) -> Iterator[str]:
    """What a name looks like, which is no part of it."""
    shown = place.token.text
    if _SUFFIX.search(shown):
        yield "suffix"
    if " " not in shown:
        yield "one"
    if shown.isupper() and len(shown) < 7:
        yield "capitals"
    if any(letter.isdigit() for letter in shown):
        yield "digit"
    if shown.islower() or place.filler.via != "name":
        yield "small"


def _said(token: Token) -> str:
    """A word as it is told: a name as its kind, a number as a sign."""
    if token.type:
        return f"*{_coarse(token.type)}"
    return "#" if token.lemma[:1].isdigit() else token.lemma.lower()


def _plain(token: Token) -> str:
    return f"*{_coarse(token.type)}" if token.type else "#" if token.text[:1].isdigit() else token.lower


def _coarse(type_: str) -> str:
    return "Company" if type_ in COMPANY_TYPES else type_


def _via(filler: Filler) -> str:
    return filler.via.partition(":")[0]
