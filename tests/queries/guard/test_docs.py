"""docs/cypher.md and docs/safety.md: every query of the one runs, every query of the other is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import QueryRefused
from graph.home import Home
from graph.record import Record
from graph.record.published import published_names
from graph.views.ladybug import LadybugView
from queries.guard import cypher, sparql, sql
from tests.graph.views.world import FIRST, FOURTH, SECOND, THIRD, TODAY, write

DOCS = Path(__file__).parents[3] / "docs"

CHECKS: dict[str | None, Callable[[str], object]] = {
    None: sparql.allowed, "--cypher ": lambda text: cypher.allowed(text, "ladybug"),
    "--sql ": lambda text: sql.allowed(text, "sqlite", published_names())}


def blocks(page: str) -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return [re.sub("^    ", "", block, flags=re.MULTILINE).strip() for block in re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)]


def test_every_query_of_cypher_runs(tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    write(record, FIRST, SECOND, THIRD, FOURTH)
    view = LadybugView(Home(tmp_path / "home"), threads=1)
    view.sync(record, day=TODAY)
    texts = blocks("cypher.md")
    found = [len(view.query(cypher.allowed(text, "ladybug")).rows) for text in texts]
    assert len(found) == 8
    assert sum(map(bool, found)) >= 6, found
    for text in texts:
        assert cypher.allowed(text, "neo4j")
    record.close()


def test_what_safety_says_is_refused_is_refused() -> None:
    lines = "\n".join(blocks("safety.md")).splitlines()
    assert len(lines) == 3
    for line in lines:
        told = re.fullmatch(r'reelgraph query (--cypher |--sql )?"(.*)"', line)
        assert told is not None
        with pytest.raises(QueryRefused):
            CHECKS[told[1]](told[2])
