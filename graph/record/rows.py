"""The one door between nouns and SQL rows: documents, mentions, claims, statements, entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from typing import Any

import orjson

from graph import dates
from graph.claim import Argument, Claim, Evidence, Origin, Value, claim_id
from graph.document import Document, Mention
from graph.entity import LocalEntity
from graph.errors import ValueFormatError
from graph.identity.linking import entity_id, local_id
from graph.identity.values import normalise
from graph.record.entities import Local
from graph.statement import Statement

Span = tuple[str, int, int]
"""The role of an argument, and the characters that name it."""
Published = tuple[str | None, str | None, str | None]
"""When a document was published, as told, and the first and the last day that this may mean; None where nobody can read it."""


def version_row(document: Document, fingerprint: str, change: int) -> dict[str, Any]:
    published_on, earliest, latest = published(document.published_on)
    return {
        "id": document.version, "document": document.id, "text": document.text, "source": document.source, "url": document.url,
        "title": document.title, "publisher": document.publisher, "published_on": published_on,
        "published_earliest": earliest, "published_latest": latest,
        "language": document.language, "fingerprint": fingerprint, "opened": change, "closed": None,
    }


def document(row: Mapping[Any, Any]) -> Document:
    return Document(row["document"], row["source"], row["text"], row["url"], row["title"], row["publisher"], row["published_on"],
                    row["language"])


def published(text: str | None) -> Published:
    try:
        bounds = dates.parse(text)
    except ValueFormatError:
        bounds = dates.OPEN
    return text, bounds.earliest.isoformat() if bounds.earliest else None, bounds.latest.isoformat() if bounds.latest else None


def mention_rows(owner: str, version: str, mentions: Iterable[Mention]) -> dict[tuple[int, int, str], dict[str, Any]]:
    rows = {}
    for mention in sorted(mentions, key=attrgetter("start", "end", "text", "type", "entity")):
        local = local_id(owner, LocalEntity(mention.entity, mention.type))
        rows[mention.start, mention.end, local] = {"version": version, "start": mention.start, "end": mention.end, "local": local,
                                                   "text": mention.text, "type": mention.type, "entity": mention.entity}
    return rows


def locals_of(owner: str, mentions: Iterable[Mention], claims: Iterable[Claim]) -> dict[str, Local]:
    """The entities of a document by id: name and type by vote of their mentions, then by order of code points."""
    names: dict[str, dict[str, int]] = {}
    types: dict[str, dict[str, int]] = {}
    found: dict[str, Local] = {}
    keys: dict[tuple[str, str], str] = {}
    told = {(mention.start, mention.end, mention.text, mention.type, mention.entity) for mention in mentions}
    asked = {(argument.name, argument.type) for claim in claims for _, argument in claim.arguments() if isinstance(argument, LocalEntity)}
    for name, type_ in {(entity, type_) for _, _, _, type_, entity in told} | asked:
        key = keys[name, type_] = local_id(owner, LocalEntity(name, type_))
        if key not in found:
            found[key], names[key], types[key] = Local("", ""), {}, {}
        names[key].setdefault(name, 0)
        types[key].setdefault(type_, 0)
    for _, _, text, type_, entity in told:
        key = keys[entity, type_]
        names[key][entity] += 1
        types[key][type_] += 1
        counted = found[key].names
        counted[text, type_] = counted.get((text, type_), 0) + 1
    for key, local in found.items():
        local.name, local.type = _winner(names[key]), _winner(types[key])
    return found


def local_row(key: str, owner: str | None, local: Local, change: int) -> dict[str, Any]:
    return {"id": key, "document": owner, "name": local.name, "type": local.type, "key_entity": entity_id(local.name, local.type),
            "opened": change, "closed": None}


def _winner(votes: Mapping[str, int]) -> str:
    return min(votes.items(), key=lambda item: (-item[1], item[0]))[0]


def claim_rows(claim: Claim, document: Document | None, change: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of a claim, and those of its roles."""
    owner = document.id if document else asserter(claim)
    evidence = claim.evidence
    verifiable = evidence is not None and document is not None and document.text is not None
    object_ = _place(claim.object, owner)
    row = {
        "id": claim.id, "version": document.version if document else None, "document": document.id if document else None,
        "subject": local_id(owner, claim.subject), "subject_name": claim.subject.name, "subject_type": claim.subject.type,
        "predicate": claim.predicate, "object": object_["local"], "object_name": object_["name"], "object_type": object_["type"],
        "object_value": object_["value"], "object_datatype": object_["datatype"], "object_key": object_["key"],
        "polarity": claim.polarity, "modality": claim.modality, "valid_from": claim.valid_from, "valid_to": claim.valid_to,
        "confidence": float(claim.confidence), "origin": str(claim.origin), "start": evidence.start if evidence else None,
        "end": evidence.end if evidence else None, "quote": evidence.text if evidence else None,
        "spans": _packed(evidence.arguments) if evidence else None, "verifiable": int(verifiable),
        "opened": change, "closed": None,
    }
    roles = [{"claim": claim.id, "role": role, **_place(value, owner)} for role, value in claim.qualifiers]
    return row, roles


