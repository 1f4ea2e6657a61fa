"""Entries: what a line of a list is about: its label, the name that it begins with, or whom its lead-in speaks of.

*Kettle: …*; *Kettle, Lima. Does dubbing. Backed by Tern.*; *Kettle today:* with *sold the app* below. What follows leaves out
its subject, which is that name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.document import Mention
from graph.entity import COMPANY_TYPES
from ingest.reading.anaphora import Filler
from ingest.reading.blocks import Block
from ingest.reading.spans import within

_ABOUT = COMPANY_TYPES | {"Title", "Tool"}
_HEAD = re.compile(r"[”\"’]*(?:\s*[(][^()\n]{1,60}[)])?(?:,\s[^.,;:\n]{2,40}){0,2}[.]\s+(?=\S)")
"""What may stand between the name that heads an entry and the words about it: a place, a bracket, a full stop."""
_OPENING = re.compile(r"[\d.)\s“\"‘]*")


def topic(block: Block, parts: Sequence[Block], start: int, text: str, mentions: Sequence[Mention]) -> Filler | None:
    """Whom the words of a block from `start` on are about, where they may leave it out."""
    if block.label is not None:
        return _single(mentions, *block.label) if start >= block.label[1] else None
    if block.kind not in ("paragraph", "bullet", "table_row"):
        return None
    return _headed(block, text, mentions) or _led(block, parts, text, mentions)


def _single(mentions: Sequence[Mention], start: int, end: int) -> Filler | None:
    """The one name in a stretch of text."""
    inside = [mention for mention in within(mentions, start, end) if mention.type not in ("Region", "Format", "Genre")]
    return _focus(inside[0]) if len({one.entity for one in inside}) == 1 else None


def _headed(block: Block, text: str, mentions: Sequence[Mention]) -> Filler | None:
    """The name that stands alone before the first full stop, but for a place or a bracket."""
    first = next(iter(within(mentions, block.start, block.end)), None)
    if first is None or first.type not in _ABOUT or not _OPENING.fullmatch(text, block.body, first.start):
        return None
    head = _HEAD.match(text, first.end, block.end)
    if head is None or any(mention.type != "Region" for mention in within(mentions, first.end, head.end())):
        return None
    return _focus(first)


def _led(block: Block, parts: Sequence[Block], text: str, mentions: Sequence[Mention]) -> Filler | None:
    """The first name of the lead-in's last sentence, for a bullet that goes on with a verb; the company that the text began with, if
    the lead-in names none (*In the quarter the group* …)."""
    if block.kind != "bullet" or not text[block.body : block.body + 1].islower():
        return None
    lead = parts[block.lead] if block.lead is not None else _before(block, parts, text)
    if lead is None:
        return None
    begin = max(text.rfind(". ", lead.start, lead.end - 1) + 1, lead.body)
    named = [mention for mention in within(mentions, begin, lead.end) if mention.type not in ("Region", "Format", "Genre")]
    first = named[0] if named else next((mention for mention in mentions if mention.type in COMPANY_TYPES), None)
    return _focus(first) if first is not None and first.type in _ABOUT else None


def _before(block: Block, parts: Sequence[Block], text: str) -> Block | None:
    """The block above a list that breaks off without a colon."""
    above = [part for part in parts if part.end <= block.start and part.kind != "bullet"]
    return above[-1] if above and text[above[-1].end - 1] not in ".!?" and above[-1].kind in ("paragraph", "heading") else None


def _focus(mention: Mention) -> Filler:
    return Filler(mention.entity, mention.type, mention.start, mention.end, "focus")
