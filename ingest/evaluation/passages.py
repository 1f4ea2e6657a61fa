"""Passages: the sentence in which an annotated article speaks of two entities, where its annotation doesn't say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.evaluation.gold import GoldDocument, Said

SENTENCE_END = re.compile(r"(?<=[.!?”’\"])\s+(?=[A-Z“‘\"«•\[])|\n+")


class Passages:
    """Where a document speaks of two entities."""

    def __init__(self, gold: GoldDocument, text: str) -> None:
        self._text = text
        self._names = {entity.name: tuple(dict.fromkeys((entity.name, *entity.aliases, *(surface for surface, _ in entity.mentions))))
                       for entity in gold.entities}

    def of(self, said: Said) -> str:
        """The annotated or read evidence, else a sentence that names both sides, else one that names either."""
        return said.evidence or passage(self._text, self._called(said.subject), self._called(said.object))

    def _called(self, name: str) -> tuple[str, ...]:
        return self._names.get(name, (name,))


def passage(text: str, subject: Sequence[str], object_: Sequence[str]) -> str:
    """The first sentence that holds a name of each side, else the first that holds one of either; none where neither stands."""
    one = ""
    for sentence in (part.strip() for part in SENTENCE_END.split(text)):
        sides = [any(name and name in sentence for name in names) for names in (subject, object_)]
        if all(sides):
            return sentence
        if any(sides) and not one:
            one = sentence
    return one
