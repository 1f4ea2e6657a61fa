"""Triples as Turtle, resource by resource, in the order in which they come: the same triples give the same text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from graph.views.terms import PREFIXES, RDF, Blank, Lit, Term, Triple, escape, short


def turtle(triples: Iterable[Triple | tuple[Term, str, Term]]) -> Iterator[str]:
    """The text, in pieces; triples with one subject are to come together."""
    for prefix, namespace in PREFIXES.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"
    for subject, own in groupby(triples, key=lambda triple: triple[0]):
        yield "\n" + _resource(subject, sorted({(predicate, _term(value)) for _, predicate, value in own}, key=_order))


def _resource(subject: Term, told: list[tuple[str, str]]) -> str:
    lines = [f"{_verb(predicate)} {', '.join(value for _, value in values)}"
             for predicate, values in groupby(told, key=lambda pair: pair[0])]
    return f"{_term(subject)} " + " ;\n    ".join(lines) + " .\n"


def _order(pair: tuple[str, str]) -> tuple[bool, str, str]:
    return pair[0] != RDF + "type", pair[0], pair[1]


def _verb(predicate: str) -> str:
    return "a" if predicate == RDF + "type" else _iri(predicate)


def _iri(iri: str) -> str:
    return short(iri) or f"<{iri}>"


def _term(term: Term) -> str:
    if isinstance(term, Lit):
        quoted = f'"{escape(term.value)}"'
        if term.language:
            return f"{quoted}@{term.language}"
        return f"{quoted}^^{_iri(term.datatype)}" if term.datatype else quoted
    return f"_:{term.label}" if isinstance(term, Blank) else _iri(term)
