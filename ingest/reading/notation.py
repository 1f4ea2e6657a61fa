"""Notation: what the press writes without a verb: "A + B", "A × B" (partners), "A → B" (puts money into)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.document import Mention
from graph.entity import COMPANY_TYPES
from graph.ontology import Ontology
from ingest.reading.anaphora import Filler
from ingest.reading.blocks import Block
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.qualifiers import literals_near

_SIGNS = {"+": "partners_with", "×": "partners_with", "x": "partners_with", "→": "invests_in", "->": "invests_in", "-->": "invests_in"}
_BETWEEN = re.compile(r"\s*(\+|×|x|→|-{1,2}>)\s*")
_TRUST = 0.85


def drafts(block: Block, text: str, mentions: Sequence[Mention], ontology: Ontology, published_on: str | None) -> Iterator[Draft]:
    """The relations that signs between two company names of a block stand for."""
    inside = [mention for mention in mentions if block.start <= mention.start and mention.end <= block.end and mention.type in COMPANY_TYPES]
    for left, right in zip(inside, inside[1:], strict=False):
        sign = _BETWEEN.fullmatch(text[left.end:right.start])
        relation = _SIGNS.get(sign.group(1)) if sign else None
        if relation is None or left.entity == right.entity:
            continue
        allowed = ontology.relations[relation]
        if left.type in allowed.domain and right.type in allowed.range:
            near = literals_near(relation, text, block.start, block.end, published_on, ontology)
            yield Draft(_filler(left), relation, _filler(right), (), near, Stance(), _TRUST, f"{relation}.notation", block.start, block.end)


def _filler(mention: Mention) -> Filler:
    return Filler(mention.entity, mention.type, mention.start, mention.end)
