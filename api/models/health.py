"""Whether the process runs and can answer."""

from __future__ import annotations

from typing import Literal

from api.models.shapes import Shape


class Health(Shape):
    """Whether the process runs."""

    status: Literal["ok"] = "ok"


class Readiness(Shape):
    """Whether it can answer: the record's newest change, and the one that SPARQL sees."""

    status: Literal["ok"] = "ok"
    change: int
    sparql_change: int | None
