"""The names of a text: known ones by one dictionary, quoted titles, what a model finds, and what capitals show.

A name covers whole tokens and no two names overlap; the possessive 's and a leading "the" stand outside unless a known name has
them. Where several finders see a name in one place, the more certain one wins: known names, vocabulary, quoted titles, model, capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from graph.entity import COMPANY_TYPES
from graph.identity.registry import Registry
from graph.ontology import Vocabulary
from ingest.lexicon.places import Clues, Places, clues, places
from ingest.model.load import english
from ingest.reading import evidence, persons, titles
from ingest.reading.blocks import Block, normalise
from ingest.reading.capitals import as_shown, headline, is_plain, opens_sentence, runs
from ingest.reading.dictionary import Dictionary, Tokens, tokens_of
from ingest.reading.spans import NameSpan, Source, bare, trimmed, without_overlap

__all__ = ["NameFinder", "NameSpan", "Ner", "Source", "bare", "find"]

Found = tuple[int, int, str]
Ner = Callable[[Sequence[str]], Iterable[Sequence[Found]]]
"""Texts in, for each text its entities out: start, end, type. Spans cover whole tokens."""

_OFFICES = frozenset({"CEO", "COO", "CFO", "CTO", "CMO", "CCO", "EVP", "SVP", "VP", "President", "Chairman", "Director", "Producer"})
_LOOSE = frozenset({"casting", "marketing", "training", "trailers", "payments", "scoring", "mixing", "editing", "translation"})
_WORD_TYPES = frozenset({"Service", "Format", "Genre", "Tool"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the dictionary holds for a name."""

    type: str
    entity: str
    source: Source
    shown: str
    common: bool
    capitals: Literal["any", "as_shown", "all"]


def find(text: str, blocks: Sequence[Block], *, registry: Registry, vocabulary: Vocabulary, ner: Ner | None) -> list[NameSpan]:
    """The names of a text in order, without overlap. Types are first guesses; `aliases.resolve` decides them."""
    finder = _finder(registry, _Held(vocabulary))
    return finder.find(text, blocks, ner=ner)


