from __future__ import annotations

from tests.ingest.conftest import Say


def test_a_sheet_of_labels(say: Say) -> None:
    found = say("Title: [Salt Roses|Title]\nPlatform: [Plop|Platform]\nProduction: [Tern Media|Studio]\nDirector: [Ana Reis|Person]\n"
                "Script: [Ben Okafor|Person]")
    assert {("Salt Roses", "released_on", "Plop"), ("Tern Media", "produces", "Salt Roses"), ("Ana Reis", "directs", "Salt Roses"),
            ("Ben Okafor", "writes", "Salt Roses")} <= found


def test_a_platform_in_brackets(say: Say) -> None:
    assert ("Salt Roses", "released_on", "Plop") in say("“[Salt Roses|Title]” ([Plop|Platform], June 8) is out.")


def test_a_prize_list(say: Say) -> None:
    assert ("Ana Reis", "stars_in", "Salt Roses") in say("Best actress: [Ana Reis|Person], “[Salt Roses|Title]”")
