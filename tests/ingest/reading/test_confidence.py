"""Confidence by what was measured: clues of a claim, weights in and out."""

from __future__ import annotations

import pytest

from graph.claim import Value
from ingest.reading.anaphora import Filler
from ingest.reading.claims import Draft
from ingest.reading.confidence import LEAST, MOST, WEIGHTS, Measured, clues, odds, packed, share, shipped, unpack
from ingest.reading.modality import Stance


def draft(*, rule: str = "owns.verb.3", via: str = "name", confidence: float = 0.8, literal: bool = False) -> Draft:
    subject = Filler("Tern Media", "Organization", 0, 10, via)
    object_ = Value("12", "number") if literal else Filler("Snaplet", "Platform", 100, 107)
    return Draft(subject, "owns", object_, (), (), Stance(), confidence, rule, 0, 120)


def test_clues_say_what_is_known_beside_the_words() -> None:
    assert list(clues(draft(via="list:formats"))) == ["rule verb", "relation owns", "subject list", "subject Organization", "object name",
                                                      "object Platform", "positive", "asserted", "apart 2"]
    assert list(clues(draft(rule="topics", literal=True)))[4:6] == ["object value", "object value"]


@pytest.mark.parametrize(("weights", "expected"), [
    (Measured(0.0, 1.0, {}), 0.8),
    (Measured(0.0, 1.0, {"rule verb": 1.0, "rule noun": -9.0}), round(share(odds(0.8) + 1), 4)),
    (Measured(9.0, 1.0, {}), MOST),
    (Measured(-9.0, 1.0, {}), LEAST),
])
def test_clues_move_what_the_author_of_a_rule_trusts_in_it(weights: Measured, expected: float) -> None:
    assert weights.of(draft()) == pytest.approx(expected)


def test_weights_go_in_and_come_out() -> None:
    kept = unpack(packed(Measured(0.12345, 0.9, {"b": 0.5, "a": -0.25})))
    assert kept == Measured(0.123, 0.9, {"a": -0.25, "b": 0.5})
    assert packed(kept) == packed(Measured(0.123, 0.9, {"b": 0.5, "a": -0.25}))


def test_a_pronoun_is_trusted_less_than_a_name_and_a_sure_rule_more_than_an_unsure_one() -> None:
    measured = shipped()
    assert measured.of(draft(via="pronoun", confidence=0.68)) < measured.of(draft()) < measured.of(draft(confidence=0.95))
    assert not WEIGHTS.exists() or WEIGHTS.stat().st_size < 20_000
