"""SPARQL answers as XML and as tab-separated values, and graphs as JSON-LD and RDF/XML: what `answers` has no need of and callers
ask for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graph.errors import QueryError
from graph.views.answers import Answer, to_csv
from graph.views.terms import RDF, Blank, Lit, Term, nt

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may hold."""
_LOCAL = re.compile(r"[A-Za-z_][\w.-]*$", re.ASCII)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def to_xml(answer: Answer) -> Iterator[str]:
    """SPARQL Query Results XML; characters that no XML may hold become U+FFFD."""
    if answer.kind == "ask":
        yield f"{_HEAD}<head/>\n<boolean>{str(answer.truth).lower()}</boolean>\n</sparql>\n"
        return
    _only(answer, "select", "XML is for SELECT and ASK; ask for Turtle")
    yield _HEAD + "<head>" + "".join(f"<variable name={_attribute(name)}/>" for name in answer.variables) + "</head>\n<results>\n"
    for row in answer.rows:
        cells = (f"<binding name={_attribute(name)}>{_xml(term)}</binding>"
                 for name, term in zip(answer.variables, row, strict=True) if term is not None)
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def to_tsv(answer: Answer) -> Iterator[str]:
    """SPARQL 1.1 Query Results TSV: terms as Turtle writes them."""
    if answer.kind == "ask":
        yield from to_csv(answer)
        return
    _only(answer, "select", "TSV is for SELECT and ASK; ask for Turtle")
    yield "\t".join(f"?{name}" for name in answer.variables) + "\n"
    for row in answer.rows:
        yield "\t".join("" if term is None else nt(term) for term in row) + "\n"


def to_jsonld(answer: Answer) -> Iterator[str]:
    """The triples of CONSTRUCT and DESCRIBE as expanded JSON-LD, one node a subject, sorted."""
    _only(answer, "construct", "JSON-LD is for CONSTRUCT and DESCRIBE; ask for JSON")
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in sorted(set(answer.triples), key=lambda triple: tuple(map(nt, triple))):
        node = nodes.setdefault(nt(subject), {"@id": _id(subject)})
        if predicate == RDF + "type" and not isinstance(value, Lit):
            node.setdefault("@type", []).append(_id(value))
        else:
            node.setdefault(predicate, []).append(_jsonld(value))
    yield json.dumps(list(nodes.values()), ensure_ascii=False, indent=1) + "\n"


def to_rdfxml(answer: Answer) -> Iterator[str]:
    """The triples of CONSTRUCT and DESCRIBE as RDF/XML, one node a subject, sorted; characters that no XML may hold become U+FFFD.

    Raises QueryError where a predicate has no name that XML could hold.
    """
    _only(answer, "construct", "RDF/XML is for CONSTRUCT and DESCRIBE; ask for XML")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="{RDF}">\n'
    triples = sorted(set(answer.triples), key=lambda triple: tuple(map(nt, triple)))
    for subject, own in groupby(triples, key=lambda triple: triple[0]):
        yield f"<rdf:Description {_node(subject, 'about')}>\n{''.join(_property(predicate, value) for _, predicate, value in own)}"
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _property(predicate: str, value: Term) -> str:
    found = _LOCAL.search(predicate)
    if found is None or not found.start():
        raise QueryError("SPARQL", f"RDF/XML has no name for the property <{predicate}>; ask for Turtle")
    name = f"p:{found[0]} xmlns:p={_attribute(predicate[:found.start()])}"
    if not isinstance(value, Lit):
        return f"  <{name} {_node(value, 'resource')}/>\n"
    told = f" xml:lang={_attribute(value.language)}" if value.language else (
        f" rdf:datatype={_attribute(value.datatype)}" if value.datatype else "")
    return f"  <{name}{told}>{_text(value.value)}</p:{found[0]}>\n"


def _node(term: Term, place: str) -> str:
    if isinstance(term, Blank):
        return f"rdf:nodeID={_attribute('b' + term.label)}"
    return f"rdf:{place}={_attribute(term if isinstance(term, str) else term.value)}"


def _only(answer: Answer, kind: str, reason: str) -> None:
    if answer.kind != kind:
        raise QueryError("SPARQL", reason)


def _text(value: str) -> str:
    return escape(NO_XML.sub("\N{REPLACEMENT CHARACTER}", value), {"\r": "&#13;"})


def _attribute(value: str) -> str:
    return quoteattr(NO_XML.sub("\N{REPLACEMENT CHARACTER}", value))


def _xml(term: Term) -> str:
    if isinstance(term, str):
        return f"<uri>{_text(term)}</uri>"
    if isinstance(term, Blank):
        return f"<bnode>{_text(term.label)}</bnode>"
    told = f" xml:lang={_attribute(term.language)}" if term.language else f" datatype={_attribute(term.datatype)}" if term.datatype else ""
    return f"<literal{told}>{_text(term.value)}</literal>"


def _id(term: Term) -> str:
    return term if isinstance(term, str) else f"_:{term.label}" if isinstance(term, Blank) else term.value


def _jsonld(term: Term) -> dict[str, str]:
    if isinstance(term, Lit):
        return {"@value": term.value, **({"@language": term.language} if term.language else {}),
                **({"@type": term.datatype} if term.datatype else {})}
    return {"@id": _id(term)}
