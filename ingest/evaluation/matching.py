"""When what was read says the same as what was annotated.

Looser than the graph's own identity, on purpose: it asks whether a person would call it the same. Names are compared without
case, accents, articles and company suffixes; predicates that say nearly the same count as equal; a symmetric relation matches
either way round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from graph.claim import Argument, Claim, Value
from graph.ontology import Ontology
from ingest.evaluation.gold import GoldDocument, Said

INTERCHANGEABLE = frozenset(map(frozenset, (
    ("Platform", "Organization"), ("Studio", "Organization"), ("Studio", "Platform"), ("Brand", "Organization"), ("Service", "Tool"),
    ("Format", "Genre"))))
"""Types that the press takes for one another."""
EQUIVALENT = (("owns", "operates"), ("launches", "founded"), ("funds", "commissions"), ("partners_with", "supplies_content_to"))
"""Predicates that count as equal."""
_GROUPS = {predicate: group[0] for group in EQUIVALENT for predicate in group}

Fact = tuple[str, str, str, str]
"""Subject, predicate group, object, polarity: what makes two statements of a document the same one."""
Roles = frozenset[tuple[str, str]]


def loose(name: object) -> str:
    """A name or value as a reader compares it."""
    folded = unicodedata.normalize("NFKD", str(name)).casefold()
    folded = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", folded))
    folded = re.sub(r"[’'`´]s\b", "", folded)
    folded = re.sub(r"[^\w&+$%.]+", " ", folded).strip(" .")
    folded = re.sub(r"^(the|a|an) ", "", folded)
    return re.sub(r" (inc|ltd|llc|co|corp|limited|gmbh)$", "", folded).strip()


def number(value: str) -> str | None:
    """The plain number that a value holds, so that `7,500` and `7500` agree."""
    found = re.search(r"\d[\d,]*\.?\d*", value)
    return found.group().replace(",", "").rstrip(".") if found else None


def same_value(gold: str, read: str) -> bool:
    """Whether two values are equal, one holds the other, or both hold one number."""
    left, right = loose(gold), loose(read)
    if not left or not right:
        return False
    if left == right or (min(len(left), len(right)) >= 4 and (left in right or right in left)):
        return True
    return number(gold) is not None and number(gold) == number(read)


def same_type(left: str, right: str) -> bool:
    return left == right or frozenset((left, right)) in INTERCHANGEABLE


def same_passage(gold: str, read: str) -> bool:
    """Whether two quotes overlap: one holds the other, or half the words of the shorter are shared."""
    if not read:
        return False
    left, right = set(read.split()), set(gold.split())
    return read in gold or gold in read or len(left & right) / max(1, min(len(left), len(right))) >= 0.5


class Names:
    """The entities of one annotated document, found by any of their names."""

    def __init__(self, gold: GoldDocument, aliases: Mapping[str, Sequence[str]]) -> None:
        self.types = {entity.name: entity.type for entity in gold.entities}
        self._named: dict[str, str] = {}
        for entity in gold.entities:
            others = [name for head, names in aliases.items() if entity.name == head or entity.name in names for name in (head, *names)]
            for name in (entity.name, *entity.aliases, *others, *(surface for surface, _ in entity.mentions)):
                self._named.setdefault(loose(name), entity.name)

    def find(self, name: str) -> str | None:
        """The entity that a name means here, if any."""
        return self._named.get(loose(name))

    def resolve(self, name: str) -> str:
        """The entity that a name means here, else the name as it is compared."""
        return self.find(name) or loose(name)


def said(claim: Claim, names: Names) -> Said:
    """A claim in the form in which it is compared, its entities resolved among the annotated ones."""
    literal = isinstance(claim.object, Value)
    target = _plain(claim.object)
    return Said(names.resolve(claim.subject.name), claim.predicate, target if literal else names.resolve(target), literal,
                {role: _plain(value) for role, value in claim.qualifiers}, claim.polarity, claim.modality,
                claim.evidence.text if claim.evidence else "")


def fact(told: Said, symmetric: Set[str]) -> Fact:
    """What a statement says, qualifiers aside; a metric is what is measured and its number."""
    subject, target = told.subject, told.object
    if told.predicate == "has_metric":
        target = f"{loose(told.qualifiers.get('metric', target))}={number(told.qualifiers.get('value', target))}"
    elif told.literal:
        target = loose(target)
    if told.predicate in symmetric:
        subject, target = sorted((subject, target))
    return subject, _GROUPS.get(told.predicate, told.predicate), target, told.polarity


def identifying(told: Said, names: Names, ontology: Ontology) -> Roles:
    """The identifying roles that hold entities, with the entity: who to, for which title, in which region."""
    relation = ontology.relations.get(told.predicate)
    return frozenset((role, names.resolve(told.qualifiers[role])) for role in (relation.identifying if relation else ())
                     if ontology.roles[role].kind == "entity" and role in told.qualifiers)


def one_value_each(told: Said, names: Names) -> Iterator[Said]:
    """A statement for each entity that a qualifier lists; most have none and come out as they are."""
    for role, value in told.qualifiers.items():
        parts = [part.strip() for part in value.split(",")]
        if len(parts) > 1 and value not in names.types and all(part in names.types for part in parts):
            for part in parts:
                yield from one_value_each(replace(told, qualifiers={**told.qualifiers, role: part}), names)
            return
    yield told


def _plain(argument: Argument) -> str:
    return argument.value if isinstance(argument, Value) else argument.name
