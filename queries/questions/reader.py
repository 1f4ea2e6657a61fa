"""A sentence with holes → pattern, or the words that it could not use.

The frames of articles read the question; wh-phrases and class nouns are holes. Every content word must be used by the
pattern: what isn't means *not understood*, never a silently wider answer.

    names.find ─► form.form ─► ingest.reading (frames) ─► choice: which relations, which words are left ─► compose: the pattern
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.entity import Entity
from graph.ontology import Ontology, Vocabulary
from queries.pattern import Filters
from queries.questions import attributes, compose, names, periods
from queries.questions.choice import Parsed, choose, unused
from queries.questions.compose import Understood
from queries.questions.form import form
from queries.questions.language import Language
from queries.questions.order import AUXILIARIES, DO, Item
from queries.questions.words import question_words


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The words that no pattern used, and the names that nobody knows."""

    unused: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A name that may mean several entities, each of which makes sense."""

    candidates: tuple[Entity, ...]


Outcome = Understood | NotUnderstood | Uncertain


def read(question: str, language: Language, known: names.Known, ontology: Ontology, vocabulary: Vocabulary, *,
         today: dt.date) -> tuple[Outcome, tuple[str, ...]]:
    """What a question asks, and the names in it that nobody knows."""
    plain, filters, period = periods.find(_plain(question), today)
    named = names.find(plain, language.tokenise(plain), known, vocabulary)
    results = [_one(items, language, ontology, filters, period) for items in names.alternatives(named.items)]
    understood = [result for result in results if isinstance(result, Understood)]
    if not understood:
        failures = [result for result in results if isinstance(result, NotUnderstood)]
        return min(failures, key=lambda failure: len(failure.unused), default=NotUnderstood(())), named.unknown
    patterns = {result.pattern for result in understood}
    if len(patterns) > 1:
        several = [entity for item in named.items if len(item.entities) > 1 for entity in item.entities]
        return Uncertain(tuple(several)), named.unknown
    return understood[0], named.unknown


def _plain(question: str) -> str:
    """Without control characters, direction marks and halves of characters, which no name holds; turns of phrase made plain."""
    told = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") else c for c in question)
    if told.isupper():
        told = told.lower()
    for phrase, plain in question_words().phrases:
        told = phrase.sub(plain, told)
    return " ".join(told.split()).rstrip("?!. ")


def _one(items: Sequence[Item], language: Language, ontology: Ontology, filters: Filters, period: periods.Period | None) -> Outcome:
    """One reading of the names: by a noun that names a relation, or by frames over each of the sentences that may stand for it."""
    if (told := attributes.read(items, ontology, filters)) is not None and period is None:
        return told
    asked = form(items)
    if not asked.items:
        return NotUnderstood(())
    outcomes: list[Outcome] = []
    for words, nouns in _sentences(asked.items):
        sentence, found = language.read_words(words, nouns=nouns)
        outcomes.append(_outcome(Parsed.of(asked, sentence.tokens, found, ontology), filters, period))
        if isinstance(outcomes[-1], Understood):
            return outcomes[-1]
    return outcomes[0]


def _sentences(items: Sequence[Item]) -> Iterator[tuple[list[tuple[str, str, str, str]], bool]]:
    """The words as they stand, then with class nouns under stand-ins; then with an *also* that shows where the verb is."""
    words = [(item.text, item.type, item.entities[0].name if item.entities else item.text if item.kind == "name" else "",
              item.hole or (f"!{number}" if item.kind == "name" else "")) for number, item in enumerate(items)]
    shown = _before_verb(items)
    full = (".", "", "", "")
    for nouns in (True, False):
        yield [*words, full], nouns
    if shown is not None:
        for nouns in (True, False):
            yield [*words[:shown], ("also", "", "", ""), *words[shown:], full], nouns


def _before_verb(items: Sequence[Item]) -> int | None:
    """Where a verb must stand: behind *do*, or behind what is asked for."""
    helped = next((number for number, item in enumerate(items) if item.kind == "word" and item.lower in DO), None)
    if helped is not None:
        return helped + 1
    follows = len(items) > 2 and items[0].kind == "hole" and items[1].kind == "word" and items[1].lower not in AUXILIARIES
    return 1 if follows else None


def _outcome(parsed: Parsed, filters: Filters, period: periods.Period | None) -> Outcome:
    if (measure := compose.measure(parsed, filters)) is not None and period is None:
        return measure
    if (listing := compose.listing(parsed, filters)) is not None and period is None:
        return listing
    chosen = choose(parsed)
    left = unused(parsed, chosen)
    if chosen and not left and (pattern := compose.pattern(parsed, chosen, filters, period)) is not None:
        return pattern
    if period is None and (works := compose.concepts(parsed, filters)) is not None:
        return works
    return NotUnderstood((*left, *([period.text] if period is not None else [])))
