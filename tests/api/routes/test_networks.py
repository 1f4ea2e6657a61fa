"""api.routes.networks: what each route answers, in both formats, by its model; bad input is a problem; the examples of OpenAPI run."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx
import pytest
from starlette.testclient import TestClient

from api import models
from api.wiring import House
from tests.api.conftest import NOON, articles

SHAPES: dict[str, type[models.Shape]] = {"paths": models.NetworkPaths, "neighbours": models.NetworkNeighbours,
                                       "central": models.NetworkCentral,
                                       "brokers": models.NetworkBrokers, "communities": models.NetworkCommunities}
ASKED = {"paths": "?source=Kite Sound&target=Brightpane", "neighbours": "?entity=larkhill post&hops=2", "central": "?measure=degree",
         "brokers": "", "communities": "?members=2"}


@pytest.mark.parametrize("name", SHAPES)
def test_each_answer_is_as_promised(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/networks/{name}{ASKED[name]}")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert SHAPES[name].model_validate(told).model_dump(mode="json", exclude_none=False)["change"] == 2
    assert client.get(f"/v1/networks/{name}{ASKED[name]}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("name", SHAPES)
def test_each_answer_as_graphml(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/networks/{name}{ASKED[name]}", headers={"Accept": "application/graphml+xml"})
    assert answer.headers["content-type"] == "application/graphml+xml"
    graph: Any = nx.read_graphml(io.BytesIO(answer.content))
    names = {told["name"] for _, told in graph.nodes(data=True)}
    assert {"Larkhill Post", "Brightpane"} <= names
    assert graph.number_of_edges() >= 2
    assert client.get(f"/v1/networks/{name}{ASKED[name]}", headers={"Accept": "image/png"}).status_code == 406


def test_a_path_with_its_sentences(client: TestClient) -> None:
    told = client.get("/v1/networks/paths?source=Kite Sound&target=Salt Roses TV").json()
    assert (told["distance"], told["more"]) == (2, False)
    assert [one["name"] for one in told["paths"][0]["entities"]] == ["Kite Sound", "Larkhill Post", "Salt Roses TV"]
    owns, serves = told["paths"][0]["hops"]
    assert [(one["relation"], one["forward"], one["derived"]) for one in (owns["statements"][0], serves["statements"][0])] == [
        ("owns", False, False), ("serves", True, True)]
    assert "owns Kite Sound" in owns["statements"][0]["evidence"][0]["quote"]
    assert serves["statements"][0]["roles"]["to"][0]["name"] == "Salt Roses TV"
    bare = client.get("/v1/networks/paths?source=Kite Sound&target=Salt Roses TV&evidence=false").json()
    assert bare["paths"][0]["hops"][0]["statements"][0]["evidence"] is None


def test_paths_have_an_address_of_their_own(client: TestClient) -> None:
    told = client.get("/v1/paths?from=Kite Sound&to=Salt Roses TV").json()
    assert told == client.get("/v1/networks/paths?source=Kite Sound&target=Salt Roses TV").json()
    assert told["distance"] == 2
    assert client.get("/v1/paths?from=Kite Sound").json()["errors"][0]["where"] == "query.to"
    assert client.get("/v1/paths?from=Kite Sound&to=Salt Roses TV&longest=9").status_code == 422


def test_selections(client: TestClient) -> None:
    def names(query: str) -> list[str]:
        return [one["entity"]["name"] for one in client.get(f"/v1/networks/neighbours?entity=Larkhill Post&{query}").json()["neighbours"]]
    assert sorted(names("")) == ["Brightpane", "Kite Sound", "Salt Roses TV", "finishing"]
    assert sorted(names("relation=serves")) == ["Brightpane", "Salt Roses TV"]
    assert sorted(names("relation=serves&relation=owns")) == ["Brightpane", "Kite Sound", "Salt Roses TV"]
    assert names("type=Service") == ["finishing"]
    assert sorted(names("modality=planned")) == ["Brightpane", "dubbing"]
    assert names("known_at=0") == []
    assert names("published_until=2026-02-01") == []
    assert names("relation=owned_by&directed=true") == []
    assert names("min_sources=2") == ["finishing", "Brightpane"] or names("min_sources=2") == ["Brightpane", "finishing"]


@pytest.mark.parametrize(("query", "status", "kind"), [
    ("paths?source=Nobody&target=Brightpane", 404, "not-found"), ("paths?source=Kite&target=Brightpane", 409, "ambiguous"),
    ("paths?source=Brightpane&target=Brightpane", 400, "bad-input"), ("paths?source=Brightpane", 422, None),
    ("paths?source=Brightpane&target=Kite Sound&longest=99", 422, None), ("neighbours?entity=Brightpane&relation=nothing", 404, "not-found"),
    ("neighbours?entity=Brightpane&type=Ship", 404, "not-found"), ("neighbours?entity=Brightpane&relation=is_behind", 422, "unsupported"),
    ("neighbours?entity=%00", 422, None), ("neighbours?entity=Brightpane&as_of=soon", 422, None), ("central?measure=fame", 422, None),
    ("communities?resolution=nan", 422, None), ("communities?resolution=0", 422, None), ("brokers?seed=-1", 422, None),
    ("central?min_confidence=inf", 422, None), ("central?modality=maybe", 422, None), ("neighbours?entity=%ED%A0%80", 404, "not-found")])
def test_bad_input_is_a_problem(client: TestClient, query: str, status: int, kind: str | None) -> None:
    answer = client.get(f"/v1/networks/{query}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert kind is None or answer.json()["type"].endswith(f"/{kind}")


def test_the_examples_of_the_description_run(client: TestClient, told: House) -> None:
    """With the entities of this house in place of those that the examples name."""
    paths = client.get("/openapi.json").json()["paths"]
    ours = {"Dexter Studios": "Larkhill Post", "PineDrama": "Brightpane"}
    tried = 0
    for path, methods in paths.items():
        if not path.startswith("/v1/networks/"):
            continue
        query = {}
        for parameter in methods["get"]["parameters"]:
            schema = parameter["schema"]
            examples: list[str] = schema.get("examples") or next((part["examples"] for part in schema.get("anyOf", []) if "examples" in part), [])
            if examples and parameter["name"] not in ("relation", "type"):
                query[parameter["name"]] = ours.get(examples[0], examples[0])
        answer = client.get(path, params={**query, "relation": "serves", "type": ["Studio", "Platform"]})
        assert answer.status_code == 200, (path, answer.text)
        tried += 1
    assert tried == len(SHAPES)


def test_an_empty_record_has_an_empty_network(house: House) -> None:
    from api.app import create

    with TestClient(create(house)) as client:
        assert client.get("/v1/networks/central").json() == {
            "measure": "pagerank", "entities": [], "sampled": None, "nodes": 0, "pairs": 0, "change": 0}
        house.record.writer().write(articles()[0], now=NOON)
        assert client.get("/v1/networks/central").json()["nodes"] == 5
