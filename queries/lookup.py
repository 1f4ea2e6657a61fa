"""Which entity a name or an id means, and what to say of one that means none or several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from graph.entity import Entity, type_group
from graph.errors import Ambiguous, NotFound
from graph.identity.names import fold

ENTITY_ID = re.compile(r"e[0-9a-f]{20}")


class Names(Protocol):
    """What is asked of the record's reader."""

    def entities(self, ids: Sequence[str]) -> dict[str, Entity]: ...

    def canonical(self, entity_id: str) -> str | None: ...

    def entities_named(self, name: str) -> list[Entity]: ...

    def near(self, name: str, *, limit: int = 5) -> list[Entity]: ...


def entity(names: Names, told: str, *, types: Iterable[str] = ()) -> Entity:
    """The entity of an id (also one that was merged away) or of a name, of one of these types if any are told.

    Of several that a name may mean, the one whose chief name it is, if there is one such. Raises NotFound with names that are
    near, Ambiguous with the candidates.
    """
    canonical = names.canonical(told) if ENTITY_ID.fullmatch(told) else None
    if canonical is not None and (known := names.entities([canonical]).get(canonical)) is not None:
        return known
    allowed = {type_group(type_) for type_ in types}
    named = names.entities_named(told)
    found = [one for one in named if not allowed or allowed & {type_group(type_) for type_ in (one.type, *one.types)}]
    if not found:
        raise NotFound("entity", told, tuple(dict.fromkeys(one.name for one in names.near(told))))
    if len(found) > 1 and len(chief := [one for one in found if fold(one.name) == fold(told)]) == 1:
        return chief[0]
    if len(found) > 1:
        raise Ambiguous(told, [(one.id, one.name, one.type) for one in found])
    return found[0]
