"""Which SPARQL users may run: queries that read, and nothing that reaches outside.

What is checked is what is run. Two parsers may read one text in two ways (where a comment ends, what an escape means), so
the text is first rid of both: `\\uXXXX` is resolved and comments are cut. Then it must hold no word SERVICE outside strings
and IRIs, and rdflib's parser must find a query in it whose tree has none and whose FROM names a graph that we have. Graphs that
come beside the query, as the SPARQL protocol has it, take the place of FROM; no engine ever fetches one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef

from graph.errors import QueryError, QueryRefused
from graph.views.answers import Answer
from graph.views.terms import EVERYTHING, PREFIXES, Blank, Lit, Term
from queries.guard.jobs import Found

LANGUAGE = "SPARQL"
LONGEST = 100_000
"""How many characters a query may have."""

_UPDATES = "insert|delete|load|clear|drop|create|add|move|copy|with"
_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_PIECE = re.compile(
    r"""(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<comment>\#[^\n\r]*)
      |(?P<name>[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|(?:[^\W\d_](?:[\w.-]*[\w-])?|_)?:(?:[\w:%-][\w.:%-]*)?)
      |(?P<word>[\w-]+)
      |(?P<other>.)""", re.VERBOSE | re.DOTALL)
_HIDDEN = re.compile(r"\).*\bservice\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ABSOLUTE = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\x7f\ud800-\udfff]*""")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A query that may be run, as it is to be run; `form` is SELECT, ASK, CONSTRUCT or DESCRIBE."""

    text: str
    form: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What comes beside a query: the graphs that make up its default graph, its named graphs, the IRI that relative ones start from."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str | None = None

    @property
    def graphs(self) -> bool:
        """Whether it names graphs: then these are all that the query sees, whatever its FROM says."""
        return bool(self.default or self.named)

    def parameters(self) -> Mapping[str, Any]:
        """What a worker is told. Raises QueryError where an IRI is none, or isn't absolute."""
        for iri in (*self.default, *self.named, *([self.base] if self.base is not None else ())):
            if not _ABSOLUTE.fullmatch(iri):
                raise QueryError(LANGUAGE, f"{iri!r} is no absolute IRI")
        return {"graphs": (self.default, self.named) if self.graphs else None, "base": self.base}


def answer(found: Found) -> Answer:
    """What a worker found, as terms again."""
    assert found.day is not None
    if found.kind == "ask":
        return Answer("ask", found.change, found.day, truth=bool(found.rows[0][0]))
    if found.kind == "construct":
        return Answer("construct", found.change, found.day, triples=_triples(found))
    return Answer("select", found.change, found.day, found.columns, rows=(tuple(map(_term, row)) for row in found.rows))


def _triples(found: Found) -> Iterator[tuple[Term, str, Term]]:
    for row in found.rows:
        subject, predicate, value = map(_term, row)
        assert subject is not None
        assert isinstance(predicate, str)
        assert value is not None
        yield subject, predicate, value


def _term(told: Any) -> Term | None:
    if told is None or isinstance(told, str):
        return told
    return Blank(*told) if len(told) == 1 else Lit(*told)


def allowed(text: str, *, graphs: bool = False) -> Allowed:
    """The query that a user's text is. Raises QueryError where it can't be read, QueryRefused where it isn't allowed.

    `graphs` tells whether graphs come beside it: its FROM is then of no effect, and may name any.
    """
    if len(text) > LONGEST:
        raise QueryRefused(LANGUAGE, f"a query may have {LONGEST} characters, and this has {len(text)}")
    plain = "".join(_pieces(_resolved(text)))
    if not plain.strip():
        raise QueryError(LANGUAGE, "the query is empty")
    tree = _parsed(plain)
    query = tree[1]
    if any(node.name == "ServiceGraphPattern" for node in _nodes(tree)):
        raise QueryRefused(LANGUAGE, "SERVICE isn't allowed: queries reach nothing outside this graph")
    prefixes = dict(PREFIXES) | {
        _text(node, "prefix"): _text(node, "iri") for node in _nodes(tree) if node.name == "PrefixDecl"}
    for clause in () if graphs else _parts(query, "datasetClause"):
        _known_graph(clause, prefixes)
    return Allowed(plain, query.name.removesuffix("Query").upper())


def _resolved(text: str) -> str:
    """The text without `\\uXXXX`, which stand for characters anywhere in a query."""
    def character(found: re.Match[str]) -> str:
        code = int(found[2] or found[3], 16)
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            raise QueryError(LANGUAGE, f"{found[0]} stands for no character")
        return found[1] + chr(code)

    resolved = _ESCAPE.sub(character, text)
    if found := _CONTROL.search(resolved):
        raise QueryRefused(LANGUAGE, f"the control character U+{ord(found[0]):04X} isn't allowed")
    if not resolved.isascii() and any(0xD800 <= ord(character) <= 0xDFFF for character in resolved):
        raise QueryRefused(LANGUAGE, "half of a surrogate pair isn't allowed")
    return resolved


def _pieces(text: str) -> Iterator[str]:
    """The text without comments. Refuses SERVICE wherever an engine might read it as a word of the language."""
    place = 0
    while place < len(text):
        found = _PIECE.match(text, place)
        assert found is not None
        piece, kind = found[0], found.lastgroup
        place += len(piece)
        if (kind == "word" and "service" in piece.casefold()) or (kind == "iri" and _HIDDEN.search(piece)):
            raise QueryRefused(LANGUAGE, "SERVICE isn't allowed: queries reach nothing outside this graph")
        yield " " if kind == "comment" else piece


def _parsed(text: str) -> Any:
    try:
        return parseQuery(text)
    except ParseBaseException as error:
        if found := re.match(rf"(?:\s|PREFIX[^>]*>|BASE[^>]*>)*({_UPDATES})\b", text, re.IGNORECASE):
            raise QueryRefused(LANGUAGE, f"{found[1].upper()} changes the graph; only SELECT, ASK, CONSTRUCT and DESCRIBE are "
                               "allowed") from error
        raise QueryError(LANGUAGE, f"line {error.lineno}, column {error.column}: {_reason(error)}") from error
    except RecursionError as error:
        raise QueryRefused(LANGUAGE, "the query is nested too deeply") from error
    except Exception as error:
        raise QueryError(LANGUAGE, f"the query can't be read: {error}") from error


def _reason(error: ParseBaseException) -> str:
    rest = " ".join(error.pstr[error.loc:error.loc + 30].split())
    return f"can't read {rest!r}" if rest else "the query ends too early"


def _nodes(tree: Any) -> Iterator[CompValue]:
    """Every node of a parsed query, from a stack: the tree may be deep."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, CompValue):
            yield node
            stack.extend(node.values())
        elif not isinstance(node, str) and hasattr(node, "__iter__"):
            stack.extend(node)


def _text(node: CompValue, name: str) -> str:
    return str(node[name]) if name in node else ""


def _parts(node: CompValue, name: str) -> Any:
    return node[name] if name in node else ()  # noqa: SIM401 - a node's `get` is rdflib's own


def _known_graph(clause: CompValue, prefixes: dict[str, str]) -> None:
    told = clause["named" if "named" in clause else "default"]
    iri = str(told) if isinstance(told, URIRef) else prefixes.get(_text(told, "prefix"), "") + _text(told, "localname")
    if iri != EVERYTHING:
        raise QueryRefused(LANGUAGE, f"FROM <{iri}>: there is no such graph; without FROM a query sees what holds now, "
                           "and rg:all is everything")
