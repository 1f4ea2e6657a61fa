"""One document's entities while it is read, and the type of each, decided once from the clues of all its places."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ingest.lexicon.places import Clues
from ingest.reading import evidence, persons
from ingest.reading.blocks import Block
from ingest.reading.kinds import TYPES, Floats, Kinds
from ingest.reading.spans import NameSpan

_MODEL = 1.2
"""How much the model's own type is worth beside the clues."""
_MODEL_REGION = 0.6
"""The same for regions: most that are one stand in the list of places."""
_QUOTED = 1.0
_TOLD = {"apposition": 1.5, "noun": 1.0}
"""How much more a text's own word for a name is worth here than what was learnt for it: what it is about may be new."""
_SHOWN = 5.0
"""How much it speaks for a person that the text says what only a person can be or do."""
_NO_PLACE = 1.0
"""How much less a region is likely for a name that neither the list of places nor the model takes for one."""
_LISTED = 1.5
_LIST_JOINT = frozenset({",", "and", ", and", "and with", "and by", "and on", "or", "&", ", or", "+", "×"})


@dataclass(slots=True)
class LocalName:
    """What is known of an entity while the document is read."""

    name: str
    fixed: str | None = None
    spans: list[NameSpan] = field(default_factory=list)
    scores: Floats = field(default_factory=lambda: np.zeros(len(TYPES), dtype=np.float32))

    @property
    def type(self) -> str:
        return self.fixed or TYPES[int(self.scores.argmax())]

    @property
    def first(self) -> int:
        return min(span.start for span in self.spans)

    def odds(self) -> Floats:
        raised = np.exp(self.scores - self.scores.max())
        odds: Floats = raised / raised.sum()
        return odds


def decide(plain: str, blocks: Sequence[Block], entities: Sequence[LocalName], words: Clues, learnt: Kinds) -> None:
    """Give every entity that isn't known beforehand the scores of its types."""
    block_of = _blocks_by_place(plain, blocks)
    for entity in entities:
        if entity.fixed:
            continue
        told: set[str] = {"bias"}
        seen: Counter[str] = Counter()
        for span in entity.spans:
            told.update(evidence.clues_at(plain, span.start, span.end, words, block=block_of(span.start)))
            seen[span.type if span.source == "model" else "quoted" if span.source in ("quoted", "cue") else ""] += 1
        for name in dict.fromkeys([entity.name, *(span.entity for span in entity.spans)]):
            told.update(evidence.own_clues(name, words))
        if (most := _words_of(seen)) is not None:
            entity.fixed = most
            continue
        entity.scores = learnt.scores(told)
        _add_told(entity.scores, told)
        _add_model(entity.scores, seen)
        shown = any(persons.shows(plain, span.start, span.end) for span in entity.spans)
        if shown and evidence.own_type(entity.name, words) in (None, "Person"):
            entity.scores[TYPES.index("Person")] += _SHOWN
    _share(plain, entities)


def _words_of(seen: Counter[str]) -> str | None:
    """Format or Genre, where the model says so: they are words rather than names, and clues know nothing of them."""
    most = max(seen, key=lambda type_: (seen[type_], type_))
    return most if most in ("Format", "Genre") else None


def _add_told(scores: Floats, told: Iterable[str]) -> None:
    for clue in sorted(told):
        rule, _, type_ = clue.partition(":")
        if rule in _TOLD and type_ in TYPES:
            scores[TYPES.index(type_)] += _TOLD[rule]


def _add_model(scores: Floats, seen: Counter[str]) -> None:
    typed = {type_: count for type_, count in seen.items() if type_ in TYPES}
    total = sum(typed.values())
    for type_, count in typed.items():
        scores[TYPES.index(type_)] += (_MODEL_REGION if type_ == "Region" else _MODEL) * count / total * (1 + 0.3 * min(3, total - 1))
    if not seen["Region"]:
        scores[TYPES.index("Region")] -= _NO_PLACE
    if seen["quoted"]:
        scores[TYPES.index("Title")] += _QUOTED


def _share(plain: str, entities: Sequence[LocalName]) -> None:
    """What stands in one list is of one kind: a name that is unsure of itself listens to its neighbours."""
    placed = sorted((span.start, span.end, number) for number, entity in enumerate(entities) for span in entity.spans)
    given: dict[int, Floats] = {}
    for (_, end, left), (start, _, right) in pairwise(placed):
        if left == right or start - end > 8 or plain[end:start].strip(" \"'") not in _LIST_JOINT:
            continue
        for one, other in ((left, right), (right, left)):
            if not entities[one].fixed and entities[other].fixed != "Region" and (odds := _odds(entities[other])) is not None:
                given[one] = given.get(one, np.zeros(len(TYPES), dtype=np.float32)) + odds
    for number, odds in given.items():
        entities[number].scores += _LISTED * odds / max(1.0, float(odds.sum()))


def _odds(entity: LocalName) -> Floats | None:
    if entity.fixed is None:
        return entity.odds()
    if entity.fixed not in TYPES:
        return None
    odds = np.zeros(len(TYPES), dtype=np.float32)
    odds[TYPES.index(entity.fixed)] = 1
    return odds


def _blocks_by_place(plain: str, blocks: Sequence[Block]) -> Callable[[int], tuple[int, int]]:
    """Where the block around a place begins and ends."""
    starts = [block.start for block in blocks]

    def around(place: int) -> tuple[int, int]:
        found = bisect_right(starts, place) - 1
        return (blocks[found].start, blocks[found].end) if found >= 0 else (0, len(plain))

    return around
