"""What the exported graph keeps to, for others: SHACL shapes made of the ontology, and the vocabulary as SKOS, both in Turtle.

The graph that `graph.exchange.rdf` writes conforms to the shapes, with or without what isn't current (tests/graph/exchange).
A relation's shape is reached from the relation itself, by every statement that names it: its focus node in a report is
the relation, its value the statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.claim import MODALITIES, POLARITIES
from graph.ontology.model import LITERAL, Ontology, Relation, Role, Vocabulary
from graph.views import rdf
from graph.views.terms import CONCEPT, PREFIXES, RDF, RDFS, SKOS, Lit, Triple, escape, name
from graph.views.turtle import turtle

FORMATS = ("shacl", "skos")
_SHAPES = {**PREFIXES, "sh": "http://www.w3.org/ns/shacl#", "shape": "urn:reelgraph:shape:"}
_OWN = ("rdf:type", "rg:subject", "rg:predicate", "rg:object", "rg:objectKey", "rg:objectNumber", "rg:objectUnit", "rg:polarity",
        "rg:modality", "rg:validFrom", "rg:validTo", "rg:fromEarliest", "rg:toLatest", "rg:ended", "rg:confidence", "rg:sources",
        "rg:claim")
"""What every statement may have, whatever its relation."""


def export(format: str, *, ontology: Ontology, vocabulary: Vocabulary) -> Iterator[str]:
    """The text of a file, in pieces: `shacl` or `skos`. Equal ontologies and vocabularies give equal files."""
    return shacl(ontology) if format == "shacl" else skos(vocabulary)


# --- SHACL


def shacl(ontology: Ontology) -> Iterator[str]:
    """Shapes of entities, statements, claims and documents, and one for the statements of each relation."""
    for prefix, namespace in _SHAPES.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"
    types = _in(f"rg:{type_}" for type_ in ontology.entity_types)
    yield _shape("Entity", [
        "sh:targetSubjectsOf rg:primaryType", _property("rdf:type", types, least=1), _property("rg:primaryType", types, least=1, most=1),
        _property("rdfs:label", "sh:datatype rdf:langString", least=1, most=1),
        _property("rg:sortKey", "sh:datatype xsd:string", least=1, most=1), _property("skos:exactMatch", "sh:class skos:Concept")])
    yield _shape("Statement", ["sh:targetClass rg:Statement", *_statement(ontology)])
    yield _shape("Claim", [
        "sh:targetClass rg:Claim", _property("oa:hasBody", "sh:class rg:Statement", least=1),
        _property("rg:origin", "sh:datatype xsd:string", least=1), _property("rg:confidence", _SHARE, least=1),
        _property("rg:verifiable", "sh:datatype xsd:boolean", least=1)])
    yield _shape("Document", [
        "sh:targetClass rg:Document", _property("dcterms:identifier", "sh:datatype xsd:string", least=1, most=1),
        _property("rg:version", "sh:class rg:Version", least=1, most=1), _property("dcterms:title", "sh:datatype xsd:string", most=1)])
    yield _shape("Derived", [
        "sh:targetClass rg:Derived", *(_property(f"rdf:{place}", "sh:nodeKind sh:IRI", least=1, most=1) for place in ("subject", "object")),
        _property("rdf:predicate", _in(sorted({f"rg:{rule.name}" for rule in ontology.derived})), least=1, most=1),
        _property("prov:wasDerivedFrom", "sh:class rg:Statement", least=1)])
    for relation in ontology.relations.values():
        yield from _relation(relation, ontology)


def _statement(ontology: Ontology) -> list[str]:
    return [
        _property("rg:subject", "sh:nodeKind sh:IRI", least=1, most=1),
        _property("rg:predicate", _in(f"rg:{relation}" for relation in ontology.relations), least=1, most=1),
        _property("rg:object", least=1, most=1), _property("rg:objectKey", least=1, most=1),
        _property("rg:polarity", _in(f"rg:{one}" for one in sorted(POLARITIES)), least=1, most=1),
        _property("rg:modality", _in(f"rg:{one}" for one in sorted(MODALITIES)), least=1, most=1),
        _property("rg:validFrom", "sh:datatype xsd:string", most=1), _property("rg:validTo", "sh:datatype xsd:string", most=1),
        _property("rg:fromEarliest", "sh:datatype xsd:date", most=1), _property("rg:toLatest", "sh:datatype xsd:date", most=1),
        _property("rg:ended", "sh:datatype xsd:boolean", most=1), _property("rg:confidence", _SHARE, least=1, most=1),
        _property("rg:sources", "sh:datatype xsd:integer ; sh:minInclusive 0", least=1, most=1),
        _property("rg:claim", "sh:class rg:Claim", least=1)]


def _relation(relation: Relation, ontology: Ontology) -> Iterator[str]:
    """What the statements of a relation may have: domain, range, and no roles but its own."""
    yield (f"\nshape:{relation.name} a sh:NodeShape ;\n    sh:targetNode rg:{relation.name} ;\n"
           f"    sh:property [ sh:path [ sh:inversePath rg:predicate ] ; sh:node shape:{relation.name}-statement ] .\n")
    domain, range_ = relation.domain, relation.range
    if relation.symmetric:  # its two sides stand in order of id
        domain = range_ = domain | range_
    roles = [role for role in ontology.roles.values() if ontology.allows(relation.name, role.name)]
    yield _shape(f"{relation.name}-statement", [
        f"sh:closed true ;\n    sh:ignoredProperties ( {' '.join(_OWN)} )",
        _property("rg:subject", _any(domain)), _property("rg:object", _any(range_)),
        *(_property(f"role:{role.name}", _role(role)) for role in roles), *(_property(f"rolekey:{role.name}") for role in roles)])


def _role(role: Role) -> str:
    """What may fill a role: entities of its types, a literal, or one of its values."""
    if role.kind == "entity":
        return _any(role.range | ({LITERAL} if role.or_text else set()))
    if role.kind == "one_of":
        values = "|".join(role.values)
        return f'sh:nodeKind sh:Literal ; sh:pattern "^({escape(values)})$"'
    return "sh:nodeKind sh:Literal"


_SHARE = "sh:datatype xsd:double ; sh:minInclusive 0.0e0 ; sh:maxInclusive 1.0e0"


def _any(types: Iterable[str]) -> str:
    """An entity of any of some types, or a literal where they say so."""
    told = [f"sh:class rg:{type_}" for type_ in sorted(types) if type_ != LITERAL]
    told += ["sh:nodeKind sh:Literal"] if LITERAL in types else []
    return told[0] if len(told) == 1 else f"sh:or ( {' '.join(f'[ {one} ]' for one in told)} )"


def _in(terms: Iterable[str]) -> str:
    return f"sh:in ( {' '.join(terms)} )"


def _property(path: str, *constraints: str, least: int | None = None, most: int | None = None) -> str:
    told = [f"sh:path {path}", *constraints]
    told += [f"sh:minCount {least}"] if least is not None else []
    told += [f"sh:maxCount {most}"] if most is not None else []
    return f"sh:property [ {' ; '.join(told)} ]"


def _shape(name_: str, parts: Sequence[str]) -> str:
    return f"\nshape:{name_} a sh:NodeShape ;\n    " + " ;\n    ".join(parts) + " .\n"


# --- SKOS


def skos(vocabulary: Vocabulary) -> Iterator[str]:
    """Services, formats, genres and tools: a scheme for each kind, concepts with labels, broader and narrower ones."""
    return turtle(_skos(vocabulary))


def _skos(vocabulary: Vocabulary) -> Iterator[Triple]:
    kinds = dict.fromkeys(concept.type for concept in vocabulary)
    for kind in kinds:
        scheme = name(CONCEPT, kind)
        yield scheme, RDF + "type", SKOS + "ConceptScheme"
        yield scheme, RDFS + "label", Lit(kind, language="en")
        for concept in vocabulary:
            if concept.type == kind and concept.broader is None:
                yield scheme, SKOS + "hasTopConcept", rdf.concept_iri(concept)
    below: dict[str, list[str]] = {}
    for concept in vocabulary:
        if concept.broader is not None:
            below.setdefault(rdf.concept_iri(vocabulary.concepts[concept.type, concept.broader]), []).append(rdf.concept_iri(concept))
    told: dict[str, list[Triple]] = {}
    for triple in rdf.vocabulary_triples(vocabulary):
        told.setdefault(triple[0], []).append(triple)
    for concept in vocabulary:
        node = rdf.concept_iri(concept)
        yield from told[node]
        yield node, SKOS + "inScheme", name(CONCEPT, concept.type)
        if concept.broader is None:
            yield node, SKOS + "topConceptOf", name(CONCEPT, concept.type)
        for label in concept.abbreviations:
            yield node, SKOS + "notation", Lit(label)
        for narrower in below.get(node, ()):
            yield node, SKOS + "narrower", narrower
