"""Where a view stands beside the record, and many of them brought up to it at once: one that is down delays nothing but itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.errors import ReelgraphError
from graph.record import Record
from graph.views import following
from graph.views.following import Position

if TYPE_CHECKING:
    from graph.views import View

State = Literal["current", "behind", "to be built", "not made", "unusable"]
Makers = Mapping[str, Callable[[], "View"]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a view. `lag` is how many changes of the record it has not seen; `size` its bytes on this machine.

    "to be built": it was made of another record or by another version, so that the next sync builds it anew.
    """

    name: str
    state: State
    change: int | None = None
    lag: int | None = None
    day: dt.date | None = None
    size: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a view stands after it was synced or rebuilt; or why it could not be, and then `position` is None."""

    name: str
    position: Position | None
    error: ReelgraphError | None = None


def standings(makers: Makers, record: Record, *, day: dt.date) -> Iterator[Standing]:
    """Where each view stands, in the order in which they are named; all are asked at once."""
    with ThreadPoolExecutor(max_workers=max(len(makers), 1)) as pool:
        yield from list(pool.map(lambda name: _standing(name, makers[name], record, day), makers))


def moved(makers: Makers, record: Record, *, day: dt.date, anew: bool = False) -> Iterator[Moved]:
    """Each view as it reaches the record's newest change and the day (`anew`: made from the record alone)."""
    with ThreadPoolExecutor(max_workers=max(len(makers), 1)) as pool:
        for done in as_completed([pool.submit(_moved, name, make, record, day, anew) for name, make in makers.items()]):
            yield done.result()


def _standing(name: str, make: Callable[[], View], record: Record, day: dt.date) -> Standing:
    try:
        view = make()
        position = view.position()
        with record.reader() as reader:
            aim = following.target(reader, day=day, format=view.format)
            if position is None:
                return Standing(name, "not made", lag=aim.change)
            leads = following.follows(reader, position, aim)
    except ReelgraphError as error:
        return Standing(name, "unusable", reason=str(error))
    state: State = "current" if position == aim else "behind" if leads else "to be built"
    lag = aim.change - position.change if leads else aim.change
    return Standing(name, state, position.change, lag, position.day, view.size())


def _moved(name: str, make: Callable[[], View], record: Record, day: dt.date, anew: bool) -> Moved:
    try:
        view = make()
        return Moved(name, view.rebuild(record, day=day) if anew else view.sync(record, day=day))
    except ReelgraphError as error:
        return Moved(name, None, error)
