"""docs/api and docs/sparql.md: every example runs, on a real server over the home of `make demo`; the pages name every problem.

A `curl` is sent as it stands by an HTTP client of Python, which reads its options; Python examples run as they stand.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api import settings
from api.wiring import House
from tests.api.serving import serving

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "docs" / "api").glob("*.md")), ROOT / "docs" / "sparql.md"]
ADDRESS = "http://127.0.0.1:8000"


def examples(language: str) -> list[tuple[str, str]]:
    found = [(page.name, block) for page in PAGES for block in re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]
    assert len(found) > 3
    return found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from ingest.pipeline import ingest

    home = tmp_path_factory.mktemp("demo")
    with House(settings.load(home=home), create=True) as house:
        outcomes = list(ingest([str(ROOT / "examples")], record=house.record, reader=house.reader, now=house.now))
        assert sum(one.status == "new" for one in outcomes) >= 4
        with serving(house) as address:
            yield address


@pytest.mark.parametrize(("page", "block"), examples("sh"))
def test_a_request_is_answered(address: str, page: str, block: str) -> None:
    for line in block.strip().splitlines():
        response = sent(line.replace(ADDRESS, address))
        assert response.status_code == 200, f"{page}: {line}: {response.text}"
        told = response.headers["content-type"].startswith("application/json") and response.json()
        if told and "rows" in told and "available_in" not in line:
            assert told["rows"], f"{page}: {line} finds nothing"


@pytest.mark.parametrize(("page", "block"), examples("python"))
def test_a_program_runs(address: str, page: str, block: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block.replace(ADDRESS, address), page, "exec"), {})
    assert capsys.readouterr().out.strip(), f"{page}: it prints nothing"


def sent(command: str) -> httpx.Response:
    """What curl would get: -G, -H, -d and --data-urlencode are read."""
    words = iter(shlex.split(command))
    assert next(words) == "curl"
    url, headers, data, encoded, get = "", {}, None, {}, False
    for word in words:
        if word == "-G":
            get = True
        elif word == "-H":
            name, _, value = next(words).partition(":")
            headers[name] = value.strip()
        elif word == "-d":
            data = next(words)
        elif word == "--data-urlencode":
            name, _, value = next(words).partition("=")
            encoded[name] = value
        else:
            assert not word.startswith("-"), f"the test does not know the option {word}"
            url = word
    if get or (data is None and not encoded):
        return httpx.get(url, params=encoded or None, headers=headers, timeout=60)
    return httpx.post(url, content=data, data=encoded or None, headers=headers, timeout=60)
