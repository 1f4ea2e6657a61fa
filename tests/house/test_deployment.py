"""Dockerfile and compose.yaml, as they read: users, hashes, health, passwords, ports. They aren't run here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from api.settings import PREFIX, Settings


@pytest.fixture
def services(root: Path) -> dict[str, Any]:
    told = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))
    assert set(told["volumes"]) == {"record", "views", "neo4j"}
    found: dict[str, Any] = told["services"]
    return found


@pytest.fixture
def steps(root: Path) -> list[str]:
    text = re.sub(r"\\\n\s*", " ", (root / "Dockerfile").read_text("utf-8"))
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_services(services: dict[str, Any]) -> None:
    assert set(services) == {"reelgraph", "postgresql", "neo4j"}
    for name, service in services.items():
        assert service.get("build") == "." if name == "reelgraph" else re.fullmatch(r"[a-z0-9]+:\d+-[a-z]+", service["image"])
        assert ("healthcheck" in service) == (name != "reelgraph"), "the image of reelgraph has its own"
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:")
        assert all(volume.partition(":")[0] in {"record", "views", "neo4j"} for volume in service["volumes"])
    assert {name: one["condition"] for name, one in services["reelgraph"]["depends_on"].items()} == {
        "postgresql": "service_healthy", "neo4j": "service_healthy"}


def test_every_variable_is_a_setting_and_no_password_stands_there(services: dict[str, Any]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(services["reelgraph"]["environment"]) <= known
    for service in services.values():
        for name, value in service["environment"].items():
            if "PASSWORD" in name or "AUTH" in name or name.endswith("RECORD"):
                assert re.search(r"\$\{[A-Z0-9_]+_PASSWORD:\?", value), f"{name} must come from the environment"


def test_the_image(steps: list[str], root: Path) -> None:
    assert any("--require-hashes -r requirements.lock" in step for step in steps)
    last = steps[max(number for number, step in enumerate(steps) if step.startswith("FROM ")):]
    users = [step.removeprefix("USER ") for step in last if step.startswith("USER ")]
    assert users == ["reelgraph"]
    assert any(step.startswith("HEALTHCHECK ") and "/readyz" in step for step in last)
    assert last[-2:] == ['ENTRYPOINT ["reelgraph"]', 'CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]']
    copied = {word for step in steps if step.startswith("COPY ") and "--from" not in step for word in step.split()[1:-1]}
    allowed = {line.removeprefix("!") for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert copied == allowed
    assert {"graph", "ingest", "queries", "api", "requirements.lock"} <= copied
    assert all((root / path).exists() for path in copied)
    assert "hatchling" in (root / "requirements.lock").read_text("utf-8"), "the wheel is built without another download"
