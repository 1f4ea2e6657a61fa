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
from queries.questions.form import noun_type
from queries.questions.order import AUXILIARIES, Item
from queries.questions.words import question_words

LONGEST = 12
_QUOTES = {'"', "“", "”", "«", "»"}
_SMALL = {"of", "the", "and", "a", "an", "in", "on", "for", "with", "to", "my", "by", "at", "'s", "&", "is", "me", "i"}
_ASKING = frozenset({"who", "whom", "what", "which", "when", "where", "how", "name"}) | AUXILIARIES
_ORDINARY = _ASKING | {"list", "show", "in", "on", "to", "for", "with", "by", "the", "a", "an", "and", "or", "not", "many", "much", "it",
                       "of", "at", "there", "that"}
_POSTS = {"officer", "director", "manager", "executive", "chief", "president"}
"""What a service may be the field of: *marketing director* names no service."""


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
            follows = tokens[at + length][0].lower() if at + length < len(tokens) else ""
            if follows not in _POSTS and (item := _name(text, tokens[at:at + length], known, concepts, first=at == 0)) is not None:
                items.append(item)
                at += length
                break
        else:
            length = _capitals(tokens, at, text, known)
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
    if not _may_be_name(tokens, first=first):
        return None
    folded = fold(shown)
    concept = next((concepts[form] for form in (folded, folded.removesuffix("s"), re.sub("ies$", "y", folded)) if form in concepts), None)
    entities = [] if concept is None and len(tokens) == 1 and _is_plain(shown) else known.entities_named(shown)
    chief = [entity for entity in entities if fold(entity.name) == folded]
    meant = chief or entities or ([concept] if concept is not None else [])
    return Item(shown, "name", meant[0].type, tuple(meant), start=tokens[0][1]) if meant else None


def _may_be_name(tokens: Sequence[tuple[str, int, int]], *, first: bool) -> bool:
    """Whether a run of words can be a name at all: no quotation marks or joining words at its ends, no question word at its head."""
    words = [token[0].lower() for token in tokens]
    if any(word in _QUOTES or word in (",", "?") for word in (words[0], words[-1])) or words[-1] in ("'s", "'", "and", "or", "of"):
        return False
    if words[0] not in _ORDINARY:
        return True
    capital_follows = len(words) > 1 and tokens[1][0][:1].isupper() and not first
    return capital_follows or (len(words) > 1 and words[0] not in _ASKING)


def _is_plain(word: str) -> bool:
    """One lower-case word that means something else in a question, or hardly anything."""
    if any(c.isupper() or c.isdigit() for c in word):
        return False
    lower = word.lower()
    return noun_type(lower) is not None or lower in _ORDINARY or lower in question_words().harmless or len(word) < 4


def _concepts(vocabulary: Vocabulary) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for concept in vocabulary:
        entity = Entity(entity_id(concept.name, concept.type), concept.name, concept.type, (concept.type,))
        for label in (concept.name, *concept.labels, *concept.abbreviations):
            found.setdefault(fold(label), entity)
    return found


def _capitals(tokens: Sequence[tuple[str, int, int]], at: int, text: str, known: Known) -> int:
    """How many words from here are written as one name: capitals, with small words between them; none for a first word alone."""
    if tokens[at][0].lower() in question_words().posts or not _is_capital(tokens[at][0]) or tokens[at][0].lower() in _ORDINARY or (at == 0):
        return 0
    length, end = 1, 1
    while at + length < len(tokens):
        word = tokens[at + length][0]
        length += 1
        if _is_capital(word):
            here = tokens[at + length - 1:at + length + 1]
            if known.entities_named(word) or known.entities_named(text[here[0][1]:here[-1][2]]):
                break
            end = length
        elif word.lower() not in _SMALL:
            break
    return end


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1].isdigit() and not word.isdigit())


def alternatives(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """The readings of a question in which a name may mean several things; at most eight."""
    choices = [[replace(item, type=entity.type, entities=(entity,)) for entity in item.entities] or [item] for item in items]
    yield from islice(product(*choices), 8)
