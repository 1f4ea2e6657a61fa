"""api.cli.entities"""

from __future__ import annotations

import json
from collections.abc import Callable

from api.wiring import House

Run = Callable[..., tuple[int, str, str]]


def test_show(run: Run, told: House) -> None:
    out = run("entities", "show", "larkhill post")[1]
    assert out.splitlines()[0].startswith("Larkhill Post (Studio)  e")
    assert "provides_service" in out
    assert "planned" in out
    as_json = json.loads(run("entities", "show", "Larkhill Post", "--json")[1])
    assert as_json["entity"]["name"] == "Larkhill Post"
    assert {one["predicate"] for one in as_json["statements"]} == {"provides_service", "owns"}
    assert all(one["evidence"] for one in as_json["statements"])


def test_merge_and_undo_leave_the_graph_as_it_was(run: Run, told: House) -> None:
    before = run("export")[1]
    code, out, _ = run("entities", "merge", "Brightpane", "Salt Roses TV", "--author", "ana", "--reason", "a trial")
    assert code == 0
    judgement = out.split()[0]
    assert run("entities", "show", "Salt Roses TV")[1].split()[-1:] != []
    assert run("export")[1] != before
    assert run("entities", "merge", "Brightpane", "Salt Roses TV", "--author", "ana")[0] == 5
    assert run("entities", "undo", judgement, "--author", "ben")[0] == 0
    assert run("export")[1] == before
    told_log = [json.loads(line) for line in run("entities", "log", "--json")[1].splitlines()]
    assert [(one["kind"], one["author"], one["stands"]) for one in told_log] == [("same", "ana", False), ("undo", "ben", True)]
    assert "a trial" in run("entities", "log")[1]


def test_a_merged_id_leads_to_the_one_that_stands(run: Run, told: House) -> None:
    ids = [run("entities", "show", name)[1].splitlines()[0].split()[-1] for name in ("Brightpane", "Salt Roses TV")]
    run("entities", "merge", *ids, "--author", "ana")
    shown = {json.loads(run("entities", "show", one, "--json")[1])["entity"]["id"] for one in ids}
    assert shown == {min(ids)}
    merged = json.loads(run("entities", "show", max(ids), "--json")[1])["entity"]["merged_from"]
    assert merged == max(ids)


def test_split(run: Run, told: House) -> None:
    code, out, _ = run("entities", "split", "Brightpane", "https://example.org/interview", "--author", "ana", "--reason", "another one")
    assert code == 0
    assert "another one in 1 document" in out
    assert run("entities", "show", "Brightpane")[0] == 4, "the name means two entities now"
    assert run("entities", "split", "Larkhill Post", "https://example.org/nothing", "--author", "ana")[0] == 3
