"""Change numbers: taken under the write lock, one a transaction, and what each has touched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from graph.record.bulk import run
from graph.record.tables import changes, touched

_LAST = select(changes.c.number, changes.c.at).order_by(changes.c.number.desc()).limit(1)
_ADD_TOUCHED, _ADD_CHANGE = insert(touched), insert(changes)


def take_number(connection: Connection, now: datetime, kind: str, subject: str | None) -> int:
    """The next change number; the write lock is held, so they are visible in their order."""
    last = connection.execute(_LAST).first()
    number, at = (last.number + 1, last.at) if last else (1, "")
    connection.execute(_ADD_CHANGE, {"number": number, "at": max(instant(now), at), "kind": kind, "subject": subject})
    return number


def instant(now: datetime) -> str:
    """An instant as the record keeps it: UTC, microseconds."""
    return now.astimezone(UTC).isoformat(timespec="microseconds")


def touch(connection: Connection, change: int, kind: str, ids: Iterable[str]) -> None:
    if found := [{"change": change, "kind": kind, "id": id_} for id_ in sorted(ids)]:
        run(connection, _ADD_TOUCHED, found)
