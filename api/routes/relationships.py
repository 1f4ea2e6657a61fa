"""GET and POST /v1/relationships: who stands to whom in which relation, by subject, predicate, object, types and roles.

`role.NAME=…` asks for a role: an entity by name or id, `*` for any (the role becomes a column); `role_type.NAME=…` narrows it.
What may be given more than once is a set: any of these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from api import models, negotiation, render
from graph.claim import Value
from graph.errors import NotFound, PatternError
from queries import lookup, rows
from queries.pattern import MOST_ROWS, Clause, Entities, Filters, Literals, Pattern, Term, Var

if TYPE_CHECKING:
    from api.wiring import House
    from graph.ontology import Ontology
    from graph.record import Reader
    from queries.rows import Rows

ROLE, ROLE_TYPE = "role.", "role_type."
MOST_OF_A_SET = 1000
Texts = Annotated[list[models.Text], Query(max_length=MOST_OF_A_SET)]
Modality = Literal["asserted", "planned", "reported"]
Polarity = Literal["positive", "negative"]
INCLUDED = ("evidence", "entities")
FIELDS = tuple(models.Statement.model_fields)
FORMATS = (negotiation.JSON, negotiation.CSV, negotiation.NDJSON)
CONTENT: dict[int | str, dict[str, Any]] = {200: {"description": "The rows, as JSON, CSV or NDJSON by Accept.", "content": {
    negotiation.CSV: {"schema": {"type": "string"}}, negotiation.NDJSON: {"schema": {"type": "string"}}}}}


def router(house: House) -> APIRouter:
    """The routes of relationships over a house."""
    routes = APIRouter(prefix="/v1", tags=["relationships"])

    @routes.get("/relationships", summary="The rows of one relation, each with the sentences that say it",
                response_model=models.Relationships, responses=CONTENT,
                openapi_extra={"parameters": [_parameter(ROLE, "*", _ROLE), _parameter(ROLE_TYPE, "Platform", _TYPE)]})
    def relationships(
        request: Request,
        subject: Annotated[Texts, Query(description="Who: names or ids.", examples=["Dexter Studios"])] = [],
        predicate: Annotated[Texts, Query(description="Relations, inverses, or derived edges; any if left out.",
                                          examples=["provides_service"])] = [],
        object: Annotated[Texts, Query(description="Whom or what: names or ids.", examples=["finishing"])] = [],
        subject_type: Annotated[Texts, Query(description="The types of the subject.", examples=["Studio"])] = [],
        object_type: Annotated[Texts, Query(description="The types of the object.")] = [],
        narrower: Annotated[bool, Query(description="Whether a service, format or genre finds those below it.")] = True,
        modality: Annotated[list[Modality], Query()] = ["asserted"],
        polarity: Annotated[list[Polarity], Query()] = ["positive"],
        as_of: Annotated[dt.date | None, Query(description="What held on that day, instead of what is current.")] = None,
        known_at: Annotated[int | None, Query(ge=0, le=2**62, description="As the record had it at that change number.")] = None,
        published_until: Annotated[dt.date | None, Query(description="Only what was published until that day.")] = None,
        min_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
        min_sources: Annotated[int | None, Query(ge=1, le=10**9)] = None,
        order: Annotated[list[models.Text], Query(max_length=10, description="Columns; `-name` descending.")] = [],
        limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100,
        cursor: Annotated[str | None, Query(max_length=64_000, description="The cursor of the page before.")] = None,
        include: Annotated[str, Query(max_length=100, examples=["evidence,entities"], description=(
            "What comes along, by commas: `evidence` (the sentences), `entities` (all names and types); empty for neither."))] = "evidence",
        fields: Annotated[str, Query(max_length=500, examples=["id,confidence"], description=(
            "Which fields of statements to send, by commas; all if left out."))] = "",
        total: Annotated[bool, Query(description="With the number of all rows.")] = False,
    ) -> Response:
        roles, role_types = _roles(request.query_params.multi_items())
        return _respond(house, request, models.RelationshipQuery(
            subject=subject, predicate=predicate, object=object, subject_type=subject_type, object_type=object_type, roles=roles,
            role_types=role_types, narrower=narrower, modality=modality, polarity=polarity, as_of=as_of, known_at=known_at,
            published_until=published_until, min_confidence=min_confidence, min_sources=min_sources, order=order, limit=limit,
            cursor=cursor, include=_listed("include", include, INCLUDED), fields=_listed("fields", fields, FIELDS), total=total))

    @routes.post("/relationships", summary="The same, asked by a JSON document: for long sets",
                 response_model=models.Relationships, responses=CONTENT)
    def long(request: Request, query: Annotated[models.RelationshipQuery, Body(examples=[
            {"predicate": ["provides_service"], "object": ["finishing"], "roles": {"to": ["*"]}, "limit": 20}])]) -> Response:
        return _respond(house, request, query)

    return routes


def _parameter(prefix: str, example: str, description: str) -> dict[str, Any]:
    return {"name": f"{prefix}NAME", "in": "query", "required": False, "schema": {"type": "string"}, "example": example,
            "description": description}


_ROLE = "A role of the relation, such as `role.to`: an entity by name or id, or `*` for any; it becomes a column then."
_TYPE = "The type of what fills a role, such as `role_type.to`; the role becomes a column."


def _respond(house: House, request: Request, query: models.RelationshipQuery) -> Response:
    media_type = negotiation.choose(request.headers.get("accept"), FORMATS)
    with house.record.reader() as reader:
        etag = negotiation.tag(reader.change(), house.today())
        if negotiation.known(request, etag):
            return negotiation.unchanged(etag)
        found, body = answered(reader, house, _pattern(reader, house.ontology, query), media_type, evidence="evidence" in query.include,
                               entities="entities" in query.include, fields=query.fields, total=query.total)
    following = negotiation.with_cursor(request, found.cursor) if request.method in ("GET", "HEAD") else None
    return negotiation.reply(body, etag=etag, media_type=media_type, next_page=following)


def answered(reader: Reader, house: House, pattern: Pattern, media_type: str, *, evidence: bool, total: bool, entities: bool = False,
             fields: Sequence[str] = ()) -> tuple[Rows, Any]:
    """The rows of a pattern, and the body that tells them; what isn't told isn't fetched."""
    in_full = media_type == negotiation.CSV or not fields or "evidence" in fields
    found = rows.answer_in(reader, pattern, house, evidence=evidence and in_full)
    if media_type == negotiation.CSV:
        return found, render.csv_rows(found)
    told = render.relationships(found, evidence=evidence, fields=fields)
    if media_type == negotiation.NDJSON:
        return found, render.ndjson(told["rows"])
    if entities:
        told["entities"] = [render.entity(one).model_dump() for one in reader.entities(sorted(found.entities)).values()]
    if total:
        told["total"] = rows.count_in(reader, pattern, house)
    return found, told


def _roles(given: Sequence[tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The roles, and the types of roles, that a query string asks for. Raises PatternError for a parameter that nobody knows."""
    roles: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    for key, told in given:
        into, prefix = (types, ROLE_TYPE) if key.startswith(ROLE_TYPE) else (roles, ROLE)
        if not key.startswith(prefix):
            if key not in _PARAMETERS:
                raise PatternError(f"unknown parameter {key[:80]!r}; known are {', '.join(_PARAMETERS)}, role.NAME and role_type.NAME")
            continue
        try:
            into.setdefault(models.plain_text(key.removeprefix(prefix)[:80]), []).append(models.plain_text(told))
        except ValueError as error:
            raise PatternError(f"{key[:80]}: {error}") from error
    return roles, types


