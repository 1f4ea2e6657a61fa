"""GET and POST /sparql: SPARQL over the RDF view, read only, by the SPARQL 1.1 protocol.

A query is parsed and checked before it runs (`queries.guard`): no update, no SERVICE, no FROM that isn't ours; it runs in a worker,
with limits of time, rows and memory. The graphs that a request names are all that its query sees, whatever its FROM says. GET
without any parameter describes the service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.negotiation import choose
from api.threads import threads
from graph.errors import QueryError, QueryRefused
from graph.views import answers, results, service
from queries.guard.sparql import Beside

if TYPE_CHECKING:
    from api.wiring import House

Writer = Callable[[answers.Answer], Iterator[str]]
Pairs = Sequence[tuple[str, str]]
TABLES: Mapping[str, Writer] = {
    "application/sparql-results+json": answers.to_json, "application/sparql-results+xml": results.to_xml,
    "text/csv": answers.to_csv, "text/tab-separated-values": results.to_tsv, "application/json": answers.to_json,
}
GRAPHS: Mapping[str, Writer] = {
    "text/turtle": answers.to_turtle, "application/n-triples": answers.to_ntriples, "application/ld+json": results.to_jsonld,
    "application/rdf+xml": results.to_rdfxml,
}
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = "GET, HEAD, OPTIONS, POST"
DEFAULT_GRAPH, NAMED_GRAPH = "default-graph-uri", "named-graph-uri"
_CHARSETS = ("", "utf-8", "utf8", "us-ascii")
_EXAMPLE = """SELECT ?studio ?platform WHERE {
  ?s rg:subject ?studio ; rg:predicate rg:provides_service ; rg:object ?service ; role:to ?platform .
  ?service rdfs:label "finishing"@en
}"""
_IRIS = {"type": "array", "items": {"type": "string"}}
_DATASET = [{"name": name, "in": "query", "required": False, "schema": _IRIS, "description": text} for name, text in (
    (DEFAULT_GRAPH, "A graph to be part of the default graph; with any of these two, the query sees the named graphs and no others."),
    (NAMED_GRAPH, "A graph to be found by GRAPH."))]
_QUERY_PARAMETER = {"name": "query", "in": "query", "required": False, "schema": {"type": "string"}, "example": _EXAMPLE,
                    "description": "A SELECT, ASK, CONSTRUCT or DESCRIBE query; the usual prefixes and ours are declared."}
_BODY = {"required": True, "content": {QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE}, FORM: {"schema": {
    "type": "object", "properties": {"query": {"type": "string"}, DEFAULT_GRAPH: _IRIS, NAMED_GRAPH: _IRIS}, "required": ["query"]}}}}
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Tables for SELECT and ASK, graphs for CONSTRUCT, DESCRIBE and the description of the service, by Accept.",
          "content": {name: {} for name in (*TABLES, *GRAPHS)}},
    **{status: {"description": text, "content": _PROBLEM} for status, text in (
        (403, "An update, SERVICE, or a graph that isn't ours"), (406, "None of these media types is to be had"),
        (408, "The query took longer than it may"), (413, "The body is too long"), (415, "No such media type or charset here"))}}


def router(house: House) -> APIRouter:
    """The route of SPARQL over a house; it is the same with a slash behind it."""
    routes = APIRouter(tags=["sparql"])

    @routes.get("/sparql/", include_in_schema=False)
    @routes.get("/sparql", summary="Run a SPARQL query, or describe the service", response_class=Response, responses=_ANSWERS,
                openapi_extra={"parameters": [_QUERY_PARAMETER, *_DATASET]})
    async def get(request: Request) -> Response:
        if not request.scope["query_string"]:
            return _description(house, request)
        return await answer(request, _of_address(request))

    @routes.post("/sparql/", include_in_schema=False)
    @routes.post("/sparql", summary="Run a SPARQL query that is the body, or a field of a form", response_class=Response,
                 responses=_ANSWERS, openapi_extra={"parameters": _DATASET, "requestBody": _BODY})
    async def post(request: Request) -> Response:
        return await answer(request, _of_body(request, await request.body()))

    @routes.api_route("/sparql/", methods=["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"], include_in_schema=False)
    @routes.api_route("/sparql", methods=["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"], include_in_schema=False)
    async def other(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS})
        raise HTTPException(405, headers={"Allow": METHODS})

    async def answer(request: Request, asked: Asked) -> Response:
        return await threads(request).waiting(_respond, house, asked, request.headers.get("accept"))

    return routes


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and what comes beside it."""

    query: str
    beside: Beside


