"""The page of figures: its cells, its tables, and the causes that a person wrote."""

from __future__ import annotations

from ingest.evaluation.report import FLOORS, agreement, causes, told
from ingest.evaluation.scoring import Scores


def test_a_cell_holds_every_measure_that_has_a_floor() -> None:
    scores = Scores()
    scores.add("statements", right=3, found=4, expected=6)
    scores.add("negative", right=1, found=1, expected=2)
    cell = told(scores)
    assert cell.startswith("statements P 0.750 R 0.500 **F1 0.600**")
    assert "negatives F1 0.667 (of 2)" in cell
    for measure in ("n-ary", "entities", "qualifiers", "not asserted"):
        assert f"{measure} F1 0.000" in cell


def test_every_set_has_causes_of_misses_and_of_false_alarms() -> None:
    lines = list(causes())
    assert len(lines) >= 1 + len(FLOORS)
    assert all("Missed: " in line and "False alarms: " in line for line in lines[1:])


def test_what_two_readers_agree_on_is_told() -> None:
    section, = agreement()
    assert section.startswith("## What two readers of the same text agree on")
    assert "sentences and lines, annotated twice" in section
    assert "types, kappa" in section
