"""What a SPARQL query answered, and how it is written: SPARQL results JSON, CSV, Turtle, N-Triples."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.errors import QueryError
from graph.views.terms import XSD, Blank, Lit, Term, nt, short
from graph.views.turtle import turtle

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows over `variables` (SELECT), a truth (ASK), or triples (CONSTRUCT, DESCRIBE); as of a change number and a day.

    `rows` and `triples` come as they are found, and can be walked once.
    """

    kind: Literal["select", "ask", "construct"]
    change: int
    day: dt.date
    variables: tuple[str, ...] = ()
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))
    truth: bool = False
    triples: Iterator[tuple[Term, str, Term]] = field(default_factory=lambda: iter(()))


def to_json(answer: Answer) -> Iterator[str]:
    """SPARQL 1.1 Query Results JSON, in pieces; not for CONSTRUCT and DESCRIBE."""
    if answer.kind == "ask":
        yield json.dumps({"head": {}, "boolean": answer.truth}) + "\n"
        return
    _only(answer, "select", "JSON is for SELECT and ASK; ask for Turtle")
    yield f'{{"head": {json.dumps({"vars": list(answer.variables)})}, "results": {{"bindings": ['
    for number, row in enumerate(answer.rows):
        told = {variable: json_term(term) for variable, term in zip(answer.variables, row) if term is not None}
        yield (",\n" if number else "\n") + json.dumps(told, ensure_ascii=False)
    yield "\n]}}\n"


def to_csv(answer: Answer) -> Iterator[str]:
    """SPARQL 1.1 Query Results CSV, a line at a time; not for CONSTRUCT and DESCRIBE."""
    if answer.kind == "ask":
        yield f"boolean\r\n{str(answer.truth).lower()}\r\n"
        return
    _only(answer, "select", "CSV is for SELECT and ASK; ask for Turtle")
    yield _csv(answer.variables)
    for row in answer.rows:
        yield _csv(tuple("" if term is None else plain(term) for term in row))


def to_turtle(answer: Answer) -> Iterator[str]:
    """The triples of CONSTRUCT and DESCRIBE as Turtle, sorted."""
    _only(answer, "construct", "Turtle is for CONSTRUCT and DESCRIBE; ask for JSON or CSV")
    yield from turtle(sorted(set(answer.triples), key=lambda triple: tuple(map(nt, triple))))


def to_ntriples(answer: Answer) -> Iterator[str]:
    """The triples of CONSTRUCT and DESCRIBE as N-Triples, sorted."""
    _only(answer, "construct", "N-Triples are for CONSTRUCT and DESCRIBE; ask for JSON or CSV")
    yield from sorted({f"{nt(subject)} <{predicate}> {nt(value)} .\n" for subject, predicate, value in answer.triples})


def plain(term: Term) -> str:
    """A term for the eye of a program: the IRI, the literal's text."""
    if isinstance(term, Lit):
        return term.value
    return f"_:{term.label}" if isinstance(term, Blank) else term


def brief(term: Term | None) -> str:
    """A term for a person's eye: IRIs with our prefixes, the text of literals, nothing where it is absent."""
    if term is None:
        return ""
    return short(term) or term if isinstance(term, str) else plain(term)


def json_term(term: Term) -> dict[str, Any]:
    """A term as SPARQL results JSON has it."""
    if isinstance(term, str):
        return {"type": "uri", "value": term}
    if isinstance(term, Blank):
        return {"type": "bnode", "value": term.label}
    told: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        told["xml:lang"] = term.language
    elif term.datatype and term.datatype != XSD + "string":
        told["datatype"] = term.datatype
    return told


def _only(answer: Answer, kind: str, reason: str) -> None:
    if answer.kind != kind:
        raise QueryError("SPARQL", reason)


def _csv(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
