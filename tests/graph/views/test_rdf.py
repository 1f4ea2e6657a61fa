"""Nouns as triples: what each says, and what the default graph takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from graph.claim import Value
from graph.document import Document
from graph.entity import Entity, Name
from graph.ontology import ontology, vocabulary
from graph.statement import Statement
from graph.views import rdf
from graph.views.edges import derived_iri, edge_triples
from graph.views.terms import CONCEPT, ENTITY, OA, PROV, RDF, RDFS, RG, ROLE, ROLE_KEY, SKOS, STATEMENT, XSD, Lit, Term, Triple

DAY = dt.date(2026, 3, 1)
BASE = Statement("s1", "e1", "provides_service", "e2", (("to", "e3"), ("to", Value("two apps", "text"))), "positive", "asserted", None,
                 None, ended=False, confidence=0.91, sources=2, claims=("c1",))


@dataclass(frozen=True)
class Row:
    claim: str = "c1"
    version: str | None = "v1"
    quote: str = "A sells B."
    passages: tuple[tuple[int, int], ...] = ((5, 15),)
    arguments: tuple[tuple[str, int, int], ...] = (("object", 13, 14), ("subject", 5, 6), ("to", 0, 4))
    confidence: float = 0.9
    origin: str = "verb@2"
    verifiable: bool = True


def values(triples: list[Triple], subject: str, predicate: str) -> set[Term]:
    return {told[2] for told in triples if told[:2] == (subject, predicate)}


def test_a_statement_tells_its_places_its_roles_and_its_measure() -> None:
    told = list(rdf.statement_triples(BASE, ontology()))
    node = STATEMENT + "s1"
    assert values(told, node, RG + "subject") == {ENTITY + "e1"}
    assert values(told, node, RG + "predicate") == {RG + "provides_service"}
    assert values(told, node, RG + "object") == values(told, node, RG + "objectKey") == {ENTITY + "e2"}
    assert values(told, node, ROLE + "to") == {ENTITY + "e3", Lit("two apps")}
    assert values(told, node, ROLE_KEY + "to") == {ENTITY + "e3", Lit("t:two apps")}
    assert values(told, node, RG + "confidence") == {Lit("0.91", XSD + "double")}
    assert values(told, node, RG + "sources") == {Lit("2", XSD + "integer")}


def test_a_number_can_be_compared() -> None:
    told = list(rdf.statement_triples(replace(BASE, predicate="has_metric", object=Value("$34 million", "money")), ontology()))
    node = STATEMENT + "s1"
    assert values(told, node, RG + "object") == {Lit("$34 million", RG + "money")}
    assert values(told, node, RG + "objectKey") == {Lit("n:34000000 USD")}
    assert values(told, node, RG + "objectNumber") == {Lit("34000000", XSD + "double")}
    assert values(told, node, RG + "objectUnit") == {Lit("USD")}


@pytest.mark.parametrize("value", [Value("55", "number"), Value("055", "number"), Value("2026", "date"), Value("2026-02", "date"),
                                   Value("2026-02-13", "date"), Value("spring", "date"), Value("2026-13", "date"), Value("x", "text"),
                                   Value("60 percent", "percentage"), Value("9" * 30, "number")])
def test_a_literal_comes_back(value: Value) -> None:
    assert rdf.value(rdf.literal(value)) == value


@pytest.mark.parametrize(("changed", "stands"), [
    ({}, True),
    ({"polarity": "negative"}, False),
    ({"modality": "planned"}, False),
    ({"valid_from": "2026-03-01"}, True),
    ({"valid_from": "2026-03-02"}, False),
    ({"valid_from": "2026"}, True),
    ({"valid_to": "2026-02-28"}, False),
    ({"valid_to": "2026-03"}, True),
    ({"ended": True}, False),
    ({"ended": True, "valid_to": "2027"}, True),
    ({"valid_to": "../2026-03-01", "roles": (("status", Value("former", "text")),)}, False),
    ({"valid_to": "../2026-03-02", "roles": (("status", Value("former", "text")),)}, True),
    ({"valid_to": "../2026-03-01"}, True),
])
def test_what_stands_on_a_day(changed: dict[str, object], stands: bool) -> None:
    assert rdf.stands(replace(BASE, **changed), DAY, ontology()) is stands  # type: ignore[arg-type]


def test_a_claim_leads_to_its_words_in_its_version() -> None:
    told = list(rdf.claim_triples("s1", Row(), "Cape A sells B."))
    claim = "urn:reelgraph:claim:c1"
    assert values(told, STATEMENT + "s1", RG + "claim") == {claim}
    assert values(told, claim, PROV + "wasDerivedFrom") == {"urn:reelgraph:version:v1"}
    assert values(told, claim, PROV + "wasAttributedTo") == {"urn:reelgraph:rule:verb%402"}
    assert values(told, claim, RDF + "type") == {RG + "Claim", OA + "Annotation"}
    found = {}
    for target in values(told, claim, OA + "hasTarget"):
        assert isinstance(target, str)
        assert values(told, target, OA + "hasSource") == {"urn:reelgraph:version:v1"}
        (role,) = values(told, target, RG + "role")
        start = values(told, f"{target}.position", OA + "start").pop()
        end = values(told, f"{target}.position", OA + "end").pop()
        exact = values(told, f"{target}.quote", OA + "exact").pop()
        assert isinstance(start, Lit)
        assert isinstance(end, Lit)
        assert isinstance(exact, Lit)
        found[role] = (int(start.value), int(end.value), exact.value)
    assert found == {RG + "passage": (5, 15, "A sells B."), RG + "subject": (5, 6, "A"), RG + "object": (13, 14, "B"),
                     ROLE + "to": (0, 4, "Cape")}


def test_without_a_text_only_the_passage_is_quoted() -> None:
    told = list(rdf.claim_triples("s1", Row(), None))
    assert {triple[2] for triple in told if triple[1] == OA + "exact"} == {Lit("A sells B.")}
    assert sum(triple[1] == OA + "hasTarget" for triple in told) == 4


def test_a_claim_without_a_document_says_who_asserts_it() -> None:
    told = list(rdf.claim_triples("s1", Row(version=None, passages=(), arguments=(), origin="an analyst"), None))
    assert {triple[2] for triple in told if triple[1] == PROV + "wasAttributedTo"} == {"urn:reelgraph:rule:an%20analyst"}
    assert not [triple for triple in told if triple[1] in (OA + "hasTarget", PROV + "wasDerivedFrom")]


def test_an_entity_has_its_types_names_and_concept() -> None:
    entity = Entity("e1", "finishing", "Service", ("Service", "Tool"), (Name("finishing", 3), Name("Finishing work", 1)))
    told = list(rdf.entity_triples(entity, rdf.concept_names(vocabulary())))
    node = ENTITY + "e1"
    assert values(told, node, RDF + "type") == {RG + "Service", RG + "Tool"}
    assert values(told, node, RG + "primaryType") == {RG + "Service"}
    assert values(told, node, RDFS + "label") == {Lit("finishing", language="en")}
    assert values(told, node, SKOS + "altLabel") == {Lit("Finishing work", language="en")}
    assert values(told, node, SKOS + "exactMatch") == {CONCEPT + "Service:finishing"}
    assert {triple[1] for triple in told} <= rdf.ENTITY_PROPERTIES


def test_a_document_never_tells_its_text() -> None:
    document = Document("a b.txt", "a b.txt", "The secret text.", url="https://x.example/a", title="T", published_on="2026-02")
    told = list(rdf.document_triples(document))
    assert "secret" not in str(told)
    version = "urn:reelgraph:version:" + document.version
    assert values(told, version, RG + "publishedLatest") == {Lit("2026-02-28", XSD + "date")}
    assert not values(list(rdf.document_triples(replace(document, published_on="soon"))), version, RG + "publishedLatest")


def test_derived_edges_lead_back_to_their_statement() -> None:
    told = list(edge_triples(BASE, ontology()))
    assert (ENTITY + "e1", RG + "provides_service", ENTITY + "e2") in told
    assert (ENTITY + "e1", RG + "serves", ENTITY + "e3") in told
    node = derived_iri(ENTITY + "e1", RG + "serves", ENTITY + "e3")
    assert values(told, node, PROV + "wasDerivedFrom") == {STATEMENT + "s1"}
    assert values(told, node, RDF + "object") == {ENTITY + "e3"}
    assert not [triple for triple in told if triple[1] == RG + "works_on"]


def test_symmetric_edges_stand_both_ways() -> None:
    partners = list(edge_triples(replace(BASE, predicate="partners_with", roles=()), ontology()))
    assert partners == [(ENTITY + "e1", RG + "partners_with", ENTITY + "e2"), (ENTITY + "e2", RG + "partners_with", ENTITY + "e1")]
    made = list(edge_triples(replace(BASE, predicate="produces", roles=(("with", "e3"),)), ontology()))
    assert (ENTITY + "e1", RG + "co_produces_with", ENTITY + "e3") in made
    assert (ENTITY + "e3", RG + "co_produces_with", ENTITY + "e1") in made
