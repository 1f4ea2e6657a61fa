"""A SPARQL store over HTTP: following is rebuilding, kill -9, two writers, what is refused, and what a store may answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from graph.errors import QueryError, QueryLimit, QueryTimeout, RecordBusy, ViewError
from graph.identity.linking import entity_id
from graph.record import Record
from graph.record.judging import Judge
from graph.views.sparql_http import VIEW, SparqlHttpView, protocol
from graph.views.sparql_http.terms_in import from_json, from_line
from graph.views.terms import RG, Blank, Lit, nt
from tests.graph.views.graphs import DATED, changes, quads_made
from tests.graph.views.world import HARBOUR, KITE, NOW, OTHER, STUDIO, TODAY, offers, reading, write
from tests.servers import oxigraph
from tests.servers.starting import free_port

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[3]
SHORT = ("SELECT ?platform WHERE { ?s rg:subject ?studio ; rg:predicate rg:provides_service ; rg:object ?service ; role:to ?p . "
         '?p rdfs:label ?platform . ?service rdfs:label "finishing"@en } ORDER BY ?platform')


def test_answers_are_those_of_the_graph_and_say_when(sparql_http: SparqlHttpView, record: Record) -> None:
    assert sparql_http.position() is None
    with pytest.raises(ViewError, match="Sync it"):
        sparql_http.query(SHORT)
    sparql_http.sync(record, day=TODAY)
    answer = sparql_http.query(SHORT)
    assert list(answer.rows) == [(Lit("HarbourTV", language="en"),), (Lit("Kite Reels", language="en"),)]
    assert (answer.variables, answer.change, answer.day) == (("platform",), 4, TODAY)
    assert sparql_http.query("ASK { GRAPH rg:all { ?s rg:polarity rg:negative } }").truth
    assert not sparql_http.query("ASK { ?s rg:polarity rg:negative }").truth
    triples = list(sparql_http.query('CONSTRUCT { ?s rdfs:label "a\\n\\"\\\\ 剧" } WHERE { ?s rdfs:label "finishing"@en }').triples)
    assert [triple[2] for triple in triples] == [Lit('a\n"\\ 剧')]
    with pytest.raises(QueryError, match=r"error at 1:6"):
        sparql_http.query("SELCT")


def test_following_gives_the_graph_that_rebuilding_gives(sparql_http: SparqlHttpView, tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'followed.sqlite'}")
    for one in changes():
        write(record, one)
        sparql_http.sync(record, day=TODAY)
        assert set(sparql_http.quads()) == quads_made(record), one.document.id
    assert list(sparql_http.compare(record)) == []
    sparql_http.rebuild(record, day=TODAY)
    assert set(sparql_http.quads()) == quads_made(record)
    record.close()


def test_the_calendar_merging_and_undoing_are_followed(sparql_http: SparqlHttpView, record: Record) -> None:
    write(record, DATED)
    for day in (TODAY, TODAY.replace(month=4), TODAY.replace(month=6), TODAY.replace(month=2, day=12), TODAY):
        sparql_http.sync(record, day=day)
        assert set(sparql_http.quads()) == quads_made(record, day), day
    before = quads_made(record)
    judge = Judge(record)
    merged = judge.merge(entity_id(STUDIO.name, "Studio"), entity_id(OTHER.name, "Studio"), author="me", reason="one house", now=NOW)
    sparql_http.sync(record, day=TODAY)
    assert set(sparql_http.quads()) == quads_made(record) != before
    judge.undo(merged, author="me", reason="no", now=NOW)
    sparql_http.sync(record, day=TODAY)
    assert set(sparql_http.quads()) == before


def test_a_difference_is_named_and_another_record_taken_anew(sparql_http: SparqlHttpView, record: Record, tmp_path: Path) -> None:
    assert [found.what for found in sparql_http.compare(record)] == ["it was left half built, or never made; sync it"]
    sparql_http.sync(record, day=TODAY)
    gone = next(quad for quad in sorted(quads_made(record)) if "HarbourTV" in quad[1])
    sparql_http.endpoint.update(f"DELETE DATA {{ {gone[1]} }} ; INSERT DATA {{ <urn:x> <urn:y> 'said by nobody' }}")
    told = [found.what for found in sparql_http.compare(record)]
    assert f"the record doesn't say: {'<urn:x> <urn:y> '}\"said by nobody\" ." in told
    assert f"missing: {gone[1]} ." in told
    other = Record.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    write(other, reading("a", "x"))
    sparql_http.sync(other, day=TODAY)
    assert set(sparql_http.quads()) == quads_made(other)
    other.close()


# --- writers


def test_a_writer_that_lost_the_graph_changes_nothing_and_is_told(sparql_http: SparqlHttpView, record: Record,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    sparql_http.sync(record, day=TODAY)
    write(record, reading("more", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)))
    rival = SparqlHttpView(sparql_http.endpoint.query_url)
    finish = SparqlHttpView._finish

    def late(self: SparqlHttpView, *given: Any, **named: Any) -> None:
        monkeypatch.setattr(SparqlHttpView, "_finish", finish)
        rival.rebuild(record, day=TODAY.replace(month=4))
        finish(self, *given, **named)

    monkeypatch.setattr(SparqlHttpView, "_finish", late)
    with pytest.raises(RecordBusy, match="another process"):
        sparql_http.sync(record, day=TODAY)
    assert set(sparql_http.quads()) == quads_made(record, TODAY.replace(month=4))
    sparql_http.sync(record, day=TODAY)
    assert set(sparql_http.quads()) == quads_made(record)
    rival.close()


CHILD = """
import datetime as dt, os, signal, sys
from graph.record import Record
import graph.views.sparql_http as module

