"""What a reading changes in what the record knows of its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.claim import Claim
from graph.document import Reading
from graph.record import rows

REVALUED = ("valid_from", "valid_to", "confidence", "origin")
"""What another reader may see otherwise in the same claim."""


class Plan:
    """One reading beside the open claims and mentions of its document: `differs` tells whether anything changes."""

    __slots__ = ("claims", "differs", "known", "locals", "mentions", "open", "published", "reading", "revalued")

    def __init__(self, reading: Reading, known: Any, open_: Mapping[str, Any], mentions_: Mapping[Any, Any]) -> None:
        document = reading.document
        self.reading = reading
        self.known = known
        self.open = open_
        self.claims = {claim.id: claim for claim in reading.claims}
        self.mentions = rows.mention_rows(document.id, document.version, reading.mentions)
        self.locals = rows.locals_of(document.id, reading.mentions, reading.claims)
        self.published = rows.published(document.published_on)
        self.revalued = {key for key, row in open_.items() if key in self.claims and values(self.claims[key]) != tuple(
            getattr(row, name) for name in REVALUED)}
        self.differs = (known is None or known.version != document.version or self.claims.keys() != open_.keys()
                        or bool(self.revalued) or self.mentions != mentions_)


def values(claim: Claim) -> tuple[Any, ...]:
    """Those of `REVALUED`, as the record keeps them."""
    return claim.valid_from, claim.valid_to, float(claim.confidence), str(claim.origin)
