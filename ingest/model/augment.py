"""The corpus under other names: the same sentences, so that a model learns shapes and contexts, not names.

Within one document a word of a name always becomes the same word, so that short names stay short forms of the full one. What
is written depends on the seed alone.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.document import Mention
from ingest.lexicon.places import clues, places

KEPT = frozenset({"Format", "Genre"})
_SMALL_TEXT = "a an the of and or for to in on with at by as from into over my your his her is are me us it de la el y o e do da & + x vs"
_SMALL = frozenset(_SMALL_TEXT.split())
_SUFFIXES_TEXT = "inc ltd llc co corp pte pvt plc gmbh inc. ltd. co. corp. pte. pte, pvt. co., s.a. kk"
_SUFFIXES = frozenset(_SUFFIXES_TEXT.split())


@dataclass(frozen=True, slots=True)
class _Stock:
    onsets: tuple[str, ...]
    vowels: tuple[str, ...]
    codas: tuple[str, ...]
    roots: tuple[str, ...]
    nouns: tuple[str, ...]
    surnames: tuple[str, ...]
    syllabic: tuple[str, ...]
    families: tuple[str, ...]
    title_words: tuple[str, ...]
    verbs: tuple[str, ...]


@cache
def _stock() -> _Stock:
    data = tomllib.loads((files("ingest.model") / "invented.toml").read_text("utf-8"))
    return _Stock(**{name: tuple(words.split()) for name, words in data.items()})


def renamed(text: str, mentions: Sequence[Mention], *, seed: int) -> tuple[str, list[tuple[int, int, str]]]:
    """A text with other names, and where they stand: start, end, type."""
    renamer = Renamer(random.Random(seed))
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length = position = 0
    for mention in mentions:
        before = text[position:mention.start]
        name = renamer.name(mention)
        parts += [before, name]
        start = length + len(before)
        length = start + len(name)
        spans.append((start, length, mention.type))
        position = mention.end
    return "".join([*parts, text[position:]]), spans


class Renamer:
    """Gives the names of one document other names."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._words: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._endings: dict[str, list[str]] = {}
        for word, type_ in clues().endings.items():
            self._endings.setdefault(type_, []).append(word)

    def name(self, mention: Mention) -> str:
        """Another name for a mention; the same for each of its places."""
        if mention.type in KEPT or (not mention.text.isascii() and not any(c.isascii() and c.isalpha() for c in mention.text)):
            return mention.text
        if mention.type == "Service" and not any(word[0].isupper() for word in mention.text.split()[:1]):
            return mention.text
        if mention.type == "Region":
            return self._region(mention.text)
        if mention.type == "Title" and mention.text == mention.entity:
            return self._title(mention.text)
        return self._by_words(mention)

    def _region(self, shown: str) -> str:
        key = "\0" + shown
        if key not in self._words:
            known = shown in places().names and self._rng.random() < 0.6
            self._words[key] = self._rng.choice(sorted(places().names)) if known else shown
        return self._words[key]

    def _title(self, shown: str) -> str:
        if shown not in self._titles:
            if self._rng.random() < 0.5 or not shown.isascii():
                self._titles[shown] = " ".join(self._title_word(word, first=number == 0) for number, word in enumerate(shown.split()))
            else:
                self._titles[shown] = self._new_title()
        return self._titles[shown]

    def _title_word(self, word: str, *, first: bool) -> str:
        if word.casefold() in _SMALL or not word[0].isupper() or "'" in word or not word.isalpha() or (first and len(word) < 4):
            return word
        return self._rng.choice(_stock().title_words)

    def _new_title(self) -> str:
        rng, stock = self._rng, _stock()
        one, two, three = (rng.choice(stock.title_words) for _ in range(3))
        verb, person, place = rng.choice(stock.verbs), rng.choice(stock.surnames), rng.choice(sorted(places().names))
        return rng.choice((
            one, f"{one} {two}", f"The {one} {two}", f"The {one} {two} {three}", f"{one} of the {two}",
            f"{one} in the {two}", f"My {one} {two}",
            f"{verb} Me in {place}", f"How to {verb} a {one}", f"{verb} the {one}", f"The {one} Who {verb}s Me", f"{one} and {two}",
            f"{one} for the {two}", f"I {verb} My {one}", f"Don't {verb} the {one}", f"{person}'s {one}", f"The Last {one} of {place}",
            f"{one}, {two}", f"{one}: {two} {three}", f"{rng.randint(2, 99)} {one}s", f"{one} {rng.randint(2, 2099)}",
            f"Never {verb} a {one}!",
            f"Will You {verb} Me?", f"{one} at {rng.randint(1, 12)}", f"A {one} Without {two}", f"{one} After {two}",
            f"Married to My {one}'s {two}", f"El {one.lower()} de la {two.lower()}", f"{place} {one}"))

    def _by_words(self, mention: Mention) -> str:
        capitals = mention.text.isupper() and len(mention.text) > 5
        words = [self._word(word, mention.type, first=number == 0, last=number == len(mention.text.split()) - 1)
                 for number, word in enumerate(mention.text.split())]
        name = " ".join(words)
        return name.upper() if capitals else name

    def _word(self, word: str, type_: str, *, first: bool, last: bool) -> str:
        key = word.casefold()
        if key in self._words:
            return self._words[key]
        if key in _SMALL or key in _SUFFIXES or not any(c.isalpha() for c in word) or not word.isascii():
            return word
        if type_ != "Person" and not first and last and (ending := clues().endings.get(key)):
            new = self._rng.choice(self._endings[ending]).title() if self._rng.random() < 0.25 and ending == type_ else word
            self._words[key] = word if new.casefold() in ("tv", "vfx", "ai") else new
            return self._words[key]
        self._words[key] = self._person(first=first) if type_ == "Person" else self._coined(word)
        return self._words[key]

    def _person(self, *, first: bool) -> str:
        rng, stock = self._rng, _stock()
        if first:
            return rng.choice(stock.families) if rng.random() < 0.15 else rng.choice(sorted(clues().given)).title()
        return rng.choice(stock.syllabic if rng.random() < 0.15 else stock.surnames)

    def _coined(self, word: str) -> str:
        rng, stock = self._rng, _stock()
        if word.isupper() and 2 <= len(word) <= 5:
            return "".join(rng.choice("ABCDEFGHIJKLMNOPRSTUVWZ") for _ in word)
        kind = rng.random()
        if kind < 0.35:
            new = rng.choice(stock.nouns)
        elif kind < 0.55:
            tails = (rng.choice(stock.roots).title(), rng.choice(stock.roots), "TV", "ly", "o", "ify")
            new = rng.choice(stock.roots).title() + rng.choice(tails)
        elif kind < 0.65:
            new = rng.choice(stock.surnames)
        else:
            new = "".join(rng.choice(stock.onsets) + rng.choice(stock.vowels) + (rng.choice(stock.codas) if rng.random() < 0.4 else "")
                          for _ in range(rng.choice((1, 2, 2, 3)))).title()
        return new.lower() if word.islower() else new + word[len(word.rstrip("+!?.")):]
