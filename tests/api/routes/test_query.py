"""POST /v1/query: the example of the description, rows and what narrowed them, pages, problems that name the place."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import models
from api.wiring import House
from graph.claim import Claim, Origin
from graph.entity import LocalEntity
from graph.identity.linking import entity_id
from queries import rows
from queries.pattern import from_json

NOON = dt.datetime(2026, 3, 11, 12, tzinfo=dt.UTC)
SERVED = {"clauses": [{"subject": "?studio", "predicate": "serves", "object": "?platform"}], "select": ["studio", "platform"],
          "order": ["platform"]}


def asked(client: TestClient, pattern: Any, **parameters: Any) -> Any:
    response = client.post("/v1/query", json=pattern, params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def test_the_example_of_the_description(client: TestClient) -> None:
    body = client.get("/openapi.json").json()["paths"]["/v1/query"]["post"]["requestBody"]["content"]["application/json"]
    (example,) = body["schema"].get("examples") or body["examples"]
    told = asked(client, example)
    models.Relationships.model_validate(told)
    assert told["columns"] == ["studio", "service", "platform"]
    assert [[row[column]["name"] for column in told["columns"]] for row in told["rows"]] == [
        ["Larkhill Post", "finishing", "Brightpane"], ["Larkhill Post", "finishing", "Salt Roses TV"]]
    assert all(row["statements"][0]["evidence"][0]["quote"] for row in told["rows"])


def test_the_rows_are_those_of_the_room(client: TestClient, told: House) -> None:
    found = rows.answer(from_json(SERVED), told)
    answer = asked(client, SERVED)
    assert [row["platform"]["id"] for row in answer["rows"]] == [cell.id for row in found.rows if (cell := row.cells["platform"]) and hasattr(cell, "id")]
    assert answer["change"] == found.change


def test_a_row_tells_by_which_narrower_concept_it_matched(client: TestClient, told: House) -> None:
    wide = Claim("", LocalEntity("Salt Post", "Studio"), "provides_service", LocalEntity("post-production", "Service"), (), "positive",
                 "asserted", None, None, 0.8, Origin("ada"), None)
    told.record.assert_all([wide], now=NOON)
    service = entity_id("post-production", "Service")
    found = asked(client, {"clauses": [{"subject": "?who", "predicate": "provides_service", "object": {"entity": [service]}}],
                           "select": ["who"]})
    assert [row["who"]["name"] for row in found["rows"]] == ["Larkhill Post", "Salt Post"]
    assert [(one["clause"], one["asked"]["name"], one["matched"]["name"]) for one in found["rows"][0]["narrowed"]] == [
        (0, "post-production", "finishing")]
    assert "narrowed" not in found["rows"][1]


def test_pages(client: TestClient) -> None:
    whole = asked(client, SERVED)["rows"]
    first = asked(client, {**SERVED, "limit": 1}, total=True)
    second = asked(client, {**SERVED, "limit": 1, "cursor": first["cursor"]})
    assert first["total"] == 2
    assert [*first["rows"], *second["rows"]] == whole
    assert second["cursor"] is None


def test_other_types(client: TestClient) -> None:
    table = client.post("/v1/query", json=SERVED, headers={"Accept": "text/csv"})
    assert table.text.splitlines()[0].startswith("studio,platform,studio_id")
    lines = client.post("/v1/query", json=SERVED, headers={"Accept": "application/x-ndjson"})
    assert len(lines.text.splitlines()) == 2
    assert asked(client, SERVED, evidence=False)["rows"][0]["statements"][0]["evidence"] is None


@pytest.mark.parametrize(("pattern", "place"), [
    ({}, "clauses"), ({"clauses": {}}, "clauses"), ({"clauses": [{"subject": "who"}], "select": ["a"]}, "clauses[0].subject"),
    ({"clauses": [{"subject": "?a", "predicate": "owns", "roles": {"to": 7}}], "select": ["a"]}, "clauses[0].roles.to"),
    ({"clauses": [{"subject": "?a", "predicate": "adores"}], "select": ["a"]}, "predicate"),
    ({**SERVED, "limit": 0}, "limit"), ({**SERVED, "filters": {"as_of": "soon"}}, "filters.as_of"), ({**SERVED, "wish": 1}, "the pattern"),
    ({**SERVED, "types": {"platform": ["Sta\ud800ge"]}}, "types.platform"), ({**SERVED, "order": ["\0"]}, "order")])
def test_problems_name_the_place(client: TestClient, pattern: Any, place: str) -> None:
    response = client.post("/v1/query", content=json_of(pattern), headers={"Content-Type": "application/json"})
    told = response.json()
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert told["type"] == "/problems/bad-input"
    assert told["reason"].startswith(place + ":")


def test_what_is_no_object_is_a_problem(client: TestClient) -> None:
    for body in (b"[]", b"7", b"{", b'"clauses"'):
        response = client.post("/v1/query", content=body, headers={"Content-Type": "application/json"})
        assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


def test_a_cursor_of_another_pattern(client: TestClient) -> None:
    first = asked(client, {**SERVED, "limit": 1})
    response = client.post("/v1/query", json={**SERVED, "order": ["-platform"], "cursor": first["cursor"]})
    assert (response.status_code, response.json()["type"]) == (400, "/problems/bad-cursor")


def json_of(data: Any) -> bytes:
    return json.dumps(data).encode()
