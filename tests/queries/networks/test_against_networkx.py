"""Paths, neighbourhoods, measures and brokers of random networks against NetworkX over the graph in memory, and brute force."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.ontology import ontology
from graph.record import Record
from graph.views.networkx import current
from queries import networks
from queries.networks import arrays, groups, measures
from queries.networks.selection import Selection, resolve
from tests.graph.telling import NOW, Told, tell
from tests.queries.networks.conftest import DAY, Place, worlds

PLAIN = settings(derandomize=True, deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
SELECTIONS = (Selection(), Selection(directed=True), Selection(relations=("serves", "partners_with")), Selection(types=("Studio", "Platform")),
              Selection(relations=("owned_by", "produces", "partners_with"), directed=True))
SYMMETRIC = {"partners_with", "competes_with", "co_produces_with"}


def written(sqlite: Callable[[], Record], told: list[Told]) -> Record:
    record = sqlite()
    assert not record.writer().write(tell("doc", *told), now=NOW).refused
    return record


def expected(record: Record, selection: Selection) -> Any:
    """The same network, made of the graph in memory in the plainest way: weights count links."""
    whole = current(record, day=DAY)
    graph: Any = nx.DiGraph() if selection.directed else nx.Graph()
    turned = {"owned_by": "owns"}
    wanted = {turned.get(name, name): name in turned for name in selection.relations}
    for one, other, told in whole.edges(data=True):
        if one == other or (wanted and told["predicate"] not in wanted):
            continue
        if selection.types and not all(set(selection.types) & set(whole.nodes[end]["types"]) for end in (one, other)):
            continue
        ends = [(other, one) if wanted.get(told["predicate"]) else (one, other)]
        if selection.directed and told["predicate"] in SYMMETRIC:
            ends += [(other, one)]
        for pair in ends:
            weight = graph.get_edge_data(*pair, {"weight": 0})["weight"]
            graph.add_edge(*pair, weight=weight + 1)
    return graph


@pytest.mark.parametrize("selection", SELECTIONS, ids=range(len(SELECTIONS)))
@PLAIN
@given(told=worlds, data=st.data())
def test_paths_and_neighbourhoods(sqlite: Callable[[], Record], selection: Selection, told: list[Told], data: st.DataObject) -> None:
    record, place = written(sqlite, told), Place(ontology())
    graph = expected(record, selection)
    if len(graph) < 2:
        return
    source, target = data.draw(st.sampled_from(list(itertools.permutations(sorted(graph), 2))))
    extra = data.draw(st.integers(0, 2))
    with record.reader() as reader:
        found = networks.paths(reader, place, source, target, selection, extra=extra, limit=1000)
        near = networks.neighbours(reader, place, source, selection, hops=3, limit=1000)
    told_paths = [(path[0].source, *(hop.target for hop in path)) for path in found.paths]
    reached = nx.single_source_shortest_path_length(graph, source, cutoff=6)
    assert found.distance == reached.get(target)
    longest = min(6, reached.get(target, -1) + extra)
    wanted = [tuple(path) for path in nx.all_simple_paths(graph, source, target, cutoff=longest)] if longest > 0 else []
    assert told_paths == sorted(wanted, key=lambda path: (len(path), path))
    assert not found.more
    for hop in itertools.chain.from_iterable(found.paths):
        assert hop.links == graph.edges[hop.source, hop.target]["weight"]
        assert all(one.evidence for one in hop.joined)
    assert {one.entity: one.distance for one in near.near} == {
        node: steps for node, steps in nx.single_source_shortest_path_length(graph, source, cutoff=3).items() if steps}
    for one in near.near:
        nearer = [other for other in (graph.predecessors(one.entity) if selection.directed else graph[one.entity])
                  if reached.get(other) == one.distance - 1]
        assert one.links == sum(graph.edges[other, one.entity]["weight"] for other in nearer)


@pytest.mark.parametrize("selection", SELECTIONS, ids=range(len(SELECTIONS)))
@PLAIN
@given(told=worlds)
def test_measures(sqlite: Callable[[], Record], selection: Selection, told: list[Told]) -> None:
    record = written(sqlite, told)
    graph = expected(record, selection)
    with record.reader() as reader:
        loaded = arrays.load(reader, resolve(selection, ontology(), today=DAY))
    assert list(loaded.ids) == sorted(graph)
    assert loaded.edges == graph.number_of_edges()
    by_degree = dict(zip(loaded.ids, measures.degree(loaded)))
    assert by_degree == dict(graph.degree())
    between, sampled = measures.betweenness(loaded)
    assert sampled is None
    assert dict(zip(loaded.ids, between)) == pytest.approx(nx.betweenness_centrality(graph))
    if graph:
        assert dict(zip(loaded.ids, measures.pagerank(loaded))) == pytest.approx(nx.pagerank(graph, tol=1e-10, max_iter=1000), abs=1e-7)


@PLAIN
@given(told=worlds, seed=st.integers(0, 3))
def test_communities_and_brokers(sqlite: Callable[[], Record], told: list[Told], seed: int) -> None:
    record, place = written(sqlite, told), Place(ontology())
    graph = expected(record, Selection())
    with record.reader() as reader:
        found = networks.brokers(reader, place, seed=seed, limit=1000)
        again = networks.communities(reader, place, Selection(directed=True), seed=seed, members=1000)
    of = dict(zip(found.arrays.ids, found.found.of.tolist()))
    assert [of[one.entity.id] for _, _, members in again.communities for one in members] == sorted(of.values())
    assert Counter(of.values()) == Counter({number: size for number, size, _ in again.communities})
    sets = [{node for node in of if of[node] == number} for number in sorted(set(of.values()))]
    assert found.found.modularity == pytest.approx(nx.community.modularity(graph, sets))
    pairs = {node: sum(of[one] != of[other] and not graph.has_edge(one, other) for one, other in itertools.combinations(graph[node], 2))
             for node in graph}
    assert {entity.id: one.pairs for entity, one in found.brokers} == {node: number for node, number in pairs.items() if number}
    assert [one.pairs for _, one in found.brokers] == sorted((one.pairs for _, one in found.brokers), reverse=True)
    for entity, one in found.brokers:
        assert dict(one.knows) == Counter(of[other] for other in graph[entity.id])


@PLAIN
@given(seed=st.integers(0, 10_000), resolution=st.sampled_from((0.5, 1.0, 2.0)))
def test_communities_are_as_good_as_those_of_networkx(seed: int, resolution: float) -> None:
    graph = nx.relaxed_caveman_graph(8, 8, 0.25, seed=seed)
    for number, (one, other) in enumerate(graph.edges):
        graph.edges[one, other]["weight"] = 1 + number % 3
    pairs = np.array([edge for edge in graph.edges for _ in range(graph.edges[edge]["weight"])], dtype=np.int64)
    made = arrays.made([f"{number:02}" for number in range(64)], pairs[:, 0], pairs[:, 1], directed=False)
    found = groups.communities(made, seed=seed, resolution=resolution)
    sets = [{int(id_) for id_, of in zip(made.ids, found.of.tolist()) if of == number} for number in range(1, len(found.sizes) + 1)]
    kept = graph.subgraph(set.union(*sets))
    assert found.modularity == pytest.approx(nx.community.modularity(kept, sets, resolution=resolution))
    theirs = [nx.community.modularity(kept, nx.community.louvain_communities(kept, resolution=resolution, seed=one), resolution=resolution)
              for one in range(5)]
    assert found.modularity > min(theirs) - 0.03
    assert list(groups.communities(made, seed=seed, resolution=resolution).of) == list(found.of)


@pytest.mark.long
@PLAIN
@given(seed=st.integers(0, 10_000))
def test_arrays_of_random_graphs(seed: int) -> None:
    """Larger graphs than a record is written for: the arrays alone."""
    for directed in (False, True):
        graph = nx.gnm_random_graph(60, 150, seed=seed, directed=directed)
        pairs = np.array(list(graph.edges), dtype=np.int64)
        made = arrays.made([f"{number:03}" for number in range(60)], pairs[:, 0], pairs[:, 1], directed=directed)
        kept = graph.subgraph([node for node in graph if graph.degree(node)])
        assert made.edges == 150
        assert list(measures.betweenness(made)[0]) == pytest.approx([nx.betweenness_centrality(kept)[int(id_)] for id_ in made.ids])
        assert list(measures.pagerank(made)) == pytest.approx([nx.pagerank(kept, tol=1e-10, max_iter=1000)[int(id_)] for id_ in made.ids], abs=1e-7)


def test_a_sample_of_sources_is_near_and_always_the_same() -> None:
    graph = nx.barabasi_albert_graph(300, 3, seed=4)
    pairs = np.array(list(graph.edges), dtype=np.int64)
    made = arrays.made([f"{number:03}" for number in range(300)], pairs[:, 0], pairs[:, 1], directed=False)
    whole, exact = measures.betweenness(made)
    some, sampled = measures.betweenness(made, work=len(made.arcs[0]) * 100)
    assert (exact, sampled) == (None, 100)
    assert np.corrcoef(whole, some)[0, 1] > 0.95
    assert list(some) == list(measures.betweenness(made, work=len(made.arcs[0]) * 100)[0])
    assert list(some) != list(measures.betweenness(made, work=len(made.arcs[0]) * 100, seed=1)[0])


def test_communities_of_two_cliques_and_the_bridge_between_them() -> None:
    graph = nx.barbell_graph(5, 1)
    pairs = np.array(list(graph.edges), dtype=np.int64)
    made = arrays.made([f"{number:02}" for number in range(11)], pairs[:, 0], pairs[:, 1], directed=False)
    found = groups.communities(made, seed=2)
    assert sorted(found.sizes) == [5, 6]
    assert {one.entity for one in groups.brokers(made, found)} == ({5, 6} if found.of[5] == found.of[0] else {4, 5})
