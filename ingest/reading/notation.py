"""Notation: what the press writes without a verb: "A + B", "A × B" (partners), "A → B" (puts money into)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.claim import Value
from graph.document import Mention
from graph.entity import COMPANY_TYPES
from graph.ontology import Ontology
from ingest.reading.anaphora import Filler
from ingest.reading.blocks import Block
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.qualifiers import Qualifier, literals_near
from ingest.reading.spans import within

_SIGNS = {"+": "partners_with", "×": "partners_with", "x": "partners_with", "→": "invests_in", "->": "invests_in", "-->": "invests_in"}
_BETWEEN = re.compile(r"\s*(\+|×|x|→|-{1,2}>)\s*")
_TRUST = 0.85


def drafts(block: Block, text: str, mentions: Sequence[Mention], ontology: Ontology, published_on: str | None) -> Iterator[Draft]:
    """The relations that signs between two company names of a block stand for."""
    yield from seats(block, text, mentions)
    yield from signatures(block, text, mentions)
    inside = [mention for mention in within(mentions, block.start, block.end) if mention.type in COMPANY_TYPES]
    for left, right in pairwise(inside):
        sign = _BETWEEN.fullmatch(text[left.end : right.start])
        relation = _SIGNS.get(sign.group(1)) if sign else None
        if relation is None or left.entity == right.entity:
            continue
        allowed = ontology.relations[relation]
        if left.type in allowed.domain and right.type in allowed.range:
            near = literals_near(relation, text, block.start, block.end, published_on, ontology)
            yield Draft(_filler(left), relation, _filler(right), (), near, Stance(), _TRUST, f"{relation}.notation", block.start, block.end)


_SEAT = re.compile(r"[”\")]*,\s+")
_POST = re.compile(
    r"[”\")]*\s*[,(]\s*(?P<post>(?:[a-z][\w-]*|CEO|COO|CFO|CTO|VP)(?: (?:[a-z&][\w-]*|VP|CEO|of|and)){0,4})\s*(?=[,.;)]|and |$)"
)
_SIGNED = re.compile(r"\b(?:signed|signing|signatory|contact|contacts|speaking|present|attending)\b[^:.]*$", re.I)
_SENTENCE_END = re.compile(r"\.(?=\s+[A-Z]|$)|\n")
_POSTS = re.compile(
    r"\b(?:director|chief|officer|president|chair|chairman|chairwoman|head|founder|manager|partner|ceo|coo|cfo|cto|vp|executive|producer|editor)\b",
    re.I,
)


def seats(block: Block, text: str, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """*Salt Lick Games, Leeds.*: a list that gives each company with its seat."""
    inside = within(mentions, block.start, block.end)
    if len(inside) < 2 or inside[0].type not in COMPANY_TYPES | {"Event"} or inside[1].type != "Region":
        return
    first, seat = inside[:2]
    starts = not any(letter.isalpha() for letter in text[block.start : first.start])
    if starts and _SEAT.fullmatch(text, first.end, seat.start) and text[seat.end : seat.end + 1] in (".", "", "\n", ":", ";"):
        yield Draft(_filler(first), "based_in", _filler(seat), (), (), Stance(), _TRUST, "based_in.notation", block.start, block.end)


def signatures(block: Block, text: str, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """*Signed for X: Ana Reis, joint managing director, and Ben Okafor, chief executive*: posts at the company of the label."""
    inside = within(mentions, block.start, block.end)
    for company in inside:
        if (
            company.type in COMPANY_TYPES
            and text[company.end : company.end + 1] == ":"
            and _SIGNED.search(text, block.start, company.start)
        ):
            end = _SENTENCE_END.search(text, company.end, block.end)
            yield from _signed(
                company, [mention for mention in inside if company.end < mention.start < (end.start() if end else block.end)], block, text
            )


def _signed(company: Mention, inside: Sequence[Mention], block: Block, text: str) -> Iterator[Draft]:
    colon = company.end
    if any(other.type in COMPANY_TYPES for other in inside):
        return
    for person in inside:
        if person.type != "Person":
            continue
        post = _POST.match(text, person.end)
        role: tuple[tuple[str, Qualifier], ...] = ()
        if post is not None and _POSTS.search(post.group("post")):
            role = (("role", Qualifier(Value(post.group("post"), "text"), post.start("post"), post.end("post"))),)
        yield Draft(
            _filler(person), "holds_role", _filler(company), (), role, Stance(), _TRUST, "holds_role.notation", block.start, block.end
        )
        if re.search(r"\bfounder\b", text[colon : person.start]) and company.type != "Publication":
            yield Draft(_filler(person), "founded", _filler(company), (), (), Stance(), _TRUST, "founded.notation", block.start, block.end)


def _filler(mention: Mention) -> Filler:
    return Filler(mention.entity, mention.type, mention.start, mention.end)
