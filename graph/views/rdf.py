"""The one door between nouns and RDF terms.

Every noun has an IRI of its own and no node is blank, so that equal records give equal graphs and a resource can be
replaced alone. What belongs to one noun is told by `…_triples`; `stands` says whether a statement is in the default graph.
What a statement that stands adds beside itself, its plain and derived edges, is told by `graph.views.edges`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from graph import dates
from graph.claim import Value
from graph.document import Document
from graph.entity import Entity
from graph.errors import ValueFormatError
from graph.identity.names import fold, sort_key
from graph.identity.values import normalise
from graph.ontology.model import Concept, Ontology, Vocabulary
from graph.statement import Filler, Statement
from graph.views.terms import (
    CLAIM,
    CONCEPT,
    DCTERMS,
    DOCUMENT,
    ENTITY,
    OA,
    PROV,
    RDF,
    RDFS,
    RG,
    ROLE,
    ROLE_KEY,
    RULE,
    SKOS,
    STATEMENT,
    VERSION,
    XSD,
    Lit,
    Term,
    Triple,
    double,
    name,
    text,
)

TYPE = RDF + "type"
_DATED = ((re.compile(r"\d{4}-\d{2}-\d{2}"), XSD + "date"), (re.compile(r"\d{4}-\d{2}"), XSD + "gYearMonth"),
          (re.compile(r"\d{4}"), XSD + "gYear"))
_WHOLE = re.compile(r"0|[1-9]\d{0,17}")
_YES = Lit("true", XSD + "boolean")


# --- values


def literal(value: Value) -> Lit:
    """A literal of ours. Dates and whole numbers have XML Schema's datatypes, other kinds (`money` …) one of `rg:`."""
    told = text(value.value)
    if value.datatype == "text":
        return Lit(told)
    if value.datatype == "number" and _WHOLE.fullmatch(told):
        return Lit(told, XSD + "integer")
    if value.datatype == "date" and dates.is_date(told):
        for form, datatype in _DATED:
            if form.fullmatch(told):
                return Lit(told, datatype)
    return Lit(told, name(RG, value.datatype))


def value(term: Lit) -> Value:
    """The literal that `literal` made a term of."""
    if term.datatype.startswith(RG):
        return Value(term.value, term.datatype.removeprefix(RG))
    if term.datatype == XSD + "integer":
        return Value(term.value, "number")
    return Value(term.value, "date" if term.datatype in {datatype for _, datatype in _DATED} else "text")


def filler(told: Filler) -> Term:
    """What fills a place: an entity's IRI or a literal."""
    return literal(told) if isinstance(told, Value) else name(ENTITY, told)


def key(told: Filler) -> Term:
    """What a place is compared by: an entity's IRI, or the key of the literal's normalised value."""
    return Lit(text(normalise(told))) if isinstance(told, Value) else name(ENTITY, told)


# --- statements


def bounds(statement: Statement, ontology: Ontology) -> tuple[dt.date | None, dt.date | None]:
    """The earliest and the latest day on which a statement may hold; None is open.

    What is called former in a text of a day D (`../D`) was over before D, as the record's projection has it.
    """
    first, last = dates.parse(statement.valid_from).earliest, dates.parse(statement.valid_to).latest
    if statement.valid_to and statement.valid_to.startswith("../") and _former(statement, ontology):
        over = dates.parse(statement.valid_to.removeprefix("../")).earliest
        last = over - dt.timedelta(days=1) if over else last
    return first, last


def _former(statement: Statement, ontology: Ontology) -> bool:
    return any(role == "status" and isinstance(told, Value) and told.value in ontology.former for role, told in statement.roles)


def stands(statement: Statement, day: dt.date, ontology: Ontology) -> bool:
    """Whether a statement is current on a day, positive and asserted: whether the default graph holds it."""
    if statement.polarity != "positive" or statement.modality != "asserted":
        return False
    first, last = bounds(statement, ontology)
    return not (first and first > day) and not (last and last < day) and not (statement.ended and last is None)


