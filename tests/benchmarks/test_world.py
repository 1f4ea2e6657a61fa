"""The made-up world: always the same, sound, and in the shape that it claims."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.world import CLAIMS, SHARES, World
from graph.ontology import ontology
from graph.ontology.check import violations

SMALL = World(entities=2000)


def test_a_document_does_not_depend_on_those_before_it_nor_on_the_process() -> None:
    told = "import sys; from benchmarks.world import World; sys.stdout.buffer.write(list(World(2000).lines(80))[7])"
    alone = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, cwd=Path(__file__).parents[2]).stdout
    assert json.loads(alone) == SMALL.document(7)


def test_another_seed_is_another_world() -> None:
    assert World(entities=2000, seed=2).document(7) != SMALL.document(7)


@pytest.mark.parametrize("type_", sorted(SHARES))
def test_no_two_entities_of_a_type_have_one_name(type_: str) -> None:
    world = World()
    count = world.count(type_)
    assert len({world.name(type_, number) for number in range(count)}) == count


def test_every_claim_is_allowed_and_every_span_is_cut_from_the_text() -> None:
    for number in range(50):
        reading = SMALL.reading(number)
        text = reading.document.text
        assert text is not None
        assert len(reading.claims) == CLAIMS
        for mention in reading.mentions:
            assert text[mention.start:mention.end] == mention.text
        for claim in reading.claims:
            assert list(violations(claim, ontology())) == []
            assert claim.evidence is not None
            assert text[claim.evidence.start:claim.evidence.end] == claim.evidence.text
            names = {role: getattr(argument, "name", None) or getattr(argument, "value", None) for role, argument in claim.arguments()}
            assert {role: text[start:end] for role, start, end in claim.evidence.arguments} == names


def test_the_shape() -> None:
    claims = [claim for number in range(200) for claim in SMALL.reading(number).claims]
    with_roles = sum(bool(claim.qualifiers) for claim in claims) / len(claims)
    assert 0.25 < with_roles < 0.45
    assert {"planned", "reported", "asserted"} == {claim.modality for claim in claims}
    assert any(claim.polarity == "negative" for claim in claims)
    assert any(start < claim.evidence.start for claim in claims if claim.evidence for _, start, _ in claim.evidence.arguments)
    told: dict[str, int] = {}
    for claim in claims:
        told[claim.subject.name] = told.get(claim.subject.name, 0) + 1
    assert max(told.values()) > 5 * sum(told.values()) / len(told)
