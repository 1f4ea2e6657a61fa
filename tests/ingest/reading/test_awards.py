from __future__ import annotations

from tests.ingest.conftest import Say

TEXT = ("The [Golden Gull Awards|Event] were given out on Friday. Winners:\n\n"
        "• Best serial: [Salt Roses|Title] ([Kettle Play|Platform])\n"
        "• Best actress: [Ana Reis|Person], [Iron Tulips|Title]\n\n"
        "Nominated for best serial: “[Low Tide|Title]”, “[Heron|Title]”.")


def test_lines_of_a_list_are_prizes_of_the_event_before_it(say: Say) -> None:
    said = say(TEXT)
    winners = {subject for subject, predicate, object_ in said if predicate == "wins_award" and object_ == "Golden Gull Awards"}
    assert winners == {"Salt Roses", "Ana Reis", "Low Tide", "Heron"}
    assert ("Ana Reis", "stars_in", "Iron Tulips") in said


def test_without_an_event_nothing_is_won(say: Say) -> None:
    assert not [one for one in say("• Best serial: [Salt Roses|Title]") if one[1] == "wins_award"]
