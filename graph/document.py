"""Document and Mention: stored text, offsets in code points.

A document is one text at one address. Each text that it ever had is a version, named by its hash; evidence points to a
version. Offsets are code points of `Document.text`, end exclusive, and nothing changes a text once it is stored.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from graph.claim import Claim


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a text: its address, its metadata as told by the source, and the text itself.

    `id` is the canonical URL, else the path as given. `published_on` is EDTF (a year, a month or a day). `text` is None
    where only quotes are known (an import without texts).
    """

    id: str
    source: str
    text: str | None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_on: str | None = None
    language: str | None = None

    @property
    def version(self) -> str:
        """The hash of the text and of the metadata that reading depends on; 32 hex digits."""
        return _version(self.id, self.text, self.url, self.title, self.publisher, self.published_on, self.language)


@lru_cache(maxsize=512)
def _version(*told: str | None) -> str:
    """Kept, since whoever writes a document asks for it once a claim."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Characters of a document that name an entity; `entity` is the document's own best name for it."""

    start: int
    end: int
    text: str
    type: str
    entity: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document version says: its mentions and claims, and the fingerprint of the reader that found them."""

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    fingerprint: str
