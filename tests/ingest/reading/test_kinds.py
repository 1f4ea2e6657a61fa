from __future__ import annotations

import numpy as np

from ingest.reading.kinds import TYPES, Floats, kinds, learn, packed, unpack

EXAMPLES = [(frozenset({"bias", "~> watch", f"has {number}"}), "Platform") for number in range(8)] + \
           [(frozenset({"bias", "~> grade", f"has {number}"}), "Studio") for number in range(8)]


def best(scores: Floats) -> str:
    return TYPES[int(scores.argmax())]


def test_what_examples_teach_is_known_of_others() -> None:
    learnt = learn(EXAMPLES, seed=1)
    assert best(learnt.scores(["bias", "~> watch"])) == "Platform"
    assert best(learnt.scores(["bias", "~> grade"])) == "Studio"


def test_rules_speak_before_anything_is_learnt() -> None:
    learnt = learn([], seed=1)
    assert best(learnt.scores(["apposition:Event"])) == "Event"
    assert not learnt.scores(["never seen"]).any()


def test_learning_is_deterministic_and_a_clue_counts_once() -> None:
    assert packed(learn(EXAMPLES, seed=3)) == packed(learn(EXAMPLES, seed=3))
    learnt = learn(EXAMPLES, seed=3)
    assert np.array_equal(learnt.scores(["bias", "bias", "~> watch"]), learnt.scores(["~> watch", "bias"]))


def test_weights_come_back_from_their_bytes() -> None:
    learnt = learn(EXAMPLES, seed=1)
    again = unpack(packed(learnt))
    assert again.rows == learnt.rows
    assert np.abs(again.weights - learnt.weights).max() < 0.01


def test_the_shipped_weights_fit_the_types() -> None:
    shipped = kinds()
    assert shipped.weights.shape == (len(shipped.rows), len(TYPES))
    assert len(shipped.rows) > 1000
    assert best(shipped.scores(["bias", "noun:Platform", "apposition:Platform"])) == "Platform"
