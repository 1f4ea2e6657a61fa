"""GraphML out: a network as Gephi, yEd, Cytoscape and igraph read it.

GraphML knows numbers, truths and texts: lists become texts joined by " | ", what has no value is left out, and characters
that no XML may hold become U+FFFD. Equal graphs give equal files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BETWEEN = " | "


def graphml(graph: Any) -> Iterator[str]:
    """The lines of a GraphML document of a NetworkX graph, sorted by node and edge."""
    told = nx.MultiDiGraph()
    for node, attributes in sorted(graph.nodes(data=True), key=lambda entry: str(entry[0])):
        told.add_node(_text(str(node)), **_plain(attributes))
    for one, other, key, attributes in sorted(graph.edges(keys=True, data=True), key=lambda entry: tuple(map(str, entry[:3]))):
        told.add_edge(_text(str(one)), _text(str(other)), key=_text(str(key)), **_plain(attributes))
    for line in nx.generate_graphml(told, named_key_ids=True):
        yield f"{line}\n"


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in sorted(attributes.items()) if value is not None and value != []}


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return _text(BETWEEN.join(map(str, value)))
    return value if isinstance(value, bool | int | float) else _text(str(value))


def _text(value: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", value)
