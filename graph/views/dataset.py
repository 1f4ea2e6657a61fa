"""Which quads a part of the record makes: the default graph holds what stands on the day, `rg:all` everything.

A quad is (graph, triple), both as N-Quads write them; the default graph is "". A statement owns its quads, save those of
its edges, which other statements may give as well; entities, documents and the vocabulary are in both graphs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

from graph.entity import Entity
from graph.ontology.model import Ontology, Vocabulary
from graph.statement import Statement
from graph.views import rdf
from graph.views.edges import edge_triples
from graph.views.following import Part
from graph.views.terms import EVERYTHING, PROV, Triple, line

Quad = tuple[str, str]

FORMAT = "1"
"""To be raised with every change of what the graph looks like: views of another format start anew."""

_GRAPHS = ("", EVERYTHING)


def mark(ontology: Ontology, vocabulary: Vocabulary) -> str:
    """What a graph is made by: another ontology, vocabulary or format gives another one."""
    told = repr((FORMAT, ontology.derived, ontology.former, sorted(vocabulary.concepts.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class Dataset:
    """What the graph holds on a day, under an ontology and a vocabulary."""

    def __init__(self, ontology: Ontology, vocabulary: Vocabulary, day: dt.date) -> None:
        self.ontology = ontology
        self.vocabulary = vocabulary
        self.day = day
        self.concepts = rdf.concept_names(vocabulary)

    def vocabulary_triples(self) -> Iterator[Triple]:
        return rdf.vocabulary_triples(self.vocabulary)

    def fixed(self) -> Iterator[Quad]:
        """What the graph holds whatever the record: the vocabulary."""
        return _in_both(self.vocabulary_triples())

    def quads(self, part: Part) -> Iterator[Quad]:
        """All quads of a part; an edge's may come several times."""
        for entity in part.entities.values():
            yield from self.entity(entity) if entity else ()
        for document in part.documents.values():
            yield from _in_both(rdf.document_triples(document)) if document else ()
        for statement in part.statements.values():
            if statement is not None:
                own, shared = self.statement(statement, part)
                yield from own
                yield from shared

    def triples(self, part: Part, *, everything: bool) -> Iterator[Triple]:
        """The triples of the default graph, or of `rg:all`, that a part makes, resource by resource."""
        for entity in part.entities.values():
            yield from rdf.entity_triples(entity, self.concepts) if entity else ()
        for document in part.documents.values():
            yield from rdf.document_triples(document) if document else ()
        for statement in part.statements.values():
            if statement is not None and (everything or self.stands(statement)):
                yield from by_resource(self._told(statement, part))
                yield from by_resource(edge_triples(statement, self.ontology) if self.stands(statement) else ())

    def entity(self, entity: Entity) -> Iterator[Quad]:
        return _in_both(rdf.entity_triples(entity, self.concepts))

    def stands(self, statement: Statement) -> bool:
        return rdf.stands(statement, self.day, self.ontology)

    def statement(self, statement: Statement, part: Part) -> tuple[set[Quad], set[Quad]]:
        """The quads that a statement owns, with its claims, and those that it shares: its edges."""
        told = self._told(statement, part)
        if not self.stands(statement):
            return set(_in((EVERYTHING,), told)), set()
        own: set[Quad] = set(_in_both(told))
        shared: set[Quad] = set()
        for triple in edge_triples(statement, self.ontology):
            (own if triple[1] == PROV + "wasDerivedFrom" else shared).update(_in_both([triple]))
        return own, shared

    def _told(self, statement: Statement, part: Part) -> Iterator[Triple]:
        yield from rdf.statement_triples(statement, self.ontology)
        for row in part.evidence.get(statement.id, ()):
            yield from rdf.claim_triples(statement.id, row, part.texts.get(row.version) if row.version else None)


def by_resource(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Triples with those of one subject together, subjects in the order in which they come first."""
    found: dict[str, list[Triple]] = {}
    for triple in triples:
        found.setdefault(triple[0], []).append(triple)
    return (triple for own in found.values() for triple in dict.fromkeys(own))


def nquad(quad: Quad) -> str:
    """A quad as a line of N-Quads, without the line's end."""
    graph, triple = quad
    return f"{triple} <{graph}> ." if graph else f"{triple} ."


def _in(graphs: Iterable[str], triples: Iterable[Triple]) -> Iterator[Quad]:
    for triple in triples:
        told = line(triple)[:-2]
        for graph in graphs:
            yield graph, told


def _in_both(triples: Iterable[Triple]) -> Iterator[Quad]:
    return _in(_GRAPHS, triples)


