"""Why a claim breaks the ontology, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.claim import Claim, Origin, Value
from graph.entity import LocalEntity
from graph.errors import OntologyViolation
from graph.ontology import ontology
from graph.ontology.check import check, violations
from tests.graph.telling import PERSON, PLATFORM, SERVICE, STUDIO

GOOD = Claim("c", STUDIO, "provides_service", SERVICE, (("to", PLATFORM),), "positive", "asserted", "2025", None, 0.9, Origin("test"), None)


def test_a_claim_that_keeps_to_it_passes() -> None:
    assert list(violations(GOOD, ontology())) == []
    check(GOOD, ontology())


@pytest.mark.parametrize(("claim", "word"), [
    (replace(GOOD, predicate="admires"), "unknown predicate"), (replace(GOOD, object=Value("finishing", "text")), "can't be a literal"),
    (replace(GOOD, object=PERSON), "its object can't be a Person"), (replace(GOOD, subject=LocalEntity("Ada", "Genre")), "its subject can't"),
    (replace(GOOD, qualifiers=(("moon", PLATFORM),)), "unknown role"), (replace(GOOD, predicate="has_metric"), "must be a literal"),
    (replace(GOOD, polarity="maybe"), "polarity"), (replace(GOOD, modality="dreamt"), "modality"),
    (replace(GOOD, confidence=1.5), "between 0 and 1"), (replace(GOOD, valid_from="soon"), "soon"),
    (replace(GOOD, subject=LocalEntity(" ", "Studio")), "without a name")])
def test_each_reason_is_told(claim: Claim, word: str) -> None:
    assert any(word in reason for reason in violations(claim, ontology()))
    with pytest.raises(OntologyViolation):
        check(claim, ontology())
