"""The exported graph conforms to the shapes, a damaged one doesn't; the vocabulary is whole SKOS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from graph.claim import Value
from graph.exchange.rdf import export
from graph.exchange.shapes import shacl, skos
from graph.ontology import ontology, vocabulary
from graph.record import Record
from tests.graph.views.world import FIRST, FOURTH, HARBOUR, KITE, OWNER, SECOND, STUDIO, THIRD, TODAY, Told, reading, write

RG = Namespace("urn:reelgraph:ns:")
ROLE = Namespace("urn:reelgraph:role:")
FIFTH = reading("fifth", "Northlight Post joined Kite Reels. Marlow Group formerly owned Kite Reels.",
                Told(STUDIO, "partners_with", KITE), Told(OWNER, "owns", KITE, {"status": Value("former", "one_of"), "since": Value("2019", "date")}))


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data="".join(shacl(ontology())), format="turtle")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, str]:
    record = Record.open(f"sqlite:///{tmp_path_factory.mktemp('shapes') / 'record.sqlite'}")
    write(record, FIRST, SECOND, THIRD, FOURTH, FIFTH)
    told = {everything: "".join(export(record, format="turtle", day=TODAY, everything=everything)) for everything in (False, True)}
    record.close()
    return told


@pytest.fixture
def graph(texts: dict[bool, str]) -> Graph:
    return Graph().parse(data=texts[True], format="turtle")


def report(graph: Graph, shapes: Graph) -> str:
    """Empty where the graph conforms."""
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    return "" if conforms else str(text)


@pytest.mark.parametrize("everything", [False, True])
def test_the_exported_graph_conforms(shapes: Graph, texts: dict[bool, str], everything: bool) -> None:
    graph = Graph().parse(data=texts[everything], format="turtle")
    assert len(set(graph.subjects(RDF.type, RG.Statement))) >= 5
    assert report(graph, shapes) == ""


def _statement(graph: Graph, predicate: str) -> Node:
    return next(graph.subjects(RG.predicate, RG[predicate]))


def _set(graph: Graph, subject: Node, predicate: URIRef, value: Node | None) -> None:
    graph.remove((subject, predicate, None))
    if value is not None:
        graph.add((subject, predicate, value))


def _entity(graph: Graph, name: str) -> Node:
    return next(graph.subjects(URIRef("http://www.w3.org/2000/01/rdf-schema#label"), Literal(name, lang="en")))


DAMAGES: dict[str, Callable[[Graph], object]] = {
    "a polarity that nobody knows": lambda graph: _set(graph, _statement(graph, "owns"), RG.polarity, RG.maybe),
    "a modality too many": lambda graph: graph.add((_statement(graph, "owns"), RG.modality, RG.planned)),
    "no subject": lambda graph: _set(graph, _statement(graph, "owns"), RG.subject, None),
    "a subject outside the domain": lambda graph: _set(graph, _statement(graph, "owns"), RG.subject, _entity(graph, "finishing")),
    "an object outside the range": lambda graph: _set(graph, _statement(graph, "provides_service"), RG.object, _entity(graph, HARBOUR.name)),
    "a literal where none may be": lambda graph: _set(graph, _statement(graph, "owns"), RG.object, Literal("a house")),
    "an entity where a literal must be": lambda graph: _set(graph, _statement(graph, "has_metric"), RG.object, _entity(graph, KITE.name)),
    "a role of another relation": lambda graph: graph.add((_statement(graph, "has_metric"), ROLE.to, _entity(graph, KITE.name))),
    "a role filled by the wrong type": lambda graph: _set(graph, _statement(graph, "produces"), ROLE["with"], _entity(graph, "finishing")),
    "an entity as a stake": lambda graph: _set(graph, _statement(graph, "owns"), ROLE.stake, _entity(graph, KITE.name)),
    "a status that nobody knows": lambda graph: graph.add((_statement(graph, "owns"), ROLE.status, Literal("lost"))),
    "a confidence above one": lambda graph: _set(graph, _statement(graph, "owns"), RG.confidence, Literal(1.5)),
    "an unknown relation": lambda graph: _set(graph, _statement(graph, "owns"), RG.predicate, RG.adores),
    "no claim": lambda graph: _set(graph, _statement(graph, "owns"), RG.claim, None),
    "no label": lambda graph: _set(graph, _entity(graph, KITE.name), URIRef("http://www.w3.org/2000/01/rdf-schema#label"), None),
    "an unknown type": lambda graph: _set(graph, _entity(graph, KITE.name), RG.primaryType, RG.Ship),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_graph_does_not(shapes: Graph, graph: Graph, damage: str) -> None:
    DAMAGES[damage](graph)
    assert report(graph, shapes) != ""


def test_there_is_a_shape_for_every_relation_and_equal_ontologies_give_equal_shapes(shapes: Graph) -> None:
    sh = Namespace("http://www.w3.org/ns/shacl#")
    assert {str(node).removeprefix(RG) for node in shapes.objects(None, sh.targetNode)} == set(ontology().relations)
    assert list(shacl(ontology())) == list(shacl(ontology()))


def test_the_vocabulary_is_skos(tmp_path: Path) -> None:
    graph = Graph().parse(data="".join(skos(vocabulary())), format="turtle")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == len(list(vocabulary()))
    finishing = next(graph.subjects(SKOS.prefLabel, Literal("finishing", lang="en")))
    assert Literal("finishing services", lang="en") in set(graph.objects(finishing, SKOS.altLabel))
    above = next(graph.objects(finishing, SKOS.broader))
    assert graph.value(above, SKOS.prefLabel) == Literal("post-production", lang="en")
    assert set(graph.subject_objects(SKOS.broader)) == {(narrow, broad) for broad, narrow in graph.subject_objects(SKOS.narrower)}
    for concept in concepts:
        scheme = graph.value(concept, SKOS.inScheme)
        assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
        top = graph.value(concept, SKOS.broader) is None
        assert ((concept, SKOS.topConceptOf, scheme) in graph) == ((scheme, SKOS.hasTopConcept, concept) in graph) == top
        assert len(list(graph.objects(concept, SKOS.prefLabel))) == 1
