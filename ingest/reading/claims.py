"""Claims: found relations with their fillers, stance and qualifiers become claims with evidence, each once.

Where one sentence says a thing twice, the fuller claim stays: one whose identifying roles hold what another lacks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from graph import dates
from graph.claim import Argument, Claim, Evidence, Origin, Value, claim_id
from graph.document import Document
from graph.entity import LocalEntity
from graph.ontology import Ontology
from graph.ontology.check import violations
from ingest.reading.anaphora import Filler
from ingest.reading.confidence import shipped
from ingest.reading.measures import SOUGHT, Measure
from ingest.reading.modality import Stance, future, stance, stance_of
from ingest.reading.parse import Sentence
from ingest.reading.polarity import excepted, instead
from ingest.reading.qualifiers import Qualifier, literals
from ingest.reading.sentence import Found

VERSION = "1"
_TRUST = {"name": 1.0, "pronoun": 0.85, "plural": 0.75, "focus": 0.75, "implicit": 0.8, "trigger": 1.0, "surface": 0.7}
"""How far a filler is trusted by the way it was found; lists and class nouns as `list:` and `class:`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before it has an id: arguments with their spans."""

    subject: Filler
    predicate: str
    object: Filler | Value
    entities: tuple[tuple[str, Filler], ...]
    literals: tuple[tuple[str, Qualifier], ...]
    stance: Stance
    confidence: float
    rule: str
    start: int
    end: int


_TOGETHER = frozenset({"produces"})
"""Relations that several do with one another."""


def drafts(found: Iterable[Found], sentence: Sentence, text: str, published_on: str | None, ontology: Ontology) -> Iterator[Draft]:
    """One draft for each combination of fillers."""
    found = list(found)
    investors = {filler.name for one in found if one.line.relation == "invests_in" for filler in one.places["subject"]}
    for one in found:
        how = stance(one.match)
        read = literals(one.match, sentence, text, published_on, how, ontology, future=future(one.match))
        if not all(role in read or role in one.places for role in one.line.need) or not _fits_stake(one.line.relation, read):
            continue
        if one.line.relation == "invests_in" and len(investors) > 1:
            read.pop("amount", None)  # what several put in together is not what each has paid
        how = _ahead(how, read, published_on)
        roles = [role for role in one.places if role not in ("subject", "object")]
        for subject, object_, *values in product(one.places["subject"], one.places["object"], *(one.places[role] for role in roles)):
            entities = tuple(
                (role, value) for role, value in zip(roles, values, strict=True) if value.name not in (subject.name, object_.name)
            )
            if not _sensible(subject, object_, one.line.relation):
                continue
            if "with" not in roles and one.line.relation in _TOGETHER:
                entities += _others(subject, object_, one)
            denied = any(filler.via != "focus" and excepted(filler.start, sentence.tokens) for filler in (subject, object_))
            told = how
            if denied:
                told = replace(how, polarity="negative", modality="asserted")
            elif how.polarity == "negative" and one.line.polarity != "negative" and _instead(subject, object_, sentence):
                told = replace(how, polarity="positive")
            own = tuple((role, value) for role, value in read.items() if role not in dict(entities))
            yield Draft(
                subject,
                one.line.relation,
                object_,
                entities,
                own,
                told,
                _confidence(one, subject, object_, entities),
                one.line.rule,
                sentence.start,
                sentence.end,
            )


def _others(subject: Filler, object_: Filler, one: Found) -> tuple[tuple[str, Filler], ...]:
    others = [other for other in one.places["subject"] if other.name not in (subject.name, object_.name)]
    return (("with", others[0]),) if others and one.match.line.polarity != "negative" and subject.type != "Person" else ()


def _instead(subject: Filler, object_: Filler, sentence: Sentence) -> bool:
    return any(filler.via in ("name", "surface") and instead(filler.start, sentence.tokens) for filler in (subject, object_))


def _ahead(how: Stance, read: Mapping[str, Qualifier], published_on: str | None) -> Stance:
    """What has a date after the day of publication is planned, whatever the tense."""
    date = read.get("date") or read.get("start")
    if how.modality != "asserted" or date is None or not dates.is_date(date.value.value):
        return how
    said, today = dates.parse(date.value.value).earliest, dates.parse(published_on).latest
    return replace(how, modality="planned") if said is not None and today is not None and said > today else how


def measured(found: Iterable[Measure], sentence: Sentence) -> Iterator[Draft]:
    """Measures as drafts of has_metric."""
    for measure in found:
        yield Draft(
            measure.bearer,
            "has_metric",
            Value(measure.metric, "text"),
            (("platform", measure.platform),) if measure.platform is not None else (),
            tuple((role, Qualifier(value, measure.start, measure.end)) for role, value in measure.roles()),
            Stance(modality="planned") if measure.metric == SOUGHT else stance_of(measure.trigger),
            0.8 * _trust(measure.bearer),
            "has_metric.measure",
            sentence.start,
            sentence.end,
        )


def _fits_stake(relation: str, read: Mapping[str, Qualifier]) -> bool:
    """More than half is owned, less is invested in."""
    stake = read.get("stake")
    share = re.match(r"\d+(?:\.\d+)?", stake.value.value) if stake is not None and "%" in stake.value.value else None
    if share is None or relation not in ("owns", "invests_in"):
        return True
    return (float(share.group()) >= 50) == (relation == "owns")


def _sensible(subject: Filler, object_: Filler, relation: str) -> bool:
    return subject.name != object_.name or relation == "shuts_down"


def _confidence(one: Found, *fillers: object) -> float:
    confidence = one.line.confidence
    for filler in fillers:
        if isinstance(filler, Filler):
            confidence *= _trust(filler)
        elif isinstance(filler, tuple):
            for _, value in filler:
                confidence *= _trust(value)
    return round(confidence, 4)


def _trust(filler: Filler) -> float:
    return _TRUST.get(filler.via, 0.8)


# --- one of each


def best(found: Iterable[Draft], ontology: Ontology) -> list[Draft]:
    """Drafts without doubles and without those that a fuller one of the same sentence says."""
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in found:
        key = _key(draft, ontology)
        other = kept.get(key)
        if other is None or (len(draft.literals), draft.confidence) > (len(other.literals), other.confidence):
            merged = draft if other is None else replace(draft, literals=_joined(draft, other))
            kept[key] = merged
        elif other is not None:
            kept[key] = replace(other, literals=_joined(other, draft))
    alike: dict[tuple[object, ...], list[Draft]] = defaultdict(list)
    for draft in kept.values():
        alike[_told(draft)].append(draft)
    taken_back = {_sides(draft) for draft in kept.values() if draft.rule.endswith((".ellipsis.1", ".denial.1"))}
    return [
        draft
        for draft in kept.values()
        if not (draft.stance.polarity == "positive" and _sides(draft) in taken_back)
        and not any(_fuller(other, draft) for other in alike[_told(draft)] if other is not draft)
    ]


def _sides(draft: Draft) -> tuple[str, str, str]:
    return draft.subject.name, draft.predicate, _shown(draft.object)


def _told(draft: Draft) -> tuple[object, ...]:
    return draft.start, draft.predicate, draft.subject.name, _shown(draft.object)


def _joined(first: Draft, second: Draft) -> tuple[tuple[str, Qualifier], ...]:
    if first.start != second.start:
        return first.literals
    return tuple({**dict(second.literals), **dict(first.literals)}.items())


def _key(draft: Draft, ontology: Ontology) -> tuple[object, ...]:
    relation = ontology.relations[draft.predicate]
    sides: tuple[object, ...] = (draft.subject.name, _shown(draft.object))
    if relation.symmetric:
        sides = tuple(sorted(map(str, sides)))
    identifying = [(role, filler.name) for role, filler in draft.entities]
    identifying += [
        (role, read.value.value) for role, read in draft.literals if role in relation.identifying and role not in ("role", "date", "of")
    ]
    return (*sides, draft.predicate, tuple(sorted(identifying)), draft.stance.polarity, draft.stance.modality)


def _fuller(other: Draft, draft: Draft) -> bool:
    """Whether another draft of the same sentence says all that this one does, and more about who, what or where."""
    if _told(other) != _told(draft):
        return False
    if draft.predicate == "has_metric" or other.stance.polarity != draft.stance.polarity:
        return False
    if draft.stance.modality == "asserted" != other.stance.modality and other.confidence >= draft.confidence:
        return True  # *is to be made by X*: what one frame takes for told is planned by a surer one
    more, less = {(role, filler.name) for role, filler in other.entities}, {(role, filler.name) for role, filler in draft.entities}
    return less < more


def _shown(object_: Filler | Value) -> str:
    return object_.name if isinstance(object_, Filler) else object_.value


# --- claims


def claims(found: Iterable[Draft], document: Document, text: str, ontology: Ontology) -> list[tuple[Draft, Claim]]:
    """Drafts with their claims; those that the ontology doesn't allow are left out (a frame took a name of the wrong type)."""
    made: dict[str, tuple[Draft, Claim]] = {}
    for draft in found:
        claim = _claim(draft, document, text, ontology)
        if not any(violations(claim, ontology)):
            made.setdefault(claim.id, (draft, claim))
    return list(made.values())


