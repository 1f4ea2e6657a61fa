"""Topics: a study or an article whose own title names a format or a genre reports on it; so does who publishes it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from graph.document import Mention
from graph.entity import COMPANY_TYPES
from graph.ontology import vocabulary
from ingest.reading.anaphora import Filler
from ingest.reading.blocks import Block
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.spans import within

_TRUST = 0.75
_PIECE = re.compile(
    r"[’'‘]s\s+(?:[\w-]+\s+){0,2}(?:coverage|report|piece|article|study|analysis|survey|feature|essay|story|column)s?,?\s*[“\"«‘]?\s*"
)

_STUDY = re.compile(r"\b(?:study|report|article|survey|essay|paper|analysis|column),?\s*[“\"«‘]\s*$", re.IGNORECASE)


@cache
def _formats() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Formats by how they are written, the longest first."""
    written = [(name, concept.name) for concept in vocabulary() if concept.type == "Format" for name in (concept.name, *concept.labels)]
    ordered = sorted(written, key=lambda pair: (-len(pair[0]), pair))
    return tuple((re.compile(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", re.IGNORECASE), concept) for name, concept in ordered)


def drafts(blocks: Sequence[Block], text: str, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """What publications report on by their titles."""
    starts = [block.start for block in blocks]
    for mention in mentions:
        if mention.type not in ("Publication", "Title") or mention.text.count(" ") < 2:
            continue
        topic = _topic(text, mention)
        at = bisect_right(starts, mention.start) - 1
        if topic is None or at < 0 or mention.end > blocks[at].end:
            continue
        publisher = _publisher(text, mention, mentions)
        if publisher is not None:
            span = (publisher.start, mention.end)
            named = Filler(publisher.entity, publisher.type, publisher.start, publisher.end)
            titled = (("title", Filler(mention.entity, mention.type, mention.start, mention.end)),)
            yield Draft(named, "reports_on", topic, titled, (), Stance(), _TRUST, "reports_on.title", *span)
        elif mention.type == "Publication" or _STUDY.search(text, max(0, mention.start - 40), mention.start):
            study = Filler(mention.entity, "Publication", mention.start, mention.end)
            yield Draft(study, "reports_on", topic, (), (), Stance(), _TRUST, "reports_on.title", mention.start, mention.end)


def _topic(text: str, mention: Mention) -> Filler | None:
    for pattern, concept in _formats():
        if (found := pattern.search(text, mention.start, mention.end)) is not None:
            return Filler(concept, "Format", found.start(), found.end())
    return None


def _publisher(text: str, mention: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """Whose piece it is: *X's coverage, “…”*."""
    for other in within(mentions, mention.start - 300, mention.start):
        if other.type in COMPANY_TYPES and 0 < mention.start - other.end < 60 and _PIECE.fullmatch(text, other.end, mention.start):
            return other
    return None
