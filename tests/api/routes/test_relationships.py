"""api.routes.relationships"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import models
from graph.record import Reader


def names(told: dict[str, Any], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column]["name"] for column in columns) for row in told["rows"]]


def test_who_offers_finishing_to_which_platforms(client: TestClient) -> None:
    told = client.get("/v1/relationships?predicate=provides_service&object=finishing&role.to=*&subject_type=Studio").json()
    assert told["columns"] == ["subject", "to"]
    assert names(told, "subject", "to") == [("Larkhill Post", "Brightpane"), ("Larkhill Post", "Salt Roses TV")]
    statement = told["rows"][0]["statements"][0]
    assert (statement["clause"], statement["predicate"], statement["object"]["name"]) == (0, "provides_service", "finishing")
    assert {row["published_on"] for row in statement["evidence"]} == {"2026-03-01", "2026-03-05"}


def test_a_role_may_be_fixed(client: TestClient) -> None:
    told = client.get("/v1/relationships?predicate=provides_service&role.to=Salt+Roses+TV").json()
    assert names(told, "subject", "object") == [("Larkhill Post", "finishing")]


def test_everything_fixed_is_one_row_of_statements(client: TestClient) -> None:
    told = client.get("/v1/relationships?subject=Larkhill+Post&predicate=owns&object=Kite+Sound").json()
    assert told["columns"] == []
    assert [[one["predicate"] for one in row["statements"]] for row in told["rows"]] == [["owns"]]


def test_any_relation(client: TestClient) -> None:
    told = client.get("/v1/relationships?subject=Larkhill+Post").json()
    assert {one["predicate"] for row in told["rows"] for one in row["statements"]} == {"provides_service", "owns"}


def test_inverse(client: TestClient) -> None:
    assert names(client.get("/v1/relationships?subject=Kite+Sound&predicate=owned_by").json(), "object") == [("Larkhill Post",)]


def test_an_empty_answer_says_what_the_defaults_hid(client: TestClient) -> None:
    told = client.get("/v1/relationships?predicate=provides_service&object=dubbing").json()
    assert told["rows"] == []
    assert told["hidden"]["planned"] == 1
    planned = client.get("/v1/relationships?predicate=provides_service&object=dubbing&modality=planned").json()
    assert names(planned, "subject") == [("Larkhill Post",)]


def test_pages_agree(client: TestClient) -> None:
    address = "/v1/relationships?predicate=provides_service&object=finishing&role.to=*"
    first = client.get(address + "&limit=1").json()
    second = client.get(address + f"&limit=1&cursor={first['cursor']}").json()
    assert names(first, "to") + names(second, "to") == names(client.get(address).json(), "to")
    assert second["cursor"] is None


def test_a_cursor_of_another_query_is_refused(client: TestClient) -> None:
    cursor = client.get("/v1/relationships?predicate=provides_service&role.to=*&limit=1").json()["cursor"]
    told = client.get(f"/v1/relationships?predicate=owns&cursor={cursor}")
    assert (told.status_code, told.json()["type"]) == (400, "/problems/bad-cursor")


def test_a_literal_object(client: TestClient) -> None:
    told = client.get("/v1/relationships?subject=Kite&subject_type=Title&predicate=has_metric").json()
    assert [row["object"]["value"] for row in told["rows"]] == ["12 million"]


def test_what_is_unknown_is_named(client: TestClient) -> None:
    assert client.get("/v1/relationships?predicate=loves").status_code == 400
    assert client.get("/v1/relationships?subject=Nobody").status_code == 404
    assert client.get("/v1/relationships?subject=Kite").status_code == 409
    assert client.get("/v1/relationships?subject_type=Robot").json()["kind"] == "type"
    assert client.get("/v1/relationships?role.colour=*").json()["kind"] == "role"
    assert "unknown parameter" in client.get("/v1/relationships?subjekt=x").json()["detail"]


def test_published_until(client: TestClient) -> None:
    told = client.get("/v1/relationships?predicate=provides_service&object=finishing&role.to=Brightpane&published_until=2026-03-02").json()
    evidence = told["rows"][0]["statements"][0]["evidence"]
    assert [row["published_on"] for row in evidence] == ["2026-03-01"]


def test_what_one_document_says(client: TestClient) -> None:
    address = "/v1/relationships?predicate=provides_service&role.to=*&document=https://example.org/interview"
    told = client.get(address).json()
    assert names(told, "subject", "to") == [("Larkhill Post", "Brightpane")]
    assert [row["document"] for row in told["rows"][0]["statements"][0]["evidence"]] == ["https://example.org/interview"]
    both = client.get(address + "&document=https://example.org/post-house").json()
    assert names(both, "to") == [("Brightpane",), ("Salt Roses TV",)]
    assert client.get("/v1/relationships?document=nothing").json()["kind"] == "document"


def test_sets_are_any_of_these(client: TestClient) -> None:
    told = client.get("/v1/relationships?predicate=owns&predicate=provides_service&subject=Larkhill+Post"
                      "&object=finishing&object=Kite+Sound").json()
    assert {one["predicate"] for row in told["rows"] for one in row["statements"]} == {"owns", "provides_service"}


def test_a_type_of_a_role_makes_it_a_column(client: TestClient) -> None:
    told = client.get("/v1/relationships?predicate=provides_service&object=finishing&role_type.to=Platform").json()
    assert told["columns"] == ["subject", "to"]
    assert len(told["rows"]) == 2
    assert client.get("/v1/relationships?predicate=provides_service&role_type.to=Person").json()["rows"] == []


def test_the_same_by_post(client: TestClient) -> None:
    query = {"predicate": ["provides_service"], "object": ["finishing"], "roles": {"to": ["*"]}, "order": ["-to"], "total": True}
    posted = client.post("/v1/relationships", json=query).json()
    got = client.get("/v1/relationships?predicate=provides_service&object=finishing&role.to=*&order=-to&total=true").json()
    assert posted == got
    assert names(posted, "to") == [("Salt Roses TV",), ("Brightpane",)]
    assert posted["total"] == 2


def test_the_total_is_that_of_all_pages(client: TestClient) -> None:
    assert client.get("/v1/relationships?predicate=provides_service&role.to=*&limit=1&total=true").json()["total"] == 2


def test_what_comes_along_and_which_fields(client: TestClient) -> None:
    plain = client.get("/v1/relationships?predicate=owns&include=&fields=id,confidence").json()
    assert set(plain["rows"][0]["statements"][0]) == {"clause", "id", "confidence"}
    full = client.get("/v1/relationships?predicate=owns&include=evidence,entities").json()
    assert full["rows"][0]["statements"][0]["evidence"]
    assert {one["name"]: one["types"] for one in full["entities"]}["Kite Sound"] == ["Studio"]
    assert client.get("/v1/relationships?include=everything").status_code == 400


def test_sentences_that_are_not_sent_are_not_read(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(query: str, accept: str = "*/*") -> Any:
        return client.get(f"/v1/relationships?predicate=owns&{query}", headers={"accept": accept})
    (full,) = asked("").json()["rows"]
    quoted = asked("fields=id", "text/csv").text
    monkeypatch.setattr(Reader, "evidence", None)
    (bare,) = asked("include=").json()["rows"]
    (brief,) = asked("fields=id").json()["rows"]
    assert bare["statements"] == [{**full["statements"][0], "evidence": None}]
    assert brief["statements"] == [{"clause": 0, "id": full["statements"][0]["id"]}]
    assert "owns Kite Sound" in quoted
    assert "owns Kite Sound" not in asked("include=", "text/csv").text


def test_a_table_and_a_row_a_line(client: TestClient) -> None:
    address = "/v1/relationships?predicate=provides_service&object=finishing&role.to=*"
    table = list(csv.DictReader(io.StringIO(client.get(address, headers={"accept": "text/csv"}).text)))
    assert [(row["subject"], row["to"], row["sources"]) for row in table] == [
        ("Larkhill Post", "Brightpane", "2"), ("Larkhill Post", "Salt Roses TV", "1")]
    assert "finishing" in table[0]["quote"]
    lines = client.get(address, headers={"accept": "application/x-ndjson"}).text.splitlines()
    assert [json.loads(line) for line in lines] == client.get(address).json()["rows"]


def test_what_is_sent_is_what_the_models_promise(client: TestClient) -> None:
    told = client.get("/v1/relationships?predicate=provides_service&role.to=*&include=evidence,entities&total=true").json()
    models.Relationships.model_validate(told)
    for row in told["rows"]:
        for one in row["statements"]:
            assert one.pop("clause") == 0
            models.Statement.model_validate(one)


def test_as_the_record_had_it(client: TestClient) -> None:
    told = client.get("/v1/relationships?predicate=provides_service&object=finishing&role.to=*&known_at=1").json()
    assert [len(row["statements"][0]["evidence"]) for row in told["rows"]] == [1, 1]
