"""api.cli.views"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.wiring import House
from graph.views.sparql_http import SparqlHttpView
from tests.servers.oxigraph import Server
from tests.servers.starting import free_port

Run = Callable[..., tuple[int, str, str]]


def by_view(run: Run, *arguments: str) -> dict[str, dict[str, object]]:
    found = [json.loads(line) for line in run("views", *arguments, "--json")[1].splitlines()]
    return {one.pop("view"): one for one in found}


def test_status_sync_and_rebuild(run: Run, told: House) -> None:
    new = {"state": "not made", "change": None, "lag": 2, "day": None, "size": None, "reason": None}
    assert by_view(run, "status") == {"oxigraph": new, "ladybug": new}
    code, out, _ = run("views", "sync", "oxigraph")
    assert (code, out.split(" and ")[0]) == (0, "oxigraph stands at change 2")
    found = by_view(run, "status")
    assert found["ladybug"] == new
    assert (found["oxigraph"]["state"], found["oxigraph"]["lag"]) == ("current", 0)
    assert isinstance(found["oxigraph"]["size"], int)
    assert found["oxigraph"]["size"] > 0
    assert {name: one["change"] for name, one in by_view(run, "sync").items()} == {"oxigraph": 2, "ladybug": 2}
    told.record.rebuild(now=told.now())
    assert run("views", "rebuild")[1].count("stands at change") == 2
    assert run("verify")[1] == "everything holds\n"
    lines = run("views", "status", "ladybug")[1].splitlines()
    assert lines[0].split() == ["view", "state", "change", "lag", "day", "size"]
    assert lines[2].startswith("ladybug")
    assert "current" in lines[2]


def test_what_is_no_view_or_has_no_server(run: Run, told: House) -> None:
    assert run("views", "sync", "gremlin")[::2] == (3, "reelgraph: no view is called 'gremlin' (did you mean oxigraph, ladybug?)\n")
    for name, variable in (("neo4j", "REELGRAPH_NEO4J_URL"), ("sparql_http", "REELGRAPH_SPARQL_URL")):
        code, _, err = run("views", "status", name)
        assert code == 11
        assert variable in err


def test_a_store_over_http_stands_on_the_list(run: Run, told: House, oxigraph_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("views", "sync", "sparql_http", "--sparql", oxigraph_server.url)[0] == 0
    monkeypatch.setenv("REELGRAPH_SPARQL_URL", oxigraph_server.url)
    assert by_view(run, "status")["sparql_http"]["state"] == "current"
    assert run("verify")[1] == "everything holds\n"
    SparqlHttpView(oxigraph_server.url).endpoint.update("INSERT DATA { <urn:x> <urn:y> <urn:z> }")
    code, out, _ = run("verify")
    assert code == 13
    assert "the record doesn't say: <urn:x> <urn:y> <urn:z> ." in out
    assert run("views", "rebuild", "sparql_http")[0] == 0
    assert run("verify")[1] == "everything holds\n"


def test_views_that_are_down_delay_nothing_but_themselves(run: Run, told: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELGRAPH_SPARQL_URL", f"http://127.0.0.1:{free_port()}/query")
    monkeypatch.setenv("REELGRAPH_NEO4J_URL", "http://no.neo4j")
    code, out, err = run("views", "sync")
    assert (code, out.count("stands at change 2")) == (11, 2)
    assert "can't be reached" in err
    assert "no address of a Neo4j server" in err
    found = by_view(run, "status")
    assert [found[name]["state"] for name in ("oxigraph", "ladybug", "neo4j", "sparql_http")] == ["current", "current", "unusable", "unusable"]
    code, out, _ = run("verify")
    assert (code, out.count("it can't be compared")) == (13, 2)
    assert "can be thrown away" in run("views", "--help", home=False)[1]


def test_the_examples_of_the_docs_run(run: Run, told: House) -> None:
    block = (Path(__file__).parents[3] / "docs" / "views.md").read_text("utf-8").partition("```sh\n")[2].partition("```")[0]
    assert len(block.splitlines()) == 5
    for line in block.splitlines():
        program, *arguments = line.split()
        assert program == "reelgraph"
        assert run(*arguments)[0] == 0, line
