"""Reads documents into a record and ends itself by SIGKILL at a chosen change number; run as a process of its own.

    python -m tests.crash.driver URL COUNT KILL_AT (committed|halfway|never) (forward|backward) [FIRST STEP]
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from typing import Any

from graph.document import Reading
from graph.entity import LocalEntity
from graph.record import Record, projection
from tests.graph.telling import NOW, OTHER_PLATFORM, PLATFORM, Told, offers, tell


def documents(count: int) -> list[Reading]:
    """Readings that share studios, services and platforms."""
    found = []
    for number in range(count):
        studio = LocalEntity(f"Studio No. {number % 7}", "Studio")
        told: list[Told] = [offers(studio, to=PLATFORM if number % 2 else OTHER_PLATFORM),
                            (studio, "partners_with", LocalEntity(f"Studio No. {number % 5}", "Organization"), {})]
        found.append(tell(f"doc-{number:04}", *told, published_on=f"2026-01-{1 + number % 28:02}"))
    return found


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def ingest(record: Record, readings: Iterable[Reading], *, kill_at: int, when: str) -> None:
    writer = record.writer()
    refresh = projection.refresh
    if when == "halfway":
        def interrupted(connection: Any, *arguments: Any, **options: Any) -> Any:
            touched = refresh(connection, *arguments, **options)
            if connection.exec_driver_sql("SELECT MAX(number) FROM changes").scalar() == kill_at:
                end()
            return touched

        projection.refresh = interrupted
    for reading in readings:
        written = writer.write(reading, now=NOW)
        if when == "committed" and written.change == kill_at:
            end()


def main() -> None:
    url, count, kill_at, when, order, *part = sys.argv[1:]
    readings = documents(int(count))
    if order == "backward":
        readings.reverse()
    if part:
        readings = readings[int(part[0])::int(part[1])]
    ingest(Record.open(url), readings, kill_at=int(kill_at), when=when)


if __name__ == "__main__":
    main()
