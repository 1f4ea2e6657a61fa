"""What a part of the record changes in a store: which quads go and which come, found by a few queries.

The store is asked for what it holds of the things of a part, so that a part which was applied already changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.record.listed import chunks
from graph.views.dataset import Dataset, Quad
from graph.views.edges import derived_iri
from graph.views.following import Part
from graph.views.rdf import ENTITY_PROPERTIES
from graph.views.terms import CLAIM, DERIVED, DOCUMENT, ENTITY, EVERYTHING, OA, PROV, RDF, RG, STATEMENT, name

THINGS = 100
"""How many things one update is about at most."""
_AT_ONCE = 500
_FROM = PROV + "wasDerivedFrom"

Triples = Callable[[str, str], Iterator[Quad]]
"""The quads that a CONSTRUCT query gives, as quads of the graph that is named."""


def small(part: Part) -> Iterator[Part]:
    """A part as several, each about a few things."""
    for ids in chunks(part.entities, THINGS):
        yield Part(entities={id_: part.entities[id_] for id_ in ids})
    for ids in chunks(part.documents, THINGS):
        yield Part(documents={id_: part.documents[id_] for id_ in ids})
    for ids in chunks(part.statements, THINGS):
        yield Part(statements={id_: part.statements[id_] for id_ in ids}, texts=part.texts,
                   evidence={id_: part.evidence[id_] for id_ in ids if id_ in part.evidence})


def changes(ask: Triples, dataset: Dataset, part: Part) -> tuple[set[Quad], set[Quad]]:
    """The quads that go and those that come, so that the things of a part have their new state."""
    old: set[Quad] = set()
    new: set[Quad] = set()
    old.update(quad for quad in _about(ask, [name(ENTITY, id_) for id_ in part.entities]) if _predicate(quad) in ENTITY_PROPERTIES)
    documents = [name(DOCUMENT, id_) for id_ in part.documents]
    old.update(_about(ask, [*documents, *_linked(ask, documents, f"<{RG}version>")]))
    new.update(dataset.quads(Part(entities=part.entities, documents=part.documents)))
    if not part.statements:
        return old - new, new - old
    statements = [name(STATEMENT, id_) for id_ in part.statements]
    claims = {name(CLAIM, row.claim) for id_ in part.statements for row in part.evidence.get(id_, ())} | _claims(ask, statements)
    below = _linked(ask, sorted(claims), f"(<{OA}hasTarget>/<{OA}hasSelector>?)")
    held = set(_about(ask, statements))
    old |= held | set(_about(ask, sorted({*claims, *below})))
    links, shared_old = _edges(ask, dataset, statements, held)
    old |= links
    shared_new: set[Quad] = set()
    for statement in part.statements.values():
        if statement is not None:
            own, shared = dataset.statement(statement, part)
            new |= own
            shared_new |= shared
    gone = shared_old - shared_new
    return (old - new) | (gone - _supported(ask, dataset, gone, set(statements))), (new - old) | (shared_new - shared_old)


def _about(ask: Triples, nodes: Sequence[str]) -> Iterator[Quad]:
    """All quads of some nodes, in both graphs."""
    for some in chunks(nodes, _AT_ONCE):
        values = f"VALUES ?s {{ {' '.join(f'<{node}>' for node in some)} }}"
        yield from ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {values} ?s ?p ?o }}", "")
        yield from ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {values} GRAPH <{EVERYTHING}> {{ ?s ?p ?o }} }}", EVERYTHING)


def _linked(ask: Triples, nodes: Sequence[str], path: str) -> set[str]:
    """The nodes that a path leads to."""
    found: set[str] = set()
    for some in chunks(nodes, _AT_ONCE):
        values = f"VALUES ?s {{ {' '.join(f'<{node}>' for node in some)} }}"
        text = f"CONSTRUCT {{ ?s <{RG}leads> ?n }} WHERE {{ {values} GRAPH <{EVERYTHING}> {{ ?s {path} ?n }} }}"
        found.update(_end(quad) for quad in ask(text, ""))
    return found


def _claims(ask: Triples, statements: Sequence[str]) -> set[str]:
    """The claims of statements, without those that have gone over to another one."""
    text = (f"CONSTRUCT {{ ?s <{RG}leads> ?c }} WHERE {{ VALUES ?s {{ {' '.join(f'<{node}>' for node in statements)} }} "
            f"GRAPH <{EVERYTHING}> {{ ?s <{RG}claim> ?c . ?c <{OA}hasBody> ?s }} }}")
    return {_end(quad) for quad in ask(text, "")}


def _edges(ask: Triples, dataset: Dataset, statements: Sequence[str], held: Iterable[Quad]) -> tuple[set[Quad], set[Quad]]:
    """The links of derived edges to statements, and the quads that these statements give and share with others."""
    places: dict[str, dict[str, str]] = {}
    for graph, triple in held:
        if not graph:
            subject, predicate, object_ = triple.split(" ", 2)
            places.setdefault(subject, {})[predicate[1:-1]] = object_
    edges: set[str] = set()
    for told in places.values():
        ends = [told.get(RG + place) for place in ("subject", "predicate", "object")]
        if None not in ends:
            edges.add(f"{ends[0]} {ends[1]} {ends[2]}")
            relation = dataset.ontology.relations.get(str(ends[1])[1:-1].removeprefix(RG))
            if relation is not None and relation.symmetric and str(ends[2]).startswith("<"):
                edges.add(f"{ends[2]} {ends[1]} {ends[0]}")
    links: set[Quad] = set()
    values = f"VALUES ?s {{ {' '.join(f'<{node}>' for node in statements)} }}"
    nodes = sorted({quad[1].split(" ", 1)[0][1:-1] for quad in ask(
        f"CONSTRUCT {{ ?d <{_FROM}> ?s }} WHERE {{ {values} GRAPH <{EVERYTHING}> {{ ?d <{_FROM}> ?s }} }}", "")})
    shared: set[Quad] = set()
    derived: dict[str, dict[str, str]] = {}
    ours = {f"<{node}>" for node in statements}
    for quad in _about(ask, nodes):
        subject, predicate, object_ = quad[1].split(" ", 2)
        if predicate[1:-1] != _FROM:
            shared.add(quad)
            derived.setdefault(subject, {})[predicate[1:-1]] = object_
        elif object_ in ours:
            links.add(quad)
    edges.update(" ".join(told[RDF + place] for place in ("subject", "predicate", "object")) for told in derived.values()
                 if RDF + "object" in told)
    return links, shared | {(graph, edge) for edge in edges for graph in ("", EVERYTHING)}


def _supported(ask: Triples, dataset: Dataset, gone: set[Quad], apart: set[str]) -> set[Quad]:
    """The shared quads that other statements which stand still give."""
    by_node: dict[str, set[Quad]] = {}
    by_edge: dict[str, set[Quad]] = {}
    for quad in gone:
        subject, predicate, object_ = quad[1].split(" ", 2)
        made = subject.startswith("<" + DERIVED)
        by_node.setdefault(subject[1:-1] if made else derived_iri(subject[1:-1], predicate[1:-1], object_[1:-1]), set()).add(quad)
        if not made:
            by_edge.setdefault(quad[1], set()).add(quad)
            relation = dataset.ontology.relations.get(predicate[1:-1].removeprefix(RG))
            if relation is not None and relation.symmetric and object_.startswith("<"):
                by_edge.setdefault(f"{object_} {predicate} {subject}", set()).add(quad)
    kept: set[Quad] = set()
    for some in chunks(by_node, _AT_ONCE):
        values = " ".join(f"<{node}>" for node in some)
        for found in ask(f"CONSTRUCT {{ ?d <{_FROM}> ?s }} WHERE {{ VALUES ?d {{ {values} }} ?d <{_FROM}> ?s }}", ""):
            if _end(found) not in apart:
                kept |= by_node[found[1].split(" ", 1)[0][1:-1]]
    for some in chunks(by_edge, _AT_ONCE):
        values = " ".join(f"({edge})" for edge in some)
        ends = f"?s <{RG}subject> ?a ; <{RG}predicate> ?p ; <{RG}object> ?z"
        told: dict[str, dict[str, str]] = {}
        for found in ask(f"CONSTRUCT {{ {ends} }} WHERE {{ VALUES (?a ?p ?z) {{ {values} }} {ends} }}", ""):
            subject, predicate, object_ = found[1].split(" ", 2)
            told.setdefault(subject, {})[predicate] = object_
        for statement, of in told.items():
            if statement[1:-1] not in apart:
                kept |= by_edge.get(" ".join(of[f"<{RG}{place}>"] for place in ("subject", "predicate", "object")), set())
    return kept


def _predicate(quad: Quad) -> str:
    return quad[1].split(" ", 2)[1][1:-1]


def _end(quad: Quad) -> str:
    return quad[1].split(" ", 2)[2][1:-1]

