"""GraphML out: a network as Gephi, yEd, Cytoscape and igraph read it.

GraphML knows numbers, truths and texts: lists become texts joined by " | ", what has no value is left out, and characters
that no XML may hold become U+FFFD. Equal graphs give equal files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from graph.views.results import NO_XML

BETWEEN = " | "


def graphml(graph: Any) -> Iterator[str]:
    """The lines of a GraphML document of a NetworkX graph, sorted by node and edge."""
    told = graph.__class__()
    for node, attributes in sorted(graph.nodes(data=True), key=lambda entry: str(entry[0])):
        told.add_node(_text(str(node)), **_plain(attributes))
    for one, other, *key, attributes in sorted(_edges(graph), key=lambda entry: tuple(map(str, entry[:-1]))):
        told.add_edge(_text(str(one)), _text(str(other)), *(_text(str(part)) for part in key), **_plain(attributes))
    for line in nx.generate_graphml(told, named_key_ids=True):
        yield f"{line}\n"


def _edges(graph: Any) -> Iterator[tuple[Any, ...]]:
    """(from, to, key, attributes), the key only where a pair may have several edges; an undirected edge from the end that sorts first."""
    for one, other, *rest in graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True):
        turned = not graph.is_directed() and str(other) < str(one)
        yield (other, one, *rest) if turned else (one, other, *rest)


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in sorted(attributes.items()) if value is not None and value != []}


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return _text(BETWEEN.join(map(str, value)))
    return value if isinstance(value, bool | int | float) else _text(str(value))


def _text(value: str) -> str:
    return NO_XML.sub("\N{REPLACEMENT CHARACTER}", value)
