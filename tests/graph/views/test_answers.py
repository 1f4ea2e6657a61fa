"""How answers are written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from rdflib import Graph

from graph.errors import QueryError
from graph.views.answers import Answer, brief, to_csv, to_json, to_ntriples, to_turtle
from graph.views.results import to_jsonld, to_rdfxml
from graph.views.terms import RG, XSD, Blank, Lit, Term

DAY = dt.date(2026, 3, 1)
ROWS: list[tuple[Term | None, ...]] = [
    ("urn:reelgraph:entity:e1", Lit('a "quoted", line\n', language="en"), None), (Blank("b1"), Lit("5", XSD + "integer"), Lit("x"))]
TRIPLES: list[tuple[Term, str, Term]] = [
    ("urn:b", RG + "serves", "urn:a"), ("urn:a", RG + "note", Lit("x\n\"y\" \\")), ("urn:a", RG + "note", Lit("é", language="fr")),
    (Blank("n"), RG + "note", Lit("1", XSD + "integer")), ("urn:a", RG + "note", Lit("é", language="fr"))]


def select() -> Answer:
    return Answer("select", 7, DAY, ("a", "b", "c"), rows=iter(ROWS))


def construct() -> Answer:
    return Answer("construct", 7, DAY, triples=iter(TRIPLES))


def test_json_is_that_of_sparql_results() -> None:
    told = json.loads("".join(to_json(select())))
    assert told["head"] == {"vars": ["a", "b", "c"]}
    assert told["results"]["bindings"] == [
        {"a": {"type": "uri", "value": "urn:reelgraph:entity:e1"}, "b": {"type": "literal", "value": 'a "quoted", line\n', "xml:lang": "en"}},
        {"a": {"type": "bnode", "value": "b1"}, "b": {"type": "literal", "value": "5", "datatype": XSD + "integer"},
         "c": {"type": "literal", "value": "x"}}]
    assert json.loads("".join(to_json(Answer("ask", 7, DAY, truth=True)))) == {"head": {}, "boolean": True}
    assert json.loads("".join(to_json(Answer("select", 7, DAY, ("a",)))))["results"]["bindings"] == []


def test_csv_is_read_again() -> None:
    assert list(csv.reader(io.StringIO("".join(to_csv(select()))))) == [
        ["a", "b", "c"], ["urn:reelgraph:entity:e1", 'a "quoted", line\n', ""], ["_:b1", "5", "x"]]
    assert "".join(to_csv(Answer("ask", 7, DAY, truth=False))) == "boolean\r\nfalse\r\n"


def test_turtle_and_n_triples_are_one_graph() -> None:
    turtle = Graph().parse(data="".join(to_turtle(construct())), format="turtle")
    ntriples = Graph().parse(data="".join(to_ntriples(construct())), format="nt")
    assert len(turtle) == 4
    assert turtle.isomorphic(ntriples)


def test_rdf_xml_and_json_ld_are_the_same_graph() -> None:
    ntriples = Graph().parse(data="".join(to_ntriples(construct())), format="nt")
    assert ntriples.isomorphic(Graph().parse(data="".join(to_rdfxml(construct())), format="xml"))
    assert ntriples.isomorphic(Graph().parse(data="".join(to_jsonld(construct())), format="json-ld"))


@pytest.mark.parametrize("triple", [
    ("urn:s", "http://x.example/a#b-c.d", "http://x.example/?a=1&b='"), ("urn:s", "urn:1x", Lit("<&>]]>\r\n\t é")),
    (Blank("0"), RG + "note", Blank("1f")), ("urn:s", RG + "x", Lit(" ", language="en-GB")), ("urn:s", "http://x.example/é_b", Lit(""))])
def test_rdf_xml_holds_every_triple(triple: tuple[Term, str, Term]) -> None:
    one = Graph().parse(data="".join(to_ntriples(Answer("construct", 7, DAY, triples=iter([triple])))), format="nt")
    assert one.isomorphic(Graph().parse(data="".join(to_rdfxml(Answer("construct", 7, DAY, triples=iter([triple])))), format="xml"))


def test_what_rdf_xml_cannot_hold() -> None:
    with pytest.raises(QueryError, match=r"no name for the property <http://x\.example/1>"):
        list(to_rdfxml(Answer("construct", 7, DAY, triples=iter([("urn:a", "http://x.example/1", "urn:b")]))))
    told = "".join(to_rdfxml(Answer("construct", 7, DAY, triples=iter([("urn:a", "urn:b", Lit("\x00"))]))))
    assert [str(value) for value in Graph().parse(data=told, format="xml").objects()] == ["\N{REPLACEMENT CHARACTER}"]


def test_a_format_that_does_not_fit_is_refused() -> None:
    for writer, answer in ((to_json, construct()), (to_csv, construct()), (to_turtle, select()), (to_ntriples, select()),
                           (to_rdfxml, select())):
        with pytest.raises(QueryError, match="ask for"):
            list(writer(answer))


def test_brief_terms_are_for_the_eye() -> None:
    assert [brief(term) for term in (None, RG + "serves", "http://x.example/", Lit("x", language="en"), Blank("b"))] == [
        "", "rg:serves", "http://x.example/", "x", "_:b"]
