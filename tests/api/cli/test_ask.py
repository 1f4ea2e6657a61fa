"""api.cli.ask; loads the language model once."""

from __future__ import annotations

import json
from collections.abc import Callable

from api.wiring import House

Run = Callable[..., tuple[int, str, str]]
QUESTION = "who offers finishing to which platforms"


def test_a_table_with_the_sentences(run: Run, told: House) -> None:
    code, out, err = run("ask", QUESTION)
    assert (code, err) == (0, "")
    reading, _, header, _, *rows = out.splitlines()
    assert "provides service finishing" in reading
    assert header.split()[-3:] == ["says", "so", "where"]
    assert [row.split("  ")[0] for row in rows if row.startswith("L")] == ["Larkhill Post", "Larkhill Post"]
    text = " ".join(" ".join(rows).split())
    assert "Salt Roses TV" in text
    assert "2026-03-05" in text, "the latest document"


def test_json_is_the_contract(run: Run, told: House) -> None:
    answer = json.loads(run("ask", QUESTION, "--json")[1])
    assert set(answer) == {"question", "outcome", "reading", "pattern", "sql", "sparql", "cypher", "columns", "rows", "unused_words",
                           "unknown_names", "candidates", "contradicted_by", "hidden", "cursor", "change"}
    assert (answer["question"], answer["outcome"], answer["change"]) == (QUESTION, "answer", 2)
    assert answer["sql"].startswith("SELECT")
    assert "SELECT" in answer["sparql"]
    column = answer["columns"][-1]
    assert sorted(row[column]["name"] for row in answer["rows"]) == ["Brightpane", "Salt Roses TV"]
    for row in answer["rows"]:
        assert set(row[column]) == {"id", "name", "type"}
        for statement in row["statements"]:
            assert set(statement) >= {"id", "clause", "confidence", "sources", "evidence"}
            for evidence in statement["evidence"]:
                assert set(evidence) >= {"document", "url", "published_on", "quote", "passages"}
                assert "Larkhill Post" in evidence["quote"]


def test_the_sparql_that_it_tells_gives_the_same_rows(run: Run, told: House) -> None:
    answer = json.loads(run("ask", QUESTION, "--json")[1])
    bindings = json.loads(run("query", answer["sparql"], "--format", "json")[1])["results"]["bindings"]
    assert sorted(row[answer["columns"][-1]]["value"].rpartition(":")[2] for row in bindings) == sorted(
        row[answer["columns"][-1]]["id"] for row in answer["rows"])


def test_explain(run: Run, told: House) -> None:
    out = run("ask", QUESTION, "--explain")[1]
    assert out.index("\npattern\n") < out.index("\nsql\n") < out.index("\nsparql\n") < out.index("\ncypher\n")
    assert '"predicate": ["provides_service"]' in out


def test_what_is_not_understood_is_named(run: Run, told: House) -> None:
    code, out, _ = run("ask", "who frobnicates the quibble of Larkhill Post")
    assert code == 0
    assert out.startswith("Not understood.")
    answer = json.loads(run("ask", "who frobnicates the quibble of Larkhill Post", "--json")[1])
    assert answer["outcome"] == "not_understood"
    assert answer["unused_words"]


def test_a_missing_record_and_a_long_question(run: Run) -> None:
    assert run("ask", QUESTION)[0] == 8
    assert run("ask", "who " * 400)[0] == 2
