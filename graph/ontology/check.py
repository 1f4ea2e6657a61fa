"""Why a claim breaks the ontology. Domain and range are checked on the type as read, and never retroactively."""

from __future__ import annotations

from collections.abc import Iterator

from graph import dates
from graph.claim import MODALITIES, POLARITIES, Argument, Claim, Value
from graph.errors import OntologyViolation, ValueFormatError
from graph.ontology.model import LITERAL, Ontology


def check(claim: Claim, ontology: Ontology) -> None:
    """Raise OntologyViolation with every reason why a claim isn't allowed."""
    if reasons := tuple(violations(claim, ontology)):
        raise OntologyViolation(reasons)


def violations(claim: Claim, ontology: Ontology) -> Iterator[str]:
    """Each reason, in words; none where the claim is allowed."""
    relation = ontology.relations.get(claim.predicate)
    if relation is None:
        yield f"unknown predicate {claim.predicate!r}"
        return
    if claim.subject.type not in relation.domain:
        yield f"{claim.predicate}: its subject can't be a {claim.subject.type}"
    if isinstance(claim.object, Value):
        if not relation.takes_literal:
            yield f"{claim.predicate}: its object can't be a literal"
    elif claim.object.type not in relation.range:
        yield f"{claim.predicate}: its object can't be a {claim.object.type}"
    if relation.range == {LITERAL} and not isinstance(claim.object, Value):
        yield f"{claim.predicate}: its object must be a literal"
    for role, value in claim.qualifiers:
        if role not in ontology.roles:
            yield f"unknown role {role!r}"
        elif not ontology.allows(claim.predicate, role):
            yield f"{claim.predicate} takes no {role}"
        else:
            yield from _value(role, value, ontology)
    yield from _form(claim)


def _form(claim: Claim) -> Iterator[str]:
    if not claim.subject.name.strip() or not (claim.object.value if isinstance(claim.object, Value) else claim.object.name).strip():
        yield "an argument without a name"
    if claim.polarity not in POLARITIES:
        yield f"unknown polarity {claim.polarity!r}"
    if claim.modality not in MODALITIES:
        yield f"unknown modality {claim.modality!r}"
    if not 0 <= claim.confidence <= 1:
        yield f"confidence {claim.confidence} is not between 0 and 1"
    for bound in (claim.valid_from, claim.valid_to):
        try:
            dates.parse(bound)
        except ValueFormatError as error:
            yield str(error)


def _value(role: str, value: Argument, ontology: Ontology) -> Iterator[str]:
    rule = ontology.roles[role]
    if isinstance(value, Value):
        if rule.kind == "entity" and not rule.or_text:
            yield f"role {role} holds an entity, not a literal"
        if rule.kind == "one_of" and value.value not in rule.values:
            yield f"role {role} can't be {value.value!r}"
    elif rule.kind != "entity":
        yield f"role {role} holds a literal, not an entity"
    elif value.type not in rule.range:
        yield f"role {role} can't be a {value.type}"
