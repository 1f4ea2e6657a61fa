"""What questions need of the word lists: class nouns, cues of stance, nouns that stand for what follows."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.lexicon.words import words


def class_nouns() -> Mapping[str, str]:
    """The type that a head noun speaks of."""
    return words().class_nouns


def transparent() -> frozenset[str]:
    """Nouns that stand for what follows them."""
    return frozenset(words().transparent)


def cues() -> frozenset[str]:
    """Every word that tells how something is said: planned, reported, denied, over."""
    found = words().modality
    return frozenset().union(
        found.planned,
        found.planned_modals,
        found.planned_adjectives,
        found.reported_verbs,
        found.reported_adverbs,
        found.talks,
        found.negative_determiners,
        found.former,
        found.exploring,
    )
