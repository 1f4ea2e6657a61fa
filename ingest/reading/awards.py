"""Awards: lists of winners under a prize or a festival: "Best serial: T (X)", "Nominated for best series: A, B".

The prize is the event that the text named last before the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.claim import Value
from graph.document import Mention
from ingest.reading.anaphora import Filler
from ingest.reading.blocks import Block
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.qualifiers import Qualifier
from ingest.reading.spans import within

_TRUST = 0.75
_WINNERS = frozenset({"Title", "Person", "Platform", "Studio"})
_LINE = re.compile(
    r"(?:^|\n|[.;]\s+)\W{0,4}(?P<label>(?P<nominated>(?:nominated|shortlisted) for )?(?:the )?"
    r"(?:best |grand prix|audience (?:award|prize)|(?:main|jury|special|first|second|third|grand) prize|"
    r"lifetime achievement|special mention|winners?\b)[^:\n]{0,40}):\s*(?P<body>[^\n]+)",
    re.IGNORECASE,
)
_CUT = re.compile(r"[.;](?:\s|$)")
_BETWEEN = re.compile(r"[”\"’']*,?\s*(?:and|&)?\s*[“\"‘']*")


def drafts(blocks: Sequence[Block], text: str, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """What was won, and for what who was nominated, line by line."""
    events = [mention for mention in mentions if mention.type == "Event"]
    if not events:
        return
    for block in blocks:
        prize = next((event for event in reversed(events) if event.end <= block.start), None)
        if prize is None or block.kind == "boilerplate":
            continue
        for line in _LINE.finditer(text[block.start : block.end]):
            begin, end = block.start + line.start("body"), block.start + line.end("body")
            if (cut := _CUT.search(text, begin, end)) is not None:
                end = cut.start()
            nominated = line.group("nominated") is not None
            said = line.group("label").strip()
            at = block.start + line.start("label")
            label = Qualifier(Value(said, "text"), at, at + len(said))
            result = Qualifier(Value("nominated" if nominated else "won", "text"), label.start, label.end)
            several = nominated or "winners" in said.lower()
            for winner in _winners(within(mentions, begin, end), text, begin, several=several):
                yield Draft(
                    _filler(winner),
                    "wins_award",
                    _filler(prize),
                    (),
                    (("award", label), ("result", result)),
                    Stance(),
                    _TRUST,
                    "wins_award.list",
                    block.start,
                    block.end,
                )


def _winners(inside: Sequence[Mention], text: str, begin: int, *, several: bool) -> Iterator[Mention]:
    """The name that stands first behind the label; with those that are listed with it, where several are meant."""
    if not inside or inside[0].type not in _WINNERS or text[begin : inside[0].start].strip(" “\"‘'"):
        return
    yield inside[0]
    for before, mention in pairwise(inside):
        if not several or mention.type != inside[0].type or not _BETWEEN.fullmatch(text, before.end, mention.start):
            return
        yield mention


def _filler(mention: Mention) -> Filler:
    return Filler(mention.entity, mention.type, mention.start, mention.end)
