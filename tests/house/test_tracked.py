"""No tracked file names a package registry's host or a path of somebody's machine."""

from __future__ import annotations

import re
from pathlib import Path

# written in pieces, so that this file isn't one of them
HOSTS = [".".join(parts) for parts in (
    ("pypi", "org"), ("files", "pythonhosted", "org"), ("repo1", "maven", "org"), ("registry", "npmjs", "org"), ("proxy", "golang", "org"),
    ("deb", "debian", "org"), ("static", "crates", "io"), ("index", "crates", "io"))]
MACHINE = re.compile("/" + r"(?:work|farm)/|/" + r"root/|/" + r"home/[a-z]+/|/" + r"tmp/bash_|/" + r"Users/[A-Za-z]+/")


def texts(root: Path, tracked: list[Path]) -> list[tuple[str, str]]:
    found = []
    for path in tracked:
        data = (root / path).read_bytes()
        if b"\0" not in data[:8192]:
            found.append((path.as_posix(), data.decode("utf-8", "replace")))
    return found


def test_no_registry_is_named(root: Path, tracked: list[Path]) -> None:
    assert [(path, host) for path, text in texts(root, tracked) for host in HOSTS if host in text] == []


def test_no_path_of_a_machine(root: Path, tracked: list[Path]) -> None:
    assert [(path, found.group()) for path, text in texts(root, tracked) if (found := MACHINE.search(text))] == []


def test_no_large_file(root: Path, tracked: list[Path]) -> None:
    """Only the model's weights may pass 2 MB."""
    assert [path.as_posix() for path in tracked if (root / path).stat().st_size > 2_000_000 and path.parts[:2] != ("ingest", "model")] == []
