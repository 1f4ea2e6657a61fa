"""api.routes.sparql"""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

SELECT = """SELECT ?studio ?platform WHERE { ?s rg:subject ?studio ; rg:predicate rg:provides_service ; rg:object ?service ;
            role:to ?p . ?p rdfs:label ?platform . ?service rdfs:label "finishing"@en } ORDER BY ?platform"""
CONSTRUCT = "CONSTRUCT { ?a rdfs:label ?n } WHERE { ?a a rg:Platform ; rdfs:label ?n }"
ASK = "ASK { ?s rg:predicate rg:owns }"
PLATFORMS = ["Brightpane", "Salt Roses TV"]



def test_json_by_default(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": SELECT})
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.headers["x-reelgraph-change"] == "2"
    told = response.json()
    assert told["head"]["vars"] == ["studio", "platform"]
    assert [row["platform"]["value"] for row in told["results"]["bindings"]] == PLATFORMS


def test_csv_tsv_and_xml(client: TestClient) -> None:
    as_csv = client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/csv"})
    assert [row[1] for row in csv.reader(io.StringIO(as_csv.text))] == ["platform", *PLATFORMS]
    as_tsv = client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/tab-separated-values"})
    assert as_tsv.text.splitlines()[0] == "?studio\t?platform"
    assert as_tsv.text.splitlines()[1].split("\t")[1] == '"Brightpane"@en'
    as_xml = client.get("/sparql", params={"query": SELECT}, headers={"accept": "application/sparql-results+xml;q=0.9, text/csv;q=0.1"})
    tree = ET.fromstring(as_xml.text)
    space = {"s": "http://www.w3.org/2005/sparql-results#"}
    assert [one.text for one in tree.findall(".//s:binding[@name='platform']/s:literal", space)] == PLATFORMS


@pytest.mark.parametrize(("accept", "wanted"), [
    ("application/sparql-results+json", '"boolean": true'), ("text/csv", "true"), ("application/sparql-results+xml", "<boolean>true</boolean>")])
def test_ask(client: TestClient, accept: str, wanted: str) -> None:
    assert wanted in client.get("/sparql", params={"query": ASK}, headers={"accept": accept}).text


@pytest.mark.parametrize(("accept", "format"), [("*/*", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"),
                                              ("application/rdf+xml", "xml")])
def test_graphs(client: TestClient, accept: str, format: str) -> None:
    response = client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": accept})
    found = Graph().parse(data=response.text, format=format)
    assert sorted(str(value) for value in found.objects()) == PLATFORMS


def test_post_as_body_and_as_form(client: TestClient) -> None:
    body = client.post("/sparql", content=ASK, headers={"content-type": "application/sparql-query"})
    form = client.post("/sparql", data={"query": ASK})
    assert body.json() == form.json() == {"head": {}, "boolean": True}


def test_service_and_updates_are_refused(client: TestClient) -> None:
    for query in ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL"):
        told = client.get("/sparql", params={"query": query})
        assert (told.status_code, told.json()["type"]) == (403, "/problems/query-refused"), told.text
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 403
    assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


def test_what_cannot_be_answered_is_told(client: TestClient) -> None:
    assert client.get("/sparql?nothing=here").status_code == 400
    assert client.get("/sparql", params={"query": "SELECT ?a WHERE {"}).json()["language"] == "SPARQL"
    assert client.get("/sparql", params={"query": ASK}, headers={"accept": "image/png"}).status_code == 406
    assert client.post("/sparql", content=b"x", headers={"content-type": "text/plain"}).status_code == 415
    assert client.post("/sparql", content=b"\xff", headers={"content-type": "application/sparql-query"}).status_code == 400
    assert client.post("/sparql", content=b"#" * 1_000_001, headers={"content-type": "application/sparql-query"}).status_code == 413
    assert client.get("/sparql?query=ASK{}&default-graph-uri=x").status_code == 400
