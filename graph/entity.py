"""Entity, LocalEntity, Name: who is meant.

Types are votes: Studio, Platform, Brand, Organization and Publication are one group, since the press speaks of a company
now as one, now as another. An entity's id depends on its folded name and type group alone, never on the order of reading
(`graph.identity.linking`).
"""

from __future__ import annotations

from dataclasses import dataclass

COMPANY_TYPES = frozenset({"Studio", "Platform", "Brand", "Organization", "Publication"})
COMPANY = "Company"


def type_group(type_: str) -> str:
    """The group in which equal names are one entity."""
    return COMPANY if type_ in COMPANY_TYPES else type_


@dataclass(frozen=True, slots=True, order=True)
class LocalEntity:
    """One document's entity: the document's own best name for it and its type there."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity and how many mentions use it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Canonical: its primary type and name by vote, and all that it is called."""

    id: str
    name: str
    type: str
    types: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
