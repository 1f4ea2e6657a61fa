"""From a document's entity to the graph's: the rule of equal names, and the judgements that stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from graph.identity.judgements import Identity
from graph.record.listed import chunks, listed, within
from graph.record.tables import merged, parts

_PARTS = select(parts.c.document, parts.c.entity, parts.c.part).where(within(parts.c.document))
_MERGED = select(merged.c.id, merged.c.entity).where(within(merged.c.id))


def place(connection: Connection, locals_: Sequence[tuple[str, str | None, str]]) -> dict[str, str]:
    """The entity of each (local, document, key entity)."""
    identity = around(connection, {key for _, _, key in locals_}, {document for _, document, _ in locals_ if document is not None})
    return {local: identity.place(key, document) for local, document, key in locals_}


def around(connection: Connection, entities: Iterable[str], documents: Iterable[str]) -> Identity:
    """As much of who is who as concerns these entities in these documents."""
    split: dict[str, list[tuple[str, str]]] = defaultdict(list)
    nodes = set(entities)
    for chunk in chunks(documents):
        for document, entity, part in connection.execute(_PARTS, {"ids": listed(chunk)}):
            split[document].append((entity, part))
            nodes |= {entity, part}
    found: dict[str, str] = {}
    for chunk in chunks(nodes):
        found.update((id_, entity) for id_, entity in connection.execute(_MERGED, {"ids": listed(chunk)}))
    return Identity(found, {document: tuple(sorted(pairs)) for document, pairs in split.items()})
