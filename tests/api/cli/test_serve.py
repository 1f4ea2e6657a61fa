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

import pytest

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


@pytest.mark.long
def test_several_processes_answer_at_one_address_and_end_when_told(told: House) -> None:
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--workers", "2", "--home", str(told.home.path)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            address = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
            assert address is not None
            for _ in range(20):
                with urllib.request.urlopen(f"{address.group()}/v1/entities?q=lark", timeout=60) as response:
                    assert json.load(response)["entities"][0]["name"] == "Larkhill Post"
            with urllib.request.urlopen(urllib.request.Request(f"{address.group()}/v1/changes", headers={"Accept": "text/event-stream"}),
                                        timeout=60) as stream:
                assert stream.readline().startswith(b"retry")
                server.send_signal(signal.SIGTERM)
                assert b"id: 2" in stream.read()  # the stream ends in good order
        finally:
            server.send_signal(signal.SIGTERM)
            _, err = server.communicate(timeout=60)
    assert server.returncode == 0
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_told(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "in use" in err
