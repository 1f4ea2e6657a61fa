from __future__ import annotations

from ingest.reading import Reader
from tests.ingest.conftest import Say


def test_a_question_leaves_a_side_open(reader: Reader) -> None:
    words = [("Who", "", "", "who"), ("founded", "", "", ""), ("Tern Media", "Studio", "Tern Media", ""), ("?", "", "", "")]
    _, found = reader.read_words(words)
    founded = [one for one in found if one.line.relation == "founded"]
    assert founded
    assert {filler.name for one in founded for filler in one.places["object"]} == {"Tern Media"}
    assert any(filler.hole == "who" for one in founded for filler in one.places.get("subject", ()))


def test_a_section_with_a_name_of_its_own_is_no_service_that_is_sold(say: Say) -> None:
    assert not {said for said in say("[Tern Media|Studio] supplies [Plop Minis|Service].") if said[1] == "provides_service"}
    assert ("Tern Media", "provides_service", "dubbing") in say("[Tern Media|Studio] supplies [dubbing|Service].")
