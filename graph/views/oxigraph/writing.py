"""Writing to an Oxigraph store: filling an empty one, and giving the things of a part their new state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph.views.dataset import Dataset, Quad, nquad
from graph.views.edges import derived_iri
from graph.views.following import Part
from graph.views.rdf import ENTITY_PROPERTIES
from graph.views.terms import CLAIM, DERIVED, DOCUMENT, ENTITY, EVERYTHING, OA, PREFIXES, PROV, RDF, RG, STATEMENT, name

_GRAPHS = (ox.DefaultGraph(), ox.NamedNode(EVERYTHING))
_CLAIM, _BODY, _TARGET, _SELECTOR, _VERSION, _FROM = (ox.NamedNode(iri) for iri in (
    RG + "claim", OA + "hasBody", OA + "hasTarget", OA + "hasSelector", RG + "version", PROV + "wasDerivedFrom"))
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(RG + local) for local in ("subject", "predicate", "object"))


def fill(store: ox.Store, dataset: Dataset, parts: Iterable[Part]) -> None:
    """Load the vocabulary and all parts into an empty store."""
    def lines() -> Iterator[bytes]:
        yield "".join(nquad(quad) + "\n" for quad in dataset.fixed()).encode()
        for part in parts:
            yield "".join(nquad(quad) + "\n" for quad in dataset.quads(part)).encode()

    store.bulk_load(_Stream(lines()), format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]


class _Stream:
    """Pieces of bytes as a file that can be read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        told, self._rest = (self._rest, memoryview(b"")) if size < 0 else (self._rest[:size], self._rest[size:])
        return bytes(told)


def apply(store: ox.Store, dataset: Dataset, part: Part) -> None:
    """Give the things of a part their new state: only the quads that differ are touched."""
    old: set[Quad] = set()
    new: set[Quad] = set()
    for id_, entity in part.entities.items():
        node = ox.NamedNode(name(ENTITY, id_))
        old.update(quad for quad in _about(store, node) if _property(quad) in ENTITY_PROPERTIES)
        new.update(dataset.entity(entity) if entity else ())
    for id_, document in part.documents.items():
        old.update(_with_children(store, ox.NamedNode(name(DOCUMENT, id_)), _VERSION))
        new.update(dataset.quads(Part(documents={id_: document})))
    shared_old: set[Quad] = set()
    shared_new: set[Quad] = set()
    for id_, statement in part.statements.items():
        node = ox.NamedNode(name(STATEMENT, id_))
        old.update(_about(store, node))
        for claim in _claims(store, node) | {ox.NamedNode(name(CLAIM, row.claim)) for row in part.evidence.get(id_, ())}:
            old.update(_with_children(store, claim, _TARGET, _SELECTOR))
        shared_old.update(_edges(store, dataset, node, old))
        if statement is not None:
            own, shared = dataset.statement(statement, part)
            new |= own
            shared_new |= shared
    _write(store, delete=old - new, add=(new - old) | (shared_new - shared_old))
    _write(store, delete={quad for quad in shared_old - shared_new if not _supported(store, dataset, quad)}, add=set())


def _write(store: ox.Store, *, delete: set[Quad], add: set[Quad]) -> None:
    if delete:
        told = "\n".join(f"GRAPH <{graph}> {{ {triple} }}" if graph else f"{triple} ." for graph, triple in sorted(delete))
        store.update(f"DELETE DATA {{ {told} }}")
    if add:
        store.load("\n".join(map(nquad, sorted(add))).encode(), format=ox.RdfFormat.N_QUADS)


def _quad(quad: ox.Quad) -> Quad:
    graph = quad.graph_name
    return graph.value if isinstance(graph, ox.NamedNode) else "", f"{quad.subject} {quad.predicate} {quad.object}"


def _property(quad: Quad) -> str:
    return quad[1].split(" ", 2)[1][1:-1]


def quads(store: ox.Store) -> Iterator[Quad]:
    """All that a store holds."""
    return map(_quad, store.quads_for_pattern(None, None, None, None))


def _about(store: ox.Store, node: ox.NamedNode) -> Iterator[Quad]:
    return (_quad(quad) for graph in _GRAPHS for quad in store.quads_for_pattern(node, None, None, graph))


def _with_children(store: ox.Store, node: ox.NamedNode, *links: ox.NamedNode) -> Iterator[Quad]:
    """The quads of a node, and of the nodes that the first link leads to, of those that the second leads to from there …"""
    yield from _about(store, node)
    if links:
        for child in {quad.object for graph in _GRAPHS for quad in store.quads_for_pattern(node, links[0], None, graph)}:
            if isinstance(child, ox.NamedNode):
                yield from _with_children(store, child, *links[1:])


def _claims(store: ox.Store, statement: ox.NamedNode) -> set[ox.NamedNode]:
    """The claims of a statement, without those that have gone over to another one."""
    found = {quad.object for graph in _GRAPHS for quad in store.quads_for_pattern(statement, _CLAIM, None, graph)}
    return {claim for claim in found if isinstance(claim, ox.NamedNode)
            and next(store.quads_for_pattern(claim, _BODY, statement, None), None) is not None}


def _edges(store: ox.Store, dataset: Dataset, statement: ox.NamedNode, old: set[Quad]) -> Iterator[Quad]:
    """The shared quads that a statement gives now; what it owns of them is added to `old`."""
    ends = [next((quad.object for quad in store.quads_for_pattern(statement, place, None, _GRAPHS[0])), None)
            for place in (_SUBJECT, _PREDICATE, _OBJECT)]
    if None not in ends:
        edges = [f"{ends[0]} {ends[1]} {ends[2]}"]
        relation = dataset.ontology.relations.get(ends[1].value.removeprefix(RG)) if isinstance(ends[1], ox.NamedNode) else None
        if relation is not None and relation.symmetric and isinstance(ends[2], ox.NamedNode):
            edges.append(f"{ends[2]} {ends[1]} {ends[0]}")
        yield from ((graph, edge) for edge in edges for graph in ("", EVERYTHING))
    for link in store.quads_for_pattern(None, _FROM, statement, None):
        old.add(_quad(link))
        if isinstance(link.graph_name, ox.DefaultGraph) and isinstance(link.subject, ox.NamedNode):
            told = {quad.predicate.value: quad.object for quad in store.quads_for_pattern(link.subject, None, None, _GRAPHS[0])}
            edge = f"{told[RDF + 'subject']} {told[RDF + 'predicate']} {told[RDF + 'object']}"
            yield from ((graph, edge) for graph in ("", EVERYTHING))
            yield from (quad for quad in _about(store, link.subject) if _property(quad) != _FROM.value)


def _supported(store: ox.Store, dataset: Dataset, quad: Quad) -> bool:
    """Whether another statement that stands still gives a shared quad."""
    subject, predicate, object_ = quad[1].split(" ", 2)
    derived = subject[1:-1] if subject.startswith("<" + DERIVED) else derived_iri(subject[1:-1], predicate[1:-1], object_[1:-1])
    if next(store.quads_for_pattern(ox.NamedNode(derived), _FROM, None, _GRAPHS[0]), None) is not None:
        return True
    relation = dataset.ontology.relations.get(predicate[1:-1].removeprefix(RG))
    ways = [(subject, object_)] + ([(object_, subject)] if relation is not None and relation.symmetric else [])
    return any(bool(store.query(f"ASK {{ ?s rg:subject {one} ; rg:predicate {predicate} ; rg:object {other} }}", prefixes=PREFIXES))
               for one, other in ways if one.startswith("<"))
