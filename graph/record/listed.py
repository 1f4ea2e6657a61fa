"""`within(column)`: a condition on a set of ids that a prebuilt statement takes as one parameter, on either database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

T = TypeVar("T")
CHUNK = 2000


class _Listed(FunctionElement[str]):
    """The members of a JSON list of texts."""

    inherit_cache = True
    name = "listed"


@compiles(_Listed, "sqlite")
def _sqlite(element: _Listed, compiler: SQLCompiler, **_: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses)}))"  # noqa: S608 - the text of a parameter


@compiles(_Listed, "postgresql")
def _postgresql(element: _Listed, compiler: SQLCompiler, **_: Any) -> str:
    return f"(SELECT json_array_elements_text(CAST({compiler.process(element.clauses)} AS json)))"


def within(column: ColumnElement[Any], name: str = "ids") -> ColumnElement[bool]:
    """Whether a column's value is in the list that the parameter `name` holds (`listed`)."""
    return column.op("IN", is_comparison=True)(_Listed(bindparam(name, type_=Text)))


def listed(ids: Iterable[str]) -> str:
    """Ids as the parameter of `within`."""
    return json.dumps(list(ids), ensure_ascii=False)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Lists of at most `size`."""
    chunk: list[T] = []
    for item in items:
        chunk.append(item)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
