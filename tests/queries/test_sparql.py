"""What the text of a pattern is made of; that its rows are right is for tests/contracts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql.parser import parseQuery

from graph.claim import Value
from graph.errors import Unsupported
from graph.ontology import ontology
from graph.views.terms import PREFIXES
from queries.compilers.sparql import compile
from queries.guard.sparql import allowed
from queries.pattern import Clause, Entities, Literals, Pattern, Var
from queries.rewrite import rewrite

DAY = dt.date(2026, 3, 1)
OFFERS = Pattern((Clause(Var("studio"), ("provides_service",), Entities(("e2",)), (("to", Var("platform")),)),), ("studio", "platform"),
                 types=(("studio", ("Studio", "Platform")),))
HOSTILE = ('x> } DROP ALL #', '"""\n\\', "SERVICE <http://127.0.0.1:9/>", "?x", "'''")


def text(pattern: Pattern, shown: dt.date | None = None) -> str:
    found = compile(rewrite(pattern, ontology(), today=DAY), shown=shown).text
    ox.Store().query(found, prefixes=PREFIXES)
    parseQuery(found)
    return found


def test_the_default_graph_is_asked_where_it_shows_just_that_day() -> None:
    assert "GRAPH" not in text(OFFERS, DAY)
    assert "GRAPH <urn:reelgraph:ns:all>" in text(OFFERS)
    assert "GRAPH" in text(OFFERS, DAY - dt.timedelta(days=1))
    assert "GRAPH" in text(OFFERS.with_filters(min_sources=2), DAY)


def test_patterns_begin_with_the_narrowest_constant() -> None:
    lines = [line.strip() for line in text(OFFERS, DAY).splitlines() if line.startswith("    ?")]
    assert "entity:e2" in lines[0]
    assert "rg:predicate" in lines[1] or "rg:subject" in lines[1]


def test_what_users_wrote_is_only_ever_a_constant() -> None:
    pattern = Pattern((Clause(Entities(HOSTILE), ("has_metric",), Literals(tuple(Value(told, "text") for told in HOSTILE)),
                              (("metric", Var("metric")),)),), ("metric",))
    found = text(pattern)
    assert allowed(found).text == found
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^<>]*>', "", found).upper()
    assert "DROP" not in bare
    assert "SERVICE" not in bare


def test_variables_never_meet_those_that_the_text_needs() -> None:
    pattern = Pattern((Clause(Var("_x"), ("owns",), Var("s")), Clause(Var("s"), ("owns",), Var("s_key"))), ("_x", "s", "s_key"))
    compiled = compile(rewrite(pattern, ontology(), today=DAY))
    assert len(set(compiled.columns)) == 3
    assert all(column.isascii() for column in compiled.columns)
    assert text(pattern)


def test_what_was_known_then_is_unsupported() -> None:
    with pytest.raises(Unsupported, match="known_at"):
        compile(rewrite(replace(OFFERS, filters=replace(OFFERS.filters, known_at=3)), ontology(), today=DAY))
