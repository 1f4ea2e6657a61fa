"""A Neo4j server or cluster, following the record.

The only room that imports neo4j. Where the graph stands is a node of it (`:ReelgraphView`), written in the transaction that
makes it true. Catching up is one transaction as long as it is not too large; a larger one goes in several, each of which
may be done twice. Whoever writes holds that node: a second writer is noticed and told. Building anew marks the node first,
so that a graph which is half built stands nowhere and is begun again.

A database that holds anything else is refused: what is built anew is emptied before.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby, islice, zip_longest
from typing import Any

import neo4j
from neo4j import exceptions

from graph.errors import QueryError, QueryLimit, QueryTimeout, RecordBusy, ViewError
from graph.ontology import ontology as own_ontology
from graph.ontology.model import Ontology
from graph.record import Reader, Record
from graph.views import following
from graph.views.comparing import Difference
from graph.views.cypher_answer import CypherAnswer
from graph.views.following import Part, Position
from graph.views.property_compare import compare
from graph.views.property_graph import (
    DOCUMENT,
    DOCUMENT_LABEL,
    ENTITY,
    STATEMENT,
    Edge,
    Node,
    Properties,
    PropertyGraph,
    Schema,
    Thing,
)

ANY_ENTITY, ANY_STATEMENT, POSITION = "Entity", "AnyStatement", "ReelgraphView"
_COMMON = {ENTITY: ANY_ENTITY, STATEMENT: ANY_STATEMENT, DOCUMENT: DOCUMENT_LABEL}
GROUP = 20
"""How many parts go into one transaction."""
_BATCH = 5000
Streamed = tuple[tuple[str, ...], Iterator[tuple[Any, ...]], Position]


class Neo4jView:
    """The property graph in one database of a server; safe to share between threads. Close it when done."""

    name = "neo4j"
    dialect = "neo4j"

    def __init__(self, url: str, *, user: str = "", password: str = "", database: str | None = None,
                 ontology: Ontology | None = None) -> None:
        if not url.startswith(("bolt://", "neo4j://", "bolt+s://", "neo4j+s://", "bolt+ssc://", "neo4j+ssc://")):
            raise ViewError(self.name, f"{url!r} is no address of a Neo4j server", "Give bolt://host:7687 or neo4j://host:7687")
        self.schema = Schema(ontology or own_ontology())
        self.format = self.schema.mark()
        self.database = database
        with _told(self.name):
            self._driver = neo4j.GraphDatabase.driver(url, auth=(user, password) if user else None, notifications_min_severity="OFF",
                                                       connection_timeout=10, max_transaction_retry_time=10)

    def close(self) -> None:
        self._driver.close()

    def version(self) -> str:
        """The server's, as it says."""
        with _told(self.name):
            return self._driver.get_server_info().agent.partition("/")[2]

    def position(self) -> Position | None:
        """Where the graph stands; None where it was never made, or left half built."""
        with self._session() as session:
            return session.execute_read(_position)

    def size(self) -> None:
        """The server keeps it."""

    # --- the writer

    def sync(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:
        """Bring the graph to the record's newest change and to a day. Raises RecordBusy where another process does the same."""
        with record.reader() as reader, self._session() as session:
            aim = following.target(reader, day=day, format=self.format)
            since = session.execute_read(_position)
            if since == aim:
                return aim
            if since is None or not following.follows(reader, since, aim):
                self._build(session, reader, aim, timeout)
            else:
                self._follow(session, reader, since, aim, timeout)
            return aim

    def rebuild(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:
        """Make the graph anew from the record alone."""
        with record.reader() as reader, self._session() as session:
            aim = following.target(reader, day=day, format=self.format)
            self._build(session, reader, aim, timeout)
            return aim

    def _follow(self, session: neo4j.Session, reader: Reader, since: Position, aim: Position, timeout: float) -> None:
        graph = PropertyGraph(self.schema, aim.day)
        parts = following.between(reader, since, aim)
        group = list(islice(parts, GROUP))
        while True:
            later = list(islice(parts, GROUP))
            session.execute_write(neo4j.unit_of_work(timeout=max(timeout, 60.0))(self._apply), graph, group, since, since if later else aim)
            if not later:
                return
            group = later

    def _apply(self, transaction: neo4j.ManagedTransaction, graph: PropertyGraph, parts: Sequence[Part], since: Position,
               aim: Position) -> None:
        """Give the things of some parts their new state, and the graph its position."""
        transaction.run(f"MATCH (p:{POSITION}) SET p.locked = true").consume()
        found = _position(transaction)
        if found == aim and found != since:
            return  # done already: the answer to it was lost
        if found != since:
            raise RecordBusy("another process writes to the same Neo4j graph", "Wait for it to finish, then sync again.")
        for part in parts:
            self._replace(transaction, graph, part)
        _stand(transaction, aim)

    def _replace(self, transaction: neo4j.ManagedTransaction, graph: PropertyGraph, part: Part) -> None:
        for kind, told in ((ENTITY, part.entities), (DOCUMENT, part.documents)):
            gone = [id_ for id_, thing in told.items() if thing is None]
            if gone:
                transaction.run(f"UNWIND $ids AS id MATCH (n:{_COMMON[kind]} {{id: id}}) DETACH DELETE n", ids=gone).consume()
        if ids := list(part.statements):
            held = f"UNWIND $ids AS id MATCH (s:{ANY_STATEMENT} {{id: id}})"
            predicates = [row[0] for row in transaction.run(f"{held} RETURN DISTINCT s.predicate", ids=ids)]
            if beside := "|".join(map(_quoted, self.schema.edges_beside(predicates))):
                transaction.run(f"{held}-->(:{ANY_ENTITY})-[r:{beside}]->(:{ANY_ENTITY}) WHERE r.statement = id DELETE r",
                                ids=ids).consume()
            transaction.run(f"{held} DETACH DELETE s", ids=ids).consume()
        self._add(transaction, graph.things(part))

    def _build(self, session: neo4j.Session, reader: Reader, aim: Position, timeout: float) -> None:
        graph, token = PropertyGraph(self.schema, aim.day), uuid.uuid4().hex
        session.execute_write(_claim, token)
        for text in self._definitions():
            session.run(text).consume()
        session.run("CALL db.awaitIndexes($seconds)", seconds=int(max(timeout, 60))).consume()
        for label in (ANY_STATEMENT, ANY_ENTITY, DOCUMENT_LABEL):
            while session.execute_write(_held(token, partial(_empty, label=label))):
                pass
        for part in following.everything(reader):
            things = list(graph.things(part))
            session.execute_write(_held(token, partial(self._add, things=things)))
        session.execute_write(_held(token, partial(_stand, position=aim)))

    def _definitions(self) -> Iterator[str]:
        for label in (ANY_ENTITY, ANY_STATEMENT, DOCUMENT_LABEL):
            yield f"CREATE CONSTRAINT reelgraph_{label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        yield f"CREATE INDEX reelgraph_entity_name IF NOT EXISTS FOR (n:{ANY_ENTITY}) ON (n.name)"
        for label in (ANY_STATEMENT, "Statement"):
            for name in ("predicate", "object_key"):
                yield f"CREATE INDEX reelgraph_{label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
        for label in self.schema.entity_labels:
            yield f"CREATE INDEX reelgraph_{label.lower()}_name IF NOT EXISTS FOR (n:{_quoted(label)}) ON (n.name)"

    def _add(self, transaction: neo4j.ManagedTransaction, things: Iterable[Thing]) -> None:
        """Nodes and edges; what there is of entities and documents is given its new state."""
        told = list(things)
        nodes = sorted((thing for thing in told if isinstance(thing, Node)), key=lambda node: (node.kind, node.label))
        labels = ":".join(map(_quoted, self.schema.entity_labels))
        for (kind, label), some in groupby(nodes, key=lambda node: (node.kind, node.label)):
            rows = [_plain(node.properties) for node in some]
            if kind == STATEMENT:
                text = f"UNWIND $rows AS row CREATE (n:{ANY_STATEMENT}:{label}) SET n = row"
            elif kind == ENTITY:
                text = f"UNWIND $rows AS row MERGE (n:{ANY_ENTITY} {{id: row.id}}) SET n = row REMOVE n:{labels} SET n:{_quoted(label)}"
            else:
                text = f"UNWIND $rows AS row MERGE (n:{DOCUMENT_LABEL} {{id: row.id}}) SET n = row"
            transaction.run(text, rows=rows).consume()
        edges = sorted((thing for thing in told if isinstance(thing, Edge)), key=_sort)
        for (type_, source, target), found in groupby(edges, key=_sort):
            transaction.run(f"UNWIND $rows AS row MATCH (a:{_COMMON[source]} {{id: row.a}}) MATCH (z:{_COMMON[target]} {{id: row.z}}) "
                            f"CREATE (a)-[r:{_quoted(type_)}]->(z) SET r = row.told",
                            rows=[{"a": edge.source[1], "z": edge.target[1], "told": _plain(edge.properties)} for edge in found]).consume()

    # --- readers

    def query(self, text: str, parameters: Mapping[str, Any] | None = None) -> CypherAnswer:
        """Run a query that is known to be allowed, in a transaction that may only read. Raises QueryError, ViewError."""
        def run(transaction: neo4j.ManagedTransaction) -> CypherAnswer:
            position = _position(transaction)
            if position is None:
                raise ViewError(self.name, "it has not been made yet, or was left half built", "Sync it with the record first")
            found = transaction.run(text, dict(parameters or {}))
            columns = tuple(found.keys())
            return CypherAnswer(columns, tuple(tuple(map(_native, row.values())) for row in found), position.change, position.day)

        with self._session(neo4j.READ_ACCESS) as session:
            try:
                return session.execute_read(run)
            except (exceptions.CypherSyntaxError, exceptions.CypherTypeError) as error:
                raise QueryError("Cypher", error.message or str(error)) from error

    @contextmanager
    def stream(self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float) -> Iterator[Streamed]:
        """Columns of a query that is known to be allowed, its rows as they come, and where the graph stands.

        The server ends the transaction after `seconds`. Raises QueryError, QueryTimeout, ViewError.
        """
        with self._session(neo4j.READ_ACCESS) as session, _run(seconds), session.begin_transaction(timeout=seconds) as transaction:
            position = _position(transaction)
            if position is None:
                raise ViewError(self.name, "it has not been made yet, or was left half built", "Sync it with the record first")
            found = transaction.run(text, dict(parameters or {}))
            yield tuple(found.keys()), (tuple(plain(value) for value in row.values()) for row in found), position

    def compare(self, record: Record) -> Iterator[Difference]:
        """Where the graph isn't what the record makes it; nothing if all is well."""
        position = self.position()
        if position is None:
            yield Difference("", "it was left half built, or never made; sync it")
            return
        with record.reader() as reader:
            yield from compare(reader, position, PropertyGraph(self.schema, position.day), self.things, self.format)

    def things(self) -> Iterator[Thing]:
        """All nodes and edges."""
        with self._session(neo4j.READ_ACCESS) as session:
            for kind, common in _COMMON.items():
                for labels, told in session.run(f"MATCH (n:{common}) RETURN labels(n), properties(n)"):
                    own = [label for label in labels if label != common] or [common]
                    yield Node(kind, "|".join(sorted(own)), str(told.get("id")), _properties(told))
            for source, target in ((STATEMENT, ENTITY), (STATEMENT, DOCUMENT), (ENTITY, ENTITY)):
                for type_, one, other, told in session.run(f"MATCH (a:{_COMMON[source]})-[r]->(z:{_COMMON[target]}) "
                                                           "RETURN type(r), a.id, z.id, properties(r)"):
                    yield Edge(type_, (source, one), (target, other), _properties(told))

    @contextmanager
    def _session(self, mode: str = neo4j.WRITE_ACCESS) -> Iterator[neo4j.Session]:
        with _told(self.name), self._driver.session(database=self.database, default_access_mode=mode) as session:
            yield session


def _position(transaction: neo4j.ManagedTransaction | neo4j.Transaction) -> Position | None:
    found = transaction.run(f"MATCH (p:{POSITION}) RETURN p.change, p.day, p.stamp, p.format").single()
    if found is None or found[0] is None:
        return None
    return Position.from_json({"change": found[0], "day": found[1], "stamp": found[2], "format": found[3]})


def _stand(transaction: neo4j.ManagedTransaction, position: Position) -> None:
    transaction.run(f"MATCH (p:{POSITION}) SET p += $told REMOVE p.writer, p.locked", told=position.to_json()).consume()


def _claim(transaction: neo4j.ManagedTransaction, token: str) -> None:
    """Take the database to build the graph in it."""
    known = transaction.run(f"MATCH (p:{POSITION}) RETURN count(p)").single(strict=True)[0]
    if not known and transaction.run("MATCH (n) RETURN n LIMIT 1").single() is not None:
        raise ViewError(Neo4jView.name, "the database holds something else", "Name a database of its own for the graph")
    transaction.run(f"MERGE (p:{POSITION} {{name: 'reelgraph'}}) SET p = {{name: 'reelgraph', writer: $token}}", token=token).consume()


def _held(token: str, work: Callable[[neo4j.ManagedTransaction], Any]) -> Callable[[neo4j.ManagedTransaction], Any]:
    """Work on the graph as long as nobody else has taken it."""
    def run(transaction: neo4j.ManagedTransaction) -> Any:
        held = transaction.run(f"MATCH (p:{POSITION}) SET p.locked = true RETURN p.writer").single()
        if held is None or held[0] != token:
            raise RecordBusy("another process has begun to build the same Neo4j graph", "Wait for it to finish.")
        return work(transaction)
    return run


def _empty(transaction: neo4j.ManagedTransaction, label: str) -> int:
    return int(transaction.run(f"MATCH (n:{label}) WITH n LIMIT $most DETACH DELETE n RETURN count(*)", most=_BATCH).single(strict=True)[0])


def _quoted(name: str) -> str:
    return f"`{name}`"


def _sort(edge: Edge) -> tuple[str, str, str]:
    return edge.type, edge.source[0], edge.target[0]


def _plain(told: Properties) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told}


def _properties(told: Mapping[str, Any]) -> Properties:
    return tuple(sorted((name, tuple(value) if isinstance(value, list) else _native(value)) for name, value in told.items()))


def _native(value: Any) -> Any:
    """A value of the driver's as a plain one: dates, nodes and edges as mappings, lists of them."""
    if isinstance(value, list):
        return [_native(one) for one in value]
    if isinstance(value, neo4j.graph.Node):
        return {"labels": sorted(value.labels), **{name: _native(one) for name, one in value.items()}}
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, **{name: _native(one) for name, one in value.items()}}
    return value.to_native() if isinstance(value, neo4j.time.Date | neo4j.time.DateTime) else value


