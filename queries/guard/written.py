"""What a query in Cypher or SQL answered, as text: JSON with columns and rows, CSV, cells for a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from queries.guard.jobs import Found


def to_json(found: Found) -> dict[str, Any]:
    """`columns`, `rows` as lists in the order of the columns, `change`, and `day` where the graph shows one."""
    told = {"columns": list(found.columns), "rows": [list(row) for row in found.rows], "change": found.change}
    return told | ({"day": found.day.isoformat()} if found.day else {})


def to_csv(found: Found) -> Iterator[str]:
    """RFC 4180, a line at a time; lists and mappings as JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (found.columns, *found.rows):
        writer.writerow([cell(value) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def cell(value: Any) -> str:
    """A value for the eye."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
