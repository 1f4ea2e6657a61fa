"""GET and POST /sparql: SPARQL over the RDF view, read only, by the SPARQL 1.1 protocol.

A query is parsed and checked before it runs (`queries.guard`): no update, no SERVICE, no FROM; it runs in a worker, with limits of
time, rows and memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.negotiation import choose
from graph.errors import QueryError, QueryRefused
from graph.views import answers, results

if TYPE_CHECKING:
    from api.wiring import House

Writer = Callable[[answers.Answer], Iterator[str]]
TABLES: Mapping[str, Writer] = {
    "application/sparql-results+json": answers.to_json, "application/sparql-results+xml": results.to_xml,
    "text/csv": answers.to_csv, "text/tab-separated-values": results.to_tsv, "application/json": answers.to_json,
}
GRAPHS: Mapping[str, Writer] = {
    "text/turtle": answers.to_turtle, "application/n-triples": answers.to_ntriples, "application/ld+json": results.to_jsonld,
}
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_EXAMPLE = """SELECT ?studio ?platform WHERE {
  ?s rg:subject ?studio ; rg:predicate rg:provides_service ; rg:object ?service ; role:to ?platform .
  ?service rdfs:label "finishing"@en
}"""
_QUERY_PARAMETER = {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}, "example": _EXAMPLE,
                    "description": "A SELECT, ASK, CONSTRUCT or DESCRIBE query; the usual prefixes and ours are declared."}
_BODY = {"required": True, "content": {QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE}, FORM: {"schema": {
    "type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {200: {
    "description": "Tables for SELECT and ASK, graphs for CONSTRUCT and DESCRIBE, by Accept.",
    "content": {name: {} for name in (*TABLES, *GRAPHS)}}}


def router(house: House) -> APIRouter:
    """The route of SPARQL over a house."""
    routes = APIRouter(tags=["sparql"])

    @routes.get("/sparql", summary="Run a SPARQL query", response_class=Response, responses=_ANSWERS,
                openapi_extra={"parameters": [_QUERY_PARAMETER]})
    async def get(request: Request) -> Response:
        return await answer(request, _of_pairs(request.query_params.multi_items()))

    @routes.post("/sparql", summary="Run a SPARQL query that is the body, or a field of a form", response_class=Response,
                 responses=_ANSWERS, openapi_extra={"requestBody": _BODY})
    async def post(request: Request) -> Response:
        return await answer(request, _of_body(request.headers.get("content-type"), await _body(request, house.settings.body_limit)))

    async def answer(request: Request, text: str) -> Response:
        return await run_in_threadpool(_respond, house, text, request.headers.get("accept"))

    return routes


def _respond(house: House, text: str, accept: str | None) -> Response:
    found = house.sparql(text)
    writers = GRAPHS if found.kind == "construct" else TABLES
    media_type = choose(accept, tuple(writers))
    body = "".join(writers[media_type](found)).encode("utf-8", "replace")
    return Response(body, media_type=media_type, headers={"X-Reelgraph-Change": str(found.change)})


def _of_pairs(pairs: list[tuple[str, str]]) -> str:
    """The query of a query string or a form. Raises QueryError."""
    if any(name == "update" for name, _ in pairs):
        raise QueryRefused("SPARQL", "updates are not allowed: this is for reading")
    if any(name in ("default-graph-uri", "named-graph-uri") for name, _ in pairs):
        raise QueryError("SPARQL", "the dataset is fixed; name a graph in the query (GRAPH rg:all { … })")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise QueryError("SPARQL", "expected one parameter `query`")
    return queries[0]


def _of_body(content_type: str | None, body: bytes) -> str:
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind not in (QUERY, FORM):
        raise HTTPException(415, f"send {QUERY} or {FORM}")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError("SPARQL", f"the body is no UTF-8 at byte {error.start}") from error
    if kind == QUERY:
        return text
    try:
        return _of_pairs(parse_qsl(text, keep_blank_values=True, max_num_fields=100, errors="strict"))
    except ValueError as error:
        raise QueryError("SPARQL", f"the form can't be read: {error}") from error


async def _body(request: Request, limit: int) -> bytes:
    """The body, as far as the limit goes. Raises HTTPException 413."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise HTTPException(413, f"a body may have {limit} bytes at most")
    return bytes(body)