def _listed(name: str, told: str, allowed: Sequence[str]) -> list[Any]:
    """The names in a list by commas. Raises PatternError for one that isn't allowed."""
    names = [one.strip() for one in told.split(",") if one.strip()]
    if unknown := [one for one in names if one not in allowed]:
        raise PatternError(f"{name}: {unknown[0]!r} is none of {', '.join(allowed)}")
    return names


_PARAMETERS = tuple(name for name in models.RelationshipQuery.model_fields if name not in ("roles", "role_types"))


# --- the pattern that the parameters mean


def _pattern(reader: Reader, ontology: Ontology, query: models.RelationshipQuery) -> Pattern:
    filters = Filters(polarity=tuple(query.polarity), modality=tuple(query.modality), as_of=query.as_of, known_at=query.known_at,
                      published_until=query.published_until, min_confidence=query.min_confidence, min_sources=query.min_sources)
    types = {"subject": query.subject_type, "object": query.object_type, **query.role_types}
    given = {**{role: ["*"] for role in query.role_types}, **query.roles}
    for role in given:
        if role not in ontology.roles:
            raise NotFound("role", role, [known for known in ontology.roles if known[:2] == role[:2]][:5])
    for name in types:
        types[name] = [_type(told, ontology) for told in types[name]]
    places = {"subject": query.subject, "object": query.object, **given}
    terms = {name: _term(reader, ontology, query.predicate, name, told, types.get(name, ())) for name, told in places.items()}
    clause = Clause(terms["subject"], tuple(query.predicate) or ("*",), terms["object"],
                    tuple((role, terms[role]) for role in sorted(given)))
    names = tuple(term.name for _, term in clause.terms() if isinstance(term, Var))
    return Pattern((clause,), names, filters=filters, limit=query.limit, cursor=query.cursor, order=tuple(query.order),
                   narrower=query.narrower, types=tuple((name, tuple(told)) for name, told in types.items() if told and name in names))


def _term(reader: Reader, ontology: Ontology, predicates: Sequence[str], place: str, told: Sequence[str],
          types: Sequence[str]) -> Term:
    """What a place means: a variable of its own name if nothing or `*` is told, else the entities, or the literals, of that name."""
    if not told or "*" in told:
        return Var(place)
    try:
        return Entities(tuple(dict.fromkeys(lookup.entity(reader, one, types=types).id for one in told)))
    except NotFound:
        kind = _literal_kind(ontology, predicates, place)
        if kind is None:
            raise
        return Literals(tuple(Value(one, kind) for one in told))


def _literal_kind(ontology: Ontology, predicates: Sequence[str], place: str) -> str | None:
    """The kind of literal that may fill a place; None where only an entity may."""
    if place == "subject":
        return None
    if place == "object":
        relations: Mapping[str, Any] = ontology.relations
        return "text" if any(one in relations and relations[one].takes_literal for one in predicates) else None
    role = ontology.roles[place]
    return None if role.kind == "entity" and not role.or_text else "text" if role.kind == "entity" else role.kind


def _type(told: str, ontology: Ontology) -> str:
    if told not in ontology.entity_types:
        raise NotFound("type", told, ontology.entity_types)
    return told
