"""api.errors"""

from __future__ import annotations

import inspect
import json

import pytest

from api.errors import FAULT, TABLE, facts, problem, row
from graph import errors

EXAMPLES: list[errors.ReelgraphError] = [
    errors.ReelgraphError("something"), errors.InputError("bad"), errors.SourceError("a.txt", "empty"),
    errors.ImportLineError("in.jsonl", 3, "no text"), errors.ValueFormatError("limit", "ten", "expected a number"),
    errors.PatternError("means nothing"), errors.QueryError("sparql", "line 1"), errors.QueryRefused("sparql", "SERVICE"),
    errors.QueryLimit("SQL", "too much", "rows", 10), errors.QueryTimeout("SQL", "too long", "time", 1.5), errors.QueryBusy(2),
    errors.CursorError("not ours"), errors.NotFound("entity", "Larkhil", ["Larkhill Post"]),
    errors.Ambiguous("Kiss", [("e1", "Kiss", "Title"), ("e2", "Kiss", "Platform")]), errors.Conflict("merged and split"),
    errors.Unsupported("sparql", "paths"), errors.OntologyError("ontology.toml", "broken"), errors.OntologyViolation(["no such role"]),
    errors.RecordError("missing", "Read something"), errors.RecordBusy("locked"), errors.RecordOutdated("newer"),
    errors.ViewError("oxigraph", "gone", "Rebuild it"),
]
EVERY = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.ReelgraphError)]


def test_there_is_an_example_of_every_error() -> None:
    assert {type(error) for error in EXAMPLES} == set(EVERY)


@pytest.mark.parametrize("kind", TABLE)
def test_every_row_is_of_the_tree(kind: type[errors.ReelgraphError]) -> None:
    assert kind in EVERY


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_every_error_is_a_problem_that_json_holds(error: errors.ReelgraphError) -> None:
    told = json.loads(json.dumps(problem(error)))
    assert told["status"] == row(error).status
    assert told["detail"] == str(error)
    assert told["type"].startswith("/problems/")
    assert row(error).exit_code not in (0, FAULT.exit_code)


def test_only_faults_of_the_house_are_500() -> None:
    assert {kind for kind in EVERY if row(kind.__new__(kind)).status == 500} == {errors.ReelgraphError, errors.OntologyError}


def test_one_below_a_row_has_the_row_of_what_is_above() -> None:
    assert row(errors.PatternError("x")) == TABLE[errors.InputError]
    assert row(errors.ImportLineError("x", 1, "y")) == TABLE[errors.InputError]


def test_a_fault_tells_nothing_of_itself() -> None:
    assert row(KeyError("secret")) is FAULT
    assert "secret" not in json.dumps(problem(KeyError("secret")))


def test_facts_travel() -> None:
    told = problem(errors.NotFound("entity", "Larkhil", ["Larkhill Post"]))
    assert (told["kind"], told["name"], told["near"]) == ("entity", "Larkhil", ["Larkhill Post"])
    assert facts(errors.Ambiguous("Kiss", [("e1", "Kiss", "Title")]))["candidates"] == [["e1", "Kiss", "Title"]]
    assert "near" not in facts(errors.NotFound("entity", "x"))
