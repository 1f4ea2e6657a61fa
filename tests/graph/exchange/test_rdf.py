"""RDF files: Turtle, JSON-LD, N-Triples and N-Quads tell one graph, and the same one each time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset as RdflibDataset
from rdflib import Graph
from rdflib.compare import isomorphic

from graph.errors import ValueFormatError
from graph.exchange.rdf import FORMATS, export
from graph.home import Home
from graph.record import Record
from graph.views.oxigraph import OxigraphView
from graph.views.terms import EVERYTHING
from tests.graph.views.world import FIRST, FOURTH, KITE, SECOND, THIRD, TODAY, offers, reading, write

ODD = reading("d\"> <urn:x> .\n", "Northlight Post offers finishing to Kite Reels — “剧”, \\ and \"quotes\".\n\tDone.", offers(KITE))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    write(record, FIRST, SECOND, THIRD, FOURTH, ODD)
    yield record
    record.close()


def text(record: Record, format: str, *, everything: bool = False, day: dt.date = TODAY) -> str:
    return "".join(export(record, format=format, day=day, everything=everything))


def parsed(record: Record, format: str, *, everything: bool = False) -> Graph:
    names = {"turtle": "turtle", "jsonld": "json-ld", "ntriples": "nt"}
    return Graph().parse(data=text(record, format, everything=everything), format=names[format])


@pytest.mark.parametrize("everything", [False, True])
def test_turtle_json_ld_and_n_triples_tell_one_graph(record: Record, everything: bool) -> None:
    turtle, jsonld, ntriples = (parsed(record, format, everything=everything) for format in ("turtle", "jsonld", "ntriples"))
    assert len(turtle) > 500
    assert set(turtle) == set(jsonld) == set(ntriples)
    assert isomorphic(turtle, jsonld)


def test_the_file_is_the_graph_that_queries_see(record: Record, tmp_path: Path) -> None:
    view = OxigraphView(Home(tmp_path / "home"))
    view.sync(record, day=TODAY)
    found = {f"{triple} .\n" for graph, triple in view.snapshot().quads() if not graph}
    assert set(text(record, "ntriples").splitlines(keepends=True)) == found
    whole = {f"{triple} <{graph}> .\n" if graph else f"{triple} .\n" for graph, triple in view.snapshot().quads()}
    assert set(text(record, "nquads").splitlines(keepends=True)) == whole
    everything = {f"{triple} .\n" for graph, triple in view.snapshot().quads() if graph == EVERYTHING}
    assert set(text(record, "ntriples", everything=True).splitlines(keepends=True)) == everything


def test_rdflib_reads_the_quads(record: Record) -> None:
    dataset = RdflibDataset()
    dataset.parse(data=text(record, "nquads"), format="nquads")
    assert len(dataset.default_graph) < len(dataset.graph(EVERYTHING))


@pytest.mark.parametrize("format", FORMATS)
def test_two_exports_of_equal_records_are_equal(record: Record, format: str, tmp_path: Path) -> None:
    other = Record.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    write(other, ODD, FOURTH, reading("second", "Something else."), FIRST, THIRD, SECOND)
    assert text(record, format) == text(other, format)
    other.close()


def test_the_day_decides_what_stands(record: Record) -> None:
    write(record, reading("later", "Northlight Post offers finishing to Kite Reels from May.", offers(KITE, valid_from="2026-05-01")))
    assert text(record, "turtle") != text(record, "turtle", day=dt.date(2026, 5, 1))


def test_json_ld_has_a_context_and_short_names(record: Record) -> None:
    told = json.loads(text(record, "jsonld"))
    assert told["@context"]["rg"] == "urn:reelgraph:ns:"
    (statement,) = [node for node in told["@graph"] if node.get("@type") == "rg:Statement" and node["rg:predicate"]["@id"] == "rg:produces"]
    assert set(statement) >= {"rg:subject", "rg:object", "role:with", "rg:claim", "rg:confidence"}


def test_an_unknown_format_is_refused(record: Record) -> None:
    with pytest.raises(ValueFormatError, match="expected one of turtle, jsonld, ntriples, nquads"):
        export(record, format="rdfxml", day=TODAY)
