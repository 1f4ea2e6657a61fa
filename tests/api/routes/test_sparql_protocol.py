"""The SPARQL 1.1 protocol at /sparql, over a store that holds three named graphs more than ours; each says of itself that it is a page."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from api import settings
from api.app import create
from api.wiring import House
from graph.views import oxigraph
from graph.views.dataset import Dataset
from graph.views.following import Part
from graph.views.oxigraph.writing import fill
from graph.views.terms import EVERYTHING
from queries.guard import Pool
from tests.api.conftest import NOON, articles

RAILS, HARBOURS, LOOMS, NOWHERE = (f"http://graphs.example/{name}" for name in ("rails", "harbours", "looms", "nowhere"))
PAGE = "http://graphs.example/Page"
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"
DIRECT = {"content-type": "application/sparql-query"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
UPDATE = {"content-type": "application/sparql-update"}
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
IS_PAGE = f"a <{PAGE}>"

Pairs = list[tuple[str, str]]
Way = Callable[[TestClient, str, Pairs], Any]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> Iterator[TestClient]:
    def filled(store: ox.Store, dataset: Dataset, parts: Iterable[Part]) -> None:
        fill(store, dataset, parts)
        for iri in (RAILS, HARBOURS, LOOMS):
            graph = ox.NamedNode(iri)
            store.add(ox.Quad(graph, ox.NamedNode(str(RDF.type)), ox.NamedNode(PAGE), graph))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oxigraph, "fill", filled)
        for name in settings.Settings.model_fields:
            patch.delenv(settings.PREFIX + name.upper(), raising=False)
        kept = settings.load(home=tmp_path_factory.mktemp("protocol"))
        with House(kept, create=True, now=lambda: NOON, pool=pool) as house:
            for one in articles():
                house.record.writer().write(one, now=NOON)
            with TestClient(create(house), follow_redirects=False) as made:
                yield made


def boolean(response: Any) -> bool:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/sparql-results+json"
    told = response.json()["boolean"]
    assert isinstance(told, bool)
    return told


def by_get(client: TestClient, query: str, graphs: Pairs) -> Any:
    return client.get("/sparql?" + urlencode([("query", query), *graphs]))


def by_get_with_a_slash(client: TestClient, query: str, graphs: Pairs) -> Any:
    return client.get("/sparql/?" + urlencode([*graphs, ("query", query)]))


def by_body(client: TestClient, query: str, graphs: Pairs) -> Any:
    return client.post("/sparql/?" + urlencode(graphs), content=query, headers=DIRECT)


def by_form(client: TestClient, query: str, graphs: Pairs) -> Any:
    return client.post("/sparql", content=urlencode([*graphs, ("query", query)]), headers=FORM)


def by_form_with_graphs_in_the_address(client: TestClient, query: str, graphs: Pairs) -> Any:
    return client.post("/sparql?" + urlencode(graphs), content=urlencode({"query": query}), headers=FORM)


ways = pytest.mark.parametrize("way", [by_get, by_get_with_a_slash, by_body, by_form, by_form_with_graphs_in_the_address])


# --- datasets


@ways
def test_a_query_without_graphs_sees_the_store(client: TestClient, way: Way) -> None:
    assert boolean(way(client, "ASK {}", []))
    assert boolean(way(client, f"ASK {{ ?s rg:predicate rg:owns GRAPH <{RAILS}> {{ <{RAILS}> {IS_PAGE} }} GRAPH rg:all {{ ?t ?p ?o }} }}", []))
    assert not boolean(way(client, f"ASK {{ ?page {IS_PAGE} }}", []))


@ways
def test_default_graphs_are_merged_and_hide_all_else(client: TestClient, way: Way) -> None:
    both = f"ASK {{ <{RAILS}> {IS_PAGE} . <{HARBOURS}> {IS_PAGE} }}"
    assert boolean(way(client, both, [(DEFAULT, RAILS), (DEFAULT, HARBOURS)]))
    assert not boolean(way(client, both, [(DEFAULT, RAILS)]))
    assert not boolean(way(client, f"ASK {{ <{LOOMS}> ?p ?o }}", [(DEFAULT, RAILS), (DEFAULT, HARBOURS)]))
    assert not boolean(way(client, "ASK { ?s rg:predicate ?p }", [(DEFAULT, RAILS)]))
    assert not boolean(way(client, "ASK { GRAPH ?g { ?s ?p ?o } }", [(DEFAULT, RAILS)]))


@ways
def test_named_graphs_are_those_that_are_named(client: TestClient, way: Way) -> None:
    both = f"ASK {{ GRAPH ?a {{ <{RAILS}> {IS_PAGE} }} GRAPH ?b {{ <{HARBOURS}> {IS_PAGE} }} }}"
    assert boolean(way(client, both, [(NAMED, RAILS), (NAMED, HARBOURS)]))
    assert not boolean(way(client, both, [(NAMED, RAILS), (NAMED, LOOMS)]))
    assert not boolean(way(client, f"ASK {{ GRAPH <{LOOMS}> {{ ?s ?p ?o }} }}", [(NAMED, RAILS)]))
    assert not boolean(way(client, "ASK { ?s ?p ?o }", [(NAMED, RAILS)]))


@ways
def test_default_and_named_graphs(client: TestClient, way: Way) -> None:
    query = f"ASK {{ <{LOOMS}> {IS_PAGE} GRAPH ?a {{ <{RAILS}> {IS_PAGE} }} GRAPH ?b {{ <{HARBOURS}> {IS_PAGE} }} }}"
    assert boolean(way(client, query, [(DEFAULT, LOOMS), (NAMED, RAILS), (NAMED, HARBOURS)]))
    assert not boolean(way(client, query, [(DEFAULT, RAILS), (NAMED, LOOMS), (NAMED, HARBOURS)]))


@ways
def test_the_graphs_of_the_request_take_the_place_of_from(client: TestClient, way: Way) -> None:
    query = f"ASK FROM <{LOOMS}> {{ GRAPH ?a {{ <{RAILS}> {IS_PAGE} }} GRAPH ?b {{ <{HARBOURS}> {IS_PAGE} }} }}"
    assert boolean(way(client, query, [(NAMED, RAILS), (NAMED, HARBOURS)]))
    assert not boolean(way(client, f"ASK FROM <{LOOMS}> {{ ?s ?p ?o }}", [(NAMED, RAILS)]))
    assert not boolean(way(client, f"ASK FROM NAMED <{LOOMS}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", [(DEFAULT, RAILS)]))
    assert boolean(way(client, f"ASK FROM <{LOOMS}> {{ <{RAILS}> {IS_PAGE} }}", [(DEFAULT, RAILS)]))


@ways
def test_a_graph_that_is_not_there_is_empty(client: TestClient, way: Way) -> None:
    assert boolean(way(client, "ASK {}", [(DEFAULT, NOWHERE)]))
    assert not boolean(way(client, "ASK { ?s ?p ?o }", [(DEFAULT, NOWHERE)]))
    assert boolean(way(client, f"ASK {{ <{RAILS}> {IS_PAGE} }}", [(DEFAULT, NOWHERE), (DEFAULT, RAILS), (DEFAULT, RAILS), (NAMED, "")]))


def test_from_names_our_graph_or_is_refused(client: TestClient) -> None:
    planned = "ASK %s { ?s rg:modality rg:planned }"
    assert not boolean(by_get(client, planned % "", []))
    assert boolean(by_get(client, planned % "FROM rg:all", []))
    assert boolean(by_get(client, planned % "", [(DEFAULT, EVERYTHING)]))
    assert client.get("/sparql", params={"query": planned % f"FROM <{NOWHERE}>"}).status_code == 403


def test_no_graph_is_ever_fetched(client: TestClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/graph"
        server.setblocking(False)
        for query in ("ASK { ?s ?p ?o }", f"ASK FROM <{address}> {{ ?s ?p ?o }}", f"ASK {{ GRAPH <{address}> {{ ?s ?p ?o }} }}"):
            assert not boolean(by_get(client, query, [(DEFAULT, address), (NAMED, address)]))
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("wrong", ["rails", "/rails", "a b", "http://[x", "urn:<x>", "http://x.example/%zz"])
@pytest.mark.parametrize("name", [DEFAULT, NAMED])
def test_what_is_no_iri_is_told(client: TestClient, name: str, wrong: str) -> None:
    told = client.get("/sparql", params={"query": "ASK {}", name: wrong})
    assert (told.status_code, told.json()["language"]) == (400, "SPARQL")


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_relative_iris_start_from_the_service(client: TestClient, path: str) -> None:
    told = client.post(path, content="CONSTRUCT { <s> <p> 1 } WHERE {}", headers=DIRECT)
    assert set(Graph().parse(data=told.text, format="turtle")) == {
        (URIRef("http://testserver/s"), URIRef("http://testserver/p"), Literal(1))}
    own = client.post(path, content="BASE <http://x.example/> CONSTRUCT { <s> <p> 1 } WHERE {}", headers=DIRECT)
    assert set(Graph().parse(data=own.text, format="turtle").subjects()) == {URIRef("http://x.example/s")}


# --- media types

SELECT, ASK, CONSTRUCT, DESCRIBE = "SELECT (1 AS ?value) {}", "ASK {}", "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}", "DESCRIBE <urn:s>"
JSON, XML, TURTLE, RDF_XML = "application/sparql-results+json", "application/sparql-results+xml", "text/turtle", "application/rdf+xml"


@pytest.mark.parametrize(("query", "accept", "wanted"), [
    (SELECT, None, JSON), (SELECT, "*/*", JSON), (SELECT, XML, XML), (SELECT, "text/*", "text/csv"), (SELECT, "text/csv", "text/csv"),
    (SELECT, "text/tab-separated-values", "text/tab-separated-values"), (SELECT, "application/json", "application/json"),
    (SELECT, f"{JSON};q=0.2, {XML};q=0.8, text/csv;q=0.5", XML), (SELECT, f"{JSON};q=0, */*;q=0.1", XML),
    (SELECT, f"image/png, {XML.upper()} ; Q=0.5", XML), (SELECT, f"*/*;q=0.1, application/*;q=0.2, {XML};q=0.3", XML),
    (ASK, None, JSON), (ASK, XML, XML), (DESCRIBE, None, TURTLE), (DESCRIBE, RDF_XML, RDF_XML), (CONSTRUCT, None, TURTLE),
    (CONSTRUCT, "application/n-triples", "application/n-triples"), (CONSTRUCT, "application/ld+json", "application/ld+json"),
    (CONSTRUCT, f"{RDF_XML}, {TURTLE};q=0.9", RDF_XML), (CONSTRUCT, f"text/html, {JSON}, */*;q=0.1", TURTLE)])
def test_the_best_of_what_is_accepted(client: TestClient, query: str, accept: str | None, wanted: str) -> None:
    told = client.post("/sparql/", content=query, headers=DIRECT | ({"accept": accept} if accept else {}))
    assert (told.status_code, told.headers["content-type"].partition(";")[0]) == (200, wanted)
    assert "Accept" in told.headers["vary"].split(", ")


@pytest.mark.parametrize(("query", "accept"), [
    (SELECT, "image/png"), (SELECT, TURTLE), (ASK, RDF_XML), (CONSTRUCT, JSON), (DESCRIBE, "text/csv"), (ASK, f"{JSON};q=0")])
def test_nothing_that_is_accepted(client: TestClient, query: str, accept: str) -> None:
    told = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert (told.status_code, told.headers["content-type"]) == (406, "application/problem+json")


# --- what the protocol refuses


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_methods(client: TestClient, path: str) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        told = client.request(method, f"{path}?query=ASK%20%7B%7D", headers=FORM)
        assert (told.status_code, told.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST"), method
    assert client.options(path).headers["allow"] == "GET, HEAD, OPTIONS, POST"
    head = client.head(f"{path}?query=ASK%20%7B%7D")
    assert (head.status_code, head.headers["content-type"], head.content) == (200, JSON, b"")


@pytest.mark.parametrize(("address", "body", "headers", "status"), [
    ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400),
    ("/sparql?default-graph-uri=urn:x", None, {}, 400),
    ("/sparql?query=ASK%20%7B", None, {}, 400),
    ("/sparql?query=ASK%7B%7D%FF", None, {}, 400),
    ("/sparql?query=ASK%7B%7D" + "&default-graph-uri=urn:x" * 100, None, {}, 400),
    ("/sparql", b"query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
    ("/sparql", b"", FORM, 400),
    ("/sparql", b"", DIRECT, 400),
    ("/sparql", b"query=ASK%7B%7D%FF", FORM, 400),
    ("/sparql?query=ASK%7B%7D", b"query=ASK%7B%7D", FORM, 400),
    ("/sparql?query=ASK%7B%7D", b"", FORM, 400),
    ("/sparql?query=ASK%7B%7D", b"ASK {}", DIRECT, 400),
    ("/sparql", b"ASK {}", {"content-type": "text/plain"}, 415),
    ("/sparql", b"ASK {}", {}, 415),
    ("/sparql", b"query=ASK%7B%7D", {}, 415),
    ("/sparql", "ASK {}".encode("utf-16"), {"content-type": "application/sparql-query; charset=UTF-16"}, 415),
    ("/sparql", "ASK {}".encode("utf-16"), DIRECT, 400),
    ("/sparql", b"ASK {}", {"content-type": 'application/sparql-query; charset="ISO-8859-1"'}, 415),
    ("/sparql", b"query=ASK%7B%7D", {"content-type": "application/x-www-form-urlencoded;charset=utf-16"}, 415),
])
def test_bad_requests(client: TestClient, address: str, body: bytes | None, headers: dict[str, str], status: int) -> None:
    told = client.get(address) if body is None else client.post(address, content=body, headers=headers)
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json"), told.text


@pytest.mark.parametrize("kind", ["application/sparql-query; charset=utf-8", 'Application/SPARQL-Query;Charset="UTF-8"',
                                  "application/sparql-query;x=y; charset=us-ascii"])
def test_the_charsets_that_are_utf_8(client: TestClient, kind: str) -> None:
    assert boolean(client.post("/sparql", content='ASK { BIND("é" AS ?x) }'.encode(), headers={"content-type": kind}))


@pytest.mark.parametrize(("address", "body", "headers"), [
    ("/sparql?update=CLEAR%20ALL", None, {}),
    ("/sparql?query=DROP%20ALL", None, {}),
    ("/sparql", "update=CLEAR+ALL", FORM),
    ("/sparql", "update=CLEAR+NAMED&update=CLEAR+DEFAULT", FORM),
    ("/sparql", "query=ASK%7B%7D&update=CLEAR+ALL", FORM),
    ("/sparql?update=CLEAR%20ALL", "ASK {}", DIRECT),
    ("/sparql", "CLEAR ALL", UPDATE),
    ("/sparql", "CLEAR ALL", DIRECT),
    ("/sparql?using-graph-uri=" + RAILS, "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", UPDATE),
    ("/sparql?default-graph-uri=" + RAILS, "INSERT DATA { <urn:s> <urn:p> <urn:o> }", DIRECT),
])
def test_updates_are_refused(client: TestClient, address: str, body: str | None, headers: dict[str, str]) -> None:
    def size() -> object:
        return client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"}).json()

    before = size()
    for path in (address, address.replace("/sparql", "/sparql/", 1)):
        told = client.get(path) if body is None else client.post(path, content=body, headers=headers)
        assert (told.status_code, told.json()["type"]) == (403, "/problems/query-refused"), told.text
    assert size() == before


# --- the service


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_the_service_describes_itself(client: TestClient, path: str) -> None:
    graph = Graph().parse(data=client.get(path).text, format="turtle")
    service = URIRef("http://testserver/sparql")
    assert set(graph.subjects(RDF.type, SD.Service)) == set(graph.objects(service, SD.endpoint)) == {service}
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    formats = {str(one).rpartition("/")[2] for one in graph.objects(service, SD.resultFormat)}
    assert formats == {"SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
                       "JSON-LD", "RDF_XML"}
    dataset = graph.value(service, SD.defaultDataset)
    assert graph.value(graph.value(dataset, SD.defaultGraph), RDF.type) == SD.Graph
    assert graph.value(graph.value(dataset, SD.namedGraph), SD.name) == URIRef(EVERYTHING)


def test_the_description_is_the_same_in_every_format(client: TestClient) -> None:
    turtle = Graph().parse(data=client.get("/sparql").text, format="turtle")
    for accept, format in (("application/ld+json", "json-ld"), ("application/n-triples", "nt"), (RDF_XML, "xml"), ("text/*", "turtle")):
        told = client.get("/sparql", headers={"accept": accept})
        assert turtle.isomorphic(Graph().parse(data=told.text, format=format)), accept
    assert client.get("/sparql", headers={"accept": "text/html"}).status_code == 406
