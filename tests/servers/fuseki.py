"""How Apache Jena Fuseki is found or started for the tests.

In this order: the address of queries in REELGRAPH_TEST_FUSEKI (its store is emptied!); where REELGRAPH_REQUIRE names fuseki, or
Maven has it already, a server of our own, in memory, which `fuseki.sh` starts with Java and Maven on a free port of the loopback.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.servers.oxigraph import answers
from tests.servers.starting import Unavailable, free_port, missing

REMEDY = ("REELGRAPH_REQUIRE=fuseki starts one, by Java 17 or newer and Maven, which fetches it; "
          "or set REELGRAPH_TEST_FUSEKI=http://host:port/graph/query")
START = Path(__file__).with_name("fuseki.sh")
VERSION = START.with_name("fuseki-pom.xml").read_text("utf-8").rpartition("<version>")[2].partition("<")[0]
_PATIENCE = 2400
"""How many tenths of a second it may take to start, the first fetching of its jars included."""


@dataclass(frozen=True)
class Server:
    url: str
    version: str
    process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        """End it, if it was started here."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)


def start(folder: Path) -> Server:
    """A server; `folder` is for its own files. Raises Unavailable."""
    if given := os.environ.get("REELGRAPH_TEST_FUSEKI"):
        return Server(given, "")
    asked = "fuseki" in os.environ.get("REELGRAPH_REQUIRE", "").lower().split(",")
    if not asked and not _present():
        raise Unavailable("nobody asked for one, and it would have to be fetched")
    if reason := missing("bash", "java", "mvn"):
        raise Unavailable(reason)
    port, log = free_port(), folder / "fuseki.log"
    with log.open("wb") as out:
        process = subprocess.Popen([str(START), str(folder), str(port)], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                   start_new_session=True)
    url = f"http://127.0.0.1:{port}/graph/query"
    if answers(process, url, _PATIENCE) is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise Unavailable(f"it didn't answer: {' '.join(log.read_text(errors='replace').split())[-300:]}")
    return Server(url, VERSION, process)


def _present() -> bool:
    """Whether Maven has its jar already."""
    return (Path.home() / ".m2/repository/org/apache/jena/jena-fuseki-server" / VERSION).is_dir() and shutil.which("java") is not None
