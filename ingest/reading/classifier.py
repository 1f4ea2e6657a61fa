"""Classifier: relations between two names of a sentence about which the frames are silent, by weights that the corpus has taught.

A logistic regression for each relation over what `pairs` tells; only pairs whose types the ontology allows are asked about. A
relation is read where its probability passes a threshold that held the wanted precision on documents that weren't learnt from.

Two companies of which no more is known (general news, and spans that are given as companies) have weights of their own, "owns*",
and are asked about whatever the frames said: what these said is a clue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import srsly  # type: ignore[import-untyped]
from numpy.typing import NDArray

from graph.ontology import Ontology
from ingest.lexicon.loader import Line
from ingest.reading.anaphora import Filler
from ingest.reading.arguments import Arguments
from ingest.reading.clauses import Clauses
from ingest.reading.frames import Match, is_verb
from ingest.reading.pairs import Pair, pairs
from ingest.reading.parse import Sentence, Token
from ingest.reading.sentence import GENERAL, Found

RULE = "classifier"
WEIGHTS = Path(__file__).parent.parent / "model" / "weights" / "relations.msgpack"
NEVER = 2.0
"""The threshold of a relation that is not read."""
Floats = NDArray[np.float32]


class Proposes(Protocol):
    """What reads further relations in a sentence that the frames have read."""

    def propose(self, sentence: Sentence, arguments: Arguments, found: Sequence[Found]) -> Iterable[Found]: ...


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: a row of weights for each clue, a column for each relation; the first row is what every pair has.

    Pairs of which the text says no more than that both are companies have columns of their own (`owns*`, `owns:Brand*`).
    """

    relations: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Floats
    thresholds: Mapping[str, float] = field(default_factory=dict)
    precision: Mapping[str, float] = field(default_factory=dict)
    """The share of what passed the threshold that was right, on documents that weren't learnt from."""

    def odds(self, clues: Iterable[str]) -> Floats:
        """The probability of each relation, were the pair asked about it."""
        known = [0, *(row for clue in clues if (row := self.rows.get(clue)) is not None)]
        total: Floats = self.weights[known].sum(axis=0)
        return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float32)


def packed(learnt: Weights) -> bytes:
    """Weights as bytes: a signed byte each, with a scale for each relation."""
    scale = np.maximum(np.abs(learnt.weights).max(axis=0), 1e-6) / 127
    return bytes(srsly.msgpack_dumps({
        "relations": list(learnt.relations), "clues": "\n".join(list(learnt.rows)), "scale": scale.astype(np.float32),
        "weights": np.round(learnt.weights / scale).astype(np.int8), "thresholds": dict(learnt.thresholds),
        "precision": dict(learnt.precision)}))


def unpack(content: bytes) -> Weights:
    """Weights that `packed` wrote."""
    told = srsly.msgpack_loads(content)
    weights = np.ascontiguousarray(told["weights"].astype(np.float32) * told["scale"], dtype=np.float32)
    rows = {clue: row for row, clue in enumerate(told["clues"].split("\n"))}
    return Weights(tuple(told["relations"]), rows, weights, told["thresholds"], told["precision"])


@cache
def shipped() -> Weights | None:
    """The weights of this version, if any were built."""
    return unpack(WEIGHTS.read_bytes()) if WEIGHTS.is_file() else None


def typed(pair: Pair, relation: str, ontology: Ontology, *, forward: bool) -> tuple[Filler, Filler] | None:
    """Subject and object of a pair, if a relation takes their types. A thing that the text says no more of than that a company
    has it is read as a service of that company."""
    subject, object_ = (pair.first.filler, pair.second.filler) if forward else (pair.second.filler, pair.first.filler)
    relation, _, made = relation.rstrip("*").partition(":")
    known = ontology.relations[relation]
    if made:
        object_ = replace(object_, type=made)
    elif relation == "operates" and object_.type == "Organization":
        object_ = replace(object_, type="Service")
    elif object_.type == "Service" and relation not in GENERAL and not object_.name[:1].isupper():
        return None
    return (subject, object_) if subject.type in known.domain and object_.type in known.range else None


