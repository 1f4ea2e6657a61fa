"""api.logs"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from api import logs


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in logs.OURS}
    yield
    root.handlers[:], level, levels = before
    root.setLevel(level)
    for name, one in levels.items():
        logging.getLogger(name).setLevel(one)


def said(verbosity: int) -> str:
    stream = io.StringIO()
    logs.configure(verbosity, stream=stream)
    for name in ("graph.record", "somebody.else"):
        logging.getLogger(name).warning("a warning")
        logging.getLogger(name).info("something done")
        logging.getLogger(name).debug("a detail")
    return stream.getvalue()


def test_warnings_by_default() -> None:
    assert said(0).splitlines() == ["WARNING graph.record: a warning", "WARNING somebody.else: a warning"]


def test_once_verbose_says_what_our_rooms_do() -> None:
    assert "INFO graph.record: something done" in said(1)
    assert "INFO somebody.else" not in said(1)


def test_twice_verbose_says_details() -> None:
    assert "DEBUG graph.record: a detail" in said(2)
    assert "INFO somebody.else: something done" in said(2)
    assert said(7) == said(2)


def test_json_is_one_object_a_line_with_the_traceback() -> None:
    stream = io.StringIO()
    logs.configure(0, format="json", stream=stream)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("api.app").exception("it broke %s", "here")
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == ("error", "api.app", "it broke here")
    assert "ValueError: two" in told["traceback"]
    assert told["time"].endswith("Z")