def statement_triples(statement: Statement, ontology: Ontology) -> Iterator[Triple]:
    """What a statement says and how well it is known; its claims are told by `claim_triples`."""
    node = name(STATEMENT, statement.id)
    yield node, TYPE, RG + "Statement"
    yield node, RG + "subject", name(ENTITY, statement.subject)
    yield node, RG + "predicate", name(RG, statement.predicate)
    yield node, RG + "object", filler(statement.object)
    yield node, RG + "objectKey", key(statement.object)
    if isinstance(statement.object, Value):
        yield from _measure(node, normalise(statement.object))
    for role, told in statement.roles:
        yield node, name(ROLE, role), filler(told)
        yield node, name(ROLE_KEY, role), key(told)
    yield node, RG + "polarity", name(RG, statement.polarity)
    yield node, RG + "modality", name(RG, statement.modality)
    yield from _validity(node, statement, ontology)
    yield node, RG + "confidence", double(statement.confidence)
    yield node, RG + "sources", Lit(str(statement.sources), XSD + "integer")


def _measure(node: str, told: str) -> Iterator[Triple]:
    """The amount and the unit of a key that holds a number (`n:34000000 USD`), for comparing in a query."""
    if told.startswith("n:"):
        amount, _, unit = told.removeprefix("n:").partition(" ")
        yield node, RG + "objectNumber", double(float(amount))
        if unit:
            yield node, RG + "objectUnit", Lit(unit)


def _validity(node: str, statement: Statement, ontology: Ontology) -> Iterator[Triple]:
    first, last = bounds(statement, ontology)
    for property_, told in (("validFrom", statement.valid_from), ("validTo", statement.valid_to)):
        if told is not None:
            yield node, RG + property_, Lit(told)
    for property_, day in (("fromEarliest", first), ("toLatest", last)):
        if day is not None:
            yield node, RG + property_, Lit(day.isoformat(), XSD + "date")
    if statement.ended:
        yield node, RG + "ended", _YES


# --- claims


class Evidence(Protocol):
    """What this door asks of a record's row of evidence."""

    @property
    def claim(self) -> str: ...
    @property
    def version(self) -> str | None: ...
    @property
    def quote(self) -> str: ...
    @property
    def passages(self) -> tuple[tuple[int, int], ...]: ...
    @property
    def arguments(self) -> tuple[tuple[str, int, int], ...]: ...
    @property
    def confidence(self) -> float: ...
    @property
    def origin(self) -> str: ...
    @property
    def verifiable(self) -> bool: ...


def claim_triples(statement: str, row: Evidence, document_text: str | None) -> Iterator[Triple]:
    """A claim of a statement, with PROV-O and Web Annotation: where it was read, by which rule, and the words that say so."""
    statement_node, node = name(STATEMENT, statement), name(CLAIM, row.claim)
    yield statement_node, RG + "claim", node
    yield node, TYPE, RG + "Claim"
    yield node, TYPE, OA + "Annotation"
    yield node, OA + "hasBody", statement_node
    yield node, RG + "origin", Lit(text(row.origin))
    yield node, PROV + "wasAttributedTo", name(RULE, row.origin)
    yield node, RG + "confidence", double(row.confidence)
    yield node, RG + "verifiable", Lit(str(row.verifiable).lower(), XSD + "boolean")
    if row.version is None:
        return
    source = name(VERSION, row.version)
    yield node, PROV + "wasDerivedFrom", source
    whole = len(row.passages) == 1
    for number, (start, end) in enumerate(row.passages, 1):
        exact = document_text[start:end] if document_text is not None else row.quote if whole else None
        yield from _target(f"{node}.passage.{number}", node, source, RG + "passage", start, end, exact)
    seen: dict[str, int] = {}
    for role, start, end in row.arguments:
        seen[role] = seen.get(role, 0) + 1
        meant = RG + role if role in ("subject", "object") else name(ROLE, role)
        exact = document_text[start:end] if document_text is not None else None
        yield from _target(f"{node}.{role}.{seen[role]}", node, source, meant, start, end, exact)


