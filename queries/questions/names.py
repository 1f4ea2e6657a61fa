"""The names of a question: the longest runs of words that the record, the vocabulary or quotation marks know as one.

A single word in lower case is a name only where it is no ordinary word of questions. What is written as a name and isn't
known is told as unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Protocol

from graph.entity import Entity
from graph.identity.linking import entity_id
from graph.identity.names import fold
from graph.ontology import Vocabulary
from queries.questions.form import Item, noun_type
from queries.questions.words import question_words

LONGEST = 12
_QUOTES = {'"', "“", "”", "«", "»"}
_SMALL = {"of", "the", "and", "a", "an", "in", "on", "for", "with", "to", "my", "by", "at", "'s", "&", "is", "me", "i"}
_ORDINARY = {"who", "whom", "what", "which", "when", "where", "how", "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "name",
             "list", "show", "in", "on", "to", "for", "with", "by", "the", "a", "an", "and", "or", "not", "many", "much", "it", "of", "at", "there", "that"}


class Known(Protocol):
    """What is asked of the record."""

    def entities_named(self, name: str) -> list[Entity]: ...


@dataclass(frozen=True, slots=True)
class Named:
    """The words of a question with its names found, and the names in it that nobody knows."""

    items: tuple[Item, ...]
    unknown: tuple[str, ...]


def find(text: str, tokens: Sequence[tuple[str, int, int]], known: Known, vocabulary: Vocabulary) -> Named:
    """Names by longest match over the words of a question."""
    concepts = _concepts(vocabulary)
    items: list[Item] = []
    unknown: list[str] = []
    at = 0
    while at < len(tokens):
        for length in range(min(LONGEST, len(tokens) - at), 0, -1):
            if (item := _name(text, tokens[at:at + length], known, concepts, first=at == 0)) is not None:
                items.append(item)
                at += length
                break
        else:
            length = _capitals(tokens, at)
            if length:
                shown = text[tokens[at][1]:tokens[at + length - 1][2]]
                unknown.append(shown)
                items.append(Item(shown, "name", "", (), start=tokens[at][1]))
                at += length
            else:
                if tokens[at][0] not in _QUOTES:
                    items.append(Item(tokens[at][0], start=tokens[at][1]))
                at += 1
    return Named(tuple(items), tuple(unknown))


def _name(text: str, tokens: Sequence[tuple[str, int, int]], known: Known, concepts: dict[str, Entity], *, first: bool) -> Item | None:
    shown = text[tokens[0][1]:tokens[-1][2]]
    words = [token[0].lower() for token in tokens]
    if words[0] in _ORDINARY and (len(words) == 1 or first) and not (len(words) > 1 and tokens[1][0][:1].isupper() and not first):
        if len(words) == 1 or words[0] in ("who", "what", "which", "where", "when", "how", "is", "are", "was", "were", "do", "does", "did", "has", "have", "name"):
            return None
    if any(word in _QUOTES or word in (",", "?") for word in (words[0], words[-1])) or words[-1] in ("'s", "'", "and", "or", "of"):
        return None
    folded = fold(shown)
    concept = concepts.get(folded) or concepts.get(folded.removesuffix("s")) or concepts.get(re.sub("ies$", "y", folded))
    entities = known.entities_named(shown)
    if entities and len(tokens) == 1 and not any(c.isupper() for c in shown) and (concept is None) and (
            noun_type(words[0]) is not None or words[0] in _ORDINARY or words[0] in question_words().harmless):
        entities = []
    chief = [entity for entity in entities if fold(entity.name) == folded]
    entities = chief or entities
    if not entities and concept is not None:
        entities = [concept]
    if not entities:
        return None
    if len(tokens) == 1 and concept is None and not any(c.isupper() or c.isdigit() for c in shown) and len(shown) < 4:
        return None
    return Item(shown, "name", entities[0].type, tuple(entities), start=tokens[0][1])


def _concepts(vocabulary: Vocabulary) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for concept in vocabulary:
        entity = Entity(entity_id(concept.name, concept.type), concept.name, concept.type, (concept.type,))
        for label in (concept.name, *concept.labels, *concept.abbreviations):
            found.setdefault(fold(label), entity)
    return found


def _capitals(tokens: Sequence[tuple[str, int, int]], at: int) -> int:
    """How many words from here are written as one name: capitals, with small words between them; none for a first word alone."""
    if not _is_capital(tokens[at][0]) or tokens[at][0].lower() in _ORDINARY or (at == 0):
        return 0
    length, end = 1, 1
    while at + length < len(tokens):
        word = tokens[at + length][0]
        length += 1
        if _is_capital(word):
            end = length
        elif word.lower() not in _SMALL:
            break
    return end


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1].isdigit() and not word.isdigit())


def alternatives(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """The readings of a question in which a name may mean several things; at most eight."""
    choices = [[replace(item, type=entity.type, entities=(entity,)) for entity in item.entities] if len(item.entities) > 1 else [item] for item in items]
    yield from islice(product(*choices), 8)
