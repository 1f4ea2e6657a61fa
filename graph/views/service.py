"""What a SPARQL service says of itself: SPARQL 1.1 Service Description, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.views.terms import EVERYTHING, RDF, Blank, Term

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
ENTAILMENT = "http://www.w3.org/ns/entailment/"
RESULTS = {
    "application/sparql-results+json": "SPARQL_Results_JSON", "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV", "text/tab-separated-values": "SPARQL_Results_TSV", "text/turtle": "Turtle",
    "application/n-triples": "N-Triples", "application/ld+json": "JSON-LD", "application/rdf+xml": "RDF_XML",
}
"""The media types that have a name among W3C's formats."""


def described(endpoint: str, media_types: Iterable[str]) -> Iterator[tuple[Term, str, Term]]:
    """A service at an address: it reads SPARQL 1.1, answers as these media types, and holds a default graph and `rg:all`."""
    service, dataset, default, named, all_ = endpoint, Blank("dataset"), Blank("default"), Blank("named"), Blank("all")
    yield service, RDF + "type", SD + "Service"
    yield service, SD + "endpoint", endpoint
    yield service, SD + "supportedLanguage", SD + "SPARQL11Query"
    yield service, SD + "defaultEntailmentRegime", ENTAILMENT + "Simple"
    for media_type in media_types:
        if media_type in RESULTS:
            yield service, SD + "resultFormat", FORMATS + RESULTS[media_type]
    yield service, SD + "defaultDataset", dataset
    yield dataset, RDF + "type", SD + "Dataset"
    yield dataset, SD + "defaultGraph", default
    yield default, RDF + "type", SD + "Graph"
    yield dataset, SD + "namedGraph", named
    yield named, RDF + "type", SD + "NamedGraph"
    yield named, SD + "name", EVERYTHING
    yield named, SD + "graph", all_
    yield all_, RDF + "type", SD + "Graph"
