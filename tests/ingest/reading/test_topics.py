from __future__ import annotations

from tests.ingest.conftest import Say


def test_a_study_reports_on_the_format_in_its_title(say: Say) -> None:
    found = say("A study, “[Two Bars of Signal: Why Microdramas Win|Publication]”, was read.")
    assert found == {("Two Bars of Signal: Why Microdramas Win", "reports_on", "microdrama")}


def test_a_piece_speaks_for_its_publisher(say: Say) -> None:
    found = say("[The Reel Page|Publication]'s coverage, “[The long rise of the micro-drama|Publication]”, was read.")
    assert ("The Reel Page", "reports_on", "microdrama") in found


def test_a_series_reports_on_nothing(say: Say) -> None:
    assert not say("“[My Microdrama and Me|Title]” is silly.")


def test_what_is_called_a_study_is_one(say: Say) -> None:
    found = say("A recent study, “[Seconds: How Micro Dramas Win|Title]”, was read.")
    assert found == {("Seconds: How Micro Dramas Win", "reports_on", "microdrama")}
