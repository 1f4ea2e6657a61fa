"""What users may run, and the ways in which SERVICE and updates hide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import QueryError, QueryRefused
from graph.home import Home
from graph.record import Record
from graph.views.oxigraph import OxigraphView
from queries.guard.sparql import LONGEST, Allowed, Beside, allowed
from tests.graph.views.world import FIRST, FOURTH, SECOND, THIRD, TODAY, write

DOCS = Path(__file__).parents[3] / "docs" / "sparql.md"


@pytest.mark.parametrize(("text", "form"), [
    ("SELECT ?s WHERE { ?s ?p ?o }", "SELECT"),
    ("select * { ?s rg:subject ?o } order by ?s limit 3", "SELECT"),
    ("ASK { ?s a rg:Studio }", "ASK"),
    ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
    ("DESCRIBE <urn:reelgraph:entity:e1>", "DESCRIBE"),
    ("PREFIX x: <http://example.com/> SELECT ?s { ?s x:service ?o }", "SELECT"),
    ("SELECT ?s { GRAPH rg:all { ?s rg:subject/rg:object* ?o } }", "SELECT"),
    ("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(?o < 3 && ?o > 1) } GROUP BY ?p HAVING(COUNT(?s) > 1)", "SELECT"),
    ("SELECT ?s FROM rg:all { ?s ?p ?o }", "SELECT"),
    ("SELECT ?s FROM NAMED <urn:reelgraph:ns:all> { GRAPH ?g { ?s ?p ?o } }", "SELECT"),
])
def test_reading_is_allowed(text: str, form: str) -> None:
    assert allowed(text).form == form


@pytest.mark.parametrize("text", [
    'SELECT ?s { ?s ?p "SERVICE <http://x.example/> { ?a ?b ?c }" }',
    "SELECT ?s { ?s ?p 'it''s' }".replace("''", "\\'") + " # SERVICE",
    'SELECT ?s { ?s ?p """a "quoted" SERVICE\n# no comment\n""" }',
    "SELECT ?s { ?s ?p '''SERVICE''' }",
    "SELECT ?service { ?service a rg:Service }",
    "SELECT $service { $service a rg:Service }",
    "PREFIX service: <http://x.example/> SELECT ?s { ?s service:service service:Service }",
    "SELECT ?s { ?s <http://x.example/service> <http://x.example/#SERVICE> }",
    "SELECT ?s { ?s <http://x.example/service_(film)> ?o }",
    "SELECT ?s { # SERVICE <http://x.example/> { }\n ?s ?p ?o }",
    "SELECT ?s { ?s rg:provides_service ?o }",
    'SELECT ?s { ?s ?p "finishing"@en-service }',
])
def test_the_word_is_no_service(text: str) -> None:
    assert allowed(text).form == "SELECT"


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE ?where { ?s ?p ?o } }",
    "PREFIX x: <http://127.0.0.1:9/> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ervice <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { # a comment that ends here\rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { # a comment\\u000ASERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<http://127.0.0.1:9/> {?s ?p ?o} }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE/*>*/<http://127.0.0.1:9/> {?s ?p ?o} }",
    "SELECT * { ?s ?p ?o.SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:9/>{?s ?p ?o} }",
    "SELECT * { ?s ?p 1.SERVICE <http://127.0.0.1:9/>{?s ?p ?o} }",
    "SELECT * { ?s ?p x:.SERVICE <http://127.0.0.1:9/>{?s ?p ?o} }",
    'SELECT * { ?s ?p "a"@en.SERVICE <http://127.0.0.1:9/>{?s ?p ?o} }',
    "SELECT * { ?s ?p ?o FILTER EXISTS { { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } } }",
    "ASK { ?s ?p ?o MINUS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p '\\'' . SERVICE <http://127.0.0.1:9/> { ?s ?p '' } }",
    'SELECT * { ?s ?p "\\\\" . SERVICE <http://127.0.0.1:9/> { ?s ?p "" } }',
])
def test_service_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE|line|can't be read"):
        allowed(text)


@pytest.mark.parametrize("text", [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "delete where { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
    "CLEAR ALL",
    "DROP GRAPH rg:all",
    "PREFIX x: <http://x.example/> INSERT { ?s x:a ?o } WHERE { ?s ?p ?o }",
    "# nothing\n\\u0049NSERT DATA { <urn:a> <urn:b> <urn:c> }",
])
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match="only SELECT, ASK, CONSTRUCT and DESCRIBE"):
        allowed(text)


