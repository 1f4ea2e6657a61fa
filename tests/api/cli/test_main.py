"""api.cli: what is said where, and the exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli import app, main
from api.errors import FAULT
from api.wiring import House

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[3]


def test_help_and_version(run: Run) -> None:
    code, out, err = run("--help", home=False)
    assert (code, err) == (0, "")
    assert all(name in out for name in ("extract", "ingest", "query", "export", "import", "entities", "verify", "status", "serve"))
    assert run("--version", home=False)[1].startswith("reelgraph ")


def test_a_missing_record_is_one_sentence(run: Run) -> None:
    code, out, err = run("status")
    assert (code, out) == (8, "")
    assert err.startswith("reelgraph: there is no record at ")
    assert len(err.splitlines()) == 1


def test_wrong_usage_is_exit_code_2(run: Run) -> None:
    assert run("query", "--format", "xml", "ASK {}")[0] == 2
    assert run("nothing", home=False)[0] == 2
    code, _, err = run("status", "--log-format", "xml")
    assert (code, len(err.splitlines())) == (2, 1)


def test_not_found_and_ambiguous(run: Run, told: House) -> None:
    code, _, err = run("entities", "show", "Larkhill Pst")
    assert (code, err) == (3, "reelgraph: no entity is called 'Larkhill Pst' (did you mean Larkhill Post?)\n")
    code, _, err = run("entities", "show", "Kite")
    assert code == 4
    assert "'Kite' may be any of: Kite (" in err


def test_a_fault_of_ours_has_no_traceback_unless_asked(run: Run, told: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: House) -> None:
        raise KeyError("oh")

    monkeypatch.setattr(House, "sparql_change", broken)
    code, out, err = run("status")
    assert (code, out) == (FAULT.exit_code, "")
    assert "Traceback" not in err
    assert "a fault of reelgraph itself: KeyError" in err
    assert "Traceback" in run("status", "-v", "-v")[2]


def test_a_reader_that_goes_away_is_no_error(told: House) -> None:
    command = f"{sys.executable} -m api.cli export --home {told.home.path} | head -c 1 > {os.devnull}"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "fault" not in done.stderr


def test_main_takes_arguments_of_the_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["reelgraph", "--version"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert app.info.name == "reelgraph"
    assert "reelgraph" in capsys.readouterr().out


def test_bytes_that_are_no_text_are_told(run: Run, told: House) -> None:
    for arguments in (("entities", "show", "Kite\udcff"), ("ask", "who owns Kite\udcff"), ("query", "ASK { ?s ?p 'Kite\udcff' }")):
        code, _, err = run(*arguments)
        assert code == 2, err
        assert len(err.splitlines()) == 1
