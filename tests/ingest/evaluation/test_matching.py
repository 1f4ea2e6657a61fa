from __future__ import annotations

from pathlib import Path

import pytest

from graph.ontology import ontology
from ingest.evaluation.gold import GoldDocument, GoldEntity, Said
from ingest.evaluation.matching import Names, fact, identifying, loose, number, one_value_each, same_passage, same_type, same_value

SYMMETRIC = frozenset({"partners_with"})


def names() -> Names:
    entities = (GoldEntity("Larkhill Post", "Studio", ("Larkhill",), (("Larkhill Post", 1), ("the post house", 1))),
                GoldEntity("Brightpane", "Platform", (), (("Brightpane", 1),)), GoldEntity("Lisbon", "Region", (), ()), GoldEntity("Porto", "Region", (), ()))
    return Names(GoldDocument("x", Path("x.txt"), entities, (), ()), {"BP Media": ("Brightpane", "BP")})


def told(predicate: str, target: str, *, subject: str = "Larkhill Post", literal: bool = False, polarity: str = "positive", **qualifiers: str) -> Said:
    return Said(subject, predicate, target, literal, qualifiers, polarity, "asserted", "")


def test_an_entity_is_found_by_any_of_its_names() -> None:
    found = names()
    assert {found.find(name) for name in ("larkhill post", "LARKHILL", "The post house", "Larkhill Post’s")} == {"Larkhill Post"}
    assert found.find("BP") == found.find("BP Media") == "Brightpane"
    assert found.find("Nobody") is None
    assert found.resolve("The Nobody, Inc.") == "nobody"


@pytest.mark.parametrize(("left", "right"), [("Café Ördög", "cafe ordog"), ("The Salt Roses", "salt roses"), ("Larkhill Inc", "Larkhill"), ("a b", "a, b.")])
def test_loose_names_are_equal(left: str, right: str) -> None:
    assert loose(left) == loose(right)


@pytest.mark.parametrize(("gold", "read", "same"), [
    ("7,500", "7500 users", True), ("7,500", "75", False), ("chief executive", "the chief executive officer", True), ("lead", "leader", True), ("2 m", "2 km", True),
    ("abc", "abcdef", False), ("", "x", False), ("12 million", "12 billion", True), ("red", "blue", False),
])
def test_values_are_one_if_equal_held_or_of_one_number(gold: str, read: str, same: bool) -> None:
    assert same_value(gold, read) is same


def test_numbers_and_types() -> None:
    assert number("about 1,200.5 m") == "1200.5"
    assert number("none") is None
    assert same_type("Studio", "Platform")
    assert not same_type("Studio", "Person")


def test_passages_overlap_by_holding_or_by_half_their_words() -> None:
    assert same_passage("One two three four", "two three")
    assert same_passage("one two five six", "two one seven eight nine")
    assert not same_passage("one two five six", "seven one eight nine")
    assert not same_passage("one", "")


def test_a_fact_leaves_qualifiers_out_and_takes_near_predicates_for_one() -> None:
    assert fact(told("owns", "B", stake="all"), SYMMETRIC) == fact(told("operates", "B"), SYMMETRIC)
    assert fact(told("owns", "B"), SYMMETRIC) != fact(told("owns", "B", polarity="negative"), SYMMETRIC)
    assert fact(told("partners_with", "A", subject="B"), SYMMETRIC) == fact(told("partners_with", "B", subject="A"), SYMMETRIC)
    assert fact(told("owns", "A", subject="B"), SYMMETRIC) != fact(told("owns", "B", subject="A"), SYMMETRIC)


def test_a_metric_is_what_is_measured_and_its_number() -> None:
    left = told("has_metric", "12 million views", literal=True, metric="Views", value="12 million")
    assert fact(left, SYMMETRIC) == fact(told("has_metric", "views", literal=True, metric="views", value="12"), SYMMETRIC)
    assert fact(left, SYMMETRIC) != fact(told("has_metric", "views", literal=True, metric="views", value="13"), SYMMETRIC)


def test_identifying_roles_are_those_that_hold_entities() -> None:
    one = told("provides_service", "finishing", to="BP", date="2026")
    assert identifying(one, names(), ontology()) == {("to", "Brightpane")}
    assert identifying(told("no_such", "x", to="BP"), names(), ontology()) == frozenset()


def test_a_list_of_entities_is_one_statement_for_each() -> None:
    split = one_value_each(told("launches", "B", region="Lisbon, Porto", date="2026"), names())
    assert [one.qualifiers for one in split] == [{"region": "Lisbon", "date": "2026"}, {"region": "Porto", "date": "2026"}]
    whole = told("launches", "B", region="Lisbon, somewhere")
    assert list(one_value_each(whole, names())) == [whole]
