"""The part of the reader that is about entities: by id and by name, and which id stands for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from graph.entity import Entity, Name
from graph.identity.names import fold
from graph.record import search
from graph.record.bulk import fetch
from graph.record.entities import names, votes
from graph.record.listed import chunks, listed, within
from graph.record.tables import entities, entity_names, memberships, merged

PAGE = 1000

_ENTITIES = select(entities).where(within(entities.c.id))
_REFERENCES = select(entities.c.id, entities.c.name, entities.c.type).where(within(entities.c.id))
_ALL_ENTITIES = (select(entities).where(entities.c.id > bindparam("after"), entities.c.locals > 0)
                 .order_by(entities.c.id).limit(bindparam("limit")))
_NAMED = select(entities).where(
    entities.c.id.in_(select(entity_names.c.entity).where(entity_names.c.folded == bindparam("folded"))), entities.c.locals > 0)
_HELD = select(entities.c.id).where(within(entities.c.id), entities.c.locals > 0)
_MERGED = select(merged.c.entity).where(merged.c.id == bindparam("id"))
_MEMBER = select(memberships.c.entity).where(memberships.c.entity == bindparam("id")).limit(1)


class Named:
    """Reads entities in the snapshot of a connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def entities(self, ids: Sequence[str]) -> dict[str, Entity]:
        """Entities by canonical id."""
        found: dict[str, Entity] = {}
        for chunk in chunks(ids):
            found.update((entity.id, entity) for entity in self._entities(fetch(self.connection, _ENTITIES, {"ids": listed(chunk)})))
        return found

    def references(self, ids: Sequence[str]) -> dict[str, Entity]:
        """Entities by canonical id, with chief name and type alone: enough to name them."""
        return {row["id"]: Entity(row["id"], row["name"], row["type"]) for chunk in chunks(ids)
                for row in fetch(self.connection, _REFERENCES, {"ids": listed(chunk)})}

    def named(self, ids: Sequence[str]) -> list[str]:
        """Those of some entities that an open document or claim names; the record keeps others too."""
        return [id_ for chunk in chunks(ids) for id_ in self.connection.execute(_HELD, {"ids": listed(chunk)}).scalars()]

    def all_entities(self, *, after: str = "") -> Iterator[Entity]:
        """Entities that an open document names, in order of id."""
        while page := self.connection.execute(_ALL_ENTITIES, {"after": after, "limit": PAGE}).mappings().all():
            yield from self._entities(page)
            after = page[-1]["id"]

    def entities_named(self, name: str) -> list[Entity]:
        """Entities with this name, folded, of any type; those with most statements first."""
        return self._ordered(fetch(self.connection, _NAMED, {"folded": fold(name)}))

    def near(self, name: str, *, limit: int = 5) -> list[Entity]:
        """Entities whose name is spelt nearly so, or begins with this one, or with its first words."""
        words = fold(name).split(" ")
        found: list[str] = []
        for start in dict.fromkeys((name, " ".join(words[:2]), words[0])):
            if len(start) > 1 and len(found) < limit:
                found += [id_ for id_ in search.search(self.connection, start, limit=limit) if id_ not in found]
        return self._told(found[:limit])

    def search(self, prefix: str, *, type: str | None = None, limit: int = 20) -> list[Entity]:
        """Entities by what is typed of a name, the best first (`graph.record.search`)."""
        return self._told(search.search(self.connection, prefix, type=type, limit=limit))

    def canonical(self, entity_id: str) -> str | None:
        """The id that stands for this one; None where nobody has it."""
        merged_ = fetch(self.connection, _MERGED, {"id": entity_id})
        known = fetch(self.connection, _MEMBER, {"id": merged_[0]["entity"] if merged_ else entity_id})
        return str(known[0]["entity"]) if known else None

    def _told(self, ids: Sequence[str]) -> list[Entity]:
        found = self.entities(ids)
        return [found[id_] for id_ in ids]

    def _ordered(self, told: Sequence[Mapping[Any, Any]]) -> list[Entity]:
        return self._entities(sorted(told, key=lambda row: (-row["statements"], -row["mentions"], row["sort_key"], row["id"])))

    def _entities(self, told: Sequence[Mapping[Any, Any]]) -> list[Entity]:
        return [Entity(row["id"], row["name"], row["type"], _types(row), _names(row)) for row in told]


def _types(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """The primary one first."""
    return tuple(sorted(votes(row["types"]), key=lambda type_: (type_ != row["type"], type_)))


def _names(row: Mapping[Any, Any]) -> tuple[Name, ...]:
    """Those that most mentions use first."""
    told = [Name(name, mentions) for name, (mentions, _) in names(row["names"]).items()]
    return tuple(sorted(told, key=lambda name: (-name.count, name.text)))
