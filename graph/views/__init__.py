"""Disposable views on the record: the View protocol and the list of views. Deleting one and rebuilding it gives the same graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from graph.views.comparing import Difference
from graph.views.following import Position

if TYPE_CHECKING:
    from graph.home import Home
    from graph.record import Record

__all__ = ["VIEWS", "Difference", "Position", "View"]


class View(Protocol):
    """A graph that follows the record."""

    @property
    def name(self) -> str: ...

    @property
    def format(self) -> str:
        """What its graph is made by: another ontology or version gives another one."""

    def position(self) -> Position | None:
        """Where what readers see stands; None before the first sync."""

    def sync(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:
        """Catch up to the record's newest change and a day."""

    def rebuild(self, record: Record, *, day: dt.date, timeout: float = 60.0) -> Position:
        """Make it anew from the record alone."""

    def size(self) -> int | None:
        """How many bytes it takes on this machine; None where a server keeps it."""

    def compare(self, record: Record) -> Iterator[Difference]:
        """Where it isn't what the record makes it; nothing if all is well."""


def _oxigraph(home: Home) -> View:
    from graph.views.oxigraph import OxigraphView
    return OxigraphView(home)


def _ladybug(home: Home) -> View:
    from graph.views.ladybug import LadybugView
    return LadybugView(home)


VIEWS: dict[str, Callable[[Home], View]] = {"oxigraph": _oxigraph, "ladybug": _ladybug}
"""Every view under a home, by name; its engine is imported when it is made. Those on servers (`neo4j`, `sparql_http`) need an
address besides."""
