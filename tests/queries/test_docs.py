"""docs/sql.md and docs/patterns.md: every example runs, and the views are told as they are."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph.identity.linking import entity_id
from graph.ontology import Ontology, ontology, vocabulary
from graph.ontology.model import Vocabulary
from graph.record import Record
from graph.record.published import VIEWS
from queries.pattern import from_json
from queries.rows import answer
from tests.contracts import worlds
from tests.contracts.worlds import TODAY

DOCS = Path(__file__).parents[2] / "docs"
SQL = (DOCS / "sql.md").read_text("utf-8")


@dataclass
class House:
    record: Record
    ontology: Ontology
    vocabulary: Vocabulary

    def today(self) -> dt.date:
        return TODAY


def blocks(text: str) -> list[str]:
    """Indented blocks, each without its indent."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("    "):
            found[-1].append(line[4:])
        elif found[-1]:
            found.append([])
    return ["\n".join(one) for one in found if one]


def patterns() -> list[Any]:
    named = (DOCS / "patterns.md").read_text("utf-8").replace("e…", entity_id("finishing", "Service"))
    return [json.loads(one) for one in blocks(named) if one.startswith("{")]


@pytest.fixture
def trade(record: Record) -> House:
    worlds.write(worlds.load("trade"), record, ontology())
    return House(record, ontology(), vocabulary())


def test_every_query_of_the_page_runs_on_both_databases(trade: House) -> None:
    queries = [one for one in blocks(SQL) if one.startswith("SELECT")]
    assert len(queries) >= 8
    with trade.record.database.read() as connection:
        found = {query: connection.exec_driver_sql(query).fetchall() for query in queries}
    assert [query for query, rows in found.items() if not rows] == []


def test_what_is_current_in_sql_is_what_a_pattern_sees(trade: House) -> None:
    query = f"SELECT DISTINCT subject, object FROM pub_statements WHERE object IS NOT NULL AND polarity = 'positive' AND modality = 'asserted' AND '{TODAY}' BETWEEN current_from AND current_until"
    with trade.record.database.read() as connection:
        told = {tuple(row) for row in connection.exec_driver_sql(query)}
    clause = {"subject": "?s", "predicate": sorted(trade.ontology.relations), "object": "?o"}
    rows = answer(from_json({"clauses": [clause], "select": ["s", "o"], "limit": 1000}), trade).rows
    both_ways = {name for name, relation in trade.ontology.relations.items() if relation.symmetric}
    found = {(proven.statement.subject, proven.statement.object) for row in rows for proven in row.statements
             if isinstance(proven.statement.object, str)}
    assert both_ways
    assert told == found


def test_the_views_are_told_as_they_are() -> None:
    told: dict[str, dict[str, str]] = {}
    for section in SQL.partition("## The views")[2].split("### ")[1:]:
        rows = [line.split(" | ", 1) for line in section.splitlines() if line.startswith("| `")]
        told[section.partition("\n")[0].strip("`")] = {column.strip("| `"): text.removesuffix(" |") for column, text in rows}
    assert told == {name: dict(view.columns) for name, view in VIEWS.items()}


def test_every_pattern_of_the_page_runs(trade: House) -> None:
    told = patterns()
    assert len(told) >= 3
    rows = [answer(from_json(one), trade) for one in told]
    assert [list(found.columns) for found in rows] == [one["select"] for one in told]
    assert all(found.rows for found in rows[:1])
    assert all(row.statements for row in rows[0].rows)
