"""Claims that no document makes, in every view: who asserts them is told, evidence there is none, and following is rebuilding."""

from __future__ import annotations

import pytest

from graph.claim import Claim, Origin
from graph.home import Home
from graph.record import Record
from graph.views.ladybug import LadybugView
from graph.views.neo4j import Neo4jView
from graph.views.oxigraph import OxigraphView
from graph.views.sparql_http import SparqlHttpView
from graph.views.terms import RULE, Lit
from tests.graph.views.world import DUBBING, FINISHING, HARBOUR, NOW, OTHER, STUDIO, TODAY


def asserted(who: str, *, by: object = STUDIO, service: object = FINISHING) -> Claim:
    return Claim("as given", by, "provides_service", service, (("to", HARBOUR),), "positive", "asserted", None, None, 0.8,  # type: ignore[arg-type]
                 Origin(who), None)


def test_claims_without_a_document_are_in_every_view(record: Record, home: Home, sparql_http: SparqlHttpView) -> None:
    views = (OxigraphView(home), LadybugView(home, threads=1), sparql_http)
    for view in views:
        view.sync(record, day=TODAY)
    told = [asserted("ada"), asserted("ben", by=OTHER, service=DUBBING)]  # one beside a document's claim, one alone
    assert [one.status for one in record.assert_all(told, now=NOW)] == ["new", "new"]
    for view in views:
        view.sync(record, day=TODAY)
        assert list(view.compare(record)) == [], view.name
    who = ("SELECT ?studio ?by ?from WHERE { ?s rg:predicate rg:provides_service ; role:to/rdfs:label 'HarbourTV'@en ; rg:claim ?c ; "
           "rg:subject/rdfs:label ?studio . ?c prov:wasAttributedTo ?by OPTIONAL { ?c prov:wasDerivedFrom ?from } "
           "FILTER(!BOUND(?from)) } ORDER BY ?studio")
    expected = [(Lit("Northlight Post", language="en"), f"{RULE}ada", None), (Lit("Tallow Studios", language="en"), f"{RULE}ben", None)]
    for rdf in (views[0], sparql_http):
        assert list(rdf.query(who).rows) == expected, rdf.name
        assert not rdf.query(f"ASK {{ ?c prov:wasAttributedTo <{RULE}ben> ; oa:hasTarget ?t }}").truth
    alone = "MATCH (s:Statement)-[:SUBJECT]->(a:Entity {name: 'Tallow Studios'}) WHERE s.predicate = 'provides_service' "
    graph = views[1]
    assert graph.query(alone + "OPTIONAL MATCH (s)-[e:EVIDENCED_BY]->(d:Document) RETURN s.confidence, s.sources, d.id").rows == ((0.8, 1, None),)
    assert graph.query("MATCH (:Entity {name: 'Tallow Studios'})-[r:SERVES]->(z:Entity) RETURN z.name").rows == (("HarbourTV",),)
    for view in views:
        view.rebuild(record, day=TODAY)
        assert list(view.compare(record)) == [], view.name


@pytest.mark.neo4j
def test_claims_without_a_document_are_on_neo4j(record: Record, neo4j: Neo4jView) -> None:
    neo4j.sync(record, day=TODAY)
    record.assert_all([asserted("ada"), asserted("ben", by=OTHER, service=DUBBING)], now=NOW)
    neo4j.sync(record, day=TODAY)
    assert list(neo4j.compare(record)) == []
    alone = "MATCH (s:Statement {predicate: 'provides_service'})-[:SUBJECT]->(a:Entity {name: 'Tallow Studios'}) "
    assert neo4j.query(alone + "OPTIONAL MATCH (s)-[e:EVIDENCED_BY]->(d:Document) RETURN s.confidence, s.sources, d.id").rows == ((0.8, 1, None),)
    assert neo4j.query("MATCH (:Entity {name: 'Tallow Studios'})-[r:SERVES]->(z:Entity) RETURN z.name").rows == (("HarbourTV",),)
    neo4j.rebuild(record, day=TODAY)
    assert list(neo4j.compare(record)) == []
