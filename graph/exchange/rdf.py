"""RDF files: the graph as Turtle, JSON-LD, N-Triples or N-Quads, straight from the record, a resource at a time.

Two exports of equal records on one day are equal, byte by byte. Without `everything` the files hold what stands on the day
(the default graph); N-Quads always hold the whole dataset, the default graph and `rg:all`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from graph.errors import ValueFormatError
from graph.ontology import ontology as own_ontology
from graph.ontology import vocabulary as own_vocabulary
from graph.ontology.model import Ontology, Vocabulary
from graph.record import Record
from graph.views import following
from graph.views.dataset import Dataset, nquad
from graph.views.terms import PREFIXES, RDF, Lit, Term, Triple, line, short
from graph.views.turtle import turtle


def export(record: Record, *, format: str = "turtle", day: dt.date, everything: bool = False, ontology: Ontology | None = None,
           vocabulary: Vocabulary | None = None) -> Iterator[str]:
    """The text of a file, in pieces. Formats: turtle, jsonld, ntriples, nquads. Raises ValueFormatError for another one."""
    dataset = Dataset(ontology or own_ontology(), vocabulary or own_vocabulary(), day)
    if format == "nquads":
        return _nquads(record, dataset)
    if format not in _WRITERS:
        raise ValueFormatError("format", format, f"expected one of {', '.join(FORMATS)}")
    return _WRITERS[format](_triples(record, dataset, everything=everything))


def write(triples: Iterable[Triple], *, format: str) -> Iterator[str]:
    """The text of some triples, in pieces; those of one subject are to come together. `format`: turtle, jsonld, ntriples."""
    return _WRITERS[format](triples)


def _triples(record: Record, dataset: Dataset, *, everything: bool) -> Iterator[Triple]:
    yield from dataset.vocabulary_triples()
    with record.reader() as reader:
        for part in following.everything(reader):
            yield from dataset.triples(part, everything=everything)


def _nquads(record: Record, dataset: Dataset) -> Iterator[str]:
    """Each quad at least once; an edge that follows from several statements stands as often."""
    yield "".join(f"{nquad(quad)}\n" for quad in sorted(dataset.fixed()))
    with record.reader() as reader:
        for part in following.everything(reader):
            yield "".join(f"{nquad(quad)}\n" for quad in sorted(set(dataset.quads(part))))


def _ntriples(triples: Iterable[Triple]) -> Iterator[str]:
    return (f"{line(triple)}\n" for triple in triples)


# --- JSON-LD


def _jsonld(triples: Iterable[Triple]) -> Iterator[str]:
    yield f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": ['
    for number, (subject, own) in enumerate(groupby(triples, key=lambda triple: triple[0])):
        yield (",\n" if number else "\n") + json.dumps(_node(subject, own), ensure_ascii=False)
    yield "\n]}\n"


def _node(subject: str, triples: Iterable[Triple]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": short(subject) or subject}
    for _, predicate, value in triples:
        if predicate == RDF + "type" and isinstance(value, str):
            node.setdefault("@type", []).append(short(value) or value)
        else:
            node.setdefault(short(predicate) or predicate, []).append(_value(value))
    return {key: told[0] if isinstance(told, list) and len(told) == 1 else told for key, told in node.items()}


def _value(term: Term) -> Any:
    if isinstance(term, Lit):
        if term.language:
            return {"@value": term.value, "@language": term.language}
        return {"@value": term.value, "@type": short(term.datatype) or term.datatype} if term.datatype else term.value
    return {"@id": short(term) or term} if isinstance(term, str) else {"@id": f"_:{term.label}"}


_WRITERS: dict[str, Callable[[Iterable[Triple]], Iterator[str]]] = {"turtle": turtle, "jsonld": _jsonld, "ntriples": _ntriples}
FORMATS = (*_WRITERS, "nquads")
