"""The views that users may query in SQL of their own: names, columns and what each means.

They show what the record says now: live statements, open claims and documents, never texts in full, keys or jobs. Only these
names are promised; the tables below them may change with any version. A migration makes them, on SQLite and PostgreSQL alike
(0002); one that rebuilds a table below them drops them first and makes them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """What a view shows, and what each of its columns means, in order."""

    about: str
    columns: Mapping[str, str]


VIEWS: Mapping[str, View] = {
    "pub_entities": View("Entities that an open document or claim names.", {
        "id": "the entity's id, which stands in every other view",
        "name": "its chief name, as documents spell it",
        "type": "its primary type: Studio, Platform, Title …",
        "sort_key": "the name folded (no case, no accents, no Inc.): for ORDER BY, and to join on other sources",
        "mentions": "how often documents mention it",
        "statements": "how many live statements have it in any place",
    }),
    "pub_entity_types": View("The types of an entity, one row each: a Studio may be an Organization elsewhere.", {
        "entity": "the entity's id",
        "type": "a type that documents give it",
        "is_primary": "1 for the type that pub_entities shows",
    }),
    "pub_names": View("The names of an entity, one row for each spelling.", {
        "entity": "the entity's id",
        "name": "as documents spell it",
        "folded": "what names are compared by: no case, no accents",
        "mentions": "how many mentions read so",
    }),
    "pub_merged": View("Ids that were merged into others.", {
        "id": "the id of before",
        "entity": "the id that stands for it",
    }),
    "pub_statements": View("Statements that an open claim makes; claims that say the same are one.", {
        "id": "the statement's id",
        "subject": "the id of the subject",
        "subject_name": "its name",
        "predicate": "the relation: owns, provides_service …",
        "object": "the id of the object; NULL where it is a literal",
        "object_name": "the object's name, or the literal as read",
        "object_value": "the literal; NULL where the object is an entity",
        "object_datatype": "money, number, text …; NULL where the object is an entity",
        "polarity": "positive or negative",
        "modality": "asserted, planned or reported",
        "valid_from": "from when it holds, as precisely as told (EDTF: 2024, 2024-03, 2024-03-01)",
        "valid_to": "until when",
        "from_earliest": "the first day on which it may hold; NULL: nobody says",
        "to_latest": "the last day on which it may hold; NULL: nobody says",
        "ended": "1: over, on a day that nobody names",
        "current_from": "from_earliest, or 0001-01-01: 'DAY' BETWEEN current_from AND current_until is what is current on DAY",
        "current_until": "to_latest, or 9999-12-31; 0001-01-01 where it ended on a day that nobody names",
        "confidence": "from 0 to 1",
        "sources": "how many sources say so, copies counted once",
    }),
    "pub_roles": View("The roles of statements (to, title, region, amount …), one row for each value.", {
        "statement": "the statement's id",
        "role": "the role's name",
        "entity": "the id of what fills it; NULL for a literal",
        "name": "the entity's name, or the literal as read",
        "value": "the literal; NULL for an entity",
        "datatype": "money, date, text …; NULL for an entity",
    }),
    "pub_evidence": View("What statements rest on: each open claim with the passage that says it.", {
        "statement": "the statement's id",
        "claim": "the claim's id",
        "document": "the document's id; NULL for a claim without one",
        "quote": "the passage; NULL for a claim without a document",
        "start_char": "where the passage begins in the document's text, in code points",
        "end_char": "where it ends",
        "confidence": "of this claim, from 0 to 1",
        "origin": "what found it (a frame, a person, an import)",
        "valid_from": "from when it holds, as this claim says",
        "valid_to": "until when",
        "published_on": "when the document was published, as precisely as told",
        "known_since": "the change number at which the record learned it",
    }),
    "pub_documents": View("Documents as they were last read, without their texts.", {
        "id": "the document's id",
        "version": "the hash of the text that was last read",
        "source": "where it was read from: a file, a feed, an address",
        "url": "its address, if it has one",
        "title": "its title",
        "publisher": "who published it",
        "published_on": "when, as precisely as told",
        "published_earliest": "the first day that this may mean",
        "published_latest": "the last one",
        "language": "the language of its text",
        "known_since": "the change number at which this version was read",
    }),
    "pub_mentions": View("Where documents mention entities.", {
        "document": "the document's id",
        "entity": "the id of the entity",
        "text": "the words of the mention",
        "type": "the type that these words were read as",
        "start_char": "where they begin in the document's text, in code points",
        "end_char": "where they end",
    }),
    "pub_changes": View("Every change of the record, in order.", {
        "number": "the change number",
        "at": "when, in UTC",
        "kind": "read, import, merge …",
        "subject": "the document or judgement that it is about",
    }),
}
"""Every view, by name."""


def published_names() -> Mapping[str, tuple[str, ...]]:
    """The columns of each view that may be queried, by its name."""
    return {name: tuple(view.columns) for name, view in VIEWS.items()}
