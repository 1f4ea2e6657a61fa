"""What a worker opens: one engine for reading, by the name of a job's engine; each gives rows as plain tuples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from graph.home import Home

if TYPE_CHECKING:
    from graph.views.answers import Answer
    from graph.views.ladybug import Snapshot as LadybugSnapshot
    from graph.views.oxigraph import Snapshot as OxigraphSnapshot

Target = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it comes to an engine: at most so many seconds, and rows beyond `rows` are of no use."""

    text: str
    parameters: Mapping[str, Any]
    seconds: float
    rows: int


@dataclass(frozen=True, slots=True)
class Answering:
    """What a query answers while it runs: `rows` are fetched from the engine as they are walked."""

    kind: str
    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
    change: int
    day: str | None = None


class Source(Protocol):
    """An engine that is open."""

    @property
    def bounded(self) -> bool:
        """Whether its address space may be bounded: an engine may map far more than it uses."""

    def stale(self) -> bool:
        """Whether it has to be opened, or to move on to what was published since."""

    def refresh(self) -> None:
        """Open it, or move on. Raises ViewError."""

    def query(self, asked: Asked) -> AbstractContextManager[Answering]:
        """Run a query that is known to be allowed."""

    def close(self) -> None: ...


class Sparql:
    """Oxigraph, on the newest generation of a home."""

    bounded = True

    def __init__(self, target: Target) -> None:
        from graph.views.oxigraph import OxigraphView

        self._view = OxigraphView(_home(target))
        self._snapshot: OxigraphSnapshot | None = None

    def stale(self) -> bool:
        return self._snapshot is None or self._view.snapshot_is_old()

    def refresh(self) -> None:
        self._snapshot = self._view.snapshot()

    @contextmanager
    def query(self, asked: Asked) -> Iterator[Answering]:
        assert self._snapshot is not None
        yield _of_sparql(self._snapshot.query(asked.text, graphs=asked.parameters.get("graphs"), base=asked.parameters.get("base")))

    def close(self) -> None:
        self._snapshot = None


def _of_sparql(found: Answer) -> Answering:
    columns: tuple[str, ...] = found.variables
    rows: Iterator[tuple[Any, ...]]
    if found.kind == "ask":
        rows = iter([(found.truth,)])
    elif found.kind == "construct":
        rows = (tuple(map(_term, triple)) for triple in found.triples)
    else:
        rows = (tuple(map(_term, row)) for row in found.rows)
    return Answering(found.kind, columns, rows, found.change, found.day.isoformat())


def _term(term: Any) -> Any:
    """A term as plain values: literals and blank nodes without their class."""
    return term if term is None or isinstance(term, str) else tuple(term)


class Ladybug:
    """Ladybug, on the newest generation of a home."""

    bounded = False

    def __init__(self, target: Target, memory: int) -> None:
        from graph.views.ladybug import LadybugView

        self._view = LadybugView(_home(target), memory=memory // 2, threads=2)
        self._snapshot: LadybugSnapshot | None = None

    def stale(self) -> bool:
        return self._snapshot is None or self._view.snapshot_is_old()

    def refresh(self) -> None:
        self._snapshot = None
        self._snapshot = self._view.snapshot()

    @contextmanager
    def query(self, asked: Asked) -> Iterator[Answering]:
        assert self._snapshot is not None
        position = self._snapshot.generation.position
        with self._snapshot.stream(asked.text, asked.parameters, seconds=asked.seconds) as (columns, found):
            yield Answering("table", columns, found, position.change, position.day.isoformat())

    def close(self) -> None:
        self._snapshot = None


class Neo4j:
    """A Neo4j server, in a transaction that may only read and that the server ends in time."""

    bounded = True

    def __init__(self, target: Target) -> None:
        from graph.views.neo4j import Neo4jView

        url, user, password, database = target
        self._view = Neo4jView(url or "", user=user or "", password=password or "", database=database)

    def stale(self) -> bool:
        return False

    def refresh(self) -> None: ...

    @contextmanager
    def query(self, asked: Asked) -> Iterator[Answering]:
        with self._view.stream(asked.text, asked.parameters, seconds=asked.seconds) as (columns, found, position):
            yield Answering("table", columns, found, position.change, position.day.isoformat())

    def close(self) -> None:
        self._view.close()


class Sql:
    """The published views of a record."""

    bounded = True

    def __init__(self, target: Target) -> None:
        self._url = target[0] or ""

    def stale(self) -> bool:
        return False

    def refresh(self) -> None: ...

    @contextmanager
    def query(self, asked: Asked) -> Iterator[Answering]:
        from graph.record.asking import stream

        with stream(self._url, asked.text, seconds=asked.seconds) as (columns, found, change):
            yield Answering("table", columns, found, change)

    def close(self) -> None: ...


def _home(target: Target) -> Home:
    assert target[0] is not None
    return Home(Path(target[0]))


OPENERS: Mapping[str, Callable[[Target, int], Source]] = {
    "sparql": lambda target, _: Sparql(target), "ladybug": Ladybug, "neo4j": lambda target, _: Neo4j(target),
    "sql": lambda target, _: Sql(target)}


def open_source(engine: str, target: Target, memory: int) -> Source:
    """The engine of that name. Raises ViewError where it can't be reached."""
    return OPENERS[engine](target, memory)
