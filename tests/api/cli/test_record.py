"""api.cli.record"""

from __future__ import annotations

import json
from collections.abc import Callable

from api.cli.record import _shown
from api.wiring import House

Run = Callable[..., tuple[int, str, str]]


def test_status(run: Run, told: House) -> None:
    as_json = json.loads(run("status", "--json")[1])
    assert {name: as_json[name] for name in ("change", "documents", "claims", "statements", "sparql_change")} == {
        "change": 2, "documents": 2, "claims": 8, "statements": 7, "sparql_change": None}
    run("query", "ASK {}")
    assert json.loads(run("status", "--json")[1])["sparql_change"] == 2
    assert "statements" in run("status")[1]


def test_a_password_is_not_shown() -> None:
    assert _shown("postgresql://ana:secret@127.0.0.1/reel") == "postgresql://ana:…@127.0.0.1/reel"
    assert _shown("postgresql://ana@127.0.0.1/reel") == "postgresql://ana@127.0.0.1/reel"
    assert _shown("sqlite:///somewhere/record.sqlite") == "sqlite:///somewhere/record.sqlite"
