"""Parts of texts with their parameters, and the conditions that statements and entities must meet."""

# ruff: noqa: S608 - the texts hold names of tables, of columns and of nothing else
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from queries.rewrite import CoreFilters

Parameter = str | int | float | None
Piece = tuple[str, tuple[Parameter, ...]]
"""A part of a text with its parameters, in order."""

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


def counts(alias: str, predicates: Sequence[str], filters: CoreFilters, *, by_role: bool = False) -> Iterator[Piece]:
    """The conditions that a statement must meet to count."""
    if predicates:
        yield within(f"COALESCE({alias}.predicate, NULL)" if by_role else f"{alias}.predicate", predicates)
    if len(filters.polarity) == 1:
        yield within(f"{alias}.polarity", filters.polarity)
    if len(filters.modality) < 3:
        yield within(f"{alias}.modality", filters.modality)
    day = filters.day.isoformat()
    if filters.when in ("current", "as_of"):
        yield f"({alias}.from_earliest IS NULL OR {alias}.from_earliest <= ?)", (day,)
        undated = f"{alias}.to_latest IS NULL" + (f" AND {alias}.ended = 0" if filters.when == "current" else "")
        yield f"(({undated}) OR {alias}.to_latest >= ?)", (day,)
    elif filters.when == "over":
        yield f"({alias}.to_latest < ? OR ({alias}.to_latest IS NULL AND {alias}.ended = 1))", (day,)
    if filters.min_confidence is not None:
        yield f"{alias}.confidence >= ?", (filters.min_confidence,)
    if filters.min_sources is not None:
        yield f"{alias}.sources >= ?", (filters.min_sources,)
    yield from _known(alias, filters)


def _known(alias: str, filters: CoreFilters) -> Iterator[Piece]:
    if filters.known_at is None:
        yield f"{alias}.live = 1", ()
        if filters.published_until is None and not filters.documents:
            return
        open_: Piece = ("c.closed IS NULL", ())
    else:
        open_ = ("c.opened <= ? AND (c.closed IS NULL OR c.closed > ?)", (filters.known_at, filters.known_at))
    conditions = [(f"c.statement = {alias}.id", ()), open_]
    if filters.published_until is not None:
        conditions.append(("c.published_latest <= ?", (filters.published_until.isoformat(),)))
    if filters.documents:
        conditions.append(within("c.document", filters.documents))
    yield join("", [("EXISTS (SELECT 1 FROM statement_claims c WHERE ", ()), join(" AND ", conditions), (")", ())])


def typed(column: str, types: Sequence[str]) -> Piece:
    text, parameters = within("t.type", types)
    return f"EXISTS (SELECT 1 FROM entity_types t WHERE t.entity = {column} AND {text})", parameters


def within(column: str, values: Sequence[str]) -> Piece:
    if not values:
        return "1 = 0", ()
    if len(values) == 1:
        return f"{column} = ?", tuple(values)
    return f"{column} IN ({', '.join('?' * len(values))})", tuple(values)


def join(between: str, pieces: Iterable[Piece]) -> Piece:
    pieces = list(pieces)
    return between.join(text for text, _ in pieces), tuple(value for _, values in pieces for value in values)


def styled(text: str, dialect: str) -> str:
    return text.replace("?", "%s") if dialect == POSTGRESQL else text
