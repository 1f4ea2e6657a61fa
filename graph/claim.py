"""Claim, Value, Evidence, Origin: what one document version says, once.

A claim never changes. Its id is a hash of the version, the spans, the predicate, the roles, polarity and modality, so
that reading the same text again with the same reader gives the same claims.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from graph.entity import LocalEntity

_encode = json.JSONEncoder(ensure_ascii=False).encode

POLARITIES = ("positive", "negative")
MODALITIES = ("asserted", "planned", "reported")


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A literal as read, with the kind that the ontology gives its place (text, date, number, money …)."""

    value: str
    datatype: str


Argument = LocalEntity | Value


@dataclass(frozen=True, slots=True)
class Origin:
    """Which rule found a claim, in which version of it; for a claim without a document, who asserts it."""

    rule: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.rule}@{self.version}" if self.version else self.rule

    @classmethod
    def parse(cls, text: str) -> Origin:
        rule, _, version = text.rpartition("@")
        return cls(rule, version) if rule else cls(text)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that says it, and where each argument is named: `(role, start, end)`, anywhere in the document.

    Offsets are code points of the version's text. `text` is the passage; it is kept because an import may lack the
    document's text.
    """

    start: int
    end: int
    text: str
    arguments: tuple[tuple[str, int, int], ...] = ()

    def span(self, role: str) -> tuple[int, int] | None:
        """Where the argument of a role (`subject`, `object` or a qualifier's) is named, if it is."""
        return next(((start, end) for name, start, end in self.arguments if name == role), None)


@dataclass(frozen=True, slots=True)
class Claim:
    """Subject, predicate, object, qualifiers (sorted by role, one value a role), polarity, modality, validity, evidence."""

    id: str
    subject: LocalEntity
    predicate: str
    object: Argument
    qualifiers: tuple[tuple[str, Argument], ...]
    polarity: str
    modality: str
    valid_from: str | None
    valid_to: str | None
    confidence: float
    origin: Origin
    evidence: Evidence | None

    def arguments(self) -> Iterator[tuple[str, Argument]]:
        """Every argument with its role: `subject`, `object`, then the qualifiers in order."""
        yield "subject", self.subject
        yield "object", self.object
        yield from self.qualifiers


def claim_id(version: str, *, subject: LocalEntity, predicate: str, object: Argument,
             qualifiers: tuple[tuple[str, Argument], ...], polarity: str, modality: str,
             evidence: Evidence | None, origin: str = "") -> str:
    """The id of a claim by its content, in whatever order it is told; 32 hex digits. `origin` counts only without evidence."""
    told = [version, plain(subject), predicate, plain(object),
            [[role, plain(value)] for role, value in sorted(qualifiers, key=lambda item: item[0])], polarity, modality,
            [evidence.start, evidence.end, sorted(map(list, evidence.arguments))] if evidence else origin]
    return hashlib.sha256(_encode(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def plain(argument: Argument) -> dict[str, str]:
    """An argument as JSON holds it: `{"name", "type"}` or `{"value", "datatype"}`."""
    if isinstance(argument, Value):
        return {"value": argument.value, "datatype": argument.datatype}
    return {"name": argument.name, "type": argument.type}