def plain(value: Any) -> Any:
    """A value of the driver's as text, number, truth, list or mapping: dates as they are written, nodes and edges with labels or type."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, neo4j.graph.Path):
        return [plain(one) for pair in zip_longest(value.nodes, value.relationships) for one in pair if one is not None]
    if isinstance(value, neo4j.graph.Node):
        return {"labels": sorted(value.labels), **{name: plain(one) for name, one in value.items()}}
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, **{name: plain(one) for name, one in value.items()}}
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


@contextmanager
def _run(seconds: float) -> Iterator[None]:
    """What the server says of a query that somebody wrote, as our errors."""
    try:
        yield
    except (exceptions.ClientError, exceptions.TransientError) as error:
        code, text = error.code or "", error.message or str(error)
        if "TransactionTimedOut" in code or "Terminated" in code:
            raise QueryTimeout("Cypher", "the query takes too long", "time", seconds) from error
        if "Memory" in code or "OutOfMemory" in text:
            raise QueryLimit("Cypher", "the query takes too much of the server's memory", "memory", 0) from error
        if code.startswith(("Neo.ClientError.Statement.", "Neo.ClientError.General.")) or "ArgumentError" in code:
            raise QueryError("Cypher", text) from error
        raise


@contextmanager
def _told(view: str) -> Iterator[None]:
    """The driver's errors as ours."""
    try:
        yield
    except exceptions.AuthError as error:
        raise ViewError(view, "the server doesn't know this user and password", "Check them") from error
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired, exceptions.ConfigurationError, ValueError) as error:
        raise ViewError(view, f"the server can't be reached: {error}", "Check its address, and that it runs") from error
    except exceptions.Neo4jError as error:
        raise ViewError(view, f"{error.code}: {error.message}", "Check the server's log; the record is untouched") from error
