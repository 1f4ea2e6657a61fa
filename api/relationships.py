"""What a query string asks of relationships, and the pattern that it means.

A query string is read by one pass and checked by the model once: that costs a tenth of twenty parameters that FastAPI takes and
checks each for itself. `PARAMETERS` describes them for OpenAPI, by the same model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api import models
from graph.claim import Value
from graph.errors import NotFound, PatternError
from queries import lookup
from queries.pattern import Clause, Entities, Filters, Literals, Pattern, Term, Var

if TYPE_CHECKING:
    from graph.ontology import Ontology
    from graph.record import Reader

ROLE, ROLE_TYPE = "role.", "role_type."
INCLUDED = ("evidence", "entities")
FIELDS = tuple(models.Statement.model_fields)
_FIELDS = models.RelationshipQuery.model_fields
_BY_COMMAS: Mapping[str, Sequence[str]] = {"include": INCLUDED, "fields": FIELDS}
_NAMES = tuple(name for name in _FIELDS if name not in ("roles", "role_types"))
_SETS = frozenset(name for name in _NAMES if isinstance(_FIELDS[name].get_default(call_default_factory=True), list)) - set(_BY_COMMAS)


def asked(pairs: Sequence[tuple[str, str]]) -> models.RelationshipQuery:
    """What the pairs of a query string ask for. Raises PatternError for a parameter that nobody knows, RequestValidationError."""
    told: dict[str, Any] = {}
    roles: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    for name, value in pairs:
        if name in _SETS:
            told.setdefault(name, []).append(value)
        elif name in _BY_COMMAS:
            told[name] = _listed(name, value, _BY_COMMAS[name])
        elif name in _NAMES:
            told[name] = value
        elif name.startswith(ROLE_TYPE):
            types.setdefault(name[len(ROLE_TYPE):][:80], []).append(value)
        elif name.startswith(ROLE):
            roles.setdefault(name[len(ROLE):][:80], []).append(value)
        else:
            raise PatternError(f"unknown parameter {name[:80]!r}; known are {', '.join(_NAMES)}, role.NAME and role_type.NAME")
    try:
        return models.RelationshipQuery.model_validate({**told, "roles": roles, "role_types": types})
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("query", *one["loc"])} for one in error.errors()]) from error


def _listed(name: str, told: str, allowed: Sequence[str]) -> list[str]:
    """The names in a list by commas. Raises PatternError for one that isn't allowed."""
    names = [one.strip() for one in told[:500].split(",") if one.strip()]
    if unknown := [one for one in names if one not in allowed]:
        raise PatternError(f"{name}: {unknown[0]!r} is none of {', '.join(allowed)}")
    return names


def _parameters() -> list[dict[str, Any]]:
    shapes = models.RelationshipQuery.model_json_schema()["properties"]
    return [*(_parameter(name, shapes[name]) for name in _NAMES),
            _role(ROLE, "*", "A role of the relation, such as `role.to`: an entity by name or id, or `*` for any: a column then."),
            _role(ROLE_TYPE, "Platform", "The type of what fills a role, such as `role_type.to`; the role becomes a column.")]


def _parameter(name: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    schema = {key: value for key, value in shape.items() if key not in ("title", "description", "anyOf")}
    if "anyOf" in shape:  # nothing is no value in a query string
        schema.pop("default", None)
        schema.update(next(one for one in shape["anyOf"] if one.get("type") != "null"))
    if name in _BY_COMMAS:
        schema = {"type": "string", "maxLength": 500, "default": ",".join(shape["default"]), "examples": [",".join(_BY_COMMAS[name][:2])]}
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": shape.get("description", "")}


def _role(prefix: str, example: str, description: str) -> dict[str, Any]:
    return {"name": f"{prefix}NAME", "in": "query", "required": False, "schema": {"type": "string"}, "example": example,
            "description": description}


PARAMETERS = _parameters()


# --- the pattern that it means


def pattern(reader: Reader, ontology: Ontology, query: models.RelationshipQuery) -> Pattern:
    """The pattern of a query. Raises NotFound, Ambiguous, PatternError."""
    for document in query.document:
        if reader.fingerprint(document) is None:
            raise NotFound("document", document)
    filters = Filters(polarity=tuple(query.polarity), modality=tuple(query.modality), as_of=query.as_of, known_at=query.known_at,
                      published_until=query.published_until, min_confidence=query.min_confidence, min_sources=query.min_sources,
                      documents=tuple(dict.fromkeys(query.document)))
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
