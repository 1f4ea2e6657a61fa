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

TYPE_PREFIX = "/problems/"
"""A problem's type is an address on the server that tells it, with a page that says what it means (docs/api/problems.md has them all)."""


@dataclass(frozen=True, slots=True)
class Row:
    """How one kind of error leaves the house."""

    exit_code: int
    status: int
    type: str
    title: str
    meaning: str
    """When it comes and what to do, for its page."""


TABLE: Mapping[type[errors.ReelgraphError], Row] = {
    errors.ReelgraphError: Row(1, 500, "error", "Something went wrong",
        "Something went wrong that has no kind of its own. `detail` says what; the log of the server says more."),
    errors.InputError: Row(2, 400, "bad-input", "What was given can't be used",
        "A parameter, a field or a pattern means nothing. `detail` names the place and what is expected there. Asking again as "
        "it is won't help."),
    errors.SourceError: Row(2, 422, "unreadable-source", "The source can't be read",
        "A source is missing, empty, too large or of no kind that is read. `source` names it."),
    errors.QueryError: Row(2, 400, "bad-query", "The query can't be read or run",
        "A query in SPARQL, Cypher or SQL can't be parsed, or fails while it runs. `language` and `detail` say where."),
    errors.QueryRefused: Row(2, 403, "query-refused", "The query is not allowed",
        "A query that somebody wrote would do more than read, or uses what is on no list of what is allowed. docs/safety.md "
        "tells what is."),
    errors.QueryLimit: Row(14, 422, "query-limit", "The query took more than it may",
        "A query that somebody wrote took more than it may. `limit` says of what (`rows`, `memory`, `size`), `allowed` how much "
        "there may be. Ask for less."),
    errors.QueryTimeout: Row(14, 408, "query-timeout", "The query took longer than it may",
        "A query that somebody wrote was ended because its time was over; `allowed` says how many seconds it has. Narrow it."),
    errors.QueryBusy: Row(9, 503, "too-many-queries", "Too many queries are running",
        "All workers are busy with queries that others wrote. Ask again after the seconds that `Retry-After` tells."),
    errors.CursorError: Row(2, 400, "bad-cursor", "The cursor is not one of this query",
        "The cursor belongs to another query or another record, or was altered. Leave it out to begin at the first page."),
    errors.NotFound: Row(3, 404, "not-found", "Nothing is called that",
        "Nothing is called that. `kind` says what was looked for (entity, role, type, relation, statement, document), `name` "
        "what it was called, `near` what has a name like it."),
    errors.Ambiguous: Row(4, 409, "ambiguous", "Several entities are called that",
        "Several entities are called that: `candidates` lists id, name and type of each. Ask again with an id, or with a type "
        "(`type`, `subject_type`, `object_type`)."),
    errors.Conflict: Row(5, 409, "conflict", "It contradicts what holds",
        "It contradicts what holds, such as a judgement that stands. `detail` says which."),
    errors.Unsupported: Row(6, 422, "unsupported", "The engine can't express that",
        "The engine can't express a part of the pattern; `construct` names it. Ask another engine, or without it."),
    errors.OntologyError: Row(7, 500, "broken-data-file", "A data file of the house breaks its own rules",
        "A data file that came with this installation breaks its own rules. Install it again; nothing that a caller sends causes this."),
    errors.OntologyViolation: Row(7, 422, "ontology-violation", "The ontology doesn't allow that",
        "The ontology doesn't allow what was said; `reasons` lists why."),
    errors.RecordError: Row(8, 503, "record-unusable", "The record can't be used",
        "The database of the record is missing, full, or can't be reached. `remedy` says what its keeper can do."),
    errors.RecordBusy: Row(9, 503, "record-busy", "The record is busy",
        "Another process has held the record for long. Ask again after the seconds that `Retry-After` tells."),
    errors.RecordOutdated: Row(10, 503, "record-outdated", "The record is of another version",
        "The record was made by a newer version of this program. Its keeper has to use that one."),
    errors.ViewError: Row(11, 503, "view-unusable", "A view can't be used",
        "A view of the record (RDF, property graph) can't be used; `view` names it, `remedy` says what its keeper can do."),
}
FAULT = Row(70, 500, "fault", "A fault of reelgraph itself",
        "A fault of reelgraph itself. The log of the server says more, under the id that `X-Request-ID` tells.")
NOTHING_READABLE = 12
"""Exit code of `ingest` and `extract` where something was tried and nothing could be read."""
WRONG = 13
"""Exit code of `verify` where something is wrong."""

STATUS_TITLES = {404: "No such page", 405: "No such method here", 406: "None of these media types is to be had",
                 408: "The request took too long to arrive", 413: "The body is too long", 415: "No such media type here",
                 422: "The parameters can't be used", 431: "The headers are too long", 503: "Too much is asked at once"}


def rows() -> list[Row]:
    """Every kind of problem that is told over HTTP."""
    return [*TABLE.values(), FAULT]


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
