"""What a Cypher query answered: columns and rows of plain values, as of a change number and a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CypherAnswer:
    """Rows over `columns`. Values are those of the driver: texts, numbers, dates, lists, nodes and edges as mappings."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    change: int
    day: dt.date
