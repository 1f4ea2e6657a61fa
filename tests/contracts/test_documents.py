"""Patterns of what some documents say: as the referee has it, on SQLite and PostgreSQL; other engines say that they can't."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import pytest

from graph.errors import Unsupported
from graph.record import Record
from graph.views.property_graph import Schema
from queries.compilers import cypher, sparql
from queries.pattern import Pattern
from queries.rewrite import rewrite
from tests.contracts import worlds
from tests.contracts.test_patterns import FILES, ONTOLOGY, VOCABULARY, cases, core_of, expected, named, on_sql
from tests.contracts.worlds import TODAY

OF = (("deals",), ("services", "deals"), ("slate",), ("people", "owners", "notes"), ("nothing",))


def test_the_cases_of_some_documents_alone(record: Record) -> None:
    trade = worlds.load("trade")
    worlds.write(trade, record, ONTOLOGY)
    world = worlds.world(record, VOCABULARY, trade)
    found = 0
    with on_sql(record) as engine:
        for case, documents in zip(cases(trade, *FILES), cycle(OF)):
            pattern: Pattern = case.pattern.with_filters(documents=documents)
            rows = named(engine.run(core_of(pattern, world)).rows, trade)
            assert rows == named(expected(pattern, world), trade), (case.name, documents)
            found += bool(rows) and rows != case.rows
    assert found > 40


def test_other_engines_say_that_they_cannot() -> None:
    trade = worlds.load("trade")
    pattern = cases(trade, *FILES)[0].pattern
    core = rewrite(replace(pattern.with_filters(documents=("deals",))), ONTOLOGY, today=TODAY)
    with pytest.raises(Unsupported, match="documents"):
        sparql.compile(core)
    with pytest.raises(Unsupported, match="documents"):
        cypher.compile(core, Schema(ONTOLOGY))
