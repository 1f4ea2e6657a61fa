"""api.routes.ontology"""

from __future__ import annotations

from starlette.testclient import TestClient

from graph.ontology import ontology


def test_all_that_can_be_asked_for(client: TestClient) -> None:
    told = client.get("/v1/ontology").json()
    assert told["types"] == list(ontology().entity_types)
    assert [one["name"] for one in told["relations"]] == list(ontology().relations)
    assert {one["name"] for one in told["derived"]} == {one.name for one in ontology().derived}


def test_a_relation_with_a_request_that_runs(client: TestClient) -> None:
    told = client.get("/v1/ontology/provides_service").json()
    assert "to" in told["identifying"]
    assert "Service" in told["object_types"]
    found = client.get(told["example"]).json()
    assert found["columns"] == ["subject", "object", "to"]
    assert len(found["rows"]) == 2


def test_every_example_is_a_request_that_may_be_sent(client: TestClient) -> None:
    for one in client.get("/v1/ontology").json()["relations"]:
        assert client.get(one["example"]).status_code == 200, one["example"]


def test_an_inverse_leads_to_its_relation(client: TestClient) -> None:
    assert client.get("/v1/ontology/owned_by").json()["name"] == "owns"
    unknown = client.get("/v1/ontology/owner")
    assert unknown.status_code == 404
    assert unknown.json()["near"] == ["owns"]
