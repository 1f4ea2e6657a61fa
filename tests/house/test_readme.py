"""The demo's output in the README is what `make demo` prints, as it is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest


def block(root: Path) -> str:
    """The output as the README tells it, without its indent."""
    told = (root / "README.md").read_text("utf-8").partition("<!-- demo -->")[2].partition("<!-- end of demo -->")[0].strip("\n")
    return "\n".join(line.removeprefix("    ") for line in told.splitlines()) + "\n"


def test_the_readme_has_the_two_commands_and_an_output(root: Path) -> None:
    first_screen = "\n".join((root / "README.md").read_text("utf-8").splitlines()[:50])
    assert "make demo" in first_screen
    assert "make test" in first_screen
    assert "finishing" in block(root)


@pytest.mark.soak
def test_sample_the_output_is_that_of_make_demo(root: Path, tmp_path: Path) -> None:
    done = subprocess.run(["make", "-s", "demo", f"HOME_OF_DEMO={tmp_path / 'home'}"], cwd=root, capture_output=True, text=True, check=True,
                          env={**os.environ, "COLUMNS": "100"})
    assert done.stdout.replace(str(tmp_path / "home"), ".reelgraph/demo") == block(root)
