"""api.routes.relationships"""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient


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
    assert (told.status_code, told.json()["type"]) == (400, "urn:reelgraph:problem:bad-cursor")


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
