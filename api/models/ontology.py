"""What can be asked for: types, relations, roles, derived edges."""

from __future__ import annotations

from api.models.shapes import Shape


class RelationView(Shape):
    """What a relation joins and carries; `example` is a request to try."""

    name: str
    subject_types: list[str]
    object_types: list[str]
    takes_literal: bool
    inverse: str | None
    symmetric: bool
    roles: list[str]
    identifying: list[str]
    example: str


class RoleView(Shape):
    """What a role holds: entities of types, or literals of a kind."""

    name: str
    kind: str
    types: list[str]
    or_text: bool
    values: list[str]


class DerivedView(Shape):
    """An edge that follows from statements."""

    name: str
    symmetric: bool


class OntologyView(Shape):
    """All that can be asked for."""

    version: str
    types: list[str]
    relations: list[RelationView]
    roles: list[RoleView]
    derived: list[DerivedView]
