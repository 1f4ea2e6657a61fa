"""The lines of an export as nouns and back: refuses what it doesn't know, and says where.

{"kind": "document", "document": {"id", "source", "url", "title", "publisher", "published_on", "language", "text"},
 "fingerprint", "mentions": [{"start", "end", "text", "type", "entity"}],
 "claims": [{"id", "subject", "predicate", "object", "qualifiers", "polarity", "modality", "valid_from", "valid_to",
             "confidence", "origin", "evidence": {"start", "end", "text", "arguments": {role: [start, end]}}}]}
{"kind": "claim", "claim": {as above, without evidence; "origin" says who asserts it}}
{"kind": "judgement", "judgement": {"id", "kind", "entities" | "entity" and "documents" | "judgement", "author", "at", "reason"}}
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import orjson

from graph.claim import Argument, Claim, Evidence, Origin, Value, plain
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity
from graph.errors import ValueFormatError
from graph.identity.judgements import Judgement

_METADATA = ("url", "title", "publisher", "published_on", "language")


def document_line(reading: Reading, *, text: bool) -> dict[str, Any]:
    """A document with what it says, as JSON holds it."""
    document = reading.document
    told: dict[str, Any] = {"id": document.id, "source": document.source, **{name: getattr(document, name) for name in _METADATA}}
    if text and document.text is not None:
        told["text"] = document.text
    mentions = [{"start": mention.start, "end": mention.end, "text": mention.text, "type": mention.type, "entity": mention.entity}
                for mention in reading.mentions]
    return {"kind": "document", "document": told, "fingerprint": reading.fingerprint, "mentions": mentions,
            "claims": [claim_out(claim) for claim in reading.claims]}


def claim_out(claim: Claim) -> dict[str, Any]:
    evidence = claim.evidence
    return {
        "id": claim.id, "subject": plain(claim.subject), "predicate": claim.predicate, "object": plain(claim.object),
        "qualifiers": {role: plain(value) for role, value in claim.qualifiers}, "polarity": claim.polarity, "modality": claim.modality,
        "valid_from": claim.valid_from, "valid_to": claim.valid_to, "confidence": claim.confidence, "origin": str(claim.origin),
        "evidence": evidence and {"start": evidence.start, "end": evidence.end, "text": evidence.text,
                                  "arguments": {role: [start, end] for role, start, end in evidence.arguments}},
    }


def claim_line(claim: Claim) -> dict[str, Any]:
    """A claim without a document."""
    return {"kind": "claim", "claim": claim_out(claim)}


def judgement_line(judgement: Judgement) -> dict[str, Any]:
    return {"kind": "judgement", "judgement": {"id": judgement.id, "kind": judgement.kind, **judgement.what(),
                                               "author": judgement.author, "at": judgement.at, "reason": judgement.reason}}


def reading_of(told: dict[str, Any]) -> Reading:
    """The document that a line holds. Raises ValueFormatError.

    A line without a fingerprint (an extraction, another program's file) has one of its own content.
    """
    data = _object(told.get("document"), "document")
    document = Document(_text(data, "id"), _text(data, "source") if "source" in data else _text(data, "id"), _optional(data, "text"),
                        *(_optional(data, name) for name in _METADATA))
    mentions = tuple(_mention(item) for item in _list(told, "mentions"))
    claims = tuple(claim_in(item, number) for number, item in enumerate(_list(told, "claims")))
    fingerprint = told.get("fingerprint")
    if not isinstance(fingerprint, str):
        content = orjson.dumps([told.get("mentions"), told.get("claims")])
        fingerprint = "import:" + hashlib.sha256(content).hexdigest()[:24]
    return Reading(document, mentions, claims, fingerprint)


def claim_of(told: dict[str, Any]) -> Claim:
    """The claim without a document that a line holds. Raises ValueFormatError."""
    data = _object(told.get("claim"), "claim")
    if not data.get("origin"):
        raise ValueFormatError("claim", data.get("id"), "a claim without a document says in origin who asserts it")
    if data.get("evidence") is not None:
        raise ValueFormatError("claim", data.get("id"), "evidence without a document; put the claim into the line of its document")
    return claim_in(data)


def judgement_of(told: dict[str, Any]) -> Judgement:
    """The judgement that a line holds. Raises ValueFormatError."""
    data = dict(_object(told.get("judgement"), "judgement"))
    data.pop("id", None)
    kind, author, at, reason = (_text(data, name) for name in ("kind", "author", "at", "reason"))
    what = {name: value for name, value in data.items() if name not in ("kind", "author", "at", "reason")}
    return Judgement.of(kind, what, author=author, at=at, reason=reason)


def change_of(told: dict[str, Any]) -> tuple[int, dt.datetime, str]:
    """Number, instant and kind of the change that a line of a history carries. Raises ValueFormatError."""
    data = _object(told.get("change"), "change")
    try:
        at = dt.datetime.fromisoformat(_text(data, "at"))
    except ValueError as error:
        raise ValueFormatError("at", data.get("at"), "expected an ISO instant") from error
    if at.tzinfo is None:
        raise ValueFormatError("at", data.get("at"), "expected an instant with its offset")
    return _whole(data, "number"), at, _text(data, "kind")


def claim_in(data: Any, number: int = 0) -> Claim:
    where = f"claims[{number}]"
    told = _object(data, where)
    try:
        subject = _argument(told["subject"], where + ".subject")
        if isinstance(subject, Value):
            raise ValueFormatError(where + ".subject", told["subject"], "expected a name and a type")
        qualifiers = tuple(sorted((str(role), _argument(value, f"{where}.qualifiers.{role}"))
                                  for role, value in _object(told.get("qualifiers") or {}, where + ".qualifiers").items()))
        return Claim(str(told.get("id", number)), subject, _text(told, "predicate"), _argument(told["object"], where + ".object"),
                     qualifiers, str(told.get("polarity", "positive")), str(told.get("modality", "asserted")),
                     _optional(told, "valid_from"), _optional(told, "valid_to"), float(told.get("confidence", 1.0)),
                     Origin.parse(str(told.get("origin", "import"))), _evidence(told.get("evidence"), where))
    except KeyError as error:
        raise ValueFormatError(where, sorted(told), f"{error.args[0]} is missing") from error
    except (TypeError, ValueError) as error:
        raise ValueFormatError(where, told.get("id"), f"can't be read: {error}") from error


def _evidence(data: Any, where: str) -> Evidence | None:
    if data is None:
        return None
    told = _object(data, where + ".evidence")
    arguments = _object(told.get("arguments") or {}, where + ".evidence.arguments")
    return Evidence(_whole(told, "start"), _whole(told, "end"), _text(told, "text"),
                    tuple((str(role), *_span(span)) for role, span in sorted(arguments.items())))


def _mention(data: Any) -> Mention:
    told = _object(data, "mention")
    name = _text(told, "text")
    return Mention(_whole(told, "start"), _whole(told, "end"), name, _text(told, "type"), _optional(told, "entity") or name)


def _argument(data: Any, where: str) -> Argument:
    told = _object(data, where)
    if "value" in told:
        return Value(_text(told, "value"), str(told.get("datatype", "text")))
    return LocalEntity(_text(told, "name"), _text(told, "type"))


def _span(span: Any) -> tuple[int, int]:
    if not isinstance(span, list) or [type(item) for item in span] != [int, int] or min(span) < 0:
        raise ValueFormatError("span", span, "expected [start, end]")
    return span[0], span[1]


def _object(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ValueFormatError(where, data, "expected an object")
    return data


def _list(told: dict[str, Any], name: str) -> list[Any]:
    found = told.get(name) or []
    if not isinstance(found, list):
        raise ValueFormatError(name, found, "expected a list")
    return found


def _text(told: dict[str, Any], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str) or not found:
        raise ValueFormatError(name, found, "expected text")
    return found


def _optional(told: dict[str, Any], name: str) -> str | None:
    found = told.get(name)
    if found is not None and not isinstance(found, str):
        raise ValueFormatError(name, found, "expected text or null")
    return found


def _whole(told: dict[str, Any], name: str) -> int:
    found = told.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found < 2**31:
        raise ValueFormatError(name, found, "expected a number of characters")
    return found
