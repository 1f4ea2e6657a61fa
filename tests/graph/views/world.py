"""A small made-up trade press: documents from sentences and what they say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from graph.claim import Argument, Claim, Evidence, Origin, Value, claim_id
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity
from graph.record import Record

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 1)

STUDIO = LocalEntity("Northlight Post", "Studio")
OTHER = LocalEntity("Tallow Studios", "Studio")
HARBOUR = LocalEntity("HarbourTV", "Platform")
KITE = LocalEntity("Kite Reels", "Platform")
FINISHING = LocalEntity("finishing", "Service")
DUBBING = LocalEntity("dubbing", "Service")
TITLE = LocalEntity("The Copper Vow", "Title")
OWNER = LocalEntity("Marlow Group", "Organization")


@dataclass
class Told:
    """One thing that a document says; arguments are looked up in its text by name."""

    subject: LocalEntity
    predicate: str
    object: Argument
    qualifiers: dict[str, Argument] = field(default_factory=dict)
    polarity: str = "positive"
    modality: str = "asserted"
    valid_from: str | None = None
    valid_to: str | None = None
    confidence: float = 0.9


def reading(id_: str, text: str, *told: Told, published_on: str | None = "2026-02-13", fingerprint: str = "f1") -> Reading:
    document = Document(id_, f"{id_}.txt", text, url=f"https://press.example/{id_}", title=f"On {id_}", publisher="The Press",
                        published_on=published_on, language="en")
    mentions = []
    for entity in sorted({argument for one in told for argument in (one.subject, one.object, *one.qualifiers.values())
                          if isinstance(argument, LocalEntity)}):
        start = text.find(entity.name)
        if start >= 0:
            mentions.append(Mention(start, start + len(entity.name), entity.name, entity.type, entity.name))
    return Reading(document, tuple(sorted(mentions)), tuple(_claim(document, one) for one in told), fingerprint)


def _claim(document: Document, told: Told) -> Claim:
    text = document.text or ""
    spans = []
    for role, argument in (("subject", told.subject), ("object", told.object), *told.qualifiers.items()):
        name = argument.value if isinstance(argument, Value) else argument.name
        start = text.find(name)
        if start >= 0:
            spans.append((role, start, start + len(name)))
    start = text.rfind(". ", 0, max((start for _, start, _ in spans), default=0)) + 1
    evidence = Evidence(start, len(text), text[start:], tuple(sorted(spans)))
    qualifiers = tuple(sorted(told.qualifiers.items()))
    return Claim(claim_id(document.version, subject=told.subject, predicate=told.predicate, object=told.object, qualifiers=qualifiers,
                          polarity=told.polarity, modality=told.modality, evidence=evidence),
                 told.subject, told.predicate, told.object, qualifiers, told.polarity, told.modality, told.valid_from, told.valid_to,
                 told.confidence, Origin("verb", "1"), evidence)


def offers(platform: LocalEntity, *, by: LocalEntity = STUDIO, service: LocalEntity = FINISHING, **more: object) -> Told:
    return Told(by, "provides_service", service, {"to": platform}, **more)  # type: ignore[arg-type]


FIRST = reading("first", "The trade listened. Northlight Post offers finishing to HarbourTV and Kite Reels.", offers(HARBOUR), offers(KITE))
SECOND = reading("second", "Tallow Studios made The Copper Vow with Northlight Post. Marlow Group owns HarbourTV.",
                 Told(OTHER, "produces", TITLE, {"with": STUDIO}), Told(OWNER, "owns", HARBOUR, {"stake": Value("60 percent", "percentage")}))
THIRD = reading("third", "Kite Reels has 18 million users. Tallow Studios will offer dubbing to Kite Reels.",
                Told(KITE, "has_metric", Value("18 million", "number"), {"metric": Value("users", "text")}),
                offers(KITE, by=OTHER, service=DUBBING, modality="planned"))
FOURTH = reading("fourth", 'Northlight Post does not offer dubbing to HarbourTV.\nTallow Studios and Kite Reels joined "forces".',
                 offers(HARBOUR, service=DUBBING, polarity="negative"), Told(OTHER, "partners_with", KITE),
                 published_on="2026-02")


def write(record: Record, *readings: Reading, now: dt.datetime = NOW) -> None:
    writer = record.writer()
    for one in readings:
        assert not writer.write(one, now=now).refused
