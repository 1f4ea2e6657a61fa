from __future__ import annotations

from ingest.reading import Reader


def test_a_question_leaves_a_side_open(reader: Reader) -> None:
    words = [("Who", "", "", "who"), ("founded", "", "", ""), ("Tern Media", "Studio", "Tern Media", ""), ("?", "", "", "")]
    _, found = reader.read_words(words)
    founded = [one for one in found if one.line.relation == "founded"]
    assert founded
    assert {filler.name for one in founded for filler in one.places["object"]} == {"Tern Media"}
    assert any(filler.hole == "who" for one in founded for filler in one.places.get("subject", ()))
