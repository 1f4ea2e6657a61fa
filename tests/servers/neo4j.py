"""How a Neo4j server is found or started for the tests.

In this order: the address in REELGRAPH_TEST_NEO4J (its database is emptied!); where REELGRAPH_REQUIRE names neo4j, a server of
our own, which `neo4j.sh` starts with Java and Maven on a free port of the loopback, in a folder that goes with the run. There is
one for all workers of a run, and one database in it: a test that uses it holds it alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.servers.starting import Unavailable, free_port, lock, missing

REMEDY = ("REELGRAPH_REQUIRE=neo4j starts one, by Java 17 or 21 and Maven, which fetches it; "
          "or set REELGRAPH_TEST_NEO4J=bolt://user:password@host:port")
START = Path(__file__).with_name("neo4j.sh")
_PATIENCE = 480
"""How many half seconds a server may take to start, the first fetching of its jars included."""


@dataclass(frozen=True)
class Server:
    url: str
    user: str
    password: str


def find(shared: Path) -> Server:
    """A server, started once for all workers of a run; `shared` is a folder that they share."""
    if given := os.environ.get("REELGRAPH_TEST_NEO4J"):
        parts = urlsplit(given)
        return Server(f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}", unquote(parts.username or "neo4j"), unquote(parts.password or ""))
    if "neo4j" not in os.environ.get("REELGRAPH_REQUIRE", "").split(","):
        raise Unavailable("nobody asked for one, and it would have to be fetched")
    with lock(shared / "neo4j.lock"):
        told = shared / "neo4j.url"
        if not told.exists():
            told.write_text(_start(shared))
        url = told.read_text()
    if url.startswith("!"):
        raise Unavailable(url[1:])
    return Server(url, "neo4j", "testing-only")


@contextmanager
def alone(server: Server, shared: Path) -> Iterator[None]:
    """Hold the server's database, emptied."""
    with lock(shared / "neo4j.use"):
        with GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")
        yield


def stop(shared: Path) -> None:
    """End the server that `find` has started, if it has."""
    told = shared / "neo4j.pid"
    if told.exists():
        with suppress(ProcessLookupError):
            os.killpg(int(told.read_text()), signal.SIGKILL)


def _start(shared: Path) -> str:
    """Start a server; its address, or "!" and why there is none."""
    if reason := missing("bash", "java", "mvn"):
        return f"!{reason}"
    port = free_port()
    log = shared / "neo4j.log"
    with log.open("wb") as out:
        process = subprocess.Popen([str(START), str(shared / "neo4j"), str(port)], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                   start_new_session=True, env={**os.environ, "NEO4J_PASSWORD": "testing-only"})
    (shared / "neo4j.pid").write_text(str(process.pid))
    url = f"bolt://127.0.0.1:{port}"
    for _ in range(_PATIENCE):
        try:
            process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            if _answers(url):
                return url
        else:
            return f"!it ended: {' '.join(log.read_text(errors='replace').split())[-300:]}"
    os.killpg(process.pid, signal.SIGKILL)
    return "!it did not answer in time"


def _answers(url: str) -> bool:
    try:
        with GraphDatabase.driver(url, auth=("neo4j", "testing-only"), connection_timeout=5) as driver, driver.session() as session:
            session.run("RETURN 1").consume()
    except (DriverError, Neo4jError, OSError):
        return False
    return True
