"""queries.compilers.sql: values go by the driver, indexes are used, and what runs costs what it touches."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.ontology import ontology
from graph.record import Record
from queries import plans
from queries.compilers import sql
from queries.engines import SqlEngine
from queries.pattern import from_json
from queries.proofs import MOST_STATEMENTS, proofs
from queries.rewrite import CorePattern, rewrite
from tests.contracts import worlds
from tests.contracts.worlds import Telling

TODAY = dt.date(2026, 11, 25)


def core(*clauses: dict[str, Any], select: list[str], **rest: Any) -> CorePattern:
    return rewrite(from_json({"clauses": list(clauses), "select": select, **rest}), ontology(), today=TODAY)


def clause(subject: Any, predicate: Any, object_: Any, **roles: Any) -> dict[str, Any]:
    return {"subject": subject, "predicate": predicate, "object": object_, "roles": roles}


HOSTILE = "e'); DROP TABLE statements; -- ? %s"


@pytest.mark.parametrize("dialect", [sql.SQLITE, sql.POSTGRESQL])
def test_values_go_by_the_driver(dialect: str) -> None:
    asked = core(clause("?a", "owns", {"entity": [HOSTILE]}, kind={"literal": [HOSTILE]}), select=["a"], types={"a": ["Studio"]})
    compiled = sql.compile(asked, dialect)
    assert "DROP" not in compiled.text
    assert HOSTILE in compiled.parameters
    assert compiled.text.count("?" if dialect == sql.SQLITE else "%s") == len(compiled.parameters)


def test_names_of_variables_are_no_part_of_the_text() -> None:
    compiled = sql.compile(core(clause("?zebra", "owns", "?yak"), select=["zebra", "yak"]))
    assert "zebra" not in compiled.text
    assert compiled.columns == ("zebra", "yak")


def test_postgresql_compares_by_code_point() -> None:
    asked = core(clause("?a", "owns", "?b"), select=["a", "b"])
    paged = replace(asked, after=(("k", "e1"), ("k", "e2")))
    assert 'COLLATE "C"' in sql.compile(asked, sql.POSTGRESQL).text.partition("ORDER BY")[2]
    assert 'COLLATE "C"' in sql.compile(paged, sql.POSTGRESQL).text.partition("WHERE (")[2]
    assert "COLLATE" not in sql.compile(asked, sql.SQLITE).text


def test_the_text_of_one_shape_is_one_text() -> None:
    texts = {sql.compile(core(clause("?a", "owns", {"entity": [id_]}), select=["a"])).text for id_ in ("e1", "e2", "e3")}
    assert len(texts) == 1


def plan(record: Record, compiled: sql.Compiled | sql.CompiledMatches) -> list[str]:
    with sqlite3.connect(record.url.removeprefix("sqlite:///")) as connection:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {compiled.text}", compiled.parameters)]


E = {"entity": ["e1"]}
INDEXED = {
    "object fixed": core(clause("?a", "owns", E), select=["a"]),
    "subject fixed": core(clause(E, "owns", "?b"), select=["b"]),
    "inverse": core(clause(E, "owned_by", "?b"), select=["b"]),
    "literal object": core(clause("?a", "has_metric", {"literal": ["x"]}), select=["a"]),
    "role fixed": core(clause("?a", "provides_service", "*", to=E), select=["a"]),
    "derived": core(clause("?a", "serves", E), select=["a"]),
    "symmetric": core(clause("?a", "partners_with", E), select=["a"]),
    "chain": core(clause("?a", "delivers_to", E), select=["a"]),
    "path down": core(clause(E, "is_behind", "?b"), select=["b"]),
    "path up": core(clause("?a", "is_behind", E), select=["a"]),
    "any relation": core(clause(E, "*", "?b"), select=["b"]),
    "any relation to it": core(clause("?a", "*", E), select=["a"]),
    "two clauses": core(clause("?a", "owns", E), clause("?a", "produces", "?t", role="*"), select=["a", "t"], types={"t": ["Title"]}),
    "three clauses": core(clause(E, "funds", "?t"), clause("?s", "produces", "?t"), clause("?t", "released_on", "?p"), select=["s", "p"]),
    "count": core(clause("?a", "owns", E), select=[], count="a"),
}


@pytest.mark.parametrize("name", INDEXED)
def test_what_is_fixed_is_looked_up(name: str, sqlite: Callable[[], Record]) -> None:
    record = sqlite()
    scanned = [line for line in plan(record, sql.compile(INDEXED[name])) if line.startswith("SCAN")]
    assert all(line.split()[1].startswith(("q", "g", "p", "s.", "(")) or "VALUES" in line or "CONSTANT" in line for line in scanned), scanned
    (matches,) = list(sql.compile_matches(replace(INDEXED["object fixed"]), [(0, ("e2",))], limit=9))
    assert [line for line in plan(record, matches) if line.startswith("SCAN s")] == []


@pytest.mark.parametrize(("name", "index"), [
    ("object fixed", "statements_object (object=? AND predicate=?)"), ("subject fixed", "statements_subject (subject=? AND predicate=?)"),
    ("inverse", "statements_object (object=? AND predicate=?)"), ("literal object", "statements_predicate (predicate=? AND object_key=?)"),
    ("role fixed", "statement_roles_entity (entity=? AND role=?)"), ("path down", "statements_subject (subject=?"),
    ("path up", "statements_object (object=?"), ("any relation", "statements_subject (subject=?)"), ("count", "statements_object (object=? AND predicate=?)")])
def test_the_index_that_fits_is_used(name: str, index: str, sqlite: Callable[[], Record]) -> None:
    """A wrong one costs a thousand times as much at a million statements."""
    assert any(index in line for line in plan(sqlite(), sql.compile(INDEXED[name]))), plan(sqlite(), sql.compile(INDEXED[name]))


def test_a_reach_with_two_free_ends_is_answered(sqlite: Callable[[], Record]) -> None:
    record = sqlite()
    with record.reader() as reader:
        assert SqlEngine(reader).run(core(clause("?a", "is_behind", "?b"), select=["a", "b"])).rows == ()


def test_a_row_on_very_many_statements_tells_the_best(sqlite: Callable[[], Record], monkeypatch: pytest.MonkeyPatch) -> None:
    """`queries.proofs` takes only so many matches at once; then it asks row by row, the best ones first."""
    record = sqlite()
    titles = [f"Serial {number}" for number in range(40)]
    telling = Telling({"Fenwick": "Studio", "Moorland": "Studio", **dict.fromkeys(titles, "Title")}, [("slate", "2026-01-01", [
        *(f"Fenwick | produces | {title} | | positive | asserted | {0.5 + number / 100}" for number, title in enumerate(titles)),
        "Moorland | produces | Serial 1"])])
    worlds.write(telling, record, ontology())
    asked = core(clause("?s", "produces", "*"), select=["s"])
    with record.reader() as reader:
        home = SqlEngine(reader)
        rows = home.run(asked).rows
        assert [telling.name(str(row[0])) for row in rows] == ["Fenwick", "Moorland"]
        every = proofs(plans.bare(asked, home.dialect), rows, home)
        assert [len(proof[0]) for proof in every] == [40, 1]
        monkeypatch.setattr("queries.plans.AT_ONCE", 7)
        monkeypatch.setattr("queries.proofs.AT_ONCE", 7)
        best = proofs(plans.bare(asked, home.dialect), rows, home)
        statements = reader.statements(list(every[0][0]))
        assert [len(proof[0]) for proof in best] == [MOST_STATEMENTS, 1]
        assert min(statements[one].confidence for one in best[0][0]) > max(
            statement.confidence for one, statement in statements.items() if one not in best[0][0])


def test_a_total_is_blind_to_the_limit(record: Record) -> None:
    worlds.write(worlds.load("trade"), record, ontology())
    with record.reader() as reader:
        home = SqlEngine(reader)
        asked = core(clause("?s", "serves", "?p"), select=["s", "p"], limit=1)
        assert (len(home.run(asked).rows), home.total(asked)) == (1, 5)
        assert home.total(core(clause("?a", "is_behind", "?b"), select=["a"])) == 4
        assert home.total(core(clause({"entity": ["e0"]}, "owns", "*"), select=[])) == 0
