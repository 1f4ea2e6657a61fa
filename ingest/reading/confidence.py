"""Confidence: how often what was read so has been right, as measured on the corpus.

A logistic regression over what is known of a claim beside its words: the kind of rule, how sure its author was of it, the relation,
how each side was found and of what type it is, how it is said. `python -m ingest.evaluation.confidence` measures and writes it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import srsly  # type: ignore[import-untyped]

from ingest.lexicon.loader import family

if TYPE_CHECKING:
    from ingest.reading.claims import Draft

WEIGHTS = Path(__file__).parent.parent / "model" / "weights" / "confidence.msgpack"
LEAST, MOST = 0.05, 0.98
"""No claim is surer or less sure than this."""
_FAR = 40
"""Characters between two names after which they are a step farther apart."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: what speaks for a claim before anything is known of it, how much the author's trust counts, each clue."""

    bias: float
    trust: float
    clues: Mapping[str, float]

    def of(self, draft: Draft) -> float:
        """The share of claims like this that were right."""
        return round(self.said(clues(draft), odds(draft.confidence)), 4)

    def said(self, told: Iterable[str], trust: float) -> float:
        """The same, from clues and the odds that the author of the rule gave it."""
        return min(max(share(self.bias + self.trust * trust + sum(self.clues.get(clue, 0.0) for clue in told)), LEAST), MOST)


def clues(draft: Draft) -> Iterator[str]:
    """What is known of a claim beside its words."""
    subject, object_ = draft.subject, draft.object
    yield f"rule {family(draft.rule)}"
    yield f"relation {draft.predicate}"
    yield f"subject {subject.via.partition(':')[0]}"
    yield f"subject {subject.type}"
    yield f"object {getattr(object_, 'via', 'value').partition(':')[0]}"
    yield f"object {getattr(object_, 'type', 'value')}"
    yield draft.stance.polarity
    yield draft.stance.modality
    yield f"apart {min(abs(getattr(object_, 'start', subject.start) - subject.start) // _FAR, 4)}"


def odds(confidence: float) -> float:
    """The logarithm of the odds of a share, none being quite sure."""
    kept = min(max(confidence, 0.02), 0.98)
    return math.log(kept / (1 - kept))


def share(said: float) -> float:
    """The share whose odds have this logarithm."""
    return 1 / (1 + math.exp(-min(max(said, -30.0), 30.0)))


def packed(measured: Measured) -> bytes:
    """As bytes; weights to three places."""
    return bytes(srsly.msgpack_dumps({"bias": round(measured.bias, 3), "trust": round(measured.trust, 3),
                                      "clues": {clue: round(weight, 3) for clue, weight in sorted(measured.clues.items())}}))


def unpack(content: bytes) -> Measured:
    """What `packed` wrote."""
    return Measured(**srsly.msgpack_loads(content))


@cache
def shipped() -> Measured:
    """What was measured of this version; where nothing was, what authors of rules trust in them."""
    return unpack(WEIGHTS.read_bytes()) if WEIGHTS.is_file() else Measured(0.0, 1.0, {})