def _packed(arguments: Iterable[Span]) -> str:
    return orjson.dumps(sorted(set(arguments))).decode()


def spans(text: str | None) -> tuple[Span, ...]:
    """The spans of a claim's arguments, in order; none where they can't be read, which `graph.verify` tells by the claim's id."""
    try:
        return tuple([(role, start, end) for role, start, end in orjson.loads(text)]) if text else ()
    except (ValueError, TypeError):
        return ()


def _place(argument: Argument, owner: str) -> dict[str, Any]:
    if isinstance(argument, Value):
        return {"local": None, "name": None, "type": None, "value": argument.value, "datatype": argument.datatype,
                "key": normalise(argument)}
    return {"local": local_id(owner, argument), "name": argument.name, "type": argument.type, "value": None, "datatype": None,
            "key": None}


def asserter(claim: Claim) -> str:
    """In place of a document: who asserts a claim without one. No document's id begins with a NUL."""
    return f"\0{claim.origin}"


def claim(row: Mapping[Any, Any], roles: Sequence[Mapping[Any, Any]]) -> Claim:
    """The claim that rows hold; roles in order."""
    evidence = None
    if row["start"] is not None:
        evidence = Evidence(row["start"], row["end"], row["quote"], spans(row["spans"]))
    object_ = (LocalEntity(row["object_name"], row["object_type"]) if row["object"] is not None
               else Value(row["object_value"], row["object_datatype"]))
    return Claim(row["id"], LocalEntity(row["subject_name"], row["subject_type"]), row["predicate"], object_,
                 tuple((role["role"], LocalEntity(role["name"], role["type"]) if role["local"] is not None
                        else Value(role["value"], role["datatype"])) for role in roles),
                 row["polarity"], row["modality"], row["valid_from"], row["valid_to"], row["confidence"], Origin.parse(row["origin"]),
                 evidence)


def named_by_content(claim: Claim, version: str) -> str:
    """The id that a claim's content gives it."""
    return claim_id(version, subject=claim.subject, predicate=claim.predicate, object=claim.object, qualifiers=claim.qualifiers,
                    polarity=claim.polarity, modality=claim.modality, evidence=claim.evidence, origin=str(claim.origin))


def canonical(claim: Claim, version: str) -> Claim:
    """A claim as the record keeps it: qualifiers and spans in order, one span a role, named by its content."""
    evidence = claim.evidence
    if evidence and not _in_order([role for role, _, _ in evidence.arguments]):
        first: dict[str, tuple[int, int]] = {}
        for role, start, end in evidence.arguments:
            first.setdefault(role, (start, end))
        evidence = replace(evidence, arguments=tuple((role, *first[role]) for role in sorted(first)))
    if evidence is not claim.evidence or not _in_order([role for role, _ in claim.qualifiers]):
        claim = replace(claim, qualifiers=tuple(sorted(claim.qualifiers, key=lambda item: item[0])), evidence=evidence)
    id_ = named_by_content(claim, version)
    return claim if id_ == claim.id else replace(claim, id=id_)


def _in_order(roles: Sequence[str]) -> bool:
    """Whether roles are sorted, each once."""
    return all(first < second for first, second in pairwise(roles))


def statement(row: Mapping[Any, Any], roles: Iterable[Mapping[Any, Any]], claims: Iterable[str]) -> Statement:
    object_: str | Value = row["object"] if row["object"] is not None else Value(row["object_value"], row["object_datatype"])
    return Statement(
        row["id"], row["subject"], row["predicate"], object_,
        tuple((role["role"], role["entity"] if role["entity"] is not None else Value(role["value"], role["datatype"]))
              for role in sorted(roles, key=lambda role: (role["role"], role["key"]))),
        row["polarity"], row["modality"], row["valid_from"], row["valid_to"], bool(row["ended"]), row["confidence"], row["sources"],
        tuple(sorted(set(claims))))
