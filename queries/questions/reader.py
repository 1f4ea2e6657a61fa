"""A sentence with holes → pattern, or the words that it could not use.

The frames of articles read the question; wh-phrases and class nouns are holes. Every content word must be used by the
pattern: what isn't means *not understood*, never a silently wider answer.

    names.find ─► form.form ─► ingest.reading (frames) ─► choice: which relations, which words are left ─► compose: the pattern
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph import dates
from graph.entity import Entity
from graph.errors import ValueFormatError
from graph.ontology import Ontology, Vocabulary
from queries.pattern import Filters
from queries.questions import compose, names
from queries.questions.choice import Parsed, choose, unused
from queries.questions.compose import Understood
from queries.questions.form import Item, form
from queries.questions.language import Language

_AS_OF = re.compile(r"\b(?:as of|as at) (\d{4}(?:-\d\d){0,2})\b", re.I)
_UNTIL = re.compile(r"\b(?:published|reported|written) (?:until|by|before) (\d{4}(?:-\d\d){0,2})\b", re.I)


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


def read(question: str, language: Language, known: names.Known, ontology: Ontology,
         vocabulary: Vocabulary) -> tuple[Outcome, tuple[str, ...]]:
    """What a question asks, and the names in it that nobody knows."""
    plain, filters = _time_filters(" ".join(_printable(question).split()).rstrip("?!. "))
    named = names.find(plain, language.tokenise(plain), known, vocabulary)
    results = [_one(items, language, ontology, filters) for items in names.alternatives(named.items)]
    understood = [result for result in results if isinstance(result, Understood)]
    if not understood:
        failures = [result for result in results if isinstance(result, NotUnderstood)]
        return min(failures, key=lambda failure: len(failure.unused), default=NotUnderstood(())), named.unknown
    patterns = {result.pattern for result in understood}
    if len(patterns) > 1:
        several = [entity for item in named.items if len(item.entities) > 1 for entity in item.entities]
        return Uncertain(tuple(several)), named.unknown
    return understood[0], named.unknown


def _printable(question: str) -> str:
    """Without control characters, direction marks and halves of characters, which no name holds."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") else c for c in question)


def _time_filters(question: str) -> tuple[str, Filters]:
    filters = Filters()
    for pattern, name, last in ((_AS_OF, "as_of", False), (_UNTIL, "published_until", True)):
        if (found := pattern.search(question)) is not None:
            try:
                bounds = dates.parse(found.group(1))
            except ValueFormatError:
                continue
            day: dt.date | None = bounds.latest if last else bounds.earliest
            filters = replace(filters, as_of=day) if name == "as_of" else replace(filters, published_until=day)
            question = (question[:found.start()] + question[found.end():]).strip(" ,")
    return question, filters


def _one(items: Sequence[Item], language: Language, ontology: Ontology, filters: Filters) -> Outcome:
    """One reading of the names; class nouns are parsed first as they stand, then under stand-ins."""
    asked = form(items)
    words = [(item.text, item.type, item.entities[0].name if item.entities else item.text if item.kind == "name" else "",
              item.hole or (f"!{number}" if item.kind == "name" else "")) for number, item in enumerate(asked.items)]
    if not words:
        return NotUnderstood(())
    outcomes = []
    for nouns in (True, False):
        sentence, found = language.read_words([*words, (".", "", "", "")], nouns=nouns)
        outcomes.append(_outcome(Parsed.of(asked, sentence.tokens, found, ontology), filters))
        if isinstance(outcomes[-1], Understood):
            break
    return outcomes[-1] if isinstance(outcomes[-1], Understood) else outcomes[0]


def _outcome(parsed: Parsed, filters: Filters) -> Outcome:
    if (measure := compose.measure(parsed, filters)) is not None:
        return measure
    chosen = choose(parsed)
    left = unused(parsed, chosen)
    if chosen and not left and (pattern := compose.pattern(parsed, chosen, filters)) is not None:
        return pattern
    if parsed.asked.concepts and not left and not parsed.names:
        return compose.concepts(parsed, filters)
    return NotUnderstood(tuple(left))
