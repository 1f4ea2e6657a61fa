"""What was said with some confidence, and how often it was right."""

from __future__ import annotations

import pytest

from ingest.evaluation.reliability import bins, by_rule
from ingest.evaluation.scoring import Trust
from ingest.lexicon.loader import family

TOLD = [Trust("owns.verb.1", 0.85, True), Trust("owns.verb.2", 0.85, False), Trust("owns.noun.1", 0.55, True), Trust("classifier", 1.0, True)]


def test_statements_fall_into_steps_and_into_all() -> None:
    rows = bins(TOLD)
    assert [(row.what, row.count, row.precision) for row in rows[:-1]] == [("0.5–0.6", 1, 1.0), ("0.8–0.9", 2, 0.5), ("0.9–1.0", 1, 1.0)]
    assert rows[-1].what == "all (apart by 0.287, 0.200 by chance)"
    assert rows[-1].precision == pytest.approx(0.75)
    assert bins([]) == []


def test_rules_go_by_their_kind() -> None:
    assert [(row.what, row.count) for row in by_rule(TOLD)] == [("verb", 2), ("classifier", 1), ("noun", 1)]
    assert family("notation") == "notation"
