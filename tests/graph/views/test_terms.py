"""Terms: what is written is what Oxigraph and rdflib read."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.util import from_n3

from graph.views.terms import DOCUMENT, ENTITY, RG, XSD, Blank, Lit, double, line, name, nt, short, text, to_rdflib

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=20)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(ANY_TEXT, st.sampled_from(["", "en"]))
def test_a_literal_comes_back_from_oxigraph_as_it_was_written(value: str, language: str) -> None:
    term = Lit(text(value), language=language)
    store = ox.Store()
    store.load((line(("urn:s", "urn:p", term)) + "\n").encode(), format=ox.RdfFormat.N_TRIPLES)
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    assert (quad.object.value, quad.object.language or "") == (term.value, language)
    assert str(quad.object) == nt(term)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(ANY_TEXT)
def test_any_text_makes_an_iri_that_two_parsers_take(value: str) -> None:
    iri = name(DOCUMENT, value)
    assert ox.NamedNode(iri).value == iri
    assert to_rdflib(iri).n3() == f"<{iri}>"


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.floats(min_value=0, max_value=1e18))
def test_a_number_is_written_as_oxigraph_writes_it(number: float) -> None:
    term = double(number)
    store = ox.Store()
    store.load(line(("urn:s", "urn:p", term)).encode(), format=ox.RdfFormat.N_TRIPLES)
    (quad,) = store
    assert str(quad.object) == nt(term)
    assert float(term.value) == number


def test_names_that_differ_have_iris_that_differ() -> None:
    assert len({name(DOCUMENT, told) for told in ("a b", "a%20b", "a+b", "a/b", "a%2Fb", "A b")}) == 6


def test_short_iris_are_those_that_need_no_escape() -> None:
    assert short(ENTITY + "e1") == "entity:e1"
    assert short(RG + "provides_service") == "rg:provides_service"
    assert short(name(DOCUMENT, "a b")) is None
    assert short("http://x.example/") is None


@pytest.mark.parametrize("term", ["urn:x", Lit("a"), Lit("a", language="en"), Lit("1", XSD + "integer"), Lit("x\n\"y\"", RG + "money")])
def test_rdflib_reads_what_we_write(term: str | Lit) -> None:
    assert from_n3(nt(term)) == to_rdflib(term)


def test_blank_nodes_are_written() -> None:
    assert nt(Blank("b1")) == "_:b1"
    assert to_rdflib(Blank("b1")).n3() == "_:b1"
