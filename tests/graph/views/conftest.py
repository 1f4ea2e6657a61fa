"""Fixtures.

record    a record in SQLite, with the four documents of `tests.graph.views.world`; written once a run and copied
home      an empty home
view      an Oxigraph view in that home, not synced
"""

from __future__ import annotations

import shutil
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


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "record.sqlite"
    record = Record.open(f"sqlite:///{path}")
    write(record, FIRST, SECOND, THIRD, FOURTH)
    record.close()
    return path


@pytest.fixture
def record(tmp_path: Path, written: Path) -> Iterator[Record]:
    for file in written.parent.iterdir():
        shutil.copy(file, tmp_path / file.name)
    record = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    yield record
    record.close()


@pytest.fixture
def view(home: Home) -> OxigraphView:
    return OxigraphView(home)
