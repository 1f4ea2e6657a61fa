"""api.settings"""

from __future__ import annotations

from pathlib import Path

import pytest

from api import settings
from graph.errors import ValueFormatError


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(settings.PREFIX + name.upper(), raising=False)


def test_defaults() -> None:
    found = settings.load()
    assert found.home == Path(".reelgraph")
    assert found.record is None
    assert found.size_limit == 10_000_000


def test_environment_then_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REELGRAPH_HOME", str(tmp_path / "there"))
    monkeypatch.setenv("REELGRAPH_SIZE_LIMIT", "123")
    assert settings.load().home == tmp_path / "there"
    assert settings.load(home=tmp_path / "here").home == tmp_path / "here"
    assert settings.load(home=None).size_limit == 123


def test_an_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELGRAPH_HOME", "")
    monkeypatch.setenv("REELGRAPH_RECORD", "")
    assert settings.load().home == Path(".reelgraph")
    assert settings.load().record is None


def test_a_wrong_value_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELGRAPH_SIZE_LIMIT", "ten")
    with pytest.raises(ValueFormatError, match="REELGRAPH_SIZE_LIMIT 'ten'"):
        settings.load()


def test_a_wrong_option_is_named_by_its_option() -> None:
    with pytest.raises(ValueFormatError, match="--log-format 'xml'"):
        settings.load(log_format="xml")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings.load().home = Path("elsewhere")
