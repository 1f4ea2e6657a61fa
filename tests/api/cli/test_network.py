"""reelgraph network: tables, JSON, GraphML, and what goes wrong."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from api import models
from api.wiring import House

Run = Callable[..., tuple[int, str, str]]
SHAPES: dict[str, type[models.Shape]] = {"paths": models.NetworkPaths, "neighbours": models.NetworkNeighbours,
                                       "central": models.NetworkCentral,
                                       "brokers": models.NetworkBrokers, "communities": models.NetworkCommunities}
ASKED = {"paths": ("Kite Sound", "Brightpane"), "neighbours": ("Larkhill Post",), "central": ("--by", "betweenness"), "brokers": (),
         "communities": ()}


def test_a_path_as_a_table(told: House, run: Run) -> None:
    code, out, err = run("network", "paths", "Kite Sound", "Salt Roses TV")
    assert (code, err) == (0, "")
    assert out.startswith("2 hops: Kite Sound – Larkhill Post – Salt Roses TV\n")
    assert "← owns" in out
    assert "serves →" in out
    assert "owns Kite Sound" in " ".join(out.split())
    assert run("network", "paths", "Kite Sound", "Norland")[1] == "No path from Kite Sound to Norland is short enough.\n"


def test_what_finds_nobody_says_so(told: House, run: Run) -> None:
    for command in ("central", "communities"):
        assert run("network", command, "--type", "Genre")[:2] == (0, "Nobody is joined with anybody in this network.\n")
    assert run("network", "brokers", "--type", "Genre")[:2] == (0, "Nobody stands between communities in this network.\n")
    assert run("network", "neighbours", "Norland", "--relation", "acquires")[:2] == (0, "Nobody is joined with Norland in this network.\n")


def test_neighbours_as_a_table(told: House, run: Run) -> None:
    code, out, err = run("network", "neighbours", "larkhill post", "--relation", "serves", "--relation", "owns")
    assert (code, err) == (0, "3 of 3\n")
    rows = [line.split("  ")[0] for line in out.splitlines()[2:]]
    assert {"Brightpane", "Kite Sound", "Salt Roses TV"} <= set(rows)
    assert "Larkhill Post owns it" in " ".join(out.split())


@pytest.mark.parametrize("name", SHAPES)
def test_tables_json_and_graphml(told: House, run: Run, name: str) -> None:
    code, out, _ = run("network", name, *ASKED[name])
    assert code == 0
    assert ("Larkhill Post" in out) == (name != "brokers")  # here everybody is of one community
    code, out, _ = run("network", name, *ASKED[name], "--format", "json")
    assert code == 0
    assert SHAPES[name].model_validate(json.loads(out))
    code, out, _ = run("network", name, *ASKED[name], "--format", "graphml")
    graph: Any = nx.read_graphml(io.BytesIO(out.encode()))
    assert code == 0
    assert "Larkhill Post" in {told["name"] for _, told in graph.nodes(data=True)}


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (("paths", "Nobody", "Brightpane"), 3, "no entity is called 'Nobody'"), (("paths", "Kite", "Brightpane"), 4, "may be any of"),
    (("paths", "Brightpane", "brightpane"), 2, "name another entity"), (("central", "--relation", "delivers_to"), 6, "several statements"),
    (("neighbours", "Brightpane", "--type", "Ship"), 3, "no type is called 'Ship'"),
    (("neighbours", "Brightpane", "--as-of", "soon"), 2, "expected a day"), (("brokers", "--resolution", "nan"), 2, "resolution")])
def test_what_goes_wrong(told: House, run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    found = run("network", *arguments)
    assert found[:2] == (code, "")
    assert said in found[2]