def _respond(house: House, asked: Asked, accept: str | None) -> Response:
    choose(accept, (*TABLES, *GRAPHS))  # what can be answered in no way isn't run
    found = house.sparql(asked.query, beside=asked.beside)
    return _written(found, accept, {"X-Reelgraph-Change": str(found.change)})


def _description(house: House, request: Request) -> Response:
    triples = service.described(_endpoint(request), (*TABLES, *GRAPHS))
    return _written(answers.Answer("construct", 0, house.today(), triples=triples), request.headers.get("accept"), {})


def _written(found: answers.Answer, accept: str | None, headers: Mapping[str, str]) -> Response:
    writers = GRAPHS if found.kind == "construct" else TABLES
    media_type = choose(accept, tuple(writers))
    body = "".join(writers[media_type](found)).encode("utf-8", "replace")
    return Response(body, media_type=media_type, headers={**headers, "Vary": "Accept"})


def _endpoint(request: Request) -> str:
    """The address of the service, without a slash behind it."""
    return str(request.url.replace(query="", fragment="")).rstrip("/")


def _of_address(request: Request) -> Asked:
    """The query of a query string. Raises QueryError, QueryRefused."""
    return _asked(request, _pairs(request.scope["query_string"].decode("latin-1"), "query string"))


def _of_body(request: Request, body: bytes) -> Asked:
    """The query of a body or of the form that it is; graphs may be named in the address too. Raises as `_text` does."""
    kind, text = _text(request.headers.get("content-type", ""), body)
    beside = _pairs(request.scope["query_string"].decode("latin-1"), "query string")
    if any(name == "query" for name, _ in beside):
        raise QueryError("SPARQL", "a query that is sent by POST stands in the body, not in the address")
    return _asked(request, [*beside, *([("query", text)] if kind == QUERY else _pairs(text, "form"))])


def _text(content_type: str, body: bytes) -> tuple[str, str]:
    """The media type and the text of a body. Raises HTTPException 415, QueryError, QueryRefused."""
    kind, *parameters = (part.strip() for part in content_type.lower().split(";"))
    charset = next((value.strip().strip('"') for name, _, value in (one.partition("=") for one in parameters)
                    if name.strip() == "charset"), "")
    if kind not in (QUERY, FORM, UPDATE):
        raise HTTPException(415, f"send {QUERY} or {FORM}")
    if charset not in _CHARSETS:
        raise HTTPException(415, f"send UTF-8, not {charset}")
    if kind == UPDATE:
        raise _no_update()
    try:
        return kind, body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError("SPARQL", f"the body is no UTF-8 at byte {error.start}") from error


def _pairs(text: str, what: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=100, errors="strict")
    except ValueError as error:
        raise QueryError("SPARQL", f"the {what} can't be read: {error}") from error


def _asked(request: Request, pairs: Pairs) -> Asked:
    if any(name == "update" for name, _ in pairs):
        raise _no_update()
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise QueryError("SPARQL", f"expected one parameter `query`, and {len(queries)} came")
    default, named = (tuple(value for name, value in pairs if name == wanted and value) for wanted in (DEFAULT_GRAPH, NAMED_GRAPH))
    return Asked(queries[0], Beside(default, named, _endpoint(request)))


def _no_update() -> QueryRefused:
    return QueryRefused("SPARQL", "updates are not allowed: this is for reading")
