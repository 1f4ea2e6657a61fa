"""Where a page ended: the last row's keys, the change number and the day, opaque to whoever carries it.

Later pages see the record as it was at that change and that day, so that pages agree with each other.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import CursorError
from queries.pattern import Pattern, to_json
from queries.rewrite import Cell

_FORMAT = 1
_MOST = 64_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """`after` is what `CorePattern.after` wants."""

    change: int
    day: dt.date
    after: tuple[tuple[str | None, Cell], ...]


def write(cursor: Cursor, pattern: Pattern) -> str:
    """A cursor as text; it goes with this pattern alone (the limit may differ)."""
    told = [_FORMAT, _fingerprint(pattern), cursor.change, cursor.day.isoformat(), [list(pair) for pair in cursor.after]]
    return base64.urlsafe_b64encode(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).decode().rstrip("=")


def read(text: str, pattern: Pattern) -> Cursor:
    """The cursor that a text holds. Raises CursorError where it isn't ours or belongs to another pattern."""
    try:
        told = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)) if len(text) <= _MOST else None
    except (binascii.Error, ValueError, RecursionError) as error:
        raise CursorError("this is no cursor; leave it out to begin at the first page") from error
    if not (isinstance(told, list) and len(told) == 5 and told[0] == _FORMAT):
        raise CursorError("this is no cursor; leave it out to begin at the first page")
    _, fingerprint, change, day, after = told
    if fingerprint != _fingerprint(pattern):
        raise CursorError("this cursor belongs to another pattern; leave it out to begin at the first page")
    try:
        found = Cursor(change, dt.date.fromisoformat(day), tuple((key, cell) for key, cell in after))
    except (TypeError, ValueError) as error:
        raise CursorError("this cursor was altered; leave it out to begin at the first page") from error
    if not _sound(found, pattern):
        raise CursorError("this cursor was altered; leave it out to begin at the first page")
    return found


def _sound(cursor: Cursor, pattern: Pattern) -> bool:
    columns = len(set(pattern.select) | ({pattern.count} if pattern.count else set()))
    return _whole(cursor.change) and 0 <= cursor.change < 2**62 and len(cursor.after) == columns and all(map(_pair, cursor.after))


def _pair(pair: tuple[Any, Any]) -> bool:
    key, cell = pair
    if cell is None:
        return key is None
    return isinstance(key, str) and (_text(cell) and _text(key) if isinstance(cell, str) else _whole(cell) and abs(cell) < 2**62)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: str) -> bool:
    return "\0" not in value and not any(0xD800 <= ord(character) <= 0xDFFF for character in value)


def _fingerprint(pattern: Pattern) -> str:
    told = json.dumps(to_json(replace(pattern, cursor=None, limit=1)), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
