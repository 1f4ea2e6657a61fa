"""What the branches of one text share: pattern, schema, dialect, parameters, and which paths are patterns of the dialect."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.views.property_graph import Schema
from queries.pattern import Var
from queries.rewrite import Alternative, Atom, CorePattern, Match, Reach

NEO4J, LADYBUG = "neo4j", "ladybug"
ENGINE = "cypher"


@dataclass(frozen=True, slots=True)
class Chain:
    """A reach of one length, spelled out."""

    reach: Reach
    length: int


@dataclass(slots=True)
class Parameters:
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[tuple[type, Any], str] = field(default_factory=dict)

    def __call__(self, value: Any) -> str:
        """The name of a value, the same for the same value."""
        told = (type(value), tuple(value) if isinstance(value, list) else value)
        if told not in self.names:
            self.names[told] = f"p{len(self.values)}"
            self.values[self.names[told]] = value
        return f"${self.names[told]}"


class Context:
    """A pattern to be told in a dialect. `shown` is the day of the view."""

    def __init__(self, core: CorePattern, schema: Schema, dialect: str, shown: dt.date | None) -> None:
        self.core = core
        self.schema = schema
        self.dialect = dialect
        self.parameter = Parameters()
        told = core.filters
        self.current = (told.polarity, told.modality, told.when, told.day) == (("positive",), ("asserted",), "current", shown)
        self.edges_do = told.default and told.day == shown
        self.null = "NULL" if dialect == NEO4J else "CAST(NULL AS STRING)"
        self.at_optional = {place.term.name for atom in core.atoms() if isinstance(atom, Match)
                            for place in atom.places if place.optional and isinstance(place.term, Var)}
        self.optional = self.at_optional.union(*(branch.absent for branch in core.branches()))

    def lengths(self, atoms: Alternative) -> Iterator[list[Atom | Chain]]:
        yield from map(list, itertools.product(*(self._lengths(atom) for atom in atoms)))

    def _lengths(self, atom: Atom) -> list[Atom | Chain]:
        if isinstance(atom, Reach) and not self.is_pattern(atom):
            return [Chain(atom, length) for length in range(atom.least, atom.most + 1)]
        return [atom]

    def is_pattern(self, reach: Reach) -> bool:
        """Neo4j walks over no relationship twice, which is the same as long as the shortest path will do."""
        return reach.least == 1 and (self.dialect == NEO4J or (self.edges_do and not reach.back))


def quoted(name: str) -> str:
    return f"`{name}`"
