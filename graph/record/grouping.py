"""Which statement a claim belongs to, and what its claims make of a statement: pure, and blind to the order of claims."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph import dates
from graph.errors import ValueFormatError
from graph.ontology.model import Ontology
from graph.statement import statement_id


class Filling(NamedTuple):
    """What fills a place: an entity, or a literal with the key that it is compared by."""

    entity: str | None
    value: str | None
    datatype: str | None
    key: str


class Support(NamedTuple):
    """A claim as a statement sees it: its places filled with canonical entities, its document's day."""

    claim: str
    document: str | None
    subject: str
    predicate: str
    object: Filling
    roles: tuple[tuple[str, Filling], ...]
    polarity: str
    modality: str
    valid_from: str | None
    valid_to: str | None
    confidence: float
    quote: str | None
    published_on: str | None
    published_earliest: str | None
    published_latest: str | None
    opened: int
    closed: int | None
    asserter: str = ""
    """Who asserts a claim without a document."""
    cluster: str | None = None
    """The near copies that its document belongs to (graph.record.copies)."""


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when, and the days that this leaves; `ended`: over, nobody knows since when."""

    valid_from: str | None = None
    valid_to: str | None = None
    from_earliest: str | None = None
    to_latest: str | None = None
    ended: bool = False
    claim: str | None = None
    """The claim that it is taken from, where no other one ends it."""

    def columns(self) -> dict[str, Any]:
        """As the row of a statement holds it."""
        return {"valid_from": self.valid_from, "valid_to": self.valid_to, "from_earliest": self.from_earliest, "to_latest": self.to_latest,
                "ended": int(self.ended), "dated_by": self.claim}


def sides(support: Support, ontology: Ontology) -> tuple[str, Filling]:
    """Subject and object of the statement: a symmetric relation has them in order of id."""
    relation = ontology.relations.get(support.predicate)
    other = support.object.entity
    if relation is not None and relation.symmetric and other is not None and other < support.subject:
        return other, Filling(support.subject, None, None, support.subject)
    return support.subject, support.object


def identify(support: Support, ontology: Ontology) -> str:
    """The id of the statement that a claim belongs to."""
    relation = ontology.relations.get(support.predicate)
    told = relation.identifying if relation else ()
    subject, object_ = sides(support, ontology)
    identifying = tuple((role, filling.key) for role, filling in support.roles if role in told)
    return statement_id(subject, support.predicate, object_.key, identifying, support.polarity, support.modality)


def holding(supports: Sequence[Support]) -> Sequence[Support]:
    """The claims that count: those that are open, or all where none is."""
    return [support for support in supports if support.closed is None] or supports


def roles(supports: Iterable[Support]) -> dict[tuple[str, str], Filling]:
    """Every value that a claim gives a role, by (role, key); of equal values the spelling that sorts first."""
    found: dict[tuple[str, str], Filling] = {}
    for support in supports:
        for role, filling in support.roles:
            known = found.get((role, filling.key))
            if known is None or spelling(filling) < spelling(known):
                found[role, filling.key] = filling
    return found


def spelled(supports: Iterable[Support], ontology: Ontology) -> tuple[str, Filling]:
    """Subject and object, of equal literals the spelling that sorts first."""
    return first_spelled(sides(support, ontology) for support in supports)


def first_spelled(told: Iterable[tuple[str, Filling]]) -> tuple[str, Filling]:
    """Of sides that are equal but for how they are spelled, those that sort first."""
    return min(told, key=lambda pair: (pair[0], spelling(pair[1])))


class Source(NamedTuple):
    """Documents that say the same in the same words: the best claim's confidence, and how many they are."""

    confidence: float
    units: int


def sources(supports: Iterable[Support]) -> dict[str, Source]:
    """What a statement rests on, by key: each document, with its near copies (or who asserts without one) counts once, and so
    does each sentence.

    A document that says it in several sentences stands with the first of them in the order of their hashes.
    """
    told: dict[str, tuple[float, str]] = {}
    for support in supports:
        unit, own = unit_of(support), key_of(support)
        best, key = told.get(unit, (0.0, own))
        told[unit] = max(best, support.confidence), min(key, own, key=rank)
    found: dict[str, Source] = {}
    for confidence, key in told.values():
        known = found.get(key, Source(0.0, 0))
        found[key] = Source(max(known.confidence, confidence), known.units + 1)
    return found


