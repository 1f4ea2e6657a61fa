from __future__ import annotations

from tests.ingest.conftest import Read, shown


def test_one_statement_once_with_the_fuller_roles(read: Read) -> None:
    claims = read("[Tern Media|Studio] handled the [dubbing|Service] of [Salt Roses|Title] for [Plop|Platform].").claims
    services = [claim for claim in claims if claim.predicate == "provides_service"]
    assert len(services) == 1
    assert {role for role, _ in services[0].qualifiers} >= {"title", "to"}


def test_evidence_points_into_the_text(read: Read) -> None:
    reading = read("[Ana Reis|Person] is back. She founded [Tern Media|Studio] in [Leeds|Region].")
    text = reading.document.text or ""
    [claim] = [claim for claim in reading.claims if claim.predicate == "founded"]
    assert shown(claim) == ("Ana Reis", "founded", "Tern Media")
    assert claim.evidence is not None
    assert text[claim.evidence.start:claim.evidence.end] == claim.evidence.text == "She founded Tern Media in Leeds."
    spans = {role: text[start:end] for role, start, end in claim.evidence.arguments}
    assert (spans["subject"], spans["object"]) == ("Ana Reis", "Tern Media")
    assert claim.confidence < 0.95
