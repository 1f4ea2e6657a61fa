"""tests.servers.postgresql: which server is taken, what is said where there is none, and that none outlives its run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from tests.conftest import unavailable
from tests.servers import postgresql
from tests.servers.starting import Unavailable

ROOT = Path(__file__).parents[2]
_START = """import sys
from pathlib import Path
from tests.servers import postgresql
print(postgresql.find(Path(sys.argv[1])), flush=True)
sys.stdin.read()"""


@pytest.mark.postgresql
@pytest.mark.skipif("REELGRAPH_TEST_POSTGRESQL" in os.environ, reason="a server was given, so none is started")
def test_a_server_ends_with_a_run_that_is_killed() -> None:
    shared = Path(tempfile.mkdtemp(prefix="reelgraph-tests-"))
    run = subprocess.Popen([sys.executable, "-c", _START, str(shared)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    url = run.stdout.readline().strip()
    run.send_signal(signal.SIGKILL)
    run.communicate()
    if not url:
        pytest.skip("no server could be started")
    waiting = threading.Event()
    for _ in range(600):
        if not shared.exists():
            break
        waiting.wait(0.1)
    assert not shared.exists()
    with pytest.raises(DBAPIError):
        create_engine(url).connect()


def test_a_server_that_is_given_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REELGRAPH_TEST_POSTGRESQL", "postgresql://ana@db.example:5433/tests")
    monkeypatch.setattr(postgresql, "_make_template", lambda *_: None)
    assert postgresql.find(tmp_path) == "postgresql+pg8000://ana@db.example:5433/tests"
    assert not (tmp_path / "postgresql.stop").exists()


def test_without_programs_it_is_said_once_for_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REELGRAPH_TEST_POSTGRESQL", raising=False)
    monkeypatch.setattr(postgresql, "_binaries", lambda: iter(()))
    for _ in range(2):
        with pytest.raises(Unavailable, match=r"neither the wheel nor the machine|no user of this machine"):
            postgresql.find(tmp_path)
    assert (tmp_path / "postgresql.url").read_text().startswith("!")


@pytest.mark.parametrize(("required", "outcome"), [
    ("", pytest.skip.Exception), ("neo4j", pytest.skip.Exception), ("postgresql", pytest.fail.Exception),
    ("neo4j,PostgreSQL", pytest.fail.Exception)])
def test_what_is_required_fails_where_it_is_missing(monkeypatch: pytest.MonkeyPatch, required: str, outcome: type[BaseException]) -> None:
    monkeypatch.setenv("REELGRAPH_REQUIRE", required)
    asking = cast(Any, SimpleNamespace(node=SimpleNamespace(user_properties=[])))
    with pytest.raises(outcome, match="PostgreSQL is not available \\(none\\): install one"):
        unavailable(asking, "PostgreSQL", "none", "install one")
    assert asking.node.user_properties == [("server", "PostgreSQL ")]
