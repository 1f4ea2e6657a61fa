"""The arrows that docs/house.md lists are the contracts that import-linter holds (`make check` runs it)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path


def test_the_contracts_are_those_of_the_plan(root: Path) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    held = [contract["name"] for contract in settings["contracts"]]
    text = (root / "docs" / "house.md").read_text("utf-8")
    arrows = text.partition("## Arrows")[2].partition("\n## ")[0]
    told = re.findall(r"^- `([^`]+)`", arrows, re.MULTILINE)
    assert told == held


def test_external_packages_are_looked_at(root: Path) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    assert settings["include_external_packages"] is True
    assert settings["root_packages"] == ["graph", "ingest", "queries", "api"]
