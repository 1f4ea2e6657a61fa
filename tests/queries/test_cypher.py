"""The text that the Cypher compiler makes: values by the driver, names from the schema, one branch a reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from graph.errors import Unsupported
from graph.ontology import ontology
from graph.views.property_graph import Schema
from queries.compilers.cypher import LADYBUG, NEO4J, Compiled, compile, merged
from queries.pattern import Clause, Entities, Filters, Pattern, Var, from_json
from queries.rewrite import CorePattern, rewrite

TODAY = dt.date(2026, 11, 25)
SCHEMAS = {NEO4J: Schema(ontology()), LADYBUG: Schema(ontology())}
OFFERS = Pattern((Clause(Var("s"), ("provides_service",), Entities(("e1",)), (("title", Var("t")), ("to", Var("p")))),), ("s", "p", "t"))
BEHIND = Pattern((Clause(Var("a"), ("is_behind",), Var("z")),), ("a", "z"))


def core(pattern: Pattern) -> CorePattern:
    return rewrite(pattern, ontology(), today=TODAY)


def compiled(pattern: Pattern, dialect: str = NEO4J, *, shown: dt.date = TODAY) -> Compiled:
    return compile(core(pattern), SCHEMAS[dialect], dialect, shown=shown)


def test_values_go_by_the_driver() -> None:
    hostile = "e'}) DETACH DELETE n //"
    for dialect in SCHEMAS:
        told = compiled(Pattern((Clause(Var("s"), ("owns",), Entities((hostile,))),), ("s",)), dialect)
        assert hostile not in told.text
        assert set(told.parameters.values()) == {"owns", hostile}


def test_defaults_are_the_label_on_the_day_that_the_view_shows() -> None:
    assert "(s0:Statement)" in compiled(OFFERS).text
    assert "from_earliest" not in compiled(OFFERS).text
    other = compiled(OFFERS, shown=TODAY.replace(year=2024))
    assert "(s0:AnyStatement)" in other.text
    assert "s0.from_earliest <=" in other.text
    assert "Statement|PastStatement|FutureStatement)" in compiled(OFFERS, LADYBUG, shown=TODAY.replace(year=2024)).text


def test_alternatives_are_united_on_neo4j_and_several_texts_on_ladybug() -> None:
    pattern = Pattern((Clause(Var("a"), ("partners_with",), Var("b")),), ("a", "b"))
    assert compiled(pattern).text.count("UNION") == 1
    assert len(compiled(pattern).texts) == 1
    assert len(compiled(pattern, LADYBUG).texts) == 2
    assert "CALL" not in compiled(pattern, LADYBUG).text


def test_paths_go_along_plain_edges_under_the_defaults_and_along_statements_else() -> None:
    assert "-[:`acquires`" not in compiled(BEHIND).text
    assert "-[:`ACQUIRES`|`OPERATES`|`OWNS`*1..6]->" in compiled(BEHIND).text
    assert "* SHORTEST 1..6]->" in compiled(BEHIND, LADYBUG).text
    sure = BEHIND.with_filters(min_confidence=0.5)
    assert "){1,6}" in compiled(sure).text
    assert len(compiled(sure, LADYBUG).texts) == 6


def test_an_empty_set_of_constants_matches_nothing() -> None:
    assert "false" in compiled(Pattern((Clause(Var("s"), ("owns",), Entities(())),), ("s",))).text


def test_what_can_not_be_expressed_is_named() -> None:
    with pytest.raises(Unsupported, match="cypher can't express known_at"):
        compiled(replace(OFFERS, filters=Filters(known_at=3)))


def test_roles_joined_inside_without_are_named() -> None:
    told = from_json({"clauses": [{"subject": "?s", "predicate": "produces", "object": "?t"}], "select": ["s"], "without": [[
        {"subject": "?s", "predicate": "provides_service", "object": "*", "roles": {"to": "?p"}},
        {"subject": "?s", "predicate": "provides_service", "object": "*", "roles": {"title": "?p"}}]]})
    for dialect in SCHEMAS:
        with pytest.raises(Unsupported, match="roles joined inside without"):
            compiled(told, dialect)


def test_what_is_absent_and_what_must_not_be_is_a_subquery() -> None:
    told = from_json({"clauses": [{"subject": "?s", "predicate": "produces", "object": "?t"}], "select": ["s", "r"],
                      "optional": [[{"subject": "?s", "predicate": "based_in", "object": "?r"}]]})
    assert compiled(told).text.count("NOT EXISTS {") == 1
    assert "NULL AS c1" in compiled(told).text
    assert len(compiled(told, LADYBUG).texts) == 2


def test_branches_are_merged_as_one_text_would() -> None:
    told = core(from_json({"clauses": [{"subject": "?a", "predicate": "partners_with", "object": "?b"}], "select": ["a"], "count": "b",
                           "order": ["-b"], "limit": 2}))
    rows = merged(told, [[("e1", "e2", "one"), ("e3", "e2", "three")], [("e1", "e4", "one"), ("e1", "e2", "one"), ("e0", "e1", "zero")]])
    assert rows == [("e1", 2), ("e3", 1)]
    after = replace(told, after=(("", 2), ("one", "e1")), limit=5)
    assert merged(after, [[("e1", "e2", "one"), ("e3", "e2", "three")], [("e1", "e4", "one"), ("e0", "e1", "zero")]]) == [
        ("e3", 1), ("e0", 1)]
