"""GET /v1/relationships: who stands to whom in which relation, by subject, predicate, object, types and roles.

`role.NAME=…` asks for a role: an entity by name or id, `*` for any (the role becomes a column).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request

from api import models, render
from graph.claim import Value
from graph.errors import NotFound, PatternError
from queries import lookup, rows
from queries.pattern import MOST_ROWS, Clause, Entities, Filters, Literals, Pattern, Term, Var

if TYPE_CHECKING:
    from api.wiring import House
    from graph.ontology import Ontology
    from graph.record import Reader

ROLE = "role."
Name = Annotated[models.Text | None, Query()]


def router(house: House) -> APIRouter:
    """The routes of relationships over a house."""
    routes = APIRouter(prefix="/v1", tags=["relationships"])

    @routes.get("/relationships", summary="The rows of one relation, each with the sentences that say it",
                openapi_extra={"parameters": [_ROLE_PARAMETER]})
    def relationships(
        request: Request,
        subject: Annotated[models.Text | None, Query(description="Who: a name or an id.", examples=["Dexter Studios"])] = None,
        predicate: Annotated[models.Text | None, Query(description="A relation, its inverse, or a derived edge; any if left out.",
                                                       examples=["provides_service"])] = None,
        object: Annotated[models.Text | None, Query(description="Whom or what: a name or an id.", examples=["finishing"])] = None,
        subject_type: Annotated[models.Text | None, Query(description="The type of the subject.", examples=["Studio"])] = None,
        object_type: Annotated[models.Text | None, Query(description="The type of the object.")] = None,
        as_of: Annotated[dt.date | None, Query(description="What held on that day, instead of what is current.")] = None,
        published_until: Annotated[dt.date | None, Query(description="Only what was published until that day.")] = None,
        modality: Annotated[Literal["asserted", "planned", "reported"], Query()] = "asserted",
        polarity: Annotated[Literal["positive", "negative"], Query()] = "positive",
        min_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
        min_sources: Annotated[int | None, Query(ge=1, le=10**9)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100,
        cursor: Annotated[str | None, Query(max_length=64_000, description="The cursor of the page before.")] = None,
    ) -> models.Relationships:
        filters = Filters(polarity=(polarity,), modality=(modality,), as_of=as_of, published_until=published_until,
                          min_confidence=min_confidence, min_sources=min_sources)
        types = {"subject": subject_type, "object": object_type}
        with house.record.reader() as reader:
            clause = _clause(reader, house.ontology, subject=subject, predicate=predicate, object=object, types=types,
                             roles=_roles(request.query_params.multi_items(), house.ontology))
            names = tuple(term.name for _, term in clause.terms() if isinstance(term, Var))
            pattern = Pattern((clause,), names, filters=filters, limit=limit, cursor=cursor,
                              types=tuple((name, (_type(told, house.ontology),)) for name, told in types.items() if told and name in names))
            return render.relationships(rows.answer_in(reader, pattern, house))

    return routes


_ROLE_PARAMETER = {
    "name": "role.NAME", "in": "query", "required": False, "schema": {"type": "string"}, "example": "*",
    "description": "A role of the relation, such as `role.to`: an entity by name or id, or `*` for any; it becomes a column then.",
}


def _roles(given: list[tuple[str, str]], ontology: Ontology) -> dict[str, str]:
    """The roles that a query string asks for. Raises PatternError for one that the ontology doesn't have."""
    roles: dict[str, str] = {}
    for key, told in given:
        if not key.startswith(ROLE):
            if key not in _PARAMETERS:
                raise PatternError(f"unknown parameter {key[:80]!r}; known are {', '.join(_PARAMETERS)} and role.NAME")
            continue
        role = key.removeprefix(ROLE)
        if role not in ontology.roles:
            raise NotFound("role", role[:80], [known for known in ontology.roles if known[:2] == role[:2]][:5])
        if role in roles:
            raise PatternError(f"role.{role} stands twice")
        try:
            roles[role] = models.plain_text(told)
        except ValueError as error:
            raise PatternError(f"role.{role}: {error}") from error
    return roles


_PARAMETERS = ("subject", "predicate", "object", "subject_type", "object_type", "as_of", "published_until", "modality", "polarity",
               "min_confidence", "min_sources", "limit", "cursor")


def _clause(reader: Reader, ontology: Ontology, *, subject: str | None, predicate: str | None, object: str | None,
            types: dict[str, str | None], roles: dict[str, str]) -> Clause:
    """The clause that the parameters mean; a place that isn't told is a variable of its own name."""
    def place(name: str, told: str | None) -> Term:
        if told is None or told == "*":
            return Var(name)
        wanted = types.get(name)
        try:
            return Entities((lookup.entity(reader, told, types=(wanted,) if wanted else ()).id,))
        except NotFound:
            kind = _literal_kind(ontology, predicate, name)
            if kind is None:
                raise
            return Literals((Value(told, kind),))

    return Clause(place("subject", subject), (predicate or "*",), place("object", object),
                  tuple((role, place(role, told)) for role, told in sorted(roles.items())))


def _literal_kind(ontology: Ontology, predicate: str | None, name: str) -> str | None:
    """The kind of literal that may fill a place; None where only an entity may."""
    if name == "object":
        relation = ontology.relations.get(predicate or "")
        return "text" if relation is not None and relation.takes_literal else None
    role = ontology.roles.get(name)
    return None if role is None or (role.kind == "entity" and not role.or_text) else "text" if role.kind == "entity" else role.kind


def _type(told: str, ontology: Ontology) -> str:
    if told not in ontology.entity_types:
        raise NotFound("type", told, ontology.entity_types)
    return told
