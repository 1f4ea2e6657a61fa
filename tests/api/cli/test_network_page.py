"""docs/networks.md: every example runs, over what `make demo` reads."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import settings
from api.app import create
from api.wiring import House

ROOT = Path(__file__).resolve().parents[3]
LINES = [line for block in re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "networks.md").read_text("utf-8"), re.DOTALL)
         for line in block.strip().splitlines()]
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from ingest.pipeline import ingest

    with House(settings.load(home=tmp_path_factory.mktemp("demo")), create=True) as house:
        list(ingest([str(ROOT / "examples")], record=house.record, reader=house.reader, now=house.now))
        yield house


def test_there_are_examples() -> None:
    assert sum(line.startswith("reelgraph network ") for line in LINES) >= 5
    assert sum(line.startswith("curl ") for line in LINES) >= 4


@pytest.mark.parametrize("line", LINES)
def test_an_example_answers(demo: House, run: Callable[..., tuple[int, str, str]], line: str) -> None:
    words = shlex.split(line)
    if words[0] == "reelgraph":
        code, out, err = run(*words[1:], "--home", str(demo.settings.home), home=False)
        assert code == 0, err
        assert "is short enough" not in out
        assert len(out.splitlines()) > 2
        return
    assert words[0] == "curl"
    headers = dict([words[words.index("-H") + 1].split(": ")]) if "-H" in words else {}
    answer = TestClient(create(demo)).get(words[-1].removeprefix(ADDRESS), headers=headers)
    assert answer.status_code == 200, answer.text
    if not headers:
        told = answer.json()
        assert any(told.get(name) for name in ("paths", "neighbours", "entities", "brokers")), line
