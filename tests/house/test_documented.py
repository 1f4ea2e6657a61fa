"""Every command, option, route and setting is documented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from api import settings
from api.app import create
from api.cli import app
from api.errors import FAULT, NOTHING_READABLE, TABLE, TYPE_PREFIX, WRONG
from api.wiring import House


def commands(group: Any, name: str = "reelgraph") -> Iterator[tuple[str, Any]]:
    for part, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


COMMANDS = dict(commands(get_command(app)))


@pytest.fixture(scope="module")
def cli_page(root: Path) -> str:
    return (root / "docs" / "cli.md").read_text("utf-8")


@pytest.fixture(scope="module")
def api_page(root: Path) -> str:
    return (root / "docs" / "api.md").read_text("utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_heading_and_its_options_stand_below(cli_page: str, name: str) -> None:
    heading = f"### `{name}`"
    assert heading in cli_page
    section = cli_page.partition(heading)[2].partition("\n### ")[0].partition("\n## ")[0]
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")}
    common = {"--home", "--record", "--verbose", "--log-format"}
    assert common <= options, "every command takes the common options"
    assert sorted(option for option in options - common - {"--help"} if option not in section) == []


def test_no_heading_for_a_command_that_is_not_there(cli_page: str) -> None:
    told = [line.strip("# `") for line in cli_page.splitlines() if line.startswith("### `reelgraph ")]
    assert sorted(told) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    assert (COMMANDS[name].help or "").strip()


@pytest.mark.parametrize("name", settings.Settings.model_fields)
def test_every_setting_is_told(cli_page: str, name: str) -> None:
    field = settings.Settings.model_fields[name]
    assert field.description
    assert f"`{settings.PREFIX}{name.upper()}`" in cli_page


def test_the_common_options_are_told(cli_page: str) -> None:
    for option in ("--home", "--record", "--verbose", "--log-format"):
        assert option in cli_page.partition("### ")[0]


def test_every_route_is_told(api_page: str, tmp_path: Path) -> None:
    paths = create(House(settings.load(home=tmp_path))).openapi()["paths"]
    assert len(paths) >= 6
    missing = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods if f"`{method.upper()} {path}`" not in api_page]
    assert missing == []


def test_every_exit_code_and_problem_is_told(cli_page: str, api_page: str) -> None:
    codes = {row.exit_code for row in (*TABLE.values(), FAULT)} | {0, NOTHING_READABLE, WRONG}
    assert sorted(code for code in codes if f"\n| {code} |" not in cli_page) == []
    assert sorted(row.type for row in TABLE.values() if f"`{TYPE_PREFIX}{row.type}`" not in api_page) == []
