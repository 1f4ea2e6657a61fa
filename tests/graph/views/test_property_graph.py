"""Nouns as nodes and edges: labels by the day, roles as edges or properties, plain and derived edges."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from graph.claim import Value
from graph.entity import Entity, Name
from graph.identity.linking import entity_id
from graph.ontology import ontology, vocabulary
from graph.statement import Statement
from graph.views.following import Part
from graph.views.property_graph import Edge, Node, PropertyGraph, Schema, entity_node, properties
from tests.graph.views.test_rdf import BASE, DAY

SCHEMA = Schema(ontology())
GRAPH = PropertyGraph(SCHEMA, DAY)


def edges(statement: Statement) -> dict[str, Edge]:
    return {edge.type: edge for edge in GRAPH.edges(statement, ())}


@pytest.mark.parametrize(("changed", "label"), [
    ({}, "Statement"),
    ({"polarity": "negative", "modality": "planned"}, "NegativeStatement"),
    ({"modality": "planned", "ended": True}, "PlannedStatement"),
    ({"modality": "reported"}, "ReportedStatement"),
    ({"valid_from": "2026-03-01"}, "Statement"),
    ({"valid_from": "2026-03-02"}, "FutureStatement"),
    ({"valid_to": "2026-02-28"}, "PastStatement"),
    ({"valid_to": "2026-03"}, "Statement"),
    ({"ended": True}, "PastStatement"),
    ({"valid_to": "../2026-03-01", "roles": (("status", Value("former", "text")),)}, "PastStatement"),
])
def test_the_label_says_what_a_statement_is_on_the_day(changed: dict[str, object], label: str) -> None:
    assert GRAPH.label(replace(BASE, **changed)) == label  # type: ignore[arg-type]


def test_a_statement_has_its_places_as_edges_and_its_literals_as_properties() -> None:
    node, found = GRAPH.node(BASE), edges(BASE)
    told = dict(node.properties)
    assert (node.label, told["id"], told["predicate"], told["object_key"]) == ("Statement", "s1", "provides_service", "e2")
    assert told["to"] == ("two apps",)
    assert told["to_keys"] == ("e3", "t:two apps")
    assert {name: edge.target[1] for name, edge in found.items() if edge.source == ("statement", "s1")} == {
        "SUBJECT": "e1", "OBJECT": "e2", "TO": "e3"}
    assert "valid_from" not in told


def test_plain_and_derived_edges_name_their_statement() -> None:
    found = edges(BASE)
    plain, derived = dict(found["PROVIDES_SERVICE"].properties), dict(found["SERVES"].properties)
    assert found["PROVIDES_SERVICE"][1:3] == (("entity", "e1"), ("entity", "e2"))
    assert (plain["statement"], plain["derived"], plain["to"]) == ("s1", False, ("e3", "two apps"))
    assert found["SERVES"][1:3] == (("entity", "e1"), ("entity", "e3"))
    assert (derived["statement"], derived["derived"]) == ("s1", True)
    assert not {"PROVIDES_SERVICE", "SERVES"} & edges(replace(BASE, modality="planned")).keys()


def test_a_literal_object_is_a_property_with_its_amount() -> None:
    statement = replace(BASE, predicate="has_metric", object=Value("$34 million", "money"), roles=())
    told = dict(GRAPH.node(statement).properties)
    assert (told["object"], told["object_datatype"], told["object_key"]) == ("$34 million", "money", "n:34000000 USD")
    assert (told["object_number"], told["object_unit"]) == (34000000.0, "USD")
    assert edges(statement).keys() == {"SUBJECT"}


def test_a_symmetric_rule_gives_both_ways_and_no_edge_twice() -> None:
    statement = replace(BASE, predicate="produces", roles=(("with", "e1"), ("with", "e4")))
    found = [edge[1:3] for edge in GRAPH.edges(statement, ()) if edge.type == "CO_PRODUCES_WITH"]
    assert sorted((one[1], other[1]) for one, other in found) == [("e1", "e1"), ("e1", "e4"), ("e4", "e1")]


def test_an_entity_has_its_types_with_the_primary_one_first() -> None:
    node = entity_node(Entity("e9", "The Kite\0 \ud800", "Platform", ("Organization", "Platform"), (Name("Kite", 2),)))
    told = dict(node.properties)
    assert (node.label, told["types"], told["sort_key"]) == ("Platform", ("Platform", "Organization"), "kite")
    assert told["name"] == "The Kite� �"


def test_a_concept_knows_what_is_above_it() -> None:
    service = entity_id("digital intermediate", "Service")
    (node,) = GRAPH.things(Part(entities={service: Entity(service, "digital intermediate", "Service", ("Service",), ())}))
    assert isinstance(node, Node)
    wider = vocabulary().wider("Service", "digital intermediate")
    assert dict(node.properties)["broader"] == wider
    assert wider[-1] == "post-production"


def test_no_role_is_called_like_a_property() -> None:
    roles = set(ontology().roles)
    assert not roles & {"id", "predicate", "polarity", "modality", "valid_from", "valid_to", "ended", "confidence", "sources", "object",
                        "object_key", "statement", "derived"}


def test_what_has_no_value_is_left_out() -> None:
    assert properties({"a": None, "b": (), "c": False, "d": dt.date(2026, 1, 1)}) == (("c", False), ("d", dt.date(2026, 1, 1)))
