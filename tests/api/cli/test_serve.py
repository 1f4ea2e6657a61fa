"""api.cli.serve: a real process on a free port of the loopback address."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

from api.wiring import House

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[3]


def test_serve_answers_and_says_that_queries_have_limits(told: House) -> None:
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--home", str(told.home.path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            assert "limits of time, rows and memory" in line
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert address is not None, line
            with urllib.request.urlopen(f"{address.group()}/readyz", timeout=60) as response:
                assert json.load(response)["change"] == 2
        finally:
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=60)
    assert out == ""
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "in use" in err
