"""The tables, once, for SQLite and PostgreSQL. Only Text, Integer and a real number: SQLite's STRICT takes no other.

Written by reading and judging, never overwritten: documents, versions, mentions, claims, claim_roles,
claim_periods, locals, local_names, judgements, changes. Derived from these in the same transaction, rebuildable to the
same rows: merged, parts, entities, entity_types, entity_names, name_keys, memberships, statements, statement_roles,
statement_claims, statement_sources, text_bands, text_keys, copies; these hold no foreign keys, `graph.verify` compares them with
what they follow from.

Text is compared by code point on both databases (SQLite BINARY, PostgreSQL COLLATE "C").

`opened` and `closed` are change numbers; `closed` is NULL while a row holds. Days are ISO text (YYYY-MM-DD). A literal
stands in (`value`, `datatype`, `key`), where `key` is what it is compared by (`graph.identity.values`). JSON is Text.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, MetaData
from sqlalchemy import Table as _Table
from sqlalchemy import Text as _Text
from sqlalchemy import text as sql
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

metadata = MetaData()

Text = _Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
Long: TypeEngine[int] = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
Real: TypeEngine[float] = Double().with_variant(sqlite.REAL(), "sqlite")


def Table(name: str, *parts: Any, narrow: bool = False) -> _Table:  # noqa: N802
    """A table, STRICT on SQLite; a narrow one is kept in its primary key alone."""
    return _Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=not narrow)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _to(name: str, target: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(target), nullable=null)


def _where(condition: str) -> dict[str, Any]:
    """An index of the rows alone for which a condition holds."""
    return {"sqlite_where": sql(condition), "postgresql_where": sql(condition)}


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


# --- what was read and judged

changes = Table(
    "changes",
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("at"),  # ISO instant, UTC, never before the one of the number below
    _text("kind"),  # read, import, merge, split, undo, forget …
    _text("subject", null=True),  # the document or judgement that it is about
)

documents = Table(
    "documents",
    Column("id", Text, primary_key=True),
    _text("source"),
    _text("version", null=True),  # the open one
)

versions = Table(
    "versions",
    Column("id", Text, primary_key=True),
    _to("document", "documents.id"),
    _text("source"),
    _text("url", null=True), _text("title", null=True), _text("publisher", null=True),
    _text("published_on", null=True), _text("published_earliest", null=True), _text("published_latest", null=True),
    _text("language", null=True),
    _text("fingerprint"),  # of the reading whose claims are open
    _number("opened"), _number("closed", null=True),
    _text("text", null=True),  # last: what stands behind a long text is slow to read
    Index("versions_document", "document"),
)

locals_ = Table(
    "locals",
    Column("id", Text, primary_key=True),
    _to("document", "documents.id", null=True),  # NULL: of a claim without a document
    _text("name"), _text("type"), _text("key_entity"),  # the entity that name and type group alone give
    _number("opened"), _number("closed", null=True),
    Index("locals_document", "document"),
)

local_names = Table(
    "local_names",
    Column("local", Text, ForeignKey("locals.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    _number("count"),  # mentions in the open version
    narrow=True,
)

mentions = Table(
    "mentions",
    Column("version", Text, ForeignKey("versions.id"), primary_key=True),
    Column("start", Integer, primary_key=True), Column("end", Integer, primary_key=True),
    Column("local", Text, ForeignKey("locals.id"), primary_key=True),
    _text("text"), _text("type"), _text("entity"),
    narrow=True,
)
"""Those of a version's latest reading."""

claims = Table(
    "claims",
    Column("id", Text, primary_key=True),
    _to("version", "versions.id", null=True), _text("document", null=True),
    _to("subject", "locals.id"), _text("subject_name"), _text("subject_type"), _text("predicate"),
    _to("object", "locals.id", null=True), _text("object_name", null=True), _text("object_type", null=True),
    _text("object_value", null=True), _text("object_datatype", null=True), _text("object_key", null=True),
    _text("polarity"), _text("modality"), _text("valid_from", null=True), _text("valid_to", null=True),
    Column("confidence", Real, nullable=False), _text("origin"),
    _number("start", null=True), _number("end", null=True), _text("quote", null=True),
    _number("verifiable"),  # 1 where the quote can be cut again from the text
    _number("opened"), _number("closed", null=True),
    _text("spans", null=True),  # JSON: [role, start, end] of each argument, in order
    Index("claims_document", "document"), Index("claims_subject", "subject"), Index("claims_object", "object"),
)
"""`opened` and `closed` are those of the latest period in which the claim holds; earlier ones are in claim_periods."""

claim_periods = Table(
    "claim_periods",
    Column("claim", Text, ForeignKey("claims.id"), primary_key=True), Column("opened", Integer, primary_key=True),
    _number("closed"),
    _text("valid_from", null=True), _text("valid_to", null=True), Column("confidence", Real, nullable=False), _text("origin"),
    narrow=True,
)
"""Periods that are over of claims that opened again (a text that came back), or that another reader sees otherwise."""

claim_roles = Table(
    "claim_roles",
    Column("claim", Text, ForeignKey("claims.id"), primary_key=True), Column("role", Text, primary_key=True),
    _to("local", "locals.id", null=True), _text("name", null=True), _text("type", null=True),
    _text("value", null=True), _text("datatype", null=True), _text("key", null=True),
    Index("claim_roles_local", "local", **_where("local IS NOT NULL")),
    narrow=True,
)

