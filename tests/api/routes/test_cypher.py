"""api.routes.cypher"""

from __future__ import annotations

import csv
import io

import pytest
from starlette.testclient import TestClient

QUERY = """MATCH (s:Statement {predicate: 'provides_service'})-[:SUBJECT]->(a:Entity), (s)-[:OBJECT]->(:Entity {name: 'finishing'}), (s)-[:TO]->(b:Entity)
           RETURN a.name AS studio, b.name AS platform ORDER BY platform"""
ROWS = [["Larkhill Post", "Brightpane"], ["Larkhill Post", "Salt Roses TV"]]


def test_rows_as_json_and_csv(client: TestClient) -> None:
    told = client.post("/v1/cypher", json={"query": QUERY})
    assert told.json() == {"columns": ["studio", "platform"], "rows": ROWS, "change": 2, "day": "2026-03-10"}
    assert told.headers["x-reelgraph-change"] == "2"
    as_csv = client.post("/v1/cypher", json={"query": QUERY}, headers={"accept": "text/csv"})
    assert list(csv.reader(io.StringIO(as_csv.text))) == [["studio", "platform"], *ROWS]


def test_parameters(client: TestClient) -> None:
    asked = {"query": "MATCH (n:Entity) WHERE n.name IN $names RETURN n.name, n.type ORDER BY n.name, n.type", "parameters": {"names": ["Kite", "Brightpane"]}}
    assert client.post("/v1/cypher", json=asked).json()["rows"] == [["Brightpane", "Platform"], ["Kite", "Studio"], ["Kite", "Title"]]


def test_nodes_and_edges_are_mappings(client: TestClient) -> None:
    told = client.post("/v1/cypher", json={"query": "MATCH (a:Entity)-[r:OWNS]->(b:Entity) RETURN a, r"}).json()["rows"]
    assert told[0][0]["labels"] == ["Entity"]
    assert told[0][0]["name"] == "Larkhill Post"
    assert told[0][1]["type"] == "OWNS"
    assert "statement" in told[0][1]


@pytest.mark.parametrize(("query", "status", "type_"), [
    ("CREATE (n)", 403, "query-refused"), ("LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x", 403, "query-refused"), ("RETURN (1", 400, "bad-query"),
    ("MATCH (n:Nothing) RETURN n", 400, "bad-query"), ("UNWIND range(1, 20000) AS x RETURN x", 422, "query-limit")])
def test_what_cannot_be_answered_is_told(client: TestClient, query: str, status: int, type_: str) -> None:
    told = client.post("/v1/cypher", json={"query": query})
    assert (told.status_code, told.json()["type"]) == (status, f"/problems/{type_}"), told.text


def test_without_a_server_neo4j_is_told(client: TestClient) -> None:
    told = client.post("/v1/cypher", json={"query": "RETURN 1", "engine": "neo4j"})
    assert told.status_code == 503
    assert "REELGRAPH_NEO4J_URL" in told.json()["detail"]
    assert client.post("/v1/cypher", json={"query": ""}).status_code == 422
    assert client.post("/v1/cypher", json={"query": "RETURN 1"}, headers={"accept": "image/png"}).status_code == 406
