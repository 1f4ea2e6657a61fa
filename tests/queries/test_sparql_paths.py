"""Paths in the text that the SPARQL compiler makes: where they begin, and how long they need to be."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from graph.ontology import ontology
from queries.compilers import sparql
from queries.pattern import from_json
from queries.rewrite import rewrite

DAY = dt.date(2026, 3, 10)


def unwanted(path: Any) -> str:
    """What stands in NOT EXISTS."""
    pattern = from_json({"clauses": [{"subject": "?a", "predicate": "owns", "object": "?b"}], "without": [[path]], "select": ["a"]})
    text = sparql.compile(rewrite(pattern, ontology(), today=DAY), shown=DAY).text
    return next(line for line in text.splitlines() if "NOT EXISTS" in line)


@pytest.mark.parametrize("path", [
    {"subject": "*", "predicate": "is_behind", "object": "?a"}, {"subject": "?own", "predicate": "is_behind", "object": "?a"},
    {"subject": "?a", "predicate": ["owns", "operates"], "object": "*", "steps": 4}])
def test_one_step_is_enough_where_an_end_is_whatever(path: Any) -> None:
    assert unwanted(path).count("rg:object ") == 1


def test_ends_that_are_asked_for_keep_their_length() -> None:
    assert unwanted({"subject": "?b", "predicate": ["owns", "operates"], "object": "?a", "steps": 3}).count("rg:object ") == 3
    assert unwanted({"subject": "*", "predicate": ["owns", "operates"], "object": "?a", "steps": [2, 2]}).count("rg:object ") == 2


def test_a_chain_begins_where_the_rest_of_the_pattern_is_known() -> None:
    told = unwanted({"subject": "*", "predicate": ["owns", "operates"], "object": "?a", "steps": [2, 2]})
    first = told.partition("SELECT DISTINCT")[2].partition("{ ")[2]
    assert " ".join(first.split()[1:3]) == "rg:object ?a"


def test_only_distinct_ends_are_kept_between_two_steps() -> None:
    pattern = from_json({"clauses": [{"subject": "?a", "predicate": "is_behind", "object": "?b"},
                                     {"subject": "?b", "predicate": "is_behind", "object": "?c"}], "select": ["a", "c"]})
    text = sparql.compile(rewrite(pattern, ontology(), today=DAY), shown=DAY).text
    assert text.count("SELECT DISTINCT") == 12  # the rows, ten steps that another follows, and what the second path begins with


def test_what_shares_no_variable_is_made_distinct_apart() -> None:
    pattern = from_json({"clauses": [{"subject": "?a", "predicate": "owns", "object": "*"}, {"subject": "*", "predicate": "funds", "object": "*"},
                                     {"subject": "?b", "predicate": "funds", "object": "?x"}], "select": ["a", "b"]})
    text = sparql.compile(rewrite(pattern, ontology(), today=DAY), shown=DAY).text
    assert "{ SELECT DISTINCT ?b {" in text
    assert re.search(r"\{ SELECT \(1 AS \?some\d*\) .* LIMIT 1 \}", text)


def test_a_path_to_whatever_is_asked_for_and_not_listed() -> None:
    pattern = from_json({"clauses": [{"subject": "?a", "predicate": "owns", "object": "?b"},
                                     {"subject": "?b", "predicate": "*", "object": "*", "steps": [2, 3]}], "select": ["a"]})
    text = sparql.compile(rewrite(pattern, ontology(), today=DAY), shown=DAY).text
    assert "FILTER EXISTS { { " in text