class _Held:
    """A vocabulary that a cache can hold: equal only to itself."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.vocabulary is other.vocabulary


@lru_cache(maxsize=8)
def _finder(registry: Registry, held: _Held) -> NameFinder:
    return NameFinder(registry, held.vocabulary, places(), clues(), english() | _vocabulary_words(held.vocabulary))


class NameFinder:
    """Finds names; holds the dictionary, so that it is built once for a registry and a vocabulary."""

    def __init__(self, registry: Registry, vocabulary: Vocabulary, regions: Places, words: Clues, english: frozenset[str]) -> None:
        self._words = words
        self._english = english
        self._demonyms = frozenset(adjective.casefold() for adjective in regions.demonyms)
        self._known: Dictionary[Known] = Dictionary()
        for entry in registry:
            for name in entry.names:
                self._add(name, Known(entry.type, entry.name, "registry", normalise(name), entry.common and " " not in name, "as_shown"))
        self._heads: dict[str, set[str]] = {}
        for concept in vocabulary:
            self._heads.setdefault(concept.type, set()).update(
                label.split()[-1].removesuffix("s") for label in (concept.name, *concept.labels) if label.isascii())
            for label in (concept.name, *concept.labels):
                for form in _plurals(label):
                    self._add(form, Known(concept.type, concept.name, "vocabulary", normalise(form), False, "any"))
            for short in concept.abbreviations:
                self._add(short, Known(concept.type, concept.name, "vocabulary", short, False, "all"))
        for place, others in regions.names.items():
            for name in (place, *others):
                self._add(name, Known("Region", place, "region", normalise(name), False, "as_shown"))

    def _add(self, name: str, known: Known) -> None:
        self._known.add(normalise(name), known)

    def find(self, text: str, blocks: Sequence[Block], *, ner: Ner | None) -> list[NameSpan]:
        """The names of a text in order, without overlap."""
        plain = normalise(text)
        read = [block for block in blocks if block.kind != "boilerplate"]
        found = list(self._dictionary(plain, tokens_of(plain), read))
        for block in read:
            found.extend(NameSpan(start, end, "Title", text[start:end], "quoted")
                         for start, end in titles.quoted(text, plain, block.start, block.end))
            found.extend(NameSpan(start, end, "Title", text[start:end], "quoted")
                         for shown in (titles.foreign, titles.explained) for start, end in shown(plain, block.start, block.end))
            found.extend(NameSpan(start, end, "Title", text[start:end], "cue")
                         for start, end in titles.led_to(plain, block.start, block.end))
            found.extend(self._shapes(text, plain, block))
            found.extend(NameSpan(start, end, "Person", text[start:end], "cue")
                         for start, end in persons.subjects(plain, block, self._words))
        for block, spans in zip(read, ner([plain[block.start:block.end] for block in read]) if ner else ()):
            found.extend(self._modelled(text, plain, block, spans))
            found.extend(_funded(text, plain, block))
        return without_overlap(_owners_apart(found), whole=self._whole(plain, found))

    def _whole(self, plain: str, found: Sequence[NameSpan]) -> frozenset[tuple[int, int]]:
        """Where capitals run from a known name to a word that names end in ("Tandem International Forum")."""
        return frozenset((span.start, span.end) for span in found if span.source in ("model", "shape") and "'" not in span.entity
                         and (self._ends_as_names_do(plain, span) or self._is_person(plain, span)))

    def _ends_as_names_do(self, plain: str, span: NameSpan) -> bool:
        words = plain[span.start:span.end].split()
        return len(words) > 2 and words[-1].casefold() in self._words.endings

    def _is_person(self, plain: str, span: NameSpan) -> bool:
        """Whether a given name opens what the model takes for a person: "Max Renner" has no app in it."""
        words = plain[span.start:span.end].split()
        return span.type == "Person" and len(words) in (2, 3) and words[0].casefold() in self._words.given

    def _modelled(self, text: str, plain: str, block: Block, spans: Sequence[Found]) -> Iterator[NameSpan]:
        """What the model found, where more than the capital of a title or of a sentence's first word speaks for it."""
        if plain[block.start:block.end].isupper():
            return
        label = block.label[1] if block.label and headline(plain, *block.label, least=2) else 0
        title = block.end if _in_title_case(plain, block) else label
        for first, last, type_ in _joined(plain, block, spans):
            start, end = self._narrowed(plain, block, block.start + first, block.start + last, type_)
            words = plain[start:end].split()
            if not words or (start < title and all(self._is_word(word) for word in words if word != "&")):
                continue
            if not self._is_name(plain, block, start, end, words, type_):
                continue
            if span := trimmed(text, plain, start, end, type_):
                yield span

    def _narrowed(self, plain: str, block: Block, start: int, end: int, type_: str) -> tuple[int, int]:
        """A span without a sentence's opening words, titles of office, and small words behind the name."""
        if type_ != "Title" and (cut := plain.find("s' ", start, end)) > 0:
            end = cut + 1
        if plain[end:end + 3] == " TV" and type_ != "Title" and not plain[end + 3:end + 4].isalnum():
            end += 3
        words = plain[start:end].split(" ")
        if type_ != "Title":
            start = persons.behind_post(plain, persons.without_address(plain, start, end), end)
            words = plain[start:end].split(" ")
        opens = opens_sentence(plain, start, block)
        while words and type_ != "Title" and (words[0].casefold() in self._words.starters if opens and words[0][:1].isupper()
                                              else len(words) > 1 and words[0] in _OFFICES):
            start += len(words[0]) + 1
            words = words[1:]
        if words and words[0] in ("of", "for", "&", "and") and type_ != "Title":
            return end, end
        while len(words) > 1 and type_ not in _WORD_TYPES and (
                words[-1] in ("&", "and") or (words[-1].islower() and self._is_word(words[-1]))):
            end -= len(words[-1]) + 1
            words = words[:-1]
        return start, max(start, end)

    def _is_name(self, plain: str, block: Block, start: int, end: int, words: list[str], type_: str) -> bool:
        shown = plain[start:end]
        if type_ not in ("Title", "Person") and persons.is_post(shown, self._words):
            return False
        bare_words = [word.strip("-.,:").casefold() for word in words]
        if all(word in self._words.dull or word in self._demonyms for word in bare_words) or self._is_ticker(plain, start, end):
            return False
        worded = type_ in _WORD_TYPES and words[-1].islower() and all(self._is_word(word) for word in words)
        if worded or not any(c.isupper() or c.isdigit() for c in shown):
            return words[-1].removesuffix("s") in self._heads.get(type_, ()) or not self._is_word(words[-1])
        if len(words) > 1:
            return True
        said = next(evidence.rule_types(plain, start, end, self._words, block=(block.start, block.end)), None)
        if said is None and evidence.noun(shown.casefold(), self._words):
            return False
        if "-" in shown and shown.rpartition("-")[2].islower() and self._is_word(shown.rpartition("-")[2]):
            return False
        if not opens_sentence(plain, start, block) or not self._is_word(shown):
            return True
        return plain[end:end + 2] == "'s" or said is not None

    def _is_ticker(self, plain: str, start: int, end: int) -> bool:
        """Whether a span is a stock exchange before its colon, or the sign behind it."""
        before = plain[max(0, start - 30):start]
        told = before[before.rfind("(") + 1:] if before.rfind("(") > before.rfind(")") else ""
        exchange = (told or plain[start:end]).split(" ")[0].split(":")[0].casefold()
        return exchange in self._words.exchanges and (":" in told or ":" in plain[start:end + 12])

    def _is_word(self, word: str) -> bool:
        folded = word.strip(".,:;!?\"'()").casefold()
        return folded in self._words.starters or folded in self._words.dull or is_plain(folded, self._english)

    def _dictionary(self, plain: str, tokens: Tokens, blocks: Sequence[Block]) -> Iterator[NameSpan]:
        place = 0
        for block in blocks:
            while place < len(tokens) and tokens.starts[place] < block.start:
                place += 1
            while place < len(tokens) and tokens.ends[place] <= block.end:
                step = 1
                for length, values in self._known.at(tokens, place):
                    start, end = tokens.starts[place], tokens.ends[place + length - 1]
                    if end <= block.end and (known := self._fitting(plain, start, end, values, block)):
                        yield NameSpan(start, end, known.type, known.entity, known.source)
                        step = length
                        break
                place += step

    def _fitting(self, plain: str, start: int, end: int, values: Sequence[Known], block: Block) -> Known | None:
        shown = plain[start:end]
        for known in values:
            if known.capitals == "all" and shown != known.shown:
                continue
            if known.capitals == "as_shown" and not as_shown(shown, known.shown):
                continue
            if known.common and not self._cued(plain, start, end, known, block):
                continue
            if known.source == "vocabulary" and shown.casefold() in _LOOSE and not _is_service(plain, start, end):
                continue
            return known
        return None

    def _cued(self, plain: str, start: int, end: int, known: Known, block: Block) -> bool:
        """Whether a name that is a word too is the name here: a clue of its type stands beside it, or its possessive."""
        if plain[end:end + 2] == "'s":
            return True
        said = set(evidence.rule_types(plain, start, end, self._words, block=(block.start, block.end)))
        if said & ({known.type} | COMPANY_TYPES):
            return True
        return not opens_sentence(plain, start, block) and not _in_title_case(plain, block)

    def _shapes(self, text: str, plain: str, block: Block) -> Iterator[NameSpan]:
        if _in_title_case(plain, block):
            return
        label = block.label if block.label and headline(plain, *block.label, least=2) else None
        for start, end in runs(plain, block, self._words):
            if label and start < label[1]:
                continue
            words = plain[start:end].split()
            tail = words[0].rpartition("-")[2]
            if all(word.casefold() in self._demonyms for word in words):
                continue
            if persons.is_post(plain[start:end], self._words):
                continue
            compound = "-" in words[0] and tail.islower() and self._is_word(tail)
            if len(words) == 1 and (compound or evidence.noun(words[0].casefold(), self._words)):
                continue
            if span := trimmed(text, plain, start, end, ""):
                yield NameSpan(span.start, span.end, "", span.entity, "shape")


