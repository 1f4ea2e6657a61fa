"""api.cli.query"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from api.wiring import House

Run = Callable[..., tuple[int, str, str]]
SELECT = 'SELECT ?name WHERE { ?p a rg:Platform ; rdfs:label ?name } ORDER BY ?name'


def test_a_table(run: Run, told: House) -> None:
    code, out, err = run("query", SELECT)
    assert (code, [line.strip() for line in out.splitlines()]) == (0, ["name", "─────────────", "Brightpane", "Salt Roses TV"])
    assert err == "2 rows\n"


def test_csv_and_json(run: Run, told: House) -> None:
    assert run("query", SELECT, "--format", "csv")[1].split() == ["name", "Brightpane", "Salt", "Roses", "TV"]
    bindings = json.loads(run("query", SELECT, "--format", "json")[1])["results"]["bindings"]
    assert bindings[0]["name"] == {"type": "literal", "value": "Brightpane", "xml:lang": "en"}


def test_ask_construct_and_describe(run: Run, told: House) -> None:
    assert run("query", "ASK { ?s rg:predicate rg:owns }")[1] == "yes\n"
    assert run("query", "ASK { ?s rg:predicate rg:stars_in }")[1] == "no\n"
    out = run("query", "CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p a rg:Platform ; rdfs:label ?n }")[1]
    assert len(Graph().parse(data=out, format="turtle")) == 2
    described = run("query", 'DESCRIBE ?p WHERE { ?p rdfs:label "Brightpane"@en }')[1]
    assert len(Graph().parse(data=described, format="turtle")) > 2


def test_from_a_file_and_from_standard_input(run: Run, told: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "query.rq"
    file.write_text(SELECT, "utf-8")
    assert "Brightpane" in run("query", "--file", str(file))[1]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SELECT.encode())))
    assert "Brightpane" in run("query")[1]


def test_what_cannot_be_run_is_told(run: Run, told: House, tmp_path: Path) -> None:
    assert run("query", "SELECT ?a {")[0] == 2
    assert "SERVICE isn't allowed" in run("query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")[2]
    assert run("query", "--file", str(tmp_path / "none.rq"))[0] == 2
    assert "ask for Turtle" in run("query", "CONSTRUCT WHERE { ?s rdfs:label ?o }", "--format", "csv")[2]
    assert "options '--cypher --sql': a query is in one language" in run("query", "RETURN 1", "--sql", "--cypher")[2]


def test_cypher(run: Run, told: House) -> None:
    text = "MATCH (a:Entity {type: 'Platform'}) RETURN a.name AS name, a.names AS names ORDER BY name"
    code, out, err = run("query", "--cypher", text)
    assert (code, out.split("\n")[0].split(), err) == (0, ["name", "names"], "2 rows\n")
    assert json.loads(run("query", "--cypher", text, "--format", "json")[1])["rows"] == [["Brightpane", ["Brightpane"]], ["Salt Roses TV", ["Salt Roses TV"]]]
    assert run("query", "--cypher", text, "--format", "csv")[1].splitlines()[1] == 'Brightpane,"[""Brightpane""]"'
    assert run("query", "--cypher", "CREATE (n)")[0] == 2
    assert "REELGRAPH_NEO4J_URL" in run("query", "--neo4j", "RETURN 1")[2]


def test_sql(run: Run, told: House) -> None:
    text = "SELECT name FROM pub_entities WHERE type = 'Platform' ORDER BY sort_key"
    assert json.loads(run("query", "--sql", text, "--format", "json")[1]) == {"columns": ["name"], "rows": [["Brightpane"], ["Salt Roses TV"]], "change": 2}
    assert run("query", "--sql", text, "--format", "csv")[1].split("\r\n")[:2] == ["name", "Brightpane"]
    assert "is no view that may be queried" in run("query", "--sql", "SELECT text FROM versions")[2]
    assert "Turtle is for" in run("query", "--sql", text, "--format", "turtle")[2]


def test_a_pattern(run: Run, told: House) -> None:
    pattern = json.dumps({"clauses": [{"subject": "?who", "predicate": "owns", "object": "?what"}], "select": ["who", "what"]})
    code, out, err = run("query", "--pattern", pattern)
    assert code == 0, err
    assert "Larkhill Post" in out
    assert "The company owns Kite Sound." in out
    assert json.loads(run("query", "--pattern", pattern, "--format", "json")[1])["columns"] == ["who", "what"]
    assert run("query", "--pattern", pattern, "--format", "csv")[1].startswith("who,what,who_id")
    assert run("query", "--pattern", "{")[0] == 2
    assert run("query", "--pattern", "--sql", "{}")[0] == 2


def test_limits(run: Run, told: House) -> None:
    code, _, err = run("query", "--max-rows", "3", "SELECT * { ?s ?p ?o }")
    assert (code, "more than 3 rows" in err) == (14, True)
    code, _, err = run("query", "--sql", "--max-seconds", "0.3",
                       "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")
    assert (code, "longer than 0.3 seconds" in err) == (14, True)
