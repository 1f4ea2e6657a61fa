"""Sentences of annotated documents: where they stand, how they look with marks, and which claims each of them alone can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.claim import Argument, Value, plain
from graph.document import Mention
from ingest.corpus.check import SENTENCE_END
from ingest.corpus.documents import AnnotatedClaim, AnnotatedDocument, concept

Span = tuple[int, int]
_LEAD = re.compile(r"[•*–—-]?\s*")


def spans(document: AnnotatedDocument) -> list[Span]:
    """Where the sentences and lines of a text stand, without the sign of a bullet; a name that a cut would divide holds together."""
    cuts = [(0, 0), *((found.start(), found.end()) for found in SENTENCE_END.finditer(document.text)
                      if not any(mention.start < found.end() and found.start() < mention.end for mention in document.mentions)),
            (len(document.text), len(document.text))]
    found = []
    for (_, start), (end, _) in pairwise(cuts):
        lead = _LEAD.match(document.text, start, end)
        first = lead.end() if lead else start
        last = first + len(document.text[first:end].rstrip())
        if first < last:
            found.append((first, last))
    return found


def inside(document: AnnotatedDocument, span: Span) -> list[Mention]:
    """The names of a sentence."""
    return [mention for mention in document.mentions if span[0] <= mention.start and mention.end <= span[1]]


def marked(document: AnnotatedDocument, span: Span) -> str:
    """A sentence with its marks, as a document's file has it."""
    parts, place = [], span[0]
    for mention in inside(document, span):
        best = "" if mention.entity in (mention.text, concept(mention.text, mention.type)) else f"={mention.entity}"
        parts += [document.text[place:mention.start], f"[{mention.text}|{mention.type}{best}]"]
        place = mention.end
    return "".join([*parts, document.text[place:span[1]]])


def told(document: AnnotatedDocument) -> Iterator[tuple[Span, list[AnnotatedClaim]]]:
    """Each sentence with the claims that no other sentence can tell by itself: it alone names both sides (or the one, and the value)."""
    every = spans(document)
    holding = {claim.line: [span for span in every if _holds(document, span, claim)] for claim in document.claims}
    for span in every:
        claims = [claim for claim in document.claims if holding[claim.line] == [span]]
        if claims:
            yield span, claims


def _holds(document: AnnotatedDocument, span: Span, claim: AnnotatedClaim) -> bool:
    text = document.text[span[0]:span[1]].casefold()
    names = {(mention.entity, mention.type) for mention in inside(document, span)}
    return all(_stands(argument, names, text) for argument in sides(claim))


def sides(claim: AnnotatedClaim) -> list[Argument]:
    """Subject and object; of a metric the value instead, since no text has to say the metric's name."""
    if claim.predicate == "has_metric":
        return [claim.subject, *(value for role, value in claim.qualifiers if role == "value")]
    return [claim.subject, claim.object]


def _stands(argument: Argument, names: set[tuple[str, str]], text: str) -> bool:
    return argument.value.casefold() in text if isinstance(argument, Value) else (argument.name, argument.type) in names


def line(claim: AnnotatedClaim) -> str:
    """A claim as a document's file has it."""
    roles = "; ".join(f"{role}={_shown(value)}" for role, value in claim.qualifiers) or "-"
    return " | ".join([_shown(claim.subject), claim.predicate, _shown(claim.object), roles, claim.polarity, claim.modality])


def lines(claims: Sequence[AnnotatedClaim]) -> list[str]:
    """Claims as lines."""
    return [line(claim) for claim in claims]


def _shown(argument: Argument) -> str:
    told = plain(argument)
    return str(told.get("name", told.get("value"))).replace("|", "\\|")
