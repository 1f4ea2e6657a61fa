"""The network in memory, and the GraphML that it is written as."""

from __future__ import annotations

import io
from dataclasses import replace

import networkx as nx

from graph.entity import Entity
from graph.exchange.graphml import graphml
from graph.identity.linking import entity_id
from graph.record import Record
from graph.views.networkx import current, of_statements
from tests.graph.views.test_rdf import BASE
from tests.graph.views.world import FINISHING, HARBOUR, KITE, STUDIO, TODAY


def test_the_current_graph_has_what_stands_and_what_follows(record: Record) -> None:
    graph = current(record, day=TODAY)
    studio, harbour, kite, finishing = (entity_id(one.name, one.type) for one in (STUDIO, HARBOUR, KITE, FINISHING))
    assert graph.nodes[studio] == {"name": "Northlight Post", "type": "Studio", "types": ["Studio"]}
    served = [(target, told["derived"]) for _, target, told in graph.out_edges(studio, data=True) if told["predicate"] == "serves"]
    assert sorted(served) == sorted([(harbour, True), (kite, True)])
    assert sorted(told["to"][0] for told in graph.get_edge_data(studio, finishing).values()) == sorted([harbour, kite])
    assert {told["modality"] for *_, told in graph.edges(data=True)} == {"asserted"}
    assert graph.nodes[kite]["literals"] == ["has_metric: 18 million"]
    assert not [told for *_, told in current(record, day=TODAY, derived=False).edges(data=True) if told["derived"]]


def test_statements_of_rows_are_taken_as_they_are() -> None:
    entities = {"e1": Entity("e1", "One", "Studio"), "e2": Entity("e2", "Two", "Service")}
    graph = of_statements([replace(BASE, polarity="negative")], entities)
    assert [(one, other, key) for one, other, key in graph.edges(keys=True)] == [("e1", "e2", "s1")]
    assert graph.edges["e1", "e2", "s1"]["polarity"] == "negative"
    assert graph.edges["e1", "e2", "s1"]["to"] == ["e3", "two apps"]


def test_graphml_comes_back(record: Record) -> None:
    graph = current(record, day=TODAY)
    text = "".join(graphml(graph))
    assert text == "".join(graphml(current(record, day=TODAY)))
    back = nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    assert set(back.nodes) == set(graph.nodes)
    assert set(back.edges(keys=True)) == set(graph.edges(keys=True))
    studio = entity_id(STUDIO.name, STUDIO.type)
    assert back.nodes[studio]["name"] == "Northlight Post"
    assert {told["confidence"] for *_, told in back.edges(data=True)} == {told["confidence"] for *_, told in graph.edges(data=True)}


def test_hostile_text_is_only_text() -> None:
    name = 'x"]]><node id="evil"/>\x07\ud800 & <'
    graph = of_statements([], {"e1": Entity("e1", name, "Studio", ("Studio", "Brand"))})
    back = nx.read_graphml(io.BytesIO("".join(graphml(graph)).encode()))
    assert dict(back.nodes(data=True)) == {"e1": {"name": 'x"]]><node id="evil"/>�� & <', "type": "Studio", "types": "Studio | Brand"}}
