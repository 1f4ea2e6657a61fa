"""One table: error → exit code, HTTP status, problem type (RFC 9457).

A row holds for every error below it in the tree of `graph.errors`, unless one of those has a row of its own. What isn't in
the tree is a fault of ours: exit code 70, status 500.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph import errors

TYPE_PREFIX = "urn:reelgraph:problem:"


@dataclass(frozen=True, slots=True)
class Row:
    """How one kind of error leaves the house."""

    exit_code: int
    status: int
    type: str
    title: str


TABLE: Mapping[type[errors.ReelgraphError], Row] = {
    errors.ReelgraphError: Row(1, 500, "error", "Something went wrong"),
    errors.InputError: Row(2, 400, "bad-input", "What was given can't be used"),
    errors.SourceError: Row(2, 422, "unreadable-source", "The source can't be read"),
    errors.QueryError: Row(2, 400, "bad-query", "The query can't be read or run"),
    errors.QueryRefused: Row(2, 403, "query-refused", "The query is not allowed"),
    errors.QueryLimit: Row(14, 422, "query-limit", "The query took more than it may"),
    errors.QueryTimeout: Row(14, 408, "query-timeout", "The query took longer than it may"),
    errors.QueryBusy: Row(9, 503, "too-many-queries", "Too many queries are running"),
    errors.CursorError: Row(2, 400, "bad-cursor", "The cursor is not one of this query"),
    errors.NotFound: Row(3, 404, "not-found", "Nothing is called that"),
    errors.Ambiguous: Row(4, 409, "ambiguous", "Several entities are called that"),
    errors.Conflict: Row(5, 409, "conflict", "It contradicts what holds"),
    errors.Unsupported: Row(6, 422, "unsupported", "The engine can't express that"),
    errors.OntologyError: Row(7, 500, "broken-data-file", "A data file of the house breaks its own rules"),
    errors.OntologyViolation: Row(7, 422, "ontology-violation", "The ontology doesn't allow that"),
    errors.RecordError: Row(8, 503, "record-unusable", "The record can't be used"),
    errors.RecordBusy: Row(9, 503, "record-busy", "The record is busy"),
    errors.RecordOutdated: Row(10, 503, "record-outdated", "The record is of another version"),
    errors.ViewError: Row(11, 503, "view-unusable", "A view can't be used"),
}
FAULT = Row(70, 500, "fault", "A fault of reelgraph itself")
NOTHING_READABLE = 12
"""Exit code of `ingest` and `extract` where something was tried and nothing could be read."""
WRONG = 13
"""Exit code of `verify` where something is wrong."""

STATUS_TITLES = {404: "No such page", 405: "No such method here", 413: "The body is too long", 415: "No such media type here",
                 422: "The parameters can't be used", 406: "None of these media types is to be had"}


def row(error: BaseException) -> Row:
    """The row of an error: that of its nearest ancestor in the table."""
    return next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), FAULT)


def facts(error: BaseException) -> dict[str, Any]:
    """What an error carries beside its sentence, as JSON holds it."""
    told = {name: _plain(value) for name, value in vars(error).items() if not name.startswith("_")} if hasattr(error, "__dict__") else {}
    return {name: value for name, value in told.items() if value not in ("", [], None)}


def problem(error: BaseException) -> dict[str, Any]:
    """An error as RFC 9457 tells it; of a fault of ours, only that it is one."""
    found = row(error)
    told = {"type": TYPE_PREFIX + found.type, "title": found.title, "status": found.status}
    if found is FAULT:
        return {**told, "detail": "The log of the server says more."}
    own = {name: value for name, value in facts(error).items() if name not in {*told, "detail"}}
    return {**told, "detail": str(error), **own}


def status_problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """A problem that HTTP itself knows (404, 405, 422 …)."""
    return {"type": "about:blank", "title": STATUS_TITLES.get(status, "It can't be answered"), "status": status, "detail": detail, **more}


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return repr(value)
