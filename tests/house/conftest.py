"""What the tests of the house share.

    root      the checkout
    tracked   every file that belongs to the project (what git would commit), as paths relative to it
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, check=True, text=True)
    found = [Path(name) for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    assert len(found) > 20, "the list of files is too short to be true"
    return found
