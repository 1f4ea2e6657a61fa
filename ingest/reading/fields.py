"""Fields: lines that say with a label what press sheets say with a verb: "Director: X", "Platform: Y", "T – producer: X; VFX: Y".

A field speaks of the work or company that stands before it in the line, or that the lines above are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.document import Mention
from graph.entity import COMPANY_TYPES
from graph.ontology import Ontology
from ingest.reading.anaphora import Filler
from ingest.reading.blocks import Block
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.spans import within

_TRUST = 0.8
_MAKERS = frozenset({"Studio", "Organization", "Platform", "Brand"})
_PERSON = frozenset({"Person"})
FIELDS: dict[str, tuple[str, frozenset[str], bool]] = {
    **dict.fromkeys(("director", "directors", "directed by", "direction"), ("directs", _PERSON, True)),
    **dict.fromkeys(("script", "writer", "writers", "screenplay", "written by", "author", "creator", "story"), ("writes", _PERSON, True)),
    **dict.fromkeys(("cast", "starring", "leads", "lead", "stars", "with"), ("stars_in", _PERSON, True)),
    **dict.fromkeys(("production", "producer", "producers", "studio", "produced by", "production company"), ("produces", _MAKERS, True)),
    **dict.fromkeys(("platform", "app", "where", "released on", "streaming on"), ("released_on", frozenset({"Platform"}), False)),
    **dict.fromkeys(("format",), ("has_format", frozenset({"Format"}), False)),
    **dict.fromkeys(("genre", "genres"), ("has_genre", frozenset({"Genre"}), False)),
    **dict.fromkeys(("commissioned by", "commissioner"), ("commissions", _MAKERS, True)),
    **dict.fromkeys(("sponsor", "brand", "funded by", "paid for by"), ("funds", frozenset({"Brand", "Organization"}), True)),
}
"""What a label says: the relation, the types that follow it, and whether they are its subject."""
AWARDS: dict[str, str] = {
    "actress": "stars_in",
    "actor": "stars_in",
    "performance": "stars_in",
    "director": "directs",
    "direction": "directs",
    "writing": "writes",
    "script": "writes",
    "screenplay": "writes",
}
"""What a prize for a person says of the title behind the name: "Best actress: X, T"."""

_FIELD = re.compile(r"(?:^|[;|/•–—]\s*|\n\s*|\.\s+)(?P<label>[A-Za-z][A-Za-z ]{2,24}?)\s*:\s*(?P<body>[^;|\n]*)")
_PARENTHESIS = re.compile(r"\s*[”\"'»)]*\s*[(]\s*")


def drafts(blocks: Sequence[Block], text: str, mentions: Sequence[Mention], ontology: Ontology) -> Iterator[Draft]:
    """The relations of all labelled fields of a document, and of a platform in brackets behind a title."""
    work: Mention | None = None
    services = {mention.text.lower(): mention for mention in mentions if mention.type == "Service"}
    for block in blocks:
        inside = within(mentions, block.start, block.end)
        if block.kind in ("boilerplate", "lead"):
            continue
        yield from _bracketed(block, text, inside)
        here = text[block.start : block.end]
        titles = [mention for mention in inside if mention.type == "Title"]
        if titles and (titles[0].start - block.start < 12 or re.match(r"\W*title\s*:", here, re.I)):
            work = titles[0]
        elif block.kind == "heading":
            work = None
        for field in _FIELD.finditer(here):
            follow = [
                mention
                for mention in inside
                if field.start("body") <= mention.start - block.start and mention.end - block.start <= field.end("body")
            ]
            label = field.group("label").lower().strip()
            if (
                label.startswith("best ")
                and len(follow) == 2
                and [mention.type for mention in follow] == ["Person", "Title"]
                and label[5:] in AWARDS
            ):
                yield Draft(
                    _filler(follow[0]),
                    AWARDS[label[5:]],
                    _filler(follow[1]),
                    (),
                    (),
                    Stance(),
                    _TRUST,
                    f"{AWARDS[label[5:]]}.field",
                    block.start,
                    block.end,
                )
                continue
            before = [title for title in titles if title.end - block.start <= field.start("label")]
            about = before[-1] if before else work
            if about is None or not follow or about in follow:
                continue
            yield from _field(label, about, follow, block, ontology)
            if label in services:
                yield from _service(services[label], block.start + field.start("label"), about, follow, block)


def _field(label: str, work: Mention, follow: Sequence[Mention], block: Block, ontology: Ontology) -> Iterator[Draft]:
    known = FIELDS.get(label)
    if known is None:
        return
    relation, types, first = known
    for mention in follow:
        if mention.type not in types:
            if mention.type not in ("Region", "Format", "Genre"):
                break
            continue
        sides = (_filler(mention), _filler(work)) if first else (_filler(work), _filler(mention))
        allowed = ontology.relations[relation]
        if sides[0].type in allowed.domain and sides[1].type in allowed.range:
            yield Draft(sides[0], relation, sides[1], (), (), Stance(), _TRUST, f"{relation}.field", block.start, block.end)


def _service(service: Mention, at: int, work: Mention, follow: Sequence[Mention], block: Block) -> Iterator[Draft]:
    named = Filler(service.entity, "Service", at, at + len(service.text))
    for mention in follow:
        if mention.type in ("Studio", "Organization", "Person"):
            yield Draft(
                _filler(mention),
                "provides_service",
                named,
                (("title", _filler(work)),),
                (),
                Stance(),
                _TRUST,
                "provides_service.field",
                block.start,
                block.end,
            )


def _bracketed(block: Block, text: str, inside: Sequence[Mention]) -> Iterator[Draft]:
    """*“Salt Roses” (Flutter, June 8)*: the platform or the studio in brackets behind a title."""
    for title, other in pairwise(inside):
        if title.type == "Person" and other.type == "Title" and _PARENTHESIS.fullmatch(text, title.end, _quote_before(text, other.start)):
            yield Draft(_filler(title), "stars_in", _filler(other), (), (), Stance(), 0.6, "stars_in.field", block.start, block.end)
        if title.type != "Title" or other.type not in COMPANY_TYPES or not _PARENTHESIS.fullmatch(text, title.end, other.start):
            continue
        if text[other.end : other.end + 1] not in (")", ","):
            continue
        if other.type == "Platform":
            yield Draft(
                _filler(title), "released_on", _filler(other), (), (), Stance(), _TRUST, "released_on.field", block.start, block.end
            )
        elif other.type == "Studio":
            yield Draft(_filler(other), "produces", _filler(title), (), (), Stance(), _TRUST, "produces.field", block.start, block.end)


def _quote_before(text: str, at: int) -> int:
    return at - 1 if text[at - 1 : at] in ("“", '"', "'", "«", "‘") else at


def _filler(mention: Mention) -> Filler:
    return Filler(mention.entity, mention.type, mention.start, mention.end)
