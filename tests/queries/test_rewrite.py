"""queries.rewrite: what the ontology knows is spelled out once, so that engines need to know nothing of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from graph.errors import PatternError
from graph.ontology import ontology
from queries.pattern import Anything, Entities, Var, from_json
from queries.rewrite import CoreFilters, CorePattern, Keys, Match, OrderBy, Place, Reach, rewrite

TODAY = dt.date(2026, 11, 25)


def core(subject: Any, predicate: str | list[str], object_: Any, *, narrower_ids: Callable[[Sequence[str]], set[str]] | None = None,
         roles: dict[str, Any] | None = None, **rest: Any) -> CorePattern:
    clause = {"subject": subject, "predicate": predicate, "object": object_, "roles": roles or {}}
    select = rest.pop("select", [term[1:] for term in (subject, object_) if isinstance(term, str) and term.startswith("?")])
    return rewrite(from_json({"clauses": [clause], "select": select, **rest}), ontology(), today=TODAY, narrower_ids=narrower_ids)


def match(predicates: Sequence[str], *places: tuple[str, Any]) -> Match:
    return Match(0, tuple(predicates), tuple(Place(name, term) for name, term in places))


A, B = Var("a"), Var("b")


def test_relations_stand_as_they_are() -> None:
    assert core("?a", ["owns", "operates"], "?b").clauses == (((match(["operates", "owns"], ("subject", A), ("object", B)),),),)


def test_an_inverse_is_turned_round() -> None:
    assert core("?a", "owned_by", "?b").clauses == (((match(["owns"], ("subject", B), ("object", A)),),),)


def test_a_symmetric_relation_is_matched_both_ways() -> None:
    assert core("?a", "partners_with", "?b").clauses[0] == (
        (match(["partners_with"], ("subject", A), ("object", B)),),
        (match(["partners_with"], ("subject", B), ("object", A)),))


def test_an_edge_derived_from_one_statement_names_its_places() -> None:
    assert core("?a", "serves", "?b").clauses[0] == ((match(["provides_service"], ("subject", A), ("object", Anything()), ("to", B)),),)


def test_roles_of_a_clause_go_to_the_statement_that_its_edge_follows_from() -> None:
    (alternative,) = core("?a", "serves", "?b", roles={"region": "?r"}).clauses[0]
    assert alternative == (match(["provides_service"], ("subject", A), ("object", Anything()), ("to", B), ("region", Var("r"))),)


def test_a_symmetric_derived_edge_is_matched_both_ways() -> None:
    ways = core("?a", "co_produces_with", "?b").clauses[0]
    assert [alternative[0].places[0].term for alternative in ways if isinstance(alternative[0], Match)] == [A, B]


def test_a_chain_is_joined_on_a_variable_that_the_pattern_has_not() -> None:
    core_ = core("?h0_t", "delivers_to", "?b")
    first, second = core_.clauses[0][0]
    assert first == match(["produces"], ("subject", Var("h0_t")), ("object", Var("h1_t")))
    assert second == match(["released_on"], ("subject", Var("h1_t")), ("object", B))


def test_a_path_is_reached() -> None:
    assert core("?a", "is_behind", "?b").clauses[0] == ((Reach(0, ("acquires", "operates", "owns"), A, B, 1, 6),),)


def test_a_relation_that_is_derived_too_is_both() -> None:
    stated, derived = core("?a", "available_in", "?b").clauses[0]
    assert stated == (match(["available_in"], ("subject", A), ("object", B)),)
    assert derived == (match(["launches"], ("subject", Anything()), ("object", A), ("region", B)),)


def test_any_relation() -> None:
    direct, turned = core("?a", "*", "?b").clauses[0]
    assert direct == (match([], ("subject", A), ("object", B)),)
    assert turned == (match(["competes_with", "partners_with"], ("subject", B), ("object", A)),)


def test_constants_are_joined_by_what_is_narrower() -> None:
    below = {"e1": {"e0", "e9"}}
    found = core("?a", "provides_service", {"entity": ["e1"]}, narrower_ids=lambda ids: below[ids[0]])
    assert found.clauses[0][0][0] == match(["provides_service"], ("subject", A), ("object", Entities(("e0", "e1", "e9"))))


@pytest.mark.parametrize("rest", [{"narrower": False}, {"filters": {"polarity": ["negative"]}}])
def test_constants_stand_as_they_are_where_narrower_ones_would_be_wrong(rest: dict[str, Any]) -> None:
    found = core("?a", "provides_service", {"entity": ["e1"]}, narrower_ids=lambda _: {"e0"}, **rest)
    assert found.clauses[0][0][0] == match(["provides_service"], ("subject", A), ("object", Entities(("e1",))))


def test_literals_are_keys() -> None:
    found = core("?a", "has_metric", {"literal": [{"value": "$2 million", "datatype": "money"}, {"value": "2,000,000 dollars", "datatype": "money"}]})
    assert found.clauses[0][0][0] == match(["has_metric"], ("subject", A), ("object", Keys(("n:2000000 USD",))))


def test_default_filters_name_the_day() -> None:
    filters = core("?a", "owns", "?b").filters
    assert filters == CoreFilters(("positive",), ("asserted",), "current", TODAY)
    assert filters.default


@pytest.mark.parametrize(("told", "ended", "when", "day"), [
    ({"as_of": "2026-01-05"}, False, "as_of", dt.date(2026, 1, 5)),
    ({"timeless": True}, False, "any", TODAY),
    ({"timeless": True}, True, "over", TODAY),
    ({"timeless": True, "as_of": "2025"}, True, "over", dt.date(2025, 1, 1)),
])
def test_filters_of_time(told: dict[str, Any], ended: bool, when: str, day: dt.date) -> None:
    filters = core("?a", "owns", "?b", filters=told, ended=ended).filters
    assert (filters.when, filters.day, filters.default) == (when, day, False)


def test_the_order_names_every_column_once() -> None:
    assert core("?a", "owns", "?b", order=["-b"]).order == (OrderBy("b", True), OrderBy("a"))


def test_a_count_stands_last_where_it_is_not_selected() -> None:
    assert core("?a", "owns", "?b", select=["a"], count="b").columns == ("a", "b")
    assert core("?a", "owns", "?b", select=["b", "a"], count="b").columns == ("b", "a")


@pytest.mark.parametrize(("predicate", "roles", "reason"), [
    ("likes", {}, "no relation, inverse or derived edge is called 'likes'"),
    (["*", "owns"], {}, "stands alone"),
    ("owns", {"colour": "*"}, "no role is called 'colour'"),
    ("owns", {"to": "*"}, "owns takes no to"),
    ("delivers_to", {"date": "*"}, "delivers_to follows from several statements and takes no date"),
    ("is_behind", {"stake": "*"}, "is_behind follows from several statements and takes no stake"),
])
def test_what_the_ontology_does_not_know(predicate: Any, roles: dict[str, Any], reason: str) -> None:
    with pytest.raises(PatternError) as caught:
        core("?a", predicate, "?b", roles=roles)
    assert reason in str(caught.value)


def test_a_type_that_the_ontology_does_not_know() -> None:
    with pytest.raises(PatternError, match="no entity type is called Starship"):
        core("?a", "owns", "?b", types={"a": ["Starship"]})


def test_too_many_ways_to_combine_the_clauses() -> None:
    clause = {"subject": "?a", "predicate": ["partners_with", "co_produces_with", "available_in"], "object": "?b"}
    with pytest.raises(PatternError, match="name fewer relations"):
        rewrite(from_json({"clauses": [clause] * 3, "select": ["a"]}), ontology(), today=TODAY)


def test_every_relation_inverse_and_derived_edge_has_a_core() -> None:
    told = ontology()
    names = {*told.relations, *(relation.inverse for relation in told.relations.values() if relation.inverse), *(edge.name for edge in told.derived)}
    assert len(names) > 70
    for name in sorted(names):
        assert core("?a", name, "?b").clauses[0]
