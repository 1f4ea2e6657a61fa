"""Worlds for the contract suites: documents with claims, told one a line, and what the record then holds, in plain Python.

A claim is `subject | predicate | object | role=value; role=value | polarity | modality | confidence`; what is left out is
positive, asserted, 0.9. A name is an entity of `types`; `Name/Type` gives it another type; anything else is a literal of
the kind that the ontology gives its place; `value^datatype` is a literal in any place.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from graph.claim import Argument, Claim, Evidence, Origin, Value, claim_id
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity
from graph.identity.linking import entity_id
from graph.ontology import Ontology, Vocabulary
from graph.record import Record
from graph.record import tables as t
from graph.statement import Statement
from tests.contracts.reference import Known, Support, World

CASES = Path(__file__).parent / "cases"
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


@dataclass(frozen=True)
class Telling:
    """A world as told: entity types by name, and documents in the order in which they are read."""

    types: Mapping[str, str]
    documents: Sequence[tuple[str, str | None, Sequence[str]]]

    def id(self, name: str) -> str:
        return entity_id(name, self.types[name])

    def name(self, id_: str) -> str | None:
        return next((name for name, type_ in self.types.items() if entity_id(name, type_) == id_), None)


def load(name: str) -> Telling:
    told = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))
    types = {entity: type_ for type_, entities in told["entities"].items() for entity in entities}
    return Telling(types, [(entry["id"], entry.get("published"), entry["claims"]) for entry in told["documents"]])


def write(telling: Telling, record: Record, ontology: Ontology) -> None:
    """Read every document into a record, each a change of its own."""
    writer = record.writer(ontology)
    for number, (id_, published, lines) in enumerate(telling.documents):
        written = writer.write(reading(telling, id_, published, lines, ontology), now=NOW + dt.timedelta(seconds=number))
        assert not written.refused, written.refused


def reading(telling: Telling, id_: str, published: str | None, lines: Sequence[str], ontology: Ontology) -> Reading:
    text = "".join(f"In {id_}: {line}\n" for line in lines)
    document = Document(id_, source=id_, text=text, published_on=published)
    claims: list[Claim] = []
    mentions: set[Mention] = set()
    start = 0
    for line in lines:
        passage = f"In {id_}: {line}"
        claim = _claim(telling, line, passage, start, document, ontology)
        claims.append(claim)
        for role, argument in claim.arguments():
            span = claim.evidence.span(role) if claim.evidence else None
            if span and isinstance(argument, LocalEntity):
                mentions.add(Mention(*span, text[span[0]:span[1]], argument.type, argument.name))
        start += len(passage) + 1
    return Reading(document, tuple(sorted(mentions)), tuple(claims), "tests")


def _claim(telling: Telling, line: str, passage: str, start: int, document: Document, ontology: Ontology) -> Claim:
    parts = [part.strip() for part in line.split("|")] + [""] * 4
    subject = _argument(telling, parts[0], "")
    assert isinstance(subject, LocalEntity)
    object_ = _argument(telling, parts[2], "number")
    roles = dict(pair.split("=", 1) for part in parts[3].split(";") if (pair := part.strip()))
    qualifiers = tuple(sorted((role, _argument(telling, value, ontology.roles[role].kind)) for role, value in roles.items()))
    spans = [(role, passage.index(name), len(name)) for role, name in
             [("subject", parts[0]), ("object", parts[2]), *((role, value) for role, value in roles.items())]]
    evidence = Evidence(start, start + len(passage), passage, tuple((role, start + at, start + at + size) for role, at, size in spans))
    valid_from = next((roles[role] for role in ontology.validity_from if role in roles), None)
    valid_to = roles.get("end")
    if valid_to is None and roles.get("status") in ontology.former and document.published_on:
        valid_to = f"../{document.published_on}"
    claim = Claim("", subject, parts[1], object_, qualifiers, parts[4] or "positive", parts[5] or "asserted", valid_from, valid_to,
                  float(parts[6] or 0.9), Origin("tests", "1"), evidence)
    return replace(claim, id=claim_id(document.version, subject=subject, predicate=claim.predicate, object=object_,
                                      qualifiers=qualifiers, polarity=claim.polarity, modality=claim.modality, evidence=evidence))


def _argument(telling: Telling, text: str, kind: str) -> Argument:
    if "^" in text:
        return Value(*text.split("^", 1))
    name, _, type_ = text.partition("/")
    if name in telling.types:
        return LocalEntity(name, type_ or telling.types[name])
    return Value(text, "text" if kind in ("entity", "one_of") else kind)


# --- what the record then holds


def world(record: Record, vocabulary: Vocabulary, telling: Telling) -> World:
    """Every statement with its claims, as the tables hold them."""
    with record.reader() as reader:
        connection = reader.connection
        statements = connection.execute(select(t.statements)).mappings().all()
        roles = connection.execute(select(t.statement_roles)).mappings().all()
        claims = connection.execute(select(t.statement_claims)).mappings().all()
        types = connection.execute(select(t.entity_types.c.entity, t.entity_types.c.type)).all()
        sort_keys = connection.execute(select(t.entities.c.id, t.entities.c.sort_key)).all()
    known = []
    for row in statements:
        filled = tuple(sorted(((role["role"], role["entity"] or Value(role["value"], role["datatype"])) for role in roles
                               if role["statement"] == row["id"]), key=str))
        object_ = row["object"] or Value(row["object_value"], row["object_datatype"])
        statement = Statement(row["id"], row["subject"], row["predicate"], object_, filled, row["polarity"], row["modality"],
                              row["valid_from"], row["valid_to"], bool(row["ended"]), row["confidence"], row["sources"])
        supports = tuple(Support(claim["opened"], claim["closed"], _day(claim["published_latest"]), claim["document"]) for claim in claims
                         if claim["statement"] == row["id"])
        known.append(Known(statement, _day(row["from_earliest"]), _day(row["to_latest"]), supports))
    return World(tuple(known), {entity: frozenset(type_ for one, type_ in types if one == entity) for entity, _ in types},
                 {str(id_): str(key) for id_, key in sort_keys}, narrower(telling, vocabulary))


def narrower(telling: Telling, vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    return {entity_id(concept.name, concept.type): frozenset(entity_id(name, concept.type) for name in
                                                             vocabulary.narrower(concept.type, concept.name))
            for concept in vocabulary if concept.name in telling.types}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