def _target(node: str, claim: str, source: str, role: str, start: int, end: int, exact: str | None) -> Iterator[Triple]:
    yield claim, OA + "hasTarget", node
    yield node, TYPE, OA + "SpecificResource"
    yield node, OA + "hasSource", source
    yield node, RG + "role", role
    yield node, OA + "hasSelector", f"{node}.position"
    yield f"{node}.position", TYPE, OA + "TextPositionSelector"
    yield f"{node}.position", OA + "start", Lit(str(start), XSD + "integer")
    yield f"{node}.position", OA + "end", Lit(str(end), XSD + "integer")
    if exact is not None:
        yield node, OA + "hasSelector", f"{node}.quote"
        yield f"{node}.quote", TYPE, OA + "TextQuoteSelector"
        yield f"{node}.quote", OA + "exact", Lit(text(exact))


# --- documents and entities


def document_triples(document: Document) -> Iterator[Triple]:
    """A document and its open version; never its text."""
    node, version = name(DOCUMENT, document.id), name(VERSION, document.version)
    yield node, TYPE, RG + "Document"
    yield node, DCTERMS + "identifier", Lit(text(document.id))
    yield node, DCTERMS + "source", Lit(text(document.source))
    if document.url is not None:
        yield node, RG + "url", Lit(text(document.url), XSD + "anyURI")
    for property_, told in (("title", document.title), ("publisher", document.publisher), ("language", document.language),
                            ("issued", document.published_on)):
        if told is not None:
            yield node, DCTERMS + property_, Lit(text(told))
    yield node, RG + "version", version
    yield version, TYPE, RG + "Version"
    yield version, TYPE, PROV + "Entity"
    yield version, PROV + "specializationOf", node
    try:
        published = dates.parse(document.published_on)
    except ValueFormatError:
        published = dates.OPEN
    for property_, day in (("publishedEarliest", published.earliest), ("publishedLatest", published.latest)):
        if day is not None:
            yield version, RG + property_, Lit(day.isoformat(), XSD + "date")


def entity_triples(entity: Entity, concepts: Mapping[tuple[str, str], str]) -> Iterator[Triple]:
    """An entity: its types, its names, what it is ordered by, and the concept (of `concept_names`) that it is."""
    node = name(ENTITY, entity.id)
    for type_ in dict.fromkeys((entity.type, *entity.types)):
        yield node, TYPE, name(RG, type_)
    yield node, RG + "primaryType", name(RG, entity.type)
    yield node, RDFS + "label", Lit(text(entity.name), language="en")
    for other in entity.names:
        if other.text != entity.name:
            yield node, SKOS + "altLabel", Lit(text(other.text), language="en")
    yield node, RG + "sortKey", Lit(text(sort_key(entity.name)))
    if concept := concepts.get((entity.type, fold(entity.name))):
        yield node, SKOS + "exactMatch", concept


ENTITY_PROPERTIES = frozenset({TYPE, RG + "primaryType", RDFS + "label", SKOS + "altLabel", RG + "sortKey", SKOS + "exactMatch"})
"""What `entity_triples` tells of an entity: all else of which it is the subject are edges."""


def concept_iri(concept: Concept) -> str:
    return name(CONCEPT, f"{concept.type}:{concept.name}")


def concept_names(vocabulary: Vocabulary) -> dict[tuple[str, str], str]:
    """Each concept's IRI by its type and any of its labels, folded."""
    return {(concept.type, fold(label)): concept_iri(concept) for concept in vocabulary
            for label in (*concept.abbreviations, *concept.labels, concept.name)}


def vocabulary_triples(vocabulary: Vocabulary) -> Iterator[Triple]:
    """Services, formats and genres as SKOS concepts, so that a query can ask for what is narrower (`skos:broader*`)."""
    for concept in vocabulary:
        node = concept_iri(concept)
        yield node, TYPE, SKOS + "Concept"
        yield node, SKOS + "prefLabel", Lit(concept.name, language="en")
        for label in dict.fromkeys((*concept.labels, *concept.abbreviations)):
            yield node, SKOS + "altLabel", Lit(label, language="en")
        if concept.broader is not None:
            yield node, SKOS + "broader", concept_iri(vocabulary.concepts[concept.type, concept.broader])
