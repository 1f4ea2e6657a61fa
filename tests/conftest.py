"""What the fixtures give.

    home        a Home in a folder of its own, empty
    database    "sqlite" or "postgresql": every test that uses it, or what stands on it, runs on both
    new_record  a function that opens another empty record in that database; closed and removed after the test
    record      one of these
    sqlite      a function that opens another empty record on SQLite, for tests that are about something else
    ladybug     a property graph in the home, not synced
    neo4j_server  the address of a Neo4j server, with user and password, whose database is empty and held alone
    neo4j       a property graph in it, not synced
    oxigraph_server  a SPARQL store over HTTP, empty and of the test's own
    sparql_http  an RDF graph in it, not synced
    fuseki      an RDF graph in Apache Jena Fuseki, emptied, not synced

Tests marked `soak` take very long and run only with `-m soak` (or another `-m`); those marked `long` are left out by `make test` alone.

A server that isn't there skips its tests and says what to do; REELGRAPH_REQUIRE=postgresql,… makes that a failure. The
last lines of a run name each server with its version and how many tests ran on it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from graph.home import Home
from graph.record import Record
from graph.views.ladybug import LadybugView
from graph.views.neo4j import Neo4jView
from graph.views.sparql_http import SparqlHttpView
from tests.servers import fuseki as fuseki_servers
from tests.servers import neo4j as neo4j_servers
from tests.servers import oxigraph as oxigraph_servers
from tests.servers import postgresql, watch
from tests.servers.starting import Unavailable

SERVER = "server"
"""The name of the property under which a test tells on which server it runs: (`name version`)."""

OXIGRAPH_SERVER = "oxigraph-server"
_SHARED = pytest.StashKey[Path]()
_counts: Counter[tuple[str, str]] = Counter()
_versions: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    given = getattr(config, "workerinput", {}).get("reelgraph_shared")
    config.stash[_SHARED] = Path(given or tempfile.mkdtemp(prefix="reelgraph-tests-"))
    watch.hold(config.stash[_SHARED])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long runs only where `-m` asks for it."""
    if not config.option.markexpr and (long := [item for item in items if item.get_closest_marker("soak")]):
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("soak")]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """With xdist: all workers share one folder, hence one server."""
    node.workerinput["reelgraph_shared"] = str(node.config.stash[_SHARED])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _SHARED in config.stash:
        postgresql.stop(config.stash[_SHARED])
        neo4j_servers.stop(config.stash[_SHARED])
        shutil.rmtree(config.stash[_SHARED], ignore_errors=True)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for name, value in report.user_properties:
        if name == SERVER and (report.when == "call" or (report.when == "setup" and report.outcome != "passed")):
            server, _, version = str(value).partition(" ")
            _counts[server, "skipped" if report.skipped else "run"] += 1
            _versions[server] = version or _versions.get(server, "")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for server in sorted(_versions):
        terminalreporter.write_line(f"{server} {_versions[server] or 'not available'}: {_counts[server, 'run']} tests run, "
                                    f"{_counts[server, 'skipped']} skipped")


def runs_on(request: pytest.FixtureRequest, server: str, version: str) -> None:
    """Count a test for a server."""
    request.node.user_properties.append((SERVER, f"{server} {version}"))


def unavailable(request: pytest.FixtureRequest, server: str, reason: str, remedy: str) -> None:
    """Skip a test for want of a server, or fail it where REELGRAPH_REQUIRE names the server."""
    request.node.user_properties.append((SERVER, f"{server} "))
    told = f"{server} is not available ({reason}): {remedy}"
    if server.lower() in os.environ.get("REELGRAPH_REQUIRE", "").lower().split(","):
        pytest.fail(told, pytrace=False)
    pytest.skip(told)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def _empty_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record without anything, to be copied: bringing a schema up takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "record.sqlite"
    Record.open(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def sqlite(_empty_file: Path, tmp_path: Path) -> Iterator[Callable[[], Record]]:
    opened: list[Record] = []

    def make() -> Record:
        path = tmp_path / f"record{len(opened)}.sqlite"
        shutil.copy(_empty_file, path)
        opened.append(Record.open(f"sqlite:///{path}"))
        return opened[-1]

    yield make
    for record in opened:
        record.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if name == "sqlite":
        runs_on(request, "SQLite", sqlite3.sqlite_version)
    return name


@pytest.fixture
def new_record(request: pytest.FixtureRequest, database: str) -> Iterator[Callable[[], Record]]:
    if database == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    try:
        server = postgresql.find(request.config.stash[_SHARED])
    except Unavailable as reason:
        unavailable(request, "PostgreSQL", str(reason), postgresql.REMEDY)
        return
    runs_on(request, "PostgreSQL", postgresql.version(server))
    opened: list[Record] = []

    def make() -> Record:
        opened.append(Record.open(postgresql.create(server)))
        return opened[-1]

    yield make
    for record in opened:
        record.close()
        postgresql.drop(record.url)


@pytest.fixture
def record(new_record: Callable[[], Record]) -> Record:
    return new_record()


@pytest.fixture
def ladybug(request: pytest.FixtureRequest, home: Home) -> LadybugView:
    runs_on(request, "Ladybug", version("ladybug"))
    return LadybugView(home, threads=1)


@pytest.fixture
def neo4j_server(request: pytest.FixtureRequest) -> Iterator[neo4j_servers.Server]:
    shared = request.config.stash[_SHARED]
    try:
        server = neo4j_servers.find(shared)
    except Unavailable as reason:
        unavailable(request, "Neo4j", str(reason), neo4j_servers.REMEDY)
        return
    with neo4j_servers.alone(server, shared):
        yield server


@pytest.fixture
def neo4j(request: pytest.FixtureRequest, neo4j_server: neo4j_servers.Server) -> Iterator[Neo4jView]:
    view = Neo4jView(neo4j_server.url, user=neo4j_server.user, password=neo4j_server.password)
    runs_on(request, "Neo4j", view.version())
    yield view
    view.close()


@pytest.fixture
def oxigraph_server(request: pytest.FixtureRequest) -> Iterator[oxigraph_servers.Server]:
    try:
        server = oxigraph_servers.start()
    except Unavailable as reason:
        unavailable(request, OXIGRAPH_SERVER, str(reason), oxigraph_servers.REMEDY)
        return
    runs_on(request, OXIGRAPH_SERVER, server.version)
    yield server
    server.stop()


@pytest.fixture
def sparql_http(oxigraph_server: oxigraph_servers.Server) -> Iterator[SparqlHttpView]:
    view = SparqlHttpView(oxigraph_server.url)
    yield view
    view.close()


@pytest.fixture
def fuseki(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SparqlHttpView]:
    try:
        server = fuseki_servers.start(tmp_path)
    except Unavailable as reason:
        unavailable(request, "Fuseki", str(reason), fuseki_servers.REMEDY)
        return
    runs_on(request, "Fuseki", server.version)
    view = SparqlHttpView(server.url)
    view.endpoint.update("CLEAR ALL")
    yield view
    view.close()
    server.stop()