def _claim(draft: Draft, document: Document, text: str, ontology: Ontology) -> Claim:
    subject = LocalEntity(draft.subject.name, draft.subject.type)
    object_: Argument = LocalEntity(draft.object.name, draft.object.type) if isinstance(draft.object, Filler) else draft.object
    qualifiers: dict[str, Argument] = {role: LocalEntity(filler.name, filler.type) for role, filler in draft.entities}
    spans = [("subject", draft.subject.start, draft.subject.end)]
    if isinstance(draft.object, Filler):
        spans.append(("object", draft.object.start, draft.object.end))
    spans += [(role, filler.start, filler.end) for role, filler in draft.entities]
    for role, read in draft.literals:
        if role not in qualifiers:
            qualifiers[role] = read.value
            spans.append((role, read.start, read.end))
    evidence = Evidence(draft.start, draft.end, text[draft.start : draft.end], tuple(spans))
    ordered = tuple(sorted(qualifiers.items()))
    valid_from, valid_to = validity(qualifiers, document.published_on, ontology)
    identifier = claim_id(
        document.version,
        subject=subject,
        predicate=draft.predicate,
        object=object_,
        qualifiers=ordered,
        polarity=draft.stance.polarity,
        modality=draft.stance.modality,
        evidence=evidence,
    )
    return Claim(
        identifier,
        subject,
        draft.predicate,
        object_,
        ordered,
        draft.stance.polarity,
        draft.stance.modality,
        valid_from,
        valid_to,
        shipped().of(draft),
        Origin(draft.rule, VERSION),
        evidence,
    )


def validity(qualifiers: Mapping[str, Argument], published_on: str | None, ontology: Ontology) -> tuple[str | None, str | None]:
    """The bounds that the roles of a claim set. What is former ended on an unknown day not after the publication."""

    def bound(roles: tuple[str, ...]) -> str | None:
        for role in roles:
            value = qualifiers.get(role)
            if isinstance(value, Value) and dates.is_date(value.value):
                return value.value
        return None

    status = qualifiers.get("status")
    valid_to = bound(ontology.validity_to)
    if valid_to is None and isinstance(status, Value) and status.value in ontology.former and published_on and dates.is_date(published_on):
        valid_to = f"../{published_on.rpartition('/')[2]}"
    return bound(ontology.validity_from), valid_to
