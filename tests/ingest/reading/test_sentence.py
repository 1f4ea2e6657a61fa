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


def test_an_owner_inside_a_row_owns_what_stands_beside_it(say: Say) -> None:
    said = say("[Kettle Play|Platform], [Tern Media|Organization]'s [Snaplet|Platform] and [Sundew|Platform] show serials.")
    assert {one for one in said if one[1] == "owns"} == {("Tern Media", "owns", "Snaplet")}


def test_a_relative_clause_says_nothing_of_names_behind_it(say: Say) -> None:
    said = say("[Kettle|Studio] uses [Brushwork|Tool], which was developed by [Tern Media|Organization], and [Inkwell|Tool].")
    assert ("Tern Media", "develops_tool", "Brushwork") in said
    assert ("Tern Media", "develops_tool", "Inkwell") not in said


def test_a_brand_that_orders_a_series_regulates_nothing(say: Say) -> None:
    said = say("[Petal|Brand] ordered the microdrama “[Salt Roses|Title]” from [Kettle|Studio].")
    assert ("Petal", "commissions", "Salt Roses") in said
    assert not any(predicate == "regulates" for _, predicate, _ in said)