def _in_title_case(plain: str, block: Block) -> bool:
    sentence = plain[block.end - 1] in ".!?"
    return plain[block.start:block.end].isupper() or (not sentence and headline(plain, block.start, block.end))


_FUNDED = re.compile(r"[ ]*(?:(?:US|C|A|S)?[$€£₹¥]\d|in talks to raise\b|raise[sd]\b|undisclosed\b)")


def _funded(text: str, plain: str, block: Block) -> Iterator[NameSpan]:
    """The company in a list of rounds: a label before its money ("Salt TV: $2 million raised")."""
    if block.label is None or not _FUNDED.match(plain, block.label[1]) or len(plain[slice(*block.label)].split()) > 3:
        return
    if span := trimmed(text, plain, *block.label, "Organization"):
        yield span


def _owners_apart(found: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """A title that the model begins with its owner ("Reelby's Salt Roses") is two names where the owner is a name elsewhere too."""
    names = {span.entity for span in found if span.source != "shape"}
    for span in found:
        owner, joint, work = span.entity.partition("'s ") if "'s " in span.entity else span.entity.partition("’s ")
        if span.source == "model" and joint and work[:1].isupper() and owner in names:
            yield NameSpan(span.start, span.start + len(owner), "", owner, "model")
            yield NameSpan(span.end - len(work), span.end, span.type, work, "model")
        else:
            yield span


def _plurals(label: str) -> tuple[str, ...]:
    if label.endswith("s"):
        return (label,)
    if label.endswith("y") and label[-2:-1] not in "aeiou":
        return (label, label[:-1] + "ies")
    return (label, label + "s")


def _joined(plain: str, block: Block, spans: Sequence[Found]) -> Iterator[Found]:
    """The model's spans; one that ends in "of" and the next are one."""
    held: Found | None = None
    for start, end, type_ in spans:
        if held and plain[block.start + held[0]:block.start + held[1]].endswith((" of", " of the")) and start - held[1] == 1:
            held = (held[0], end, held[2])
            continue
        if held:
            yield held
        held = (start, end, type_)
    if held:
        yield held


_OFFERED = re.compile(r"(?:[.,;:)]|[ ](?:and|or|for|to|services?|work|as well|plus)\b|$)")


def _is_service(plain: str, start: int, end: int) -> bool:
    """Whether a word of many uses is a service here: it ends its phrase, and no article makes it an event."""
    return bool(_OFFERED.match(plain, end)) and not plain[max(0, start - 4):start].endswith(("the ", " a "))


def _vocabulary_words(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(word.casefold() for concept in vocabulary for label in (concept.name, *concept.labels) for word in label.split())
