"""Terms as a store writes them (SPARQL's JSON, N-Triples) to ours, in the canonical form that `graph.views.terms` writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.errors import ViewError
from graph.views.dataset import Quad
from graph.views.terms import XSD, Blank, Lit, Term, double, line

_IRI, _BLANK = r"<([^<>\"{}|^`\\\x00-\x20]*(?:\\[uU][0-9A-Fa-f]{4,8}[^<>\"{}|^`\\\x00-\x20]*)*)>", r"_:(\S+)"
_NODE = rf"(?:{_IRI}|{_BLANK})"
_LITERAL = rf'"((?:[^"\\]|\\.)*)"(?:\^\^{_IRI}|@([A-Za-z0-9-]+))?'
_LINE = re.compile(rf"\s*{_NODE}\s*{_IRI}\s*(?:{_NODE}|{_LITERAL})\s*\.\s*(?:#.*)?")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def from_json(told: Mapping[str, Any] | None) -> Term | None:
    """A term of a row."""
    if told is None:
        return None
    if told["type"] == "uri":
        return str(told["value"])
    if told["type"] == "bnode":
        return Blank(str(told["value"]))
    return _literal(str(told["value"]), str(told.get("datatype", "")), str(told.get("xml:lang", "")))


def from_line(view: str, text: str) -> tuple[Term, str, Term] | None:
    """A line of N-Triples; None where it holds no triple. Raises ViewError."""
    if not text.strip() or text.lstrip().startswith("#"):
        return None
    found = _LINE.fullmatch(text)
    if found is None:
        raise ViewError(view, f"it answers with a line that is no N-Triples: {text[:120]!r}", "Check the store's log")
    subject, blank, predicate, object_, other, value, datatype, language = found.groups()
    filled: Term
    if value is not None:
        filled = _literal(_plain(value), _plain(datatype or ""), language or "")
    else:
        filled = _plain(object_) if object_ is not None else Blank(other)
    return _plain(subject) if subject is not None else Blank(blank), _plain(predicate), filled


def quad(triple: tuple[Term, str, Term], graph: str) -> Quad | None:
    """A triple as the comparison has it; None where its subject is a blank node, which nothing of ours is."""
    subject, predicate, value = triple
    return (graph, line((subject, predicate, value))[:-2]) if isinstance(subject, str) else None


def _literal(value: str, datatype: str, language: str) -> Lit:
    """Some stores keep numbers by value and write them in their own way."""
    if language:
        return Lit(value, "", language)
    if datatype == XSD + "double":
        try:
            return double(float(value))
        except (ValueError, ArithmeticError):
            return Lit(value, datatype)
    return Lit(value, "" if datatype == XSD + "string" else datatype)


def _plain(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: chr(int(found[1][1:], 16)) if found[1][0] in "uU" and len(found[1]) > 1
                       else _SHORT.get(found[1], found[1]), value)
