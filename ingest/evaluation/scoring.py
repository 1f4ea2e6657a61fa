"""Counts over one annotated document after the other: right, found, expected; and every miss and false alarm.

Micro-averaged: counts are added up over documents, and precision and recall are taken at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.document import Mention, Reading
from graph.ontology import Ontology
from ingest.evaluation.gold import GoldDocument, GoldEntity, Said
from ingest.evaluation.matching import (
    Fact,
    Names,
    Roles,
    fact,
    identifying,
    loose,
    one_value_each,
    said,
    same_passage,
    same_type,
    same_value,
)
from ingest.evaluation.passages import Passages

MOODS = ("negative", "not_asserted")
"""What is said not to hold; and, of the statements that are right, what is planned or reported."""
MEASURES = ("entities", "entities_strict_type", "mentions_exact", "mentions_overlap", "statements", "nary_statements", "qualifiers")


@dataclass(frozen=True, slots=True)
class Score:
    """How many were right, of those found and those expected."""

    what: str
    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_json(self) -> dict[str, float]:
        return {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4),
                "tp": self.right, "predicted": self.found, "gold": self.expected}


@dataclass(frozen=True, slots=True)
class Line:
    """A statement that was missed, or found and not expected: its document and passage, what else is said of the two (`beside`)."""

    document: str
    statement: Said
    passage: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trust:
    """A statement that was found: by which rule, how sure the reader was, and whether it was expected."""

    rule: str
    confidence: float
    right: bool


@dataclass(slots=True)
class Scores:
    """What was counted so far. Iterating gives the measures in order."""

    documents: int = 0
    unread: list[str] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    predicates: dict[str, Counter[str]] = field(default_factory=dict)
    constructions: dict[str, Counter[str]] = field(default_factory=dict)
    """How many of the statements told in each construction were found, where that was asked for."""
    trust: list[Trust] = field(default_factory=list)
    misses: list[Line] = field(default_factory=list)
    false_alarms: list[Line] = field(default_factory=list)

    def __iter__(self) -> Iterator[Score]:
        return (self[what] for what in MEASURES)

    def __getitem__(self, what: str) -> Score:
        return Score(what, self.right[what], self.found[what], self.expected[what])

    @property
    def modality(self) -> float:
        """The share of the right statements whose modality is right."""
        return self._share("modality")

    @property
    def evidence(self) -> float:
        """The share of the right statements whose evidence overlaps the annotated one."""
        return self._share("evidence")

    def by_predicate(self) -> list[Score]:
        """Statements of each predicate, the most expected first."""
        scores = [Score(predicate, count["right"], count["found"], count["expected"]) for predicate, count in self.predicates.items()]
        return sorted(scores, key=lambda score: -score.expected)

    def by_construction(self) -> list[Score]:
        """Statements by the way in which the text tells them: what of each was found. Nothing is said of what was found too much."""
        scores = [Score(name, count["right"], count["right"], count["expected"]) for name, count in self.constructions.items()]
        return sorted(scores, key=lambda score: -score.expected)

    def to_json(self) -> dict[str, Any]:
        """All numbers, rounded to four places."""
        return {"documents": self.documents, "documents_without_prediction": self.unread,
                **{score.what: score.to_json() for score in self},
                "modality": round(self.modality, 4), "evidence": round(self.evidence, 4),
                "per_predicate": {score.what: score.to_json() for score in self.by_predicate()},
                **({"recall_by_construction": {score.what: round(score.recall, 4) for score in self.by_construction()}}
                   if self.constructions else {})}

    def add(self, what: str, *, right: int, found: int, expected: int) -> None:
        self.right[what] += right
        self.found[what] += found
        self.expected[what] += expected

    def _share(self, what: str) -> float:
        return self.right[what] / self.right["statements"] if self.right["statements"] else 0.0


def count(scores: Scores, gold: GoldDocument, reading: Reading | None, *, aliases: Mapping[str, Sequence[str]], ontology: Ontology,
          constructions: Mapping[frozenset[str], str] | None = None) -> None:
    """Add one document to the scores; None: it could not be read, and all of it is missed. `constructions` tell by pair of names
    how the text joins them."""
    names = Names(gold, aliases)
    scores.documents += 1
    if reading is None:
        scores.unread.append(gold.stem)
    mentions = reading.mentions if reading else ()
    told = [said(claim, names) for claim in reading.claims] if reading else []
    text = reading.document.text if reading else (gold.document.text if gold.document else gold.article.read_text("utf-8"))
    _entities(scores, gold, mentions, names)
    _mentions(scores, gold.entities, mentions, text or "")
    _many(scores, gold, told, names, ontology)
    _statements(scores, gold, told, ontology, Passages(gold, text or ""))
    if reading:
        _trust(scores, gold, reading, told, ontology)
    if constructions is not None:
        _constructions(scores, gold, told, ontology, constructions)


def _trust(scores: Scores, gold: GoldDocument, reading: Reading, told: Sequence[Said], ontology: Ontology) -> None:
    """Which rule found each statement, and whether it is right; what is optional counts on neither side."""
    symmetric = _symmetric(ontology)
    required, optional = set(_first(gold.required, symmetric)), set(_first(gold.optional, symmetric))
    best: dict[Fact, Trust] = {}
    for claim, one in zip(reading.claims, told, strict=True):
        key = fact(one, symmetric)
        if key in required or key not in optional:
            found = Trust(claim.origin.rule, claim.confidence, key in required)
            if key not in best or best[key].confidence < found.confidence:
                best[key] = found
    scores.trust += best.values()


def _constructions(scores: Scores, gold: GoldDocument, told: Sequence[Said], ontology: Ontology,
                   constructions: Mapping[frozenset[str], str]) -> None:
    symmetric = _symmetric(ontology)
    found = set(_first(told, symmetric))
    for key, one in _first(gold.required, symmetric).items():
        name = "value" if one.literal else constructions.get(frozenset((one.subject, one.object)), "other sentence")
        scores.constructions.setdefault(name, Counter()).update(expected=1, right=key in found)


def _entities(scores: Scores, gold: GoldDocument, mentions: Sequence[Mention], names: Names) -> None:
    seen: dict[str, str] = {}
    for mention in mentions:
        name = mention.entity or mention.text
        seen.setdefault(names.find(name) or names.find(mention.text) or loose(name), mention.type)
    expected = {(entity.name, entity.type) for entity in gold.entities if entity.mentions}
    for what, equal in (("entities", same_type), ("entities_strict_type", str.__eq__)):
        right = sum(name in seen and bool(equal(type_, seen[name])) for name, type_ in expected)
        scores.add(what, right=right, found=len(seen), expected=len(expected))


def _mentions(scores: Scores, entities: Iterable[GoldEntity], mentions: Sequence[Mention], text: str) -> None:
    expected = places(entities, text)
    free = [(mention.start, mention.end, mention.type) for mention in mentions]
    exact = overlap = 0
    for start, end, type_ in expected:
        fits = [one for one in free if one[0] < end and start < one[1] and same_type(type_, one[2])]
        same = [one for one in fits if one[:2] == (start, end)]
        exact += bool(same)
        if fits:
            overlap += 1
            free.remove((same or fits)[0])
    scores.add("mentions_exact", right=exact, found=len(mentions), expected=len(expected))
    scores.add("mentions_overlap", right=overlap, found=len(mentions), expected=len(expected))


def places(entities: Iterable[GoldEntity], text: str) -> list[tuple[int, int, str]]:
    """Where annotated names stand: the longest first, each place of the text used once, whole words only."""
    surfaces = sorted(((surface, entity.type, times) for entity in entities for surface, times in entity.mentions),
                      key=lambda entry: -len(entry[0]))
    taken = bytearray(len(text))
    found = []
    for surface, type_, times in surfaces:
        start = 0
        while times and (start := text.find(surface, start)) >= 0:
            end = start + len(surface)
            if not any(taken[start:end]) and not _cuts(text, start) and not _cuts(text, end):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, type_))
                times -= 1
            start = end
    return found


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _many(scores: Scores, gold: GoldDocument, told: Sequence[Said], names: Names, ontology: Ontology) -> None:
    symmetric = _symmetric(ontology)

    def keys(statements: Iterable[Said]) -> set[tuple[Fact, Roles]]:
        return {(fact(one, symmetric), identifying(one, names, ontology)) for one in statements}

    required = keys(one for statement in gold.required for one in one_value_each(statement, names))
    optional = keys(one for statement in gold.optional for one in one_value_each(statement, names))
    found = keys(told)
    scores.add("nary_statements", right=len(found & required), found=len(found - (optional - required)), expected=len(required))


def _statements(scores: Scores, gold: GoldDocument, told: Sequence[Said], ontology: Ontology, passages: Passages) -> None:
    symmetric = _symmetric(ontology)
    required = _first(gold.required, symmetric)
    optional = set(_first(gold.optional, symmetric)) - set(required)
    found = {key: one for key, one in _first(told, symmetric).items() if key not in optional}
    right = [key for key in required if key in found]
    scores.add("statements", right=len(right), found=len(found), expected=len(required))
    for key, one in required.items():
        counter = scores.predicates.setdefault(one.predicate, Counter())
        counter["expected"] += 1
        counter["right"] += key in found
        if key not in found:
            scores.misses.append(Line(gold.stem, one, passages.of(one), _beside(one, found.values())))
    for key, one in found.items():
        scores.predicates.setdefault(required.get(key, one).predicate, Counter())["found"] += 1
        if key not in required:
            scores.false_alarms.append(Line(gold.stem, one, passages.of(one), _beside(one, required.values())))
    negative = [key for key in required if key[3] == "negative"]
    told_so = sum(key[3] == "negative" for key in found)
    scores.add("negative", right=sum(key in found for key in negative), found=told_so, expected=len(negative))
    for key in right:
        _details(scores, required[key], found[key])


def _beside(one: Said, others: Iterable[Said]) -> tuple[str, ...]:
    """What the other side says of the same two."""
    sides = {one.subject, one.object}
    return tuple(f"{other.subject} {other.predicate} {other.object}" + (" (negative)" if other.polarity != "positive" else "")
                 for other in others if {other.subject, other.object} == sides)


def _details(scores: Scores, gold: Said, read: Said) -> None:
    right = sum(role in read.qualifiers and same_value(value, read.qualifiers[role]) for role, value in gold.qualifiers.items())
    scores.add("qualifiers", right=right, found=len(read.qualifiers), expected=len(gold.qualifiers))
    scores.right["modality"] += gold.modality == read.modality
    told, wanted = read.modality != "asserted", gold.modality != "asserted"
    scores.add("not_asserted", right=told and wanted and gold.modality == read.modality, found=told, expected=wanted)
    scores.right["evidence"] += not gold.evidence or same_passage(gold.evidence, read.evidence)


def _first(statements: Iterable[Said], symmetric: frozenset[str]) -> dict[Fact, Said]:
    """Statements by what they say: one fact told twice in a document is one, as it was told first."""
    facts: dict[Fact, Said] = {}
    for one in statements:
        facts.setdefault(fact(one, symmetric), one)
    return facts


def _symmetric(ontology: Ontology) -> frozenset[str]:
    return frozenset(name for name, relation in ontology.relations.items() if relation.symmetric)
