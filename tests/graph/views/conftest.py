"""Fixtures.

record    a record in SQLite, with the four documents of `tests.graph.views.world`
home      an empty home
view      an Oxigraph view in that home, not synced
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.home import Home
from graph.record import Record
from graph.views.oxigraph import OxigraphView
from tests.graph.views.world import FIRST, FOURTH, SECOND, THIRD, write


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    write(record, FIRST, SECOND, THIRD, FOURTH)
    yield record
    record.close()


@pytest.fixture
def view(home: Home) -> OxigraphView:
    return OxigraphView(home)
