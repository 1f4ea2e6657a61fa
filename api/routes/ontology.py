"""GET /v1/ontology and /v1/ontology/{relation}: what one can ask for: types, relations, roles, derived edges, with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path

from api import models
from graph.errors import NotFound

if TYPE_CHECKING:
    from api.wiring import House
    from graph.ontology import Ontology


def router(house: House) -> APIRouter:
    """The routes of the ontology of a house."""
    routes = APIRouter(prefix="/v1", tags=["ontology"])

    @routes.get("/ontology", summary="Types, relations, roles and derived edges")
    def everything() -> models.OntologyView:
        ontology = house.ontology
        return models.OntologyView(
            version=ontology.version, types=list(ontology.entity_types),
            relations=[_relation(ontology, name) for name in ontology.relations],
            roles=[_role(ontology, name) for name in ontology.roles],
            derived=[models.DerivedView(name=one.name, symmetric=one.symmetric) for one in ontology.derived])

    @routes.get("/ontology/{relation}", summary="One relation, with a request to try")
    def one(relation: Annotated[models.Text, Path(description="The name of a relation or of its inverse.", examples=["provides_service"])],
            ) -> models.RelationView:
        ontology = house.ontology
        inverse = ontology.inverse_of(relation)
        name = inverse.name if inverse is not None else relation
        if name not in ontology.relations:
            raise NotFound("relation", relation, [known for known in ontology.relations if known[:3] == relation[:3]][:5])
        return _relation(ontology, name)

    return routes


def _relation(ontology: Ontology, name: str) -> models.RelationView:
    relation = ontology.relations[name]
    query: list[tuple[str, Any]] = [("predicate", name), *((f"role.{role}", "*") for role in relation.identifying[:1])]
    return models.RelationView(
        name=name, subject_types=sorted(relation.domain), object_types=sorted(one for one in relation.range if one != "LITERAL"),
        takes_literal=relation.takes_literal, inverse=relation.inverse, symmetric=relation.symmetric,
        roles=[*relation.qualifiers, *ontology.common_roles], identifying=list(relation.identifying),
        example=f"/v1/relationships?{urlencode(query)}")


def _role(ontology: Ontology, name: str) -> models.RoleView:
    role = ontology.roles[name]
    return models.RoleView(name=name, kind=role.kind, types=sorted(role.range), or_text=role.or_text, values=list(role.values))