class Classifier:
    """Proposes what the weights say of the pairs of a sentence."""

    def __init__(self, weights: Weights, ontology: Ontology) -> None:
        self.weights, self.ontology = weights, ontology
        self._types: dict[tuple[str, str], bool] = {}
        self._asked = [(number, relation) for number, relation in enumerate(weights.relations)
                       if weights.thresholds.get(relation, NEVER) <= 1]

    def propose(self, sentence: Sentence, arguments: Arguments, found: Sequence[Found]) -> Iterator[Found]:
        """The relations that pass their thresholds, on pairs that no frame has joined; of a pair and direction the best."""
        if not self._asked or sum(bool(token.type) for token in sentence.own) < 1:
            return
        spoken = joined(found)
        clauses = Clauses()
        for pair in pairs(sentence, arguments, lambda first, second: self._wanted(first, second, spoken)):
            best: tuple[float, str, Filler, Filler] | None = None
            for forward in (True, False):
                for share, relation, subject, object_ in self._said(pair, found, forward=forward):
                    if best is None or share > best[0]:
                        best = share, relation, subject, object_
            if best is not None:
                yield self._found(best[1], best[2], best[3], pair, clauses)

    def _wanted(self, first: Filler, second: Filler, spoken: Set[frozenset[str]]) -> bool:
        """Whether a pair is of types that something is asked about, and no frame has joined it."""
        types = first.type, second.type
        plain = _are_plain(*types)
        if types not in self._types:
            self._types[types] = any(
                relation.endswith("*") if plain else not relation.endswith("*") and sides[0] in known.domain and sides[1] in known.range
                for sides in (types, types[::-1]) for _, relation in self._asked for known in (self.ontology.relations[base(relation)],))
        return self._types[types] and (plain or frozenset((first.name, second.name)) not in spoken)

    def _said(self, pair: Pair, found: Sequence[Found], *, forward: bool) -> Iterator[tuple[float, str, Filler, Filler]]:
        asked = [(number, relation, sides) for number, relation in self._asked
                 if relation.endswith("*") == pair.plain and (sides := typed(pair, relation, self.ontology, forward=forward)) is not None]
        if not asked:
            return
        odds = self.weights.odds([*pair.told(forward=forward), *told_by_frames(pair, found, forward=forward)])
        for number, relation, (subject, object_) in asked:
            if odds[number] >= self.weights.thresholds[relation]:
                yield float(odds[number]), relation, subject, object_

    def _found(self, relation: str, subject: Filler, object_: Filler, pair: Pair, clauses: Clauses) -> Found:
        line = Line(base(relation), RULE, 0, (), {}, confidence=self.weights.precision.get(relation, 0.75))
        trigger = trigger_of(pair)
        slots = {"subject": (pair.first.token,), "object": (pair.second.token,)}
        if subject.name != pair.first.filler.name:
            slots = {"subject": (pair.second.token,), "object": (pair.first.token,)}
        clause = clauses.of(trigger) if is_verb(trigger) else None
        return Found(Match(line, trigger, slots, clause), {"subject": (subject,), "object": (object_,)})


def base(relation: str) -> str:
    """The relation of the ontology that a column of weights is about: "owns" of "owns:Brand*"."""
    return relation.rstrip("*").partition(":")[0]


def _are_plain(one: str, other: str) -> bool:
    return one == other == "Organization"


def told_by_frames(pair: Pair, found: Iterable[Found], *, forward: bool) -> list[str]:
    """What frames said of a pair of companies, as clues."""
    if not pair.plain:
        return []
    mark = ">" if forward else "<"
    names = pair.first.filler.name, pair.second.filler.name
    told = {f"frame:{each.line.relation}:{place}:{beside}" for each in found for place, fillers in each.places.items()
            for beside, others in each.places.items() if beside != place
            if any(one.name == names[0] for one in fillers) and any(one.name == names[1] for one in others)}
    return [clue for one in sorted(told) for clue in (one, mark + one)]


def joined(found: Iterable[Found]) -> set[frozenset[str]]:
    """The pairs of names that frames have joined in a sentence, in whatever places."""
    return {frozenset((one.name, other.name)) for each in found for place, fillers in each.places.items() for one in fillers
            for beside, others in each.places.items() if beside != place for other in others}


def trigger_of(pair: Pair) -> Token:
    """The word that says how a pair is joined: where the ways to its names meet, or the noun or verb nearest above a name."""
    token = pair.top
    while token.type and not token.is_root and not is_verb(token):
        token = token.head
    return token
