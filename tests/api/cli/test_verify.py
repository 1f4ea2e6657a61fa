"""api.cli.record: verify and rebuild"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from api.wiring import House

Run = Callable[..., tuple[int, str, str]]


def test_verify_says_that_all_is_well_and_names_what_is_not(run: Run, told: House) -> None:
    run("query", "ASK {}")
    assert run("verify") == (0, "everything holds\n", "")
    assert run("verify", "--json") == (0, "", "")
    with sqlite3.connect(told.home.path / "record.sqlite") as connection:
        connection.execute("UPDATE claims SET quote = 'something else' WHERE id = (SELECT min(id) FROM claims)")
    code, out, err = run("verify")
    assert code == 13
    assert "its quote is not what stands there in the text" in out
    assert err.endswith((" findings\n", " finding\n"))
    found = [json.loads(line) for line in run("verify", "--json")[1].splitlines()]
    assert {"where", "id", "what"} == set(found[0])


def test_rebuild_puts_right_what_follows_and_leaves_the_rest(run: Run, told: House) -> None:
    before = run("export")[1]
    assert run("rebuild")[1] == "0 statements and entities put right; views made anew: ladybug, oxigraph\n"
    with sqlite3.connect(told.home.path / "record.sqlite") as connection:
        connection.execute("UPDATE statements SET confidence = 0.123")
    assert run("verify")[0] == 13
    assert run("rebuild")[0] == 0
    assert run("verify") == (0, "everything holds\n", "")
    assert run("export")[1] == before
