"""What goes to a worker and comes back: a job and its limits, then rows as plain tuples.

A worker runs text that strangers wrote, so what it sends is not trusted: it is unpickled without any class (`loads`), which
leaves None, truths, numbers, texts, bytes and tuples, lists, mappings of them.
"""

from __future__ import annotations

import datetime as dt
import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

Engine = Literal["sparql", "ladybug", "neo4j", "sql"]
LANGUAGES: Mapping[str, str] = {"sparql": "SPARQL", "ladybug": "Cypher", "neo4j": "Cypher", "sql": "SQL"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, rows, and bytes of memory in its worker."""

    seconds: float = 10.0
    rows: int = 10_000
    memory: int = 1_000_000_000

    @property
    def size(self) -> int:
        """Bytes that the rows may have in all: who asks has to hold them too."""
        return self.memory // 8


@dataclass(frozen=True, slots=True)
class Job:
    """A query that is known to be allowed, and where it runs: `target` says where the engine finds its data."""

    engine: Engine
    target: tuple[str | None, ...]
    text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return LANGUAGES[self.engine]


@dataclass(frozen=True, slots=True)
class Found:
    """What a query answered: rows over `columns`, as of a change number and, but for SQL, a day.

    `kind` is "table", or of SPARQL "select", "ask" (one row with a truth) or "construct" (rows of subject, predicate, object).
    A term of SPARQL is a text for an IRI, three texts for a literal (value, datatype, language), one for a blank node.
    """

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    change: int
    day: dt.date | None = None


def dumps(message: object) -> bytes:
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def loads(data: bytes) -> Any:
    """A message of plain values. Raises ValueError for anything else."""
    try:
        return _Plain(io.BytesIO(data)).load()
    except Exception as error:
        raise ValueError(f"no message: {error}") from error


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"{module}.{name} is not plain")
