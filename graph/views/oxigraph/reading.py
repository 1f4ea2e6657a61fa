"""Reading a published generation: SPARQL to answers, and Oxigraph's terms to ours."""

from __future__ import annotations

import datetime as dt
import os
import re
import weakref
from collections.abc import Iterator, Sequence
from typing import Any

import pyoxigraph as ox

from graph.errors import QueryError, ViewError
from graph.views.answers import Answer, Row
from graph.views.dataset import Quad
from graph.views.generations import Generation
from graph.views.oxigraph.writing import quads
from graph.views.terms import PREFIXES, XSD, Blank, Lit, Term

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_BROKEN = re.compile("Corruption|IO error|Invalid argument")


class Snapshot:
    """A generation that is open for reading, and held until nobody has it any more. Safe to share between threads."""

    def __init__(self, view: str, generation: Generation, handle: int) -> None:
        self.view = view
        self.generation = generation
        self.made = os.fstat(handle).st_ino
        weakref.finalize(self, os.close, handle)
        with _Told(generation, view):
            self._store = ox.Store.read_only(str(generation.store))

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_: object) -> None: ...

    @property
    def change(self) -> int:
        """The change number that it shows."""
        return self.generation.position.change

    @property
    def day(self) -> dt.date:
        """The day whose "current" its default graph shows."""
        return self.generation.position.day

    def query(self, text: str, *, graphs: tuple[Sequence[str], Sequence[str]] | None = None, base: str | None = None) -> Answer:
        """Run a query that is known to be allowed; our prefixes are declared. Raises QueryError, ViewError.

        `graphs`, if given, are all that it sees, whatever its FROM says: those that make up its default graph, and its named ones.
        One that isn't in the store is empty. Relative IRIs are resolved against `base`.
        """
        with _Told(self.generation, self.view):
            default, named = (None, None) if graphs is None else map(_nodes, graphs)
            found = self._store.query(text, prefixes=PREFIXES, base_iri=base, default_graph=default, named_graphs=named)
        if isinstance(found, ox.QueryBoolean):
            return Answer("ask", self.change, self.day, truth=bool(found))
        if isinstance(found, ox.QuerySolutions):
            return Answer("select", self.change, self.day, tuple(variable.value for variable in found.variables),
                          rows=_rows(found, self))
        return Answer("construct", self.change, self.day, triples=_triples(found, self))

    def quads(self) -> Iterator[Quad]:
        """All that it holds."""
        with _Told(self.generation, self.view), self:
            yield from quads(self._store)


def _nodes(iris: Sequence[str]) -> list[Any]:
    return [ox.NamedNode(iri) for iri in iris]


def _term(term: object) -> Term | None:
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        return Lit(term.value, "" if term.language or datatype == XSD + "string" else datatype, term.language or "")
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    return None


def _rows(found: ox.QuerySolutions, snapshot: Snapshot) -> Iterator[Row]:
    """The rows, as long as whose walk the generation is held."""
    with _Told(snapshot.generation, snapshot.view), snapshot:
        for solution in found:
            yield tuple(map(_term, solution))


def _triples(found: ox.QueryTriples, snapshot: Snapshot) -> Iterator[tuple[Term, str, Term]]:
    with _Told(snapshot.generation, snapshot.view), snapshot:
        for triple in found:
            subject, value = _term(triple.subject), _term(triple.object)
            if subject is not None and value is not None:
                yield subject, triple.predicate.value, value


class _Told:
    """Oxigraph's errors as ours."""

    def __init__(self, generation: Generation, view: str) -> None:
        self.generation = generation
        self.view = view

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, SyntaxError):
            found = _PLACE.match(str(error))
            reason = f"line {found[1]}, column {found[2]}: {' '.join(found[3].split())}" if found else str(error)
            raise QueryError("SPARQL", reason) from error
        if isinstance(error, OSError) or (isinstance(error, RuntimeError) and _BROKEN.match(str(error))):
            self.generation.damaged()
            raise ViewError(self.view, f"it can't be read: {error}", "Sync it: it is then built anew from the record") from error
        if isinstance(error, RuntimeError | ValueError) and not isinstance(error, UnicodeError):
            raise QueryError("SPARQL", str(error)) from error
