"""Which entity of the graph a document's entity is.

The id of an entity depends on its folded name and type group alone, never on order; that equal names of one type group
are one entity is itself a judgement, made by this rule. Judgements by people come on top (`graph.identity.judgements`).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from graph.entity import LocalEntity, type_group
from graph.identity.names import fold


@lru_cache(maxsize=65536)
def entity_id(name: str, type_: str, part: str = "") -> str:
    """The id of the entity that a name of a type means; `part` tells apart homonyms that a judgement has split."""
    told = "\0".join((type_group(type_), fold(name), part) if part else (type_group(type_), fold(name)))
    return "e" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@lru_cache(maxsize=65536)
def local_id(document: str, entity: LocalEntity) -> str:
    """The id of a document's entity: the same for one folded name and type group in one document.

    Those of a document begin alike, so that their rows stand side by side in every table and index.
    """
    return f"l{_hash(document, 12)}{_hash(chr(0).join((document, type_group(entity.type), fold(entity.name))), 12)}"


@lru_cache(maxsize=4096)
def _hash(told: str, size: int) -> str:
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:size]


def part_id(entity: str, documents: tuple[str, ...]) -> str:
    """The id of what a judgement splits off an entity: it depends on what the judgement names alone."""
    told = "\0".join(("part", entity, *sorted(documents)))
    return "e" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]
