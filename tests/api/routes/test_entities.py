"""api.routes.entities and api.routes.statements"""

from __future__ import annotations

from starlette.testclient import TestClient


def test_names_as_you_type(client: TestClient) -> None:
    told = client.get("/v1/entities?q=LARK").json()
    assert [one["name"] for one in told["entities"]] == ["Larkhill Post"]
    assert told["change"] == 2
    assert client.get("/v1/entities?q=kite&type=Title").json()["entities"][0]["type"] == "Title"
    assert client.get("/v1/entities?q=zzz").json()["entities"] == []


def test_an_entity_by_name_and_by_id_is_the_same(client: TestClient) -> None:
    by_name = client.get("/v1/entities/Brightpane").json()
    by_id = client.get(f"/v1/entities/{by_name['entity']['id']}").json()
    assert by_name == by_id
    predicates = {(one["predicate"], one["polarity"], one["modality"]) for one in by_name["statements"]}
    assert predicates == {("provides_service", "positive", "asserted"), ("provides_service", "positive", "planned"),
                          ("available_in", "negative", "asserted")}


def test_statements_carry_the_sentences_and_names(client: TestClient) -> None:
    told = client.get("/v1/entities/Larkhill Post").json()["statements"]
    finishing = next(one for one in told if one["object"]["name"] == "finishing" and one["roles"]["to"][0]["name"] == "Brightpane")
    assert finishing["sources"] == 2
    assert [row["published_on"] for row in finishing["evidence"]] == ["2026-03-05", "2026-03-01"]
    assert "Larkhill Post does finishing for Brightpane" in finishing["evidence"][0]["quote"]
    assert set(finishing["evidence"][0]["arguments"]) == {"subject", "object", "to"}


def test_pages_of_statements(client: TestClient) -> None:
    whole = client.get("/v1/entities/Larkhill Post").json()
    assert whole["cursor"] is None
    seen, cursor = [], ""
    for _ in range(10):
        page = client.get(f"/v1/entities/Larkhill Post?limit=1&cursor={cursor}").json()
        seen += [one["id"] for one in page["statements"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen == [one["id"] for one in whole["statements"]]
    assert len(seen) == 4


def test_a_name_of_two_is_ambiguous_and_a_type_tells_them_apart(client: TestClient) -> None:
    told = client.get("/v1/entities/Kite")
    assert told.status_code == 409
    assert {(name, type_) for _, name, type_ in told.json()["candidates"]} == {("Kite", "Title"), ("Kite", "Studio")}
    assert client.get("/v1/entities/Kite?type=Title").json()["entity"]["type"] == "Title"


def test_an_unknown_name_is_told_with_near_ones(client: TestClient) -> None:
    told = client.get("/v1/entities/Larkhill Pst")
    assert told.status_code == 404
    assert told.json()["near"] == ["Larkhill Post"]


def test_a_statement_by_id(client: TestClient) -> None:
    one = client.get("/v1/entities/Kite Sound").json()["statements"][0]
    told = client.get(f"/v1/statements/{one['id']}").json()
    assert told["statement"] == one
    assert client.get("/v1/statements/s0").status_code == 404


def test_without_evidence(client: TestClient) -> None:
    assert all(one["evidence"] is None for one in client.get("/v1/entities/Larkhill Post?evidence=false").json()["statements"])
