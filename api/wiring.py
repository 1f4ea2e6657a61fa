"""The only place that builds: settings → record, views, engines, reader; the only reader of the clock.

Every part is built when it is first asked for, and once, so that a command loads what it uses: asking a pattern never loads
spaCy, `--help` nothing at all.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from types import TracebackType

    from api.settings import Settings
    from graph.exchange.resources import Resources
    from graph.home import Home
    from graph.identity.registry import Registry
    from graph.ontology import Ontology, Vocabulary
    from graph.record import Record
    from graph.views import View
    from graph.views.answers import Answer
    from graph.views.ladybug import LadybugView
    from graph.views.neo4j import Neo4jView
    from graph.views.oxigraph import OxigraphView
    from graph.views.sparql_http import SparqlHttpView
    from ingest.execution import Execution
    from ingest.reading import Reader
    from ingest.sources.content import Limits as SourceLimits
    from queries.guard import Found, Job, Limits, Pool
    from queries.guard.sparql import Beside

SYNC_SECONDS = 60.0
log = logging.getLogger(__name__)


def clock() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def reader_of(settings: Settings) -> Reader:
    """The reader under some settings, for a process that has nothing else of the house."""
    return House(settings).reader


class House:
    """The parts of the house under one set of settings. `create` tells whether a missing record is made or missed."""

    def __init__(self, settings: Settings, *, create: bool = False, now: Callable[[], dt.datetime] = clock,
                 pool: Pool | None = None) -> None:
        self.settings = settings
        self.create = create
        self.now = now
        self._given_pool = pool
        self._building = threading.RLock()
        self.reading = threading.Lock()
        """Held by whoever uses the reader: the language model is not for several threads at once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the record, if it was opened, and end the workers."""
        if pool := self.__dict__.pop("_pool", None):
            pool.close()
        for server in ("_neo4j_view", "_sparql_http_view"):
            if view := self.__dict__.pop(server, None):
                view.close()
        if record := self.__dict__.pop("_record", None):
            record.close()

    def today(self) -> dt.date:
        """The day that "current" means: this one, in UTC."""
        return self.now().date()

    @cached_property
    def home(self) -> Home:
        from graph.home import Home

        return Home(self.settings.home, self.settings.record)

    @property
    def record(self) -> Record:
        """The record, opened once; safe to ask for from several threads. Raises RecordError."""
        with self._building:
            return self._record

    @cached_property
    def _record(self) -> Record:
        from graph.record import Record

        return Record.open(self.home.record_url, create=self.create)

    @cached_property
    def ontology(self) -> Ontology:
        from graph.ontology import ontology

        return ontology()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        from graph.ontology import vocabulary

        return vocabulary()

    @cached_property
    def registry(self) -> Registry:
        """The known names that the settings ask for: the shipped snapshot, a file, or none."""
        from pathlib import Path

        from graph.identity.registry import EMPTY, load_registry

        if self.settings.registry == "none":
            return EMPTY
        return load_registry(Path(self.settings.registry) if self.settings.registry else None)

    @property
    def reader(self) -> Reader:
        """The reader of articles and questions; loads the language model."""
        with self._building:
            return self._reader

    @cached_property
    def _reader(self) -> Reader:
        from ingest.model import load
        from ingest.reading import Reader

        return Reader(self.registry, load.pipeline(), load.ner, model=load.version())

    def execution(self, workers: int) -> Execution:
        """Where articles are read: in this process, or in so many others, which begin now."""
        from functools import partial

        from ingest.execution.processes import Processes
        from ingest.execution.serial import Serial

        if workers == 1:
            return Serial()
        several = Processes(workers, start=partial(reader_of, self.settings))
        several.warm(self.reader)
        return several

    @cached_property
    def limits(self) -> SourceLimits:
        """What one source may have and take."""
        from ingest.sources.content import Limits

        return Limits(size=self.settings.size_limit, seconds=self.settings.fetch_seconds)

    @property
    def view(self) -> OxigraphView:
        """The RDF view of the home, as it stands; `sparql` brings it up to date."""
        with self._building:
            return self._view

    @cached_property
    def _view(self) -> OxigraphView:
        from graph.views.oxigraph import OxigraphView

        return OxigraphView(self.home, ontology=self.ontology, vocabulary=self.vocabulary)

    def resources(self) -> Resources:
        """The writer of single resources as RDF, as of today."""
        from graph.exchange.resources import Resources

        return Resources(self.ontology, self.vocabulary, self.today())

    @property
    def pool(self) -> Pool:
        """The workers that run queries which somebody wrote: those that were given, or the house's own."""
        with self._building:
            return self._given_pool or self._pool

    @cached_property
    def _pool(self) -> Pool:
        from queries.guard import Pool

        return Pool(self.settings.query_workers)

    def query_limits(self) -> Limits:
        """What a query that somebody wrote may take."""
        from queries.guard import Limits

        return Limits(self.settings.query_seconds, self.settings.query_rows, self.settings.query_memory)

    def sparql(self, text: str, *, beside: Beside | None = None, limits: Limits | None = None) -> Answer:
        """Check a query that somebody wrote and run it on the RDF view, brought up to the record and the day.

        `beside`: the graphs that it is to see, and what its relative IRIs start from. Where another process is bringing the view up to
        date for long, the newest generation answers. Raises QueryError, QueryRefused, QueryLimit, QueryBusy.
        """
        from queries.guard import Job, sparql

        beside = beside or sparql.Beside()
        allowed, parameters = sparql.allowed(text, graphs=beside.graphs), beside.parameters()
        record = self.record
        self.pool.warm()
        self._follow(self.view, record)
        job = Job("sparql", (str(self.home.path.absolute()),), allowed.text, parameters)
        found = self._run(self.view, job, limits or self.query_limits())
        return sparql.answer(found)

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, *, neo4j: bool = False, limits: Limits | None = None) -> Found:
        """Check a query in Cypher that somebody wrote and run it on the embedded property graph, or on the Neo4j server of the settings.

        The graph is brought up to the record and the day first. Raises QueryError, QueryRefused, QueryLimit, QueryBusy, ViewError.
        """
        from queries.guard import Job, cypher

        engine: Literal["neo4j", "ladybug"] = "neo4j" if neo4j else "ladybug"
        allowed, record, kept = cypher.allowed(text, engine), self.record, self.settings
        self.pool.warm()
        view: View = self.neo4j_view if neo4j else self.ladybug_view
        self._follow(view, record)
        target = ((kept.neo4j_url, kept.neo4j_user, kept.neo4j_password, kept.neo4j_database) if neo4j
                  else (str(self.home.path.absolute()),))
        return self._run(view, Job(engine, target, allowed, dict(parameters or {})), limits or self.query_limits())

    def sql(self, text: str, *, limits: Limits | None = None) -> Found:
        """Check a query in SQL that somebody wrote and run it on the published views. Raises as `sparql` does."""
        from graph.record.published import published_names
        from queries.guard import Job, sql

        record = self.record
        allowed = sql.allowed(text, record.dialect, published_names())
        with record.reader() as reader:
            reader.change()  # the record stays open, so that SQLite keeps what readers beside it need
        return self.pool.run(Job("sql", (record.url,), allowed), limits or self.query_limits())

    @property
    def ladybug_view(self) -> LadybugView:
        """The embedded property graph, as it stands; `cypher` brings it up to date."""
        with self._building:
            return self._ladybug_view

    @cached_property
    def _ladybug_view(self) -> LadybugView:
        from graph.views.ladybug import LadybugView

        return LadybugView(self.home, ontology=self.ontology)

    @property
    def neo4j_view(self) -> Neo4jView:
        """The property graph on a Neo4j server, as it stands. Raises ViewError where the settings name no server."""
        with self._building:
            return self._neo4j_view

    @cached_property
    def _neo4j_view(self) -> Neo4jView:
        from graph.errors import ViewError
        from graph.views.neo4j import Neo4jView

        kept = self.settings
        if not kept.neo4j_url:
            raise ViewError("neo4j", "no server is named", "Set REELGRAPH_NEO4J_URL, and REELGRAPH_NEO4J_USER and _PASSWORD with it")
        return Neo4jView(kept.neo4j_url, user=kept.neo4j_user, password=kept.neo4j_password, database=kept.neo4j_database,
                         ontology=self.ontology)

    @property
    def sparql_http_view(self) -> SparqlHttpView:
        """The RDF graph in a SPARQL store over HTTP, as it stands. Raises ViewError where the settings name no store."""
        with self._building:
            return self._sparql_http_view

    @cached_property
    def _sparql_http_view(self) -> SparqlHttpView:
        from graph.errors import ViewError
        from graph.views.sparql_http import SparqlHttpView

        kept = self.settings
        if not kept.sparql_url:
            raise ViewError("sparql_http", "no store is named", "Set REELGRAPH_SPARQL_URL, and REELGRAPH_SPARQL_USER and _PASSWORD with it")
        return SparqlHttpView(kept.sparql_url, update_url=kept.sparql_update_url, user=kept.sparql_user, password=kept.sparql_password,
                              ontology=self.ontology, vocabulary=self.vocabulary)

    def views(self) -> dict[str, Callable[[], View]]:
        """Every view that follows the record, by name: those of the home, and those whose server the settings name."""
        found: dict[str, Callable[[], View]] = {"oxigraph": lambda: self.view, "ladybug": lambda: self.ladybug_view}
        if self.settings.neo4j_url:
            found["neo4j"] = lambda: self.neo4j_view
        if self.settings.sparql_url:
            found["sparql_http"] = lambda: self.sparql_http_view
        return found

    def _run(self, view: View, job: Job, limits: Limits) -> Found:
        """Run a query on a view; a file that is found damaged on the way is built anew, and the query run again."""
        from graph.errors import ViewError

        try:
            return self.pool.run(job, limits)
        except ViewError as error:
            if error.view != view.name:
                raise
            log.warning("%s", error)
            self._follow(view, self.record)
            return self.pool.run(job, limits)

    def _follow(self, view: View, record: Record) -> None:
        """Bring a view to the record and the day; where another process does so for long, its newest generation will do."""
        from graph.errors import RecordBusy

        try:
            view.sync(record, day=self.today(), timeout=SYNC_SECONDS)
        except RecordBusy:
            if view.position() is None:
                raise
            log.warning("the view %s is being brought up to date by another process: its newest generation answers", view.name)

    def sparql_change(self) -> int | None:
        """The change number that the RDF view has seen; None before it was first asked for."""
        position = self.view.position()
        return position.change if position else None
