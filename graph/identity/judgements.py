"""Same or different: dated, with author, undoable; canonical ids are derived from them.

Invariant: who is who follows from the set of judgements that stand, never from their order. `same` joins two ids; the
smallest id of those that are joined stands for them all. `different` says that the entity named in some documents is
another one than that of the rest: its id depends on the judgement's content alone. `undo` makes a judgement not stand;
undoing the undo makes it stand again.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import ValueFormatError
from graph.identity.linking import part_id

SAME, DIFFERENT, UNDO = "same", "different", "undo"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody judged, when and why. `about` holds two entity ids (same), an entity id (different) or a judgement id (undo)."""

    kind: str
    about: tuple[str, ...]
    documents: tuple[str, ...]
    author: str
    at: str
    reason: str

    @property
    def id(self) -> str:
        told = [self.kind, list(self.about), list(self.documents), self.author, self.at, self.reason]
        return "j" + hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def what(self) -> dict[str, Any]:
        """What is judged, as JSON holds it."""
        if self.kind == SAME:
            return {"entities": list(self.about)}
        if self.kind == DIFFERENT:
            return {"entity": self.about[0], "documents": list(self.documents)}
        return {"judgement": self.about[0]}

    @classmethod
    def of(cls, kind: str, what: Mapping[str, Any], *, author: str, at: str, reason: str) -> Judgement:
        """The judgement that JSON holds. Raises ValueFormatError."""
        shapes = {SAME: {"entities"}, DIFFERENT: {"entity", "documents"}, UNDO: {"judgement"}}
        if kind not in shapes:
            raise ValueFormatError("kind of judgement", kind, f"expected one of {', '.join(shapes)}")
        if set(what) != shapes[kind]:
            raise ValueFormatError("judgement", dict(what), f"expected {', '.join(sorted(shapes[kind]))}")
        if kind == SAME:
            entities = _texts(what["entities"])
            if len(entities) != 2 or entities[0] == entities[1]:
                raise ValueFormatError("entities", what["entities"], "expected two different ids")
            return same(*entities, author=author, at=at, reason=reason)
        if kind == DIFFERENT:
            return different(_texts([what["entity"]])[0], _texts(what["documents"]), author=author, at=at, reason=reason)
        return undo(_texts([what["judgement"]])[0], author=author, at=at, reason=reason)


def same(first: str, second: str, *, author: str, at: str, reason: str) -> Judgement:
    return Judgement(SAME, tuple(sorted((first, second))), (), author, at, reason)


def different(entity: str, documents: Iterable[str], *, author: str, at: str, reason: str) -> Judgement:
    told = tuple(sorted(set(documents)))
    if not told:
        raise ValueFormatError("documents", [], "name at least one document whose entity is another one")
    return Judgement(DIFFERENT, (entity,), told, author, at, reason)


def undo(judgement: str, *, author: str, at: str, reason: str) -> Judgement:
    return Judgement(UNDO, (judgement,), (), author, at, reason)


def _texts(data: object) -> list[str]:
    if not isinstance(data, list) or not all(isinstance(item, str) and item for item in data):
        raise ValueFormatError("ids", data, "expected a list of texts")
    return data


def standing(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """Those that are not undone, by id."""
    all_ = {judgement.id: judgement for judgement in judgements}
    undone_by: dict[str, list[str]] = defaultdict(list)
    for judgement in all_.values():
        if judgement.kind == UNDO:
            undone_by[judgement.about[0]].append(judgement.id)
    known: dict[str, bool] = {}

    def stands(id_: str) -> bool:
        if id_ not in known:
            known[id_] = not any(stands(undo_) for undo_ in undone_by[id_])
        return known[id_]

    return {id_: judgement for id_, judgement in all_.items() if stands(id_)}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who: `merged` leads from an id to the one that stands for it; `parts` holds, by document, (entity, part)."""

    merged: Mapping[str, str]
    parts: Mapping[str, tuple[tuple[str, str], ...]]

    def canonical(self, entity: str) -> str:
        return self.merged.get(entity, entity)

    def place(self, key_entity: str, document: str | None) -> str:
        """The entity of a document's entity, whose name and type group alone give `key_entity`."""
        node = key_entity
        left = set(self.parts.get(document, ())) if document is not None else set()
        while matching := sorted(split for split in left if self.canonical(split[0]) == self.canonical(node)):
            left.remove(matching[0])
            node = matching[0][1]
        return self.canonical(node)


def identity(judgements: Iterable[Judgement]) -> Identity:
    """What follows from judgements that stand."""
    leader: dict[str, str] = {}

    def find(node: str) -> str:
        root = node
        while leader.get(root, root) != root:
            root = leader[root]
        while leader.get(node, node) != root:
            leader[node], node = root, leader[node]
        return root

    parts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for judgement in judgements:
        if judgement.kind == SAME:
            first, second = sorted(map(find, judgement.about))
            leader[second] = first
        elif judgement.kind == DIFFERENT:
            for document in judgement.documents:
                parts[document].add((judgement.about[0], part_id(judgement.about[0], judgement.documents)))
    merged = {node: find(node) for node in leader if find(node) != node}
    return Identity(merged, {document: tuple(sorted(found)) for document, found in parts.items()})
