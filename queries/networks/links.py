"""Links from the record: those of some entities, found by index, or all of a network as pairs of ids."""

# ruff: noqa: S608 - the texts hold names of tables, of columns and of nothing else
from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from graph.errors import QueryLimit
from graph.record import Reader
from queries.compilers.sql import POSTGRESQL, pieces
from queries.engines import SqlEngine
from queries.networks.selection import Network

MOST_LINKS = 500_000
"""Links that one question may follow; a path or a neighbourhood that needs more is refused."""
MOST_OF_A_NETWORK = 5_000_000
"""Links of a network that is measured as a whole."""
LANGUAGE = "network"
_MANY = 5
"""Relations from which on reading all statements in turn is faster than an index."""


class Link(NamedTuple):
    """A statement that joins two entities, as seen from `here`: `forward` where it leads from `here` to `there`."""

    here: str
    there: str
    relation: str
    statement: str
    forward: bool
    derived: bool
    symmetric: bool
    confidence: float
    sources: int

    def turned(self) -> Link:
        """The same link, seen from its other end."""
        return self._replace(here=self.there, there=self.here, forward=self.symmetric or not self.forward)


class Walker:
    """Steps through a network in one snapshot, counting what they touch. Raises QueryLimit beyond MOST_LINKS."""

    def __init__(self, reader: Reader, network: Network, *, most: int = MOST_LINKS) -> None:
        self.home = SqlEngine(reader)
        self.network = network
        self.most = most
        self.followed = 0

    def step(self, ids: Collection[str], *, back: bool = False, always: Sequence[str] = ()) -> Iterator[Link]:
        """The links of some entities, in no order; `back`: those that lead to them, where the network is directed.

        Entities in `always` are reached whatever their type.
        """
        for places, of in self.network.groups().items():
            for from_start in (True, False):
                wanted = [predicate for predicate, ways in of.items()
                          if not self.network.directed or back != from_start or any(way.symmetric for way in ways)]
                if not wanted:
                    continue
                near, far = places if from_start else (places[1], places[0])
                for here, there, predicate, statement, confidence, sources in self._found(ids, near, far, wanted, always):
                    for way in of.get(predicate, ()):
                        if not self.network.directed or back != from_start or way.symmetric:
                            yield Link(here, there, way.name, statement, from_start or way.symmetric, way.derived, way.symmetric,
                                       confidence, sources)

    def _found(self, ids: Collection[str], near: str, far: str, predicates: Sequence[str],
               always: Sequence[str]) -> Sequence[Sequence[Any]]:
        text, parameters = _around(self.network, self.home.dialect, json.dumps(sorted(ids)), near, far, predicates, always,
                                   self.most - self.followed + 1)
        found = self.home.rows(text, parameters)
        self.followed += len(found)
        if self.followed > self.most:
            raise QueryLimit(LANGUAGE, f"more than {self.most:,} links would have to be followed; "
                             "name relations or types, or ask for fewer hops", "size", self.most)
        return found


def _around(network: Network, dialect: str, ids: str, near: str, far: str, predicates: Sequence[str], always: Sequence[str],
            most: int) -> tuple[str, Sequence[pieces.Parameter]]:
    """The statements that have one of some entities at one place, and whom they have at another one."""
    listed = "json_array_elements_text(CAST(? AS json)) AS w(value)" if dialect == POSTGRESQL else "json_each(?) w"
    froms: list[pieces.Piece] = [(listed, (ids,))]
    if near in ("subject", "object"):
        froms.append(("CROSS JOIN statements s", ()))
        conditions: list[pieces.Piece] = [(f"s.{near} = w.value", ())]
    else:
        froms.append(("CROSS JOIN statement_roles k CROSS JOIN statements s", ()))
        conditions = [("k.entity = w.value AND k.role = ? AND s.id = k.statement", (near,))]
    column = f"s.{far}"
    if far not in ("subject", "object"):
        column = "f.entity"
        froms.append(("CROSS JOIN statement_roles f", ()))
        conditions.append(("f.statement = s.id AND f.role = ?", (far,)))
    conditions.append((f"{column} <> w.value", ()))
    every = network.whole and {near, far} == {"subject", "object"}
    conditions += pieces.counts("s", () if every else predicates, network.filters, by_role=near not in ("subject", "object"))
    if network.types:
        typed, values = pieces.typed(column, network.types)
        among, ends = pieces.within(column, always)
        conditions.append((f"({among} OR {typed})", (*ends, *values)))
    source, given = pieces.join(" ", froms)
    where, more = pieces.join(" AND ", conditions)
    text = f"SELECT w.value, {column}, s.predicate, s.id, s.confidence, s.sources FROM {source} WHERE {where} LIMIT {int(most)}"
    return pieces.styled(text, dialect), (*given, *more)


def pairs(reader: Reader, network: Network) -> Iterator[tuple[bool, Sequence[Sequence[str]]]]:
    """All links as rows of two ids, once for each statement and way, in batches; each with whether the batch is symmetric.

    Raises QueryLimit beyond MOST_OF_A_NETWORK.
    """
    home = SqlEngine(reader)
    left = MOST_OF_A_NETWORK
    for (start, end), of in network.groups().items():
        for symmetric in (False, True) if network.directed else (False,):
            wanted = [predicate for predicate, ways in of.items() for way in ways if not network.directed or way.symmetric == symmetric]
            if not wanted:
                continue
            text, parameters = _whole(network, home.dialect, start, end, wanted, left + 1)
            found = home.rows(text, parameters)
            left -= len(found)
            if left < 0:
                raise QueryLimit(LANGUAGE, f"it has more than {MOST_OF_A_NETWORK:,} links; name relations", "size", MOST_OF_A_NETWORK)
            yield symmetric, found


def _whole(network: Network, dialect: str, start: str, end: str, predicates: Sequence[str],
           most: int) -> tuple[str, Sequence[pieces.Parameter]]:
    scan = dialect != POSTGRESQL and len(predicates) > _MANY and {start, end} == {"subject", "object"}
    columns, froms = [], "statements s NOT INDEXED" if scan else "statements s"
    conditions = list(pieces.counts("s", predicates, network.filters, by_role=len(predicates) > _MANY))
    for alias, place in (("a", start), ("z", end)):
        if place in ("subject", "object"):
            columns.append(f"s.{place}")
        else:
            columns.append(f"{alias}.entity")
            froms += f" JOIN statement_roles {alias} ON {alias}.statement = s.id"
            conditions.append((f"{alias}.role = ?", (place,)))
    conditions.append((f"{columns[0]} <> {columns[1]}", ()))
    where, given = pieces.join(" AND ", conditions)
    return pieces.styled(f"SELECT {columns[0]}, {columns[1]} FROM {froms} WHERE {where} LIMIT {int(most)}", dialect), given


def members(reader: Reader, types: Sequence[str]) -> set[str]:
    """The entities of any of some types."""
    home = SqlEngine(reader)
    among, values = pieces.within("type", types)
    return {row[0] for row in home.rows(pieces.styled(f"SELECT entity FROM entity_types WHERE {among}", home.dialect), values)}