def test_an_update_after_a_query_is_refused() -> None:
    with pytest.raises(QueryError):
        allowed("SELECT * { ?s ?p ?o } ; DROP ALL")


@pytest.mark.parametrize("text", ["SELECT ?s FROM <http://127.0.0.1:9/data> { ?s ?p ?o }",
                                  "SELECT ?s FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
                                  "PREFIX rg: <http://x.example/> SELECT ?s FROM rg:all { ?s ?p ?o }"])
def test_from_names_a_graph_that_we_have(text: str) -> None:
    with pytest.raises(QueryRefused, match="no such graph"):
        allowed(text)


def test_graphs_beside_the_query_take_the_place_of_from() -> None:
    text = "SELECT ?s FROM <urn:a> FROM NAMED <urn:b> { ?s ?p ?o }"
    assert allowed(text, graphs=True) == Allowed(text, "SELECT")
    with pytest.raises(QueryRefused, match="SERVICE"):
        allowed("SELECT ?s FROM <urn:a> { SERVICE <urn:b> { ?s ?p ?o } }", graphs=True)


def test_what_comes_beside_is_what_a_worker_is_told() -> None:
    assert Beside().parameters() == {"graphs": None, "base": None}
    told = Beside(("urn:a", "http://x.example/é"), ("urn:b",), "http://x.example/sparql").parameters()
    assert told == {"graphs": (("urn:a", "http://x.example/é"), ("urn:b",)), "base": "http://x.example/sparql"}
    assert Beside(named=("urn:b",)).parameters()["graphs"] == ((), ("urn:b",))
    for wrong in ("", "a", "/a", "//a/b", "urn:a b", "urn:<a>", "urn:a\n", "1:a", "urn:\ud800"):
        with pytest.raises(QueryError, match="no absolute IRI"):
            Beside(default=(wrong,)).parameters()
        with pytest.raises(QueryError, match="no absolute IRI"):
            Beside(base=wrong).parameters()


def test_what_cannot_be_read_is_named_with_its_place() -> None:
    with pytest.raises(QueryError, match="line 2, column 12: can't read 'foo bar }'"):
        allowed("SELECT *\n{ ?s ?p ?o foo bar }")
    with pytest.raises(QueryError, match="ends too early"):
        allowed("SELECT * { ?s ?p ?o")
    with pytest.raises(QueryError, match="empty"):
        allowed(" # nothing")
    with pytest.raises(QueryRefused, match="characters"):
        allowed("#" * (LONGEST + 1))
    with pytest.raises(QueryError, match="no character"):
        allowed("SELECT ?s { ?s ?p '\\uD800' }")
    with pytest.raises(QueryRefused, match="U\\+0000"):
        allowed("SELECT ?s { ?s ?p '\0' }")


def test_nesting_without_end_is_no_crash() -> None:
    with pytest.raises(QueryError):
        allowed("SELECT * { " + "{ " * 3000 + "?s ?p ?o" + " }" * 3000 + " }")


def test_what_is_run_has_neither_comments_nor_escapes() -> None:
    text = allowed("SELECT ?s { # a comment\n ?s ?p 'caf\\u00e9 # no comment' }").text
    assert text == "SELECT ?s {  \n ?s ?p 'café # no comment' }"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text(alphabet="SERVICE<>?s{}#\"'\\\n\r ().:/use005", max_size=40))
def test_any_text_is_allowed_or_a_query_error(text: str) -> None:
    try:
        told = allowed(f"SELECT * {{ {text} }}")
    except QueryError:
        return
    assert told.form == "SELECT"


def test_every_query_of_the_docs_runs(tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    write(record, FIRST, SECOND, THIRD, FOURTH)
    view = OxigraphView(Home(tmp_path / "home"))
    view.sync(record, day=TODAY)
    blocks = re.findall(r"(?:^    .*\n)+", DOCS.read_text("utf-8"), re.MULTILINE)
    found = [len(list(view.query(allowed(text).text).rows)) for block in blocks for text in re.split(r"\n(?=    SELECT)", block)]
    assert found == [2, 2, 1, 2, 0, 4, 1]
    record.close()
