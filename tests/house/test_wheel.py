"""The wheel holds every data file that the rooms read, and neither corpus nor examples."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

DATA = {".toml", ".jsonl", ".json", ".npz", ".bin", ".ini", ".mako", ".csv", ".gz"}


@pytest.mark.soak
def test_wheel_holds_every_data_file(root: Path, tracked: list[Path], tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = {path.as_posix() for path in tracked
              if path.parts[0] in ("graph", "ingest", "queries", "api") and path.suffix in DATA | {".py"} and "corpus" not in path.parts}
    assert sorted(wanted - held) == []
    assert [name for name in held if name.startswith(("tests/", "examples/", "benchmarks/"))] == []
    assert [name for name in held if name.startswith("ingest/corpus/") and not name.endswith(".py")] == []
