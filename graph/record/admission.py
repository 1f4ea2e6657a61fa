"""What the record lets in: claims that keep to the ontology and whose spans can be cut from the text; the rest is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from graph.claim import Claim, Value
from graph.document import Document, Mention, Reading
from graph.errors import SourceError
from graph.ontology.check import violations
from graph.ontology.model import Ontology
from graph.record.rows import canonical

LONGEST_NAME = 600
"""Characters of a name or a type; an index can't hold much more."""

LONGEST_ID = 2000
"""Bytes of a document's id."""

Refused = tuple[str, tuple[str, ...]]


def readable(reading: Reading) -> None:
    """Raise SourceError where a text holds what no database keeps (NUL, half a surrogate pair)."""
    document = reading.document
    if reason := unkeepable("".join(filter(None, (document.id, document.source, document.text, document.url, document.title,
                                                   document.publisher, document.published_on, document.language)))):
        raise SourceError(document.source.replace("\0", ""), f"its text or metadata holds {reason}; clean it and read it again")
    if len(document.id) > LONGEST_ID or len(document.id.encode()) > LONGEST_ID:
        raise SourceError(document.source[:LONGEST_NAME],
                          f"its id takes more than the {LONGEST_ID} characters that are kept; give it a shorter one")


def unkeepable(text: str) -> str | None:
    """What in a text a database can't keep, in words."""
    if "\0" in text:
        return "a NUL character"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "half a surrogate pair"
    return None


def admitted(reading: Reading, ontology: Ontology) -> tuple[Reading, tuple[Refused, ...]]:
    """The reading as the record keeps it, and what it refuses with the reasons."""
    refused: list[Refused] = []
    kept: dict[str, Claim] = {}
    version = reading.document.version
    for claim in reading.claims:
        if reasons := refusal(claim, reading.document, ontology):
            refused.append((claim.id, reasons))
        else:
            told = canonical(claim, version)
            kept.setdefault(told.id, told)
    mentions = []
    for mention in reading.mentions:
        if reason := _mention(mention, reading.document):
            refused.append((f"mention {mention.start}-{mention.end}", (reason,)))
        else:
            mentions.append(mention)
    return replace(reading, claims=tuple(kept.values()), mentions=tuple(mentions)), tuple(refused)


def refusal(claim: Claim, document: Document | None, ontology: Ontology) -> tuple[str, ...]:
    """Why a claim is refused; nothing where it isn't. Without a document, `origin` says who asserts it."""
    return tuple(_reasons(claim, document, ontology))


def _reasons(claim: Claim, document: Document | None, ontology: Ontology) -> Iterator[str]:
    if document is None and claim.evidence is not None:
        yield "evidence without a document; put the claim into the line of its document"
        return
    yield from violations(claim, ontology)
    for role, number in Counter(role for role, _ in claim.qualifiers).items():
        if number > 1:
            yield f"role {role} stands twice; several values of a role are several claims"
    strings = []
    for role, argument in claim.arguments():
        if isinstance(argument, Value):
            strings += [argument.value, argument.datatype]
        else:
            strings += [argument.name, argument.type]
            if len(argument.name) > LONGEST_NAME:
                yield f"{role}: a name of more than {LONGEST_NAME} characters"
            if not argument.name.strip():
                yield f"{role}: an empty name"
    evidence = claim.evidence
    if reason := unkeepable("".join((*strings, evidence.text if evidence else "", str(claim.origin)))):
        yield f"it holds {reason}"
    if evidence and document is not None:
        spans = [("the quote", evidence.start, evidence.end), *evidence.arguments]
        size = len(document.text) if document.text is not None else None
        for role, start, end in spans:
            if not 0 <= start < end or (size is not None and end > size):
                yield f"{role}: no characters {start} to {end}"
        if document.text is not None and document.text[evidence.start:evidence.end] != evidence.text:
            yield "the quote is not what stands there in the text"


def _mention(mention: Mention, document: Document) -> str | None:
    if not mention.entity.strip() or len(mention.entity) > LONGEST_NAME or len(mention.text) > LONGEST_NAME:
        return f"a name that is empty or has more than {LONGEST_NAME} characters"
    if len(mention.type) > LONGEST_NAME:
        return f"a type of more than {LONGEST_NAME} characters"
    if not 0 <= mention.start < mention.end:
        return f"no characters {mention.start} to {mention.end}"
    if document.text is not None and document.text[mention.start:mention.end] != mention.text:
        return "the name is not what stands there in the text"
    if reason := unkeepable(mention.text + mention.entity + mention.type):
        return f"it holds {reason}"
    return None