judgements = Table(
    "judgements",
    Column("id", Text, primary_key=True),
    _text("kind"),  # same, different, undo
    _text("what"),  # JSON: what is judged to be same or different
    _text("author"), _text("at"), _text("reason"),
    _number("opened"), _number("closed", null=True),  # closed: undone
)

# --- what follows from it

merged = Table(
    "merged",
    Column("id", Text, primary_key=True),
    _text("entity"),
    narrow=True,
)
"""Ids for which another one stands, by judgements that hold."""

parts = Table(
    "parts",
    Column("document", Text, primary_key=True), Column("entity", Text, primary_key=True), Column("part", Text, primary_key=True),
    narrow=True,
)
"""What a judgement has split off: a document's entity of `entity` is `part`."""

entities = Table(
    "entities",
    Column("id", Text, primary_key=True),
    _text("name"), _text("type"), _text("sort_key"), _number("mentions"), _number("statements"),
    _number("locals"),  # documents' entities that are open; 0: known from what is closed only
    _text("types"),  # JSON: votes by type
    _text("names"),  # JSON: by name, the mentions that read so, and the mentions and documents for which it is the best one
    Index("entities_type", "type", "sort_key", "id"), Index("entities_sort_key", "sort_key", "id"),
)

entity_types = Table(
    "entity_types",
    Column("entity", Text, primary_key=True), Column("type", Text, primary_key=True),
    Index("entity_types_type", "type", "entity"),
    narrow=True,
)

entity_names = Table(
    "entity_names",
    Column("entity", Text, primary_key=True), Column("name", Text, primary_key=True),
    _text("folded"),
    Index("entity_names_folded", "folded", "entity"),
    narrow=True,
)

name_keys = Table(
    "name_keys",
    Column("shelf", Integer, primary_key=True, autoincrement=False), Column("key", Text, primary_key=True),
    Column("entity", Text, primary_key=True),
    narrow=True,
)
"""What names are found by as they are typed (graph.record.search)."""

memberships = Table(
    "memberships",
    Column("local", Text, primary_key=True),
    _text("entity"),
    Index("memberships_entity", "entity"),
    narrow=True,
)

statements = Table(
    "statements",
    Column("id", Text, primary_key=True),
    _text("subject"), _text("predicate"),
    _text("object", null=True), _text("object_value", null=True), _text("object_datatype", null=True), _text("object_key"),
    _text("polarity"), _text("modality"),
    _text("valid_from", null=True), _text("valid_to", null=True),
    _text("from_earliest", null=True), _text("to_latest", null=True),
    _number("ended"),  # 1: over on a day that nobody names
    Column("confidence", Real, nullable=False), _number("sources"),
    _number("live"),  # 1 while a claim of it is open
    Column("doubt", Long, nullable=False),  # the sum over its sources that confidence comes from (graph.record.grouping)
    _text("dated_by", null=True),  # the claim that its validity is taken from
    Index("statements_subject", "subject", "predicate"),
    Index("statements_object", "object", "predicate"),
    Index("statements_predicate", "predicate", "object_key"),
    Index("statements_from", "from_earliest"), Index("statements_to", "to_latest"),
)
"""`object_key` is the object's id, or the key of its literal. Kept when its claims are closed, for `known_at`."""

statement_roles = Table(
    "statement_roles",
    Column("statement", Text, primary_key=True),
    Column("role", Text, primary_key=True), Column("key", Text, primary_key=True),
    _text("entity", null=True), _text("value", null=True), _text("datatype", null=True), _number("identifying"),
    Index("statement_roles_entity", "entity", "role", **_where("entity IS NOT NULL")),
    Index("statement_roles_key", "role", "key", **_where("entity IS NULL")),
    narrow=True,
)
"""Every value that an open claim of the statement (or, without open ones, a closed one) gives a role."""

statement_claims = Table(
    "statement_claims",
    Column("statement", Text, primary_key=True),
    Column("claim", Text, primary_key=True), Column("opened", Integer, primary_key=True),
    _text("document", null=True),  # never NULL: "" of a claim without one
    _text("published_earliest", null=True), _text("published_latest", null=True),
    _number("closed", null=True),
    Index("statement_claims_document", "document", "claim"),  # a document's claims side by side
    narrow=True,
)
"""One row for each period in which a claim of the statement holds."""

statement_sources = Table(
    "statement_sources",
    Column("statement", Text, primary_key=True),
    Column("source", Text, primary_key=True),  # a sentence by its hash, or a document without one
    Column("confidence", Real, nullable=False),  # of the best claim
    _number("units"),  # documents that say it in these words
    narrow=True,
)
"""What a statement rests on that more than one document tells, each source once, so that another one is added without looking at
those that are there."""

text_bands = Table(
    "text_bands",
    Column("band", Long, primary_key=True, autoincrement=False), Column("key", Long, primary_key=True, autoincrement=False),
    narrow=True,
)
"""Bands of the open texts, each with the keys of the documents that have it (graph.record.shingles)."""

text_keys = Table(
    "text_keys",
    Column("key", Long, primary_key=True, autoincrement=False),
    _text("document"),
)

copies = Table(
    "copies",
    Column("document", Text, primary_key=True),
    _text("cluster"),  # the first id of the documents that belong together
    Index("copies_cluster", "cluster"),
    narrow=True,
)
"""Documents whose open texts are near copies of others'."""

touched = Table(
    "touched",
    Column("change", Integer, primary_key=True), Column("kind", Text, primary_key=True),  # kind: statement, entity, document
    Column("id", Text, primary_key=True),
    narrow=True,
)
"""What each change made, altered or removed in what follows from the record: all that a view needs to catch up."""
