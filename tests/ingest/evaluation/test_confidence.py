"""Measuring confidence: what is learnt tells right from wrong, is asked of other documents, and is shifted to what others wrote."""

from __future__ import annotations

import pytest

from ingest.evaluation.confidence import Material, Row, build, fit, report, shift, trusted, unlearnt
from ingest.reading.confidence import odds


def row(number: int, clue: str, *, right: bool, trust: float = 0.75, document: str | None = None) -> Row:
    return Row(document or f"d{number % 20}", ("a", "owns", str(number), "positive"), "owns.verb.1", (clue, "common"), odds(trust), right)


GOOD = [row(number, "good", right=number % 10 != 0) for number in range(300)]
BAD = [row(number, "bad", right=number % 2 == 0) for number in range(300, 600)]


def test_a_clue_that_is_mostly_right_says_so() -> None:
    learnt = fit([*GOOD, *BAD])
    assert learnt.said(["good", "common"], odds(0.75)) == pytest.approx(0.9, abs=0.08)
    assert learnt.said(["bad", "common"], odds(0.75)) == pytest.approx(0.5, abs=0.08)
    assert learnt.said(["never seen"], odds(0.75)) == pytest.approx(0.7, abs=0.1)
    assert fit([*GOOD, *BAD], pull=1e6).clues["good"] == pytest.approx(0, abs=1e-3)


def test_a_document_is_asked_of_weights_that_have_not_seen_it() -> None:
    told = [*GOOD, *BAD, *(row(number, "only here", right=False, document="alone") for number in range(900, 930))]
    assert all(said > 0.5 for said in unlearnt(told)[-30:])
    assert fit(told).said(["only here", "common"], odds(0.75)) < 0.48


def test_the_shift_makes_as_many_right_as_are_said_to_be() -> None:
    others = [row(number, "good", right=number % 4 != 0) for number in range(200)]
    learnt = build(Material([*GOOD, *BAD], others, []))
    assert sum(learnt.said(one.clues, one.trust) for one in others) == pytest.approx(150, abs=0.1)
    assert shift(learnt, []) == 0
    assert build(Material(GOOD, [], [])) == fit(GOOD)


def test_of_claims_that_say_the_same_the_surest_counts() -> None:
    twice = [row(1, "good", right=True), row(1, "good", right=True), row(2, "bad", right=False)]
    assert [(one.confidence, one.right) for one in trusted(twice, [0.6, 0.9, 0.5])] == [(0.9, True), (0.5, False)]


def test_the_report_tells_both_parts() -> None:
    read = Material([*GOOD, *BAD], GOOD[:10], BAD[:10])
    shown = list(report(read, build(read)))
    assert shown[0].startswith("600 claims of the corpus; 10 of sentences in other words: shift ")
    assert sum("all (apart by" in line for line in shown) == 2
