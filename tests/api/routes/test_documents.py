"""api.routes.documents, and single resources as RDF"""

from __future__ import annotations

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

from api import settings
from api.app import create
from api.settings import Settings
from api.wiring import House
from tests.api.conftest import FIRST

ADDRESS = "/v1/documents/https://example.org/post-house"


def test_a_document_and_what_rests_on_it_in_the_order_of_its_text(client: TestClient) -> None:
    told = client.get(ADDRESS).json()
    assert told["document"]["published_on"] == "2026-03-01"
    assert told["document"]["text"] is None
    assert [one["predicate"] for one in told["statements"]][2:] == ["owns", "provides_service", "has_metric"]
    assert all(one["evidence"] for one in told["statements"])


def test_texts_are_for_those_whom_the_setting_allows(told: House, settings_: Settings) -> None:
    told.settings = settings.load(home=settings_.home, texts=True)
    with TestClient(create(told)) as client:
        assert client.get(ADDRESS).json()["document"]["text"] == FIRST


def test_an_unknown_document(client: TestClient) -> None:
    assert client.get("/v1/documents/nowhere").json()["kind"] == "document"


@pytest.mark.parametrize("kind", ["entity", "statement", "document"])
def test_json_ld_and_turtle_are_the_same_graph(client: TestClient, kind: str) -> None:
    statement = client.get("/v1/entities/Larkhill Post").json()["statements"][0]["id"]
    address = {"entity": "/v1/entities/Larkhill Post", "statement": f"/v1/statements/{statement}", "document": ADDRESS}[kind]
    graphs = []
    for media_type, format_ in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        told = client.get(address, headers={"accept": media_type})
        assert told.headers["content-type"].startswith(media_type)
        graphs.append(Graph().parse(data=told.text, format=format_))
    assert len(graphs[0]) > 5
    assert isomorphic(*graphs)


def test_what_is_not_to_be_had(client: TestClient) -> None:
    assert client.get(ADDRESS, headers={"accept": "image/png"}).status_code == 406