url, store, times = sys.argv[1:]
module.BATCH, module.following.PART, left = 50, 1, [int(times)]
update = module.Endpoint.update

def killed(self, text):
    update(self, text)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)

module.Endpoint.update = killed
module.SparqlHttpView(store).sync(Record.open(url), day=dt.date(2026, 3, 1))
"""


@pytest.mark.parametrize(("times", "begun"), [(1, False), (4, False), (1, True), (3, True)])
def test_after_kill_9_the_next_sync_gives_the_same_graph(times: int, begun: bool, sparql_http: SparqlHttpView, record: Record) -> None:
    if begun:
        sparql_http.sync(record, day=TODAY)
        write(record, reading("first", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)), reading("second", "Gone."))
    child = subprocess.run([sys.executable, "-c", CHILD, record.url, sparql_http.endpoint.query_url, str(times)], cwd=ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    position = sparql_http.position()
    assert (position.change if position else None) == (4 if begun else None)
    write(record, reading("third", "Northlight Post offers finishing to Kite Reels.", offers(KITE)))
    sparql_http.sync(record, day=TODAY)
    assert set(sparql_http.quads()) == quads_made(record)
    assert list(sparql_http.compare(record)) == []


# --- what is refused


def test_a_store_that_holds_something_else_is_refused(sparql_http: SparqlHttpView, record: Record) -> None:
    sparql_http.endpoint.update("INSERT DATA { GRAPH <urn:theirs> { <urn:x> <urn:y> 1 } }")
    with pytest.raises(ViewError, match="holds something else"):
        sparql_http.sync(record, day=TODAY)
    assert sparql_http._query("ASK { GRAPH <urn:theirs> { <urn:x> <urn:y> 1 } }").truth


def test_stores_that_are_down_or_take_no_updates_or_mix_graphs_are_told(record: Record, tmp_path: Path) -> None:
    down = SparqlHttpView(f"http://127.0.0.1:{free_port()}/query")
    with pytest.raises(ViewError, match="can't be reached") as told:
        down.sync(record, day=TODAY)
    assert told.value.remedy == "Check its address, and that it runs"
    mixed = oxigraph.start("--union-default-graph")
    with pytest.raises(ViewError, match="union of all its graphs"):
        SparqlHttpView(mixed.url).sync(record, day=TODAY)
    mixed.stop()
    oxigraph.start("--location", str(tmp_path / "store")).stop()
    closed = oxigraph.start("--location", str(tmp_path / "store"), command="serve-read-only")
    with pytest.raises(ViewError, match=r"takes no updates at http://127\.0"):
        SparqlHttpView(closed.url).sync(record, day=TODAY)
    closed.stop()
    for url in ("ftp://host/query", "host:7878", "http:///query"):
        with pytest.raises(ViewError, match="no address of a SPARQL store"):
            SparqlHttpView(url)


class _Odd(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        code, kind, body = self.server.told  # type: ignore[attr-defined]
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def odd() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Odd)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("told", "error", "words"), [
    ((401, "text/plain", b"no"), ViewError, "user and password"), ((500, "text/plain", b"out  of\nspace"), ViewError, "500.*out of space"),
    ((200, "text/html", b"<html>"), ViewError, "text/html"), ((200, protocol.RESULTS, b"{"), ViewError, "can't be read"),
    ((200, protocol.RESULTS, b"[]"), ViewError, "no SPARQL results"), ((503, "text/plain", b"too slow"), QueryTimeout, "too slow"),
    ((400, "text/plain", b"what?"), QueryError, "what"), ((302, "text/plain", b""), ViewError, "302")])
def test_whatever_a_server_answers_is_told_in_words(odd: HTTPServer, told: tuple[int, str, bytes], error: type[Exception], words: str) -> None:
    odd.told = told  # type: ignore[attr-defined]
    view = SparqlHttpView(f"http://user:secret@127.0.0.1:{odd.server_port}/query")
    with pytest.raises(error, match=words) as found:
        view.position()
    assert "secret" not in str(found.value)
    view.close()


def test_an_answer_that_is_too_large_is_refused(odd: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    odd.told = (200, protocol.RESULTS, b'{"boolean": true}')  # type: ignore[attr-defined]
    monkeypatch.setattr(protocol, "MOST", 10)
    with pytest.raises(QueryLimit, match="more than 10 bytes"):
        SparqlHttpView(f"http://127.0.0.1:{odd.server_port}/query").position()


# --- terms


@pytest.mark.parametrize("term", [
    Lit("a\tb\"c\\d\n\r\u0007剧"), Lit("x", language="en-GB"), Lit("1", "urn:t"), "urn:reelgraph:ns:a%20b", Blank("b0"), Lit(""), Lit("^^<x>@y .")])
def test_lines_are_read_as_they_are_written(term: Any) -> None:
    assert from_line("v", f"<urn:s> <urn:p> {nt(term)} .") == ("urn:s", "urn:p", term)
    assert from_line("v", f"_:a <urn:p> {nt(term)}. # told") == (Blank("a"), "urn:p", term)


def test_other_spellings_become_ours() -> None:
    double = "http://www.w3.org/2001/XMLSchema#double"
    assert from_line("v", f'<urn:s> <urn:p> "9.1E-1"^^<{double}> .') == ("urn:s", "urn:p", Lit("0.91", double))
    assert from_line("v", r'<urn:s\u0041> <urn:p> "\u5267\t" .') == ("urn:sA", "urn:p", Lit("剧\t"))
    assert from_line("v", "  ") is from_line("v", "# nothing") is from_json(None) is None
    assert from_json({"type": "typed-literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#string"}) == Lit("1")
    assert from_json({"type": "bnode", "value": "b"}) == Blank("b")
    with pytest.raises(ViewError, match="no N-Triples"):
        from_line("v", "<urn:s> <urn:p> 'x' .")


# --- another store: twenty queries, the same rows as embedded


TWENTY = (
    SHORT, "SELECT (COUNT(*) AS ?n) WHERE { ?s a rg:Statement }", "SELECT (COUNT(*) AS ?n) WHERE { GRAPH rg:all { ?s a rg:Statement } }",
    "SELECT ?l WHERE { ?e a rg:Platform ; rdfs:label ?l } ORDER BY ?l", "SELECT DISTINCT ?p WHERE { ?s rg:predicate ?p } ORDER BY ?p",
    "SELECT ?a ?b WHERE { ?x rg:serves ?y . ?x rdfs:label ?a . ?y rdfs:label ?b } ORDER BY ?a ?b",
    "SELECT ?a ?b WHERE { ?x rg:partners_with ?y . ?x rdfs:label ?a . ?y rdfs:label ?b } ORDER BY ?a ?b",
    "SELECT ?q WHERE { ?c oa:hasTarget ?t . ?t rg:role rg:passage ; oa:hasSelector/oa:exact ?q } ORDER BY ?q",
    "SELECT ?s ?c WHERE { ?s rg:confidence ?c FILTER(?c > 0.5) } ORDER BY ?s", "SELECT ?s ?n WHERE { ?s rg:objectNumber ?n }",
    "SELECT ?d ?i WHERE { ?d dcterms:issued ?i } ORDER BY ?d",
    "SELECT ?v WHERE { ?v rg:publishedLatest ?d FILTER(?d < '2026-02-20'^^xsd:date) } ORDER BY ?v",
    "SELECT ?p (COUNT(?s) AS ?n) WHERE { ?s rg:predicate ?p } GROUP BY ?p ORDER BY ?p",
    "SELECT ?o WHERE { ?x (rg:owns|rg:operates)+ ?y . ?y rdfs:label ?o }",
    "SELECT ?s WHERE { ?s a rg:Statement FILTER NOT EXISTS { ?s role:to ?t } } ORDER BY ?s",
    "SELECT ?s ?w WHERE { ?s a rg:Statement OPTIONAL { ?s role:with ?w } } ORDER BY ?s",
    "SELECT ?b WHERE { ?c skos:broader ?b } ORDER BY ?b LIMIT 5",
    "ASK { ?s rg:modality rg:planned }", "SELECT ?x WHERE { GRAPH rg:all { ?s rg:modality rg:planned ; rg:subject ?x } }",
    "SELECT ?from ?s WHERE { ?d a rg:Derived ; rdf:predicate rg:serves ; prov:wasDerivedFrom ?s ; rdf:subject ?from } ORDER BY ?s")


@pytest.mark.timeout(600)
def test_twenty_queries_and_following_on_fuseki(fuseki: SparqlHttpView, record: Record, home: Any) -> None:
    from graph.views.oxigraph import OxigraphView

    assert len(set(TWENTY)) == 20
    fuseki.sync(record, day=TODAY)
    embedded = OxigraphView(home)
    embedded.sync(record, day=TODAY)
    for text in TWENTY:
        told, expected = fuseki.query(text), embedded.query(text)
        assert (told.truth, list(told.rows)) == (expected.truth, list(expected.rows)), text
    for one in list(changes())[5:]:
        write(record, one)
        fuseki.sync(record, day=TODAY)
    assert list(fuseki.compare(record)) == []
    assert fuseki._query(f"ASK {{ GRAPH <{VIEW}> {{ <{VIEW}> <{RG}change> ?c }} }}").truth
    assert os.environ.get("REELGRAPH_TEST_FUSEKI") is not None or fuseki.endpoint.update_url.endswith("/graph/update")