def unit_of(support: Support) -> str:
    """Whose word a claim is: that of its document with its near copies, or of whom asserts it."""
    if support.cluster is not None:
        return "c" + support.cluster
    return "d" + support.document if support.document is not None else "a" + support.asserter


def key_of(support: Support) -> str:
    """The sentence, by its hash, or without one the document, or who asserts it."""
    return key_told(support.quote, support.document, support.asserter)


def key_told(quote: str | None, document: str | None, asserter: str = "") -> str:
    """The same, from what tells it."""
    if quote:
        return "q" + hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return "d" + document if document is not None else "a" + asserter


def rank(key: str) -> tuple[bool, str]:
    """Sentences before documents."""
    return key[0] != "q", key


def kept(found: dict[str, Source], supports: Iterable[Support]) -> dict[str, Source]:
    """The sources that the record keeps of a statement: none where one document alone says so, as of most; its claims are few."""
    whose = {(support.document, "" if support.document is not None else support.asserter) for support in supports}
    return found if len(whose) > 1 else {}


def doubt(confidence: float) -> int:
    """How much a source of that confidence takes away: -ln(1 - confidence) in whole units, so that sums have no order."""
    return round(-math.log1p(-confidence) * _UNIT) if confidence < 1 else _CERTAIN


def trust(total: int) -> float:
    """The confidence of a statement whose sources' doubts sum up to a total: one less the product of what each leaves open."""
    return round(-math.expm1(-total / _UNIT), 9)


_UNIT = 2 ** 40
_CERTAIN = 64 * _UNIT


def validity(supports: Sequence[Support], ontology: Ontology) -> Validity:
    """That of the latest published claim that says anything on time; a later "former" or "ended" ends it.

    A "former" of a dated document was over before that document's earliest day.
    """
    over = [support for support in supports if is_over(support, ontology)]
    called_over = {support.claim for support in over}
    timed = [support for support in supports if (support.valid_from or support.valid_to) and support.claim not in called_over]
    base = max(timed, key=dating, default=None)
    since = base.published_latest or "" if base else ""
    ending = [support for support in over if support.published_latest is None or support.published_latest >= since]
    valid_from, valid_to = (base.valid_from, base.valid_to) if base else (None, None)
    if valid_from is None:
        valid_from = max((support.valid_from for support in ending if support.valid_from), default=None)
    to_latest = _day(valid_to, last=True)
    ended = False
    dated = min(((support.published_earliest, support.published_on or support.published_earliest)
                 for support in ending if support.published_earliest), default=None)
    if dated and (to_latest is None or _before(dated[0]) < to_latest):
        valid_to, to_latest = f"../{dated[1]}", _before(dated[0])
    elif ending and to_latest is None:
        ended = True
    return Validity(valid_from, valid_to, _day(valid_from, last=False), to_latest, ended,
                    base.claim if base is not None and not ending else None)


def dating(support: Support) -> tuple[str, str, str, str]:
    """Claims that tell a time, in the order in which they count; the last one does."""
    return support.published_latest or "", support.valid_from or "", support.valid_to or "", support.claim


def is_timed(support: Support, ontology: Ontology) -> bool:
    """Whether a claim says anything on time, be it that it is over."""
    return bool(support.valid_from or support.valid_to) or is_over(support, ontology)


def is_over(support: Support, ontology: Ontology) -> bool:
    """Called former or ended, without a day of its own."""
    if support.valid_to and not support.valid_to.startswith("../"):
        return False
    return any(role == "status" and filling.value in ontology.former for role, filling in support.roles)


def _day(text: str | None, *, last: bool) -> str | None:
    try:
        bounds = dates.parse(text)
    except ValueFormatError:
        return None
    day = bounds.latest if last else bounds.earliest
    return day.isoformat() if day else None


def _before(day: str) -> str:
    date = dt.date.fromisoformat(day)
    return (date - dt.timedelta(days=1)).isoformat() if date > dt.date.min else day


def spelling(filling: Filling) -> tuple[str, str]:
    """By which equal literals are put in order."""
    return filling.value or "", filling.datatype or ""
