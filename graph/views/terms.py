"""RDF terms as plain tuples: namespaces, N-Triples out, rdflib and back.

A triple is (IRI, IRI, term). An IRI is a plain string; a literal is a `Lit`, a blank node a `Blank`. What `nt` writes is
the canonical form that Oxigraph writes too, so that two graphs can be compared line by line.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from rdflib.term import BNode, Identifier, Literal, URIRef

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
RG = "urn:reelgraph:ns:"
ROLE = "urn:reelgraph:role:"
ROLE_KEY = "urn:reelgraph:rolekey:"
ENTITY = "urn:reelgraph:entity:"
STATEMENT = "urn:reelgraph:statement:"
CLAIM = "urn:reelgraph:claim:"
DOCUMENT = "urn:reelgraph:document:"
VERSION = "urn:reelgraph:version:"
DERIVED = "urn:reelgraph:derived:"
RULE = "urn:reelgraph:rule:"
CONCEPT = "urn:reelgraph:concept:"

PREFIXES = {
    "rg": RG, "role": ROLE, "rolekey": ROLE_KEY, "entity": ENTITY, "statement": STATEMENT, "claim": CLAIM, "document": DOCUMENT,
    "version": VERSION, "derived": DERIVED, "rule": RULE, "concept": CONCEPT, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "skos": SKOS,
    "prov": PROV, "oa": OA, "dcterms": DCTERMS,
}
"""Declared for every query and every export."""

EVERYTHING = RG + "all"
"""The named graph that holds what the default graph leaves out as well."""


class Lit(NamedTuple):
    """A literal; `datatype` is an IRI, empty for a string; `language` goes with an empty datatype."""

    value: str
    datatype: str = ""
    language: str = ""


class Blank(NamedTuple):
    """A blank node: none in our graph, but a query may make some."""

    label: str


Term = str | Lit | Blank
Triple = tuple[str, str, Term]

_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.:-]*[A-Za-z0-9_-])?")


def text(value: str) -> str:
    """Text as RDF can hold it: half of a surrogate pair becomes U+FFFD."""
    return _SURROGATE.sub("�", value) if not value.isascii() else value


@lru_cache(maxsize=65536)
def name(namespace: str, local: str) -> str:
    """The IRI of a local name in a namespace; what no IRI may hold is percent-encoded."""
    if _PLAIN.fullmatch(local):
        return namespace + local
    return namespace + quote(local.encode("utf-8", "surrogatepass"), safe="-._~:")


def escape(value: str) -> str:
    """The inside of a quoted string, as N-Triples, Turtle and SPARQL read it."""
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found.group()) or f"\\u{ord(found.group()):04X}", value)


def nt(term: Term) -> str:
    """A term as N-Triples write it.

    >>> nt(Lit("finishing", language="en"))
    '"finishing"@en'
    """
    if isinstance(term, str):
        return f"<{term}>"
    if isinstance(term, Blank):
        return f"_:{term.label}"
    quoted = f'"{escape(term.value)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return f"{quoted}^^<{term.datatype}>" if term.datatype else quoted


def line(triple: Triple, graph: str = "") -> str:
    """One line of N-Triples, or of N-Quads where the graph is named."""
    subject, predicate, value = triple
    return f"<{subject}> <{predicate}> {nt(value)} <{graph}> ." if graph else f"<{subject}> <{predicate}> {nt(value)} ."


def short(iri: str) -> str | None:
    """An IRI with one of our prefixes, where it has one and the rest needs no escape.

    >>> short("urn:reelgraph:role:to")
    'role:to'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _SHORT.fullmatch(local := iri[len(namespace):]):
            return f"{prefix}:{local}"
    return None


def double(value: float) -> Lit:
    """A number as xsd:double, written as Oxigraph writes it: digits without an exponent."""
    digits = format(Decimal(repr(float(value))), "f")
    return Lit(digits.rstrip("0").rstrip(".") if "." in digits else digits, XSD + "double")


def to_rdflib(term: Term) -> Identifier:
    """A term of ours as rdflib has it."""
    if isinstance(term, str):
        return URIRef(term)
    if isinstance(term, Blank):
        return BNode(term.label)
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype), normalize=False) if term.datatype else Literal(term.value)
