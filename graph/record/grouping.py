"""Which statement a claim belongs to, and what its claims make of a statement: pure, and blind to the order of claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when, and the days that this leaves; `ended`: over, nobody knows since when."""

    valid_from: str | None = None
    valid_to: str | None = None
    from_earliest: str | None = None
    to_latest: str | None = None
    ended: bool = False


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
            if known is None or _spelling(filling) < _spelling(known):
                found[role, filling.key] = filling
    return found


def spelled(supports: Iterable[Support], ontology: Ontology) -> tuple[str, Filling]:
    """Subject and object, of equal literals the spelling that sorts first."""
    return min((sides(support, ontology) for support in supports), key=lambda pair: (pair[0], _spelling(pair[1])))


def trust(supports: Iterable[Support]) -> tuple[float, int]:
    """Confidence and number of sources: one best claim a document; documents that share a sentence letter for letter are one."""
    best: dict[str, float] = {}
    told_by: dict[str, str] = {}
    leader: dict[str, str] = {}

    def find(unit: str) -> str:
        while leader[unit] != unit:
            unit = leader[unit]
        return unit

    for support in supports:
        unit = "d" + support.document if support.document is not None else "a" + support.asserter
        leader.setdefault(unit, unit)
        best[unit] = max(best.get(unit, 0.0), support.confidence)
        if support.quote:
            first, second = find(told_by.setdefault(support.quote, unit)), find(unit)
            leader[max(first, second)] = min(first, second)
    units: dict[str, float] = {}
    for unit, confidence in best.items():
        units[find(unit)] = max(units.get(find(unit), 0.0), confidence)
    doubt = 1.0
    for confidence in sorted(units.values()):
        doubt *= 1.0 - confidence
    return round(1.0 - doubt, 9), len(units)


def validity(supports: Sequence[Support], ontology: Ontology) -> Validity:
    """That of the latest published claim that says anything on time; a later "former" or "ended" ends it.

    A "former" of a dated document was over before that document's earliest day.
    """
    over = [support for support in supports if _is_over(support, ontology)]
    called_over = {support.claim for support in over}
    timed = [support for support in supports if (support.valid_from or support.valid_to) and support.claim not in called_over]
    base = max(timed, key=lambda support: (support.published_latest or "", support.valid_from or "", support.valid_to or "",
                                           support.claim), default=None)
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
    return Validity(valid_from, valid_to, _day(valid_from, last=False), to_latest, ended)


def _is_over(support: Support, ontology: Ontology) -> bool:
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


def _spelling(filling: Filling) -> tuple[str, str]:
    return filling.value or "", filling.datatype or ""
