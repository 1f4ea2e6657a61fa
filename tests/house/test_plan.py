"""docs/house.md is held to the tree: every module is on it, and its line there opens its docstring."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOMS = ("graph", "ingest", "queries", "api")
_LINE = re.compile(r"^    (?P<path>(?:graph|ingest|queries|api)/\S*)\s+(?P<line>\S.*)$")


def plan(root: Path) -> dict[str, str]:
    """Each path of the plan with its line; what follows a line, indented further, belongs to it."""
    lines: dict[str, str] = {}
    for text in (root / "docs" / "house.md").read_text("utf-8").splitlines():
        if found := _LINE.match(text):
            assert found["path"] not in lines, f"{found['path']} stands twice"
            lines[found["path"]] = found["line"].strip()
    return lines


def modules(tracked: list[Path]) -> list[str]:
    """Every module, a package by its folder; migrations are Alembic's, by number."""
    found = []
    for path in tracked:
        if path.parts[0] in ROOMS and path.suffix == ".py" and "migrations" not in path.parts:
            found.append(path.parent.as_posix() + "/" if path.name == "__init__.py" else path.as_posix())
    return found


def test_every_module_is_on_the_plan(root: Path, tracked: list[Path]) -> None:
    assert sorted(set(modules(tracked)) - set(plan(root))) == []


def test_everything_on_the_plan_stands(root: Path) -> None:
    assert [path for path in plan(root) if not (root / path).exists()] == []


def test_each_line_opens_the_docstring(root: Path, tracked: list[Path]) -> None:
    wrong = []
    for path, line in plan(root).items():
        file = root / path / "__init__.py" if path.endswith("/") else root / path
        if file.suffix != ".py" or not file.is_file():
            continue
        told = " ".join((ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").split())
        if not told.casefold().startswith(line.casefold()):
            wrong.append((path, line, told[: len(line)]))
    assert wrong == []


def test_every_test_file_of_a_module_names_one_that_stands(root: Path, tracked: list[Path]) -> None:
    """tests/graph, ingest, queries and api mirror the folders of the modules."""
    lost = [path.as_posix() for path in tracked
            if len(path.parts) > 2 and path.parts[0] == "tests" and path.parts[1] in ROOMS and path.suffix == ".py"
            and not (root.joinpath(*path.parts[1:-1]).is_dir() or root.joinpath(*path.parts[1:-1]).with_suffix(".py").is_file())]
    assert lost == []


def test_no_package_inside_tests(root: Path, tracked: list[Path]) -> None:
    """tests/graph/__init__.py would shadow graph."""
    assert [path.as_posix() for path in tracked if path.parts[0] == "tests" and path.name == "__init__.py"] == ["tests/__init__.py"]
