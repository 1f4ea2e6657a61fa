"""Any SPARQL 1.1 store over HTTP, following the record.

It is written to by SPARQL Update alone and asked by SPARQL queries. Where the graph stands is told in a named graph of its own
(`rg:view`), in the update that makes it true. Catching up is one update as long as it is small, which a store carries out
whole or not at all; what is larger goes in several, each of which may be done twice, and the position moves with the last.
Whoever writes leaves a token there, and every update happens only where it still stands: a second writer takes the graph
over, and the first is told. Building anew takes the position away first, so that a graph which is half built stands nowhere.

A store that holds anything else is refused: its default graph and `rg:all` are ours, and emptied before they are built.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from graph.errors import QueryError, RecordBusy, ViewError
from graph.ontology import ontology as own_ontology
from graph.ontology import vocabulary as own_vocabulary
from graph.ontology.model import Ontology, Vocabulary
from graph.record import Reader, Record
from graph.views import following
from graph.views.answers import Answer
from graph.views.comparing import Difference, compare
from graph.views.dataset import Dataset, Quad, mark
from graph.views.following import Position
from graph.views.sparql_http.protocol import Endpoint
from graph.views.sparql_http.terms_in import from_json, from_line, quad
from graph.views.sparql_http.writing import changes, small
from graph.views.terms import EVERYTHING, PREFIXES, RG, Lit, nt

__all__ = ["SparqlHttpView"]

VIEW = RG + "view"
"""The named graph that says where the graph stands, and the one thing in it."""
BATCH = 5_000
"""How many quads one update brings when the graph is built."""
_PREFIXES = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items()) + " "
_COLUMN = re.compile(r"(\b1:|line 1, column )(\d+)")
_TOLD = ("change", "day", "stamp", "format")


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a store says of itself: where it stands, who writes to it, and whether it says anything at all."""

    position: Position | None
    writer: str | None
    known: bool


