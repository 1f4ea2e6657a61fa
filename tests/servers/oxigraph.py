"""How a SPARQL store over HTTP is started for the tests: `oxigraph serve`, from the wheel of that name, in memory.

It listens on a free port of the loopback, and one of its own is started for every process of a run, so that nothing is shared.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ReelgraphError
from graph.views.sparql_http import SparqlHttpView
from tests.servers.starting import Unavailable, free_port

REMEDY = "install the package oxigraph, which brings the server (make setup does)"
_PATIENCE = 200
"""How many tenths of a second it may take to start."""


@dataclass(frozen=True)
class Server:
    """A server that runs: the address of its queries."""

    url: str
    process: subprocess.Popen[bytes]
    version: str

    def stop(self) -> None:
        """End it."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


def start(*options: str, command: str = "serve", port: int = 0) -> Server:
    """A server of one's own. Raises Unavailable."""
    program = _program()
    if program is None:
        raise Unavailable("there is no program oxigraph")
    port = port or free_port()
    process = subprocess.Popen([program, command, "--bind", f"127.0.0.1:{port}", *options], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    url = f"http://127.0.0.1:{port}/query"
    version = answers(process, url, _PATIENCE)
    if version is None:
        process.kill()
        raise Unavailable("it did not answer in time")
    return Server(url, process, version)


def answers(process: subprocess.Popen[bytes], url: str, patience: int) -> str | None:
    """The version of a server once it answers; None where it doesn't, or has ended."""
    for _ in range(patience):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            return None
        view = SparqlHttpView(url, seconds=10)
        try:
            return view.version().rpartition("/")[2]
        except ReelgraphError:
            continue
        finally:
            view.close()
    return None


def _program() -> str | None:
    beside: Sequence[str] = (str(Path(sys.executable).with_name("oxigraph")), shutil.which("oxigraph") or "")
    return next((path for path in beside if path and os.access(path, os.X_OK)), None)
