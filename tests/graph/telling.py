"""Small readings for tests: a text of our own invention, with its claims and spans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from graph.claim import Argument, Claim, Evidence, Origin, Value, claim_id
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)

STUDIO = LocalEntity("Lantern Works", "Studio")
OTHER_STUDIO = LocalEntity("Quarry Pictures", "Studio")
PLATFORM = LocalEntity("Reedbox", "Platform")
OTHER_PLATFORM = LocalEntity("Minnow", "Platform")
PERSON = LocalEntity("Ada Fennimore", "Person")
SERVICE = LocalEntity("finishing", "Service")

Told = tuple[LocalEntity, str, Argument, Mapping[str, Argument]]


def offers(studio: LocalEntity = STUDIO, service: LocalEntity = SERVICE, to: LocalEntity | None = PLATFORM) -> Told:
    return studio, "provides_service", service, {"to": to} if to else {}


def tell(document: str, *told: Told, text: str | None = None, published_on: str | None = "2026-02-01", fingerprint: str = "reader-1",
         modality: str = "asserted", polarity: str = "positive", confidence: float = 0.9, valid_from: str | None = None,
         valid_to: str | None = None, also: Sequence[LocalEntity] = ()) -> Reading:
    """A document with one sentence a claim; `also` are mentioned without a claim."""
    told = told or (offers(),)
    sentences: list[str] = []
    mentions: list[Mention] = []
    spans: list[tuple[int, int, dict[str, tuple[int, int]]]] = []
    at = 0
    for subject, predicate, object_, roles in told:
        parts, places = [], {}
        where = at
        for role, argument in (("subject", subject), ("object", object_), *sorted(roles.items())):
            if role == "object":
                parts.append(predicate.replace("_", " "))
                where += len(parts[-1]) + 1
            name = argument.value if isinstance(argument, Value) else argument.name
            places[role] = (where, where + len(name))
            if isinstance(argument, LocalEntity):
                mentions.append(Mention(where, where + len(name), name, argument.type, argument.name))
            parts.append(name)
            where += len(name) + 1
        sentence = " ".join(parts) + "."
        spans.append((at, at + len(sentence), places))
        sentences.append(sentence)
        at += len(sentence) + 1
    for entity in also:
        mentions.append(Mention(at, at + len(entity.name), entity.name, entity.type, entity.name))
        sentences.append(entity.name + ".")
        at += len(entity.name) + 2
    body = " ".join([*sentences, *([text] if text else [])])
    source = Document(document, document, body, url=f"https://example.org/{document}", title=f"On {document}", publisher="The Courier",
                      published_on=published_on, language="en")
    claims = []
    for (subject, predicate, object_, roles), (start, end, places) in zip(told, spans, strict=True):
        evidence = Evidence(start, end, body[start:end], tuple((role, *span) for role, span in sorted(places.items())))
        qualifiers = tuple(sorted(roles.items()))
        id_ = claim_id(source.version, subject=subject, predicate=predicate, object=object_, qualifiers=qualifiers, polarity=polarity,
                       modality=modality, evidence=evidence)
        claims.append(Claim(id_, subject, predicate, object_, qualifiers, polarity, modality, valid_from, valid_to, confidence,
                            Origin("test", "1"), evidence))
    return Reading(source, tuple(mentions), tuple(claims), fingerprint)