class SparqlHttpView:
    """The RDF graph in a store of one's own; safe to share between threads. Close it when done."""

    name = "sparql_http"
    lateral = False

    def __init__(self, url: str, *, update_url: str | None = None, user: str = "", password: str = "", seconds: float = 120.0,
                 ontology: Ontology | None = None, vocabulary: Vocabulary | None = None) -> None:
        self.ontology = ontology or own_ontology()
        self.vocabulary = vocabulary or own_vocabulary()
        self.endpoint = Endpoint(self.name, url, update_url, user=user, password=password, seconds=seconds)
        self.format = mark(self.ontology, self.vocabulary)
        self._seen: Position | None = None

    def close(self) -> None:
        self.endpoint.close()

    def version(self) -> str:
        """The server's name and version, as it says."""
        return self.endpoint.server()

    def position(self) -> Position | None:
        """Where the graph stands; None where it was never made, or left half built."""
        self._seen = self._mark().position
        return self._seen

    def size(self) -> None:
        """The server keeps it."""

    # --- the writer

    def sync(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:  # noqa: ARG002 - nothing is waited for
        """Bring the graph to the record's newest change and to a day. Raises RecordBusy where another process takes it over."""
        with record.reader() as reader:
            aim = following.target(reader, day=day, format=self.format)
            mark = self._mark()
            if mark.position == aim:
                return aim
            if mark.position is not None and following.follows(reader, mark.position, aim):
                self._follow(reader, mark.position, aim)
            else:
                self._build(reader, mark, aim)
            return aim

    def rebuild(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:  # noqa: ARG002 - nothing is waited for
        """Make the graph anew from the record alone."""
        with record.reader() as reader:
            aim = following.target(reader, day=day, format=self.format)
            self._build(reader, self._mark(), aim)
            return aim

    def _follow(self, reader: Reader, since: Position, aim: Position) -> None:
        token = uuid.uuid4().hex
        self.endpoint.update(f"DELETE {{ {_in(VIEW, f'<{VIEW}> <{RG}writer> ?w')} }} INSERT {{ {_in(VIEW, _writer(token))} }} "
                             f"WHERE {{ {_in(VIEW, _standing(since))} OPTIONAL {{ {_in(VIEW, f'<{VIEW}> <{RG}writer> ?w')} }} }}")
        dataset = Dataset(self.ontology, self.vocabulary, aim.day)
        delete: set[Quad] = set()
        add: set[Quad] = set()
        for part in following.between(reader, since, aim):
            for some in small(part):
                if delete or add:
                    self._write(token, delete, add)
                delete, add = changes(self._quads, dataset, some)
        self._finish(token, aim, delete, add, since=since)

    def _build(self, reader: Reader, mark: _Mark, aim: Position) -> None:
        if not mark.known and self._query("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }").truth:
            raise ViewError(self.name, "the store holds something else", "Name an empty store for the graph, or empty this one")
        token, dataset = uuid.uuid4().hex, Dataset(self.ontology, self.vocabulary, aim.day)
        self.endpoint.update(f"CLEAR DEFAULT ; CLEAR SILENT GRAPH <{EVERYTHING}> ; CLEAR SILENT GRAPH <{VIEW}> ; "
                             f"INSERT DATA {{ {_in(VIEW, _writer(token))} }}")
        if self._query(f"ASK {{ <{VIEW}> ?p ?o }}").truth:
            self.endpoint.update(f"CLEAR SILENT GRAPH <{VIEW}>")
            raise ViewError(self.name, "the store's default graph is the union of all its graphs, so that what is past and planned would "
                            "seem to stand", "Start the store without that")
        quads = (quad for quads in (dataset.fixed(), *(dataset.quads(part) for part in following.everything(reader))) for quad in quads)
        while some := set(islice(quads, BATCH)):
            self._write(token, set(), some)
        self._finish(token, aim, set(), set())

    def _write(self, token: str, delete: set[Quad], add: set[Quad]) -> None:
        """Change the graph as long as nobody else has taken it."""
        self.endpoint.update(f"DELETE {{ {_data(delete)} }} INSERT {{ {_data(add)} }} WHERE {{ {_in(VIEW, _writer(token))} }}")

    def _finish(self, token: str, aim: Position, delete: set[Quad], add: set[Quad], since: Position | None = None) -> None:
        gone = f"{_writer(token)} . {_standing(since)}" if since else _writer(token)
        self.endpoint.update(f"DELETE {{ {_data(delete)} {_in(VIEW, gone)} }} INSERT {{ {_data(add)} {_in(VIEW, _standing(aim))} }} "
                             f"WHERE {{ {_in(VIEW, _writer(token))} }}")
        mark = self._mark()
        if mark.position != aim or mark.writer is not None:
            raise RecordBusy("another process writes to the same SPARQL store", "Wait for it to finish, then sync again.")

    # --- readers

    def query(self, text: str, *, seconds: float | None = None) -> Answer:
        """Run a query that is known to be allowed; our prefixes are declared. Raises QueryError, QueryLimit, ViewError.

        The graph may move while it runs: then it is asked again, and the answer is of one position.
        """
        before = self._seen or self._stands()
        for _ in range(5):
            try:
                answer = self._query(_PREFIXES + text, before, seconds)
            except QueryError as error:
                raise _placed(error) from error
            if (after := self._stands()) == before:
                return answer
            before = after
        raise ViewError(self.name, "the graph moves on all the while", "Ask again in a moment")

    def compare(self, record: Record) -> Iterator[Difference]:
        """Where the graph isn't what the record makes it; nothing if all is well."""
        position = self.position()
        if position is None:
            yield Difference("", "it was left half built, or never made; sync it")
            return
        dataset = Dataset(self.ontology, self.vocabulary, position.day)
        with record.reader() as reader:
            yield from compare(reader, position, dataset, self.quads, self.format)

    def quads(self) -> Iterator[Quad]:
        """All that the store holds of the graph."""
        yield from self._quads("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "")
        yield from self._quads(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{EVERYTHING}> {{ ?s ?p ?o }} }}", EVERYTHING)

    def _quads(self, text: str, graph: str) -> Iterator[Quad]:
        with self.endpoint.query(text) as found:
            for line in found.lines:
                triple = from_line(self.name, line)
                if triple is not None and (told := quad(triple, graph)) is not None:
                    yield told

    def _stands(self) -> Position:
        position = self.position()
        if position is None:
            raise ViewError(self.name, "it has not been made yet, or was left half built", "Sync it with the record first")
        return position

    def _query(self, text: str, position: Position | None = None, seconds: float | None = None) -> Answer:
        change, day = (position.change, position.day) if position else (0, dt.date.min)
        with self.endpoint.query(text, seconds=seconds) as found:
            if found.results is None:
                triples = [triple for line in found.lines if (triple := from_line(self.name, line)) is not None]
                return Answer("construct", change, day, triples=iter(triples))
        if "boolean" in found.results:
            return Answer("ask", change, day, truth=bool(found.results["boolean"]))
        variables = tuple(found.results.get("head", {}).get("vars", ()))
        rows = (tuple(from_json(row.get(variable)) for variable in variables) for row in found.results["results"]["bindings"])
        return Answer("select", change, day, variables, rows)

    def _mark(self) -> _Mark:
        answer = self._query(f"SELECT ?p ?o WHERE {{ {_in(VIEW, f'<{VIEW}> ?p ?o')} }}")
        told = {str(row[0]).removeprefix(RG): row[1].value for row in answer.rows if isinstance(row[1], Lit)}
        try:
            position = Position.from_json(told)
        except (KeyError, TypeError, ValueError):
            position = None
        return _Mark(position, told.get("writer"), bool(told))


def _placed(error: QueryError) -> QueryError:
    """An error of the first line, at its column without what we have put before it."""
    if type(error) is not QueryError:
        return error
    reason = _COLUMN.sub(lambda found: f"{found[1]}{int(found[2]) - len(_PREFIXES)}", error.reason, count=1)
    return QueryError(error.language, reason) if reason != error.reason else error


def _in(graph: str, triples: str) -> str:
    return f"GRAPH <{graph}> {{ {triples} }}"


def _writer(token: str) -> str:
    return f'<{VIEW}> <{RG}writer> "{token}"'


def _standing(position: Position) -> str:
    told = position.to_json()
    return " . ".join(f"<{VIEW}> <{RG}{name}> {nt(Lit(str(told[name])))}" for name in _TOLD)


def _data(quads: Iterable[Quad]) -> str:
    by_graph: dict[str, list[str]] = {"": [], EVERYTHING: []}
    for graph, triple in sorted(quads):
        by_graph[graph].append(triple)
    return " ".join([*(f"{triple} ." for triple in by_graph[""]),
                     *((_in(EVERYTHING, " . ".join(by_graph[EVERYTHING])),) if by_graph[EVERYTHING] else ())])
