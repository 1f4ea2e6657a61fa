"""Statement: the claims that say the same; how they are grouped, supported, dated.

Claims are one statement when canonical subject, predicate, object, identifying roles, polarity and modality are equal
(`ontology.toml` says which roles identify). A symmetric relation has its two sides in order of id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from graph.claim import Value

_encode = json.JSONEncoder(ensure_ascii=False).encode
Filler = str | Value
"""What fills a place of a statement: an entity id, or a literal."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is known, and what it rests on.

    `roles` holds every (role, filler), identifying or not, sorted; a role that several claims fill differently stands
    several times. `ended` tells that a claim calls it former or ended on a day that nobody names. `sources` counts
    documents after near-copies and sentences that are equal letter for letter.
    """

    id: str
    subject: str
    predicate: str
    object: Filler
    roles: tuple[tuple[str, Filler], ...]
    polarity: str
    modality: str
    valid_from: str | None
    valid_to: str | None
    ended: bool
    confidence: float
    sources: int
    claims: tuple[str, ...] = ()

    def fillers(self) -> Iterator[Filler]:
        """What fills its places: the subject, the object, each role."""
        yield self.subject
        yield self.object
        for _, filler in self.roles:
            yield filler


def statement_id(subject: str, predicate: str, object_key: str, identifying: tuple[tuple[str, str], ...],
                 polarity: str, modality: str) -> str:
    """The id of a statement by what identifies it: ids, and the normalised values of literals (`graph.identity.values`)."""
    told = [subject, predicate, object_key, sorted(map(list, identifying)), polarity, modality]
    return "s" + hashlib.sha256(_encode(told).encode("utf-8", "surrogatepass")).hexdigest()[:24]
