"""The tables, once, for SQLite and PostgreSQL. Only Text, Integer and Double: SQLite's STRICT takes no other.

Written by reading and judging, never overwritten: documents, versions, mentions, claims, claim_roles, claim_spans,
locals, local_names, judgements, changes. Derived from these in the same transaction, rebuildable to the same rows:
entities, entity_types, entity_names, memberships, statements, statement_roles, statement_claims.

`opened` and `closed` are change numbers; `closed` is NULL while a row holds. Days are ISO text (YYYY-MM-DD). A literal
stands in (`value`, `datatype`, `key`), where `key` is what it is compared by (`graph.identity.values`). JSON is Text.
"""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData()


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _to(name: str, target: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(target), nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


# --- what was read and judged

changes = Table(
    "changes", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("at"),  # ISO instant, UTC, never before the one of the number below
    _text("kind"),  # read, import, merge, split, undo, forget …
    _text("subject", null=True),  # the document or judgement that it is about
)

documents = Table(
    "documents", metadata,
    Column("id", Text, primary_key=True),
    _text("source"),
    _text("version", null=True),  # the open one
)

versions = Table(
    "versions", metadata,
    Column("id", Text, primary_key=True),
    _to("document", "documents.id"),
    _text("text", null=True),
    _text("source"),
    _text("url", null=True), _text("title", null=True), _text("publisher", null=True),
    _text("published_on", null=True), _text("published_earliest", null=True), _text("published_latest", null=True),
    _text("language", null=True),
    _text("fingerprint"),  # of the reading whose claims are open
    _number("opened"), _number("closed", null=True),
    Index("versions_document", "document"),
)

locals_ = Table(
    "locals", metadata,
    Column("id", Text, primary_key=True),
    _to("document", "documents.id"),
    _text("name"), _text("type"), _text("key_entity"),  # the entity that name and type group alone give
    _number("opened"), _number("closed", null=True),
    Index("locals_document", "document"), Index("locals_key_entity", "key_entity"),
)

local_names = Table(
    "local_names", metadata,
    Column("local", Text, ForeignKey("locals.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    _number("count"),  # mentions in the open version
)

mentions = Table(
    "mentions", metadata,
    Column("version", Text, ForeignKey("versions.id"), primary_key=True),
    Column("start", Integer, primary_key=True), Column("end", Integer, primary_key=True),
    Column("local", Text, ForeignKey("locals.id"), primary_key=True),
    _text("text"), _text("type"),
)

claims = Table(
    "claims", metadata,
    Column("id", Text, primary_key=True),
    _to("version", "versions.id", null=True), _text("document", null=True),
    _to("subject", "locals.id"), _text("subject_type"), _text("predicate"),
    _to("object", "locals.id", null=True), _text("object_type", null=True),
    _text("object_value", null=True), _text("object_datatype", null=True), _text("object_key", null=True),
    _text("polarity"), _text("modality"), _text("valid_from", null=True), _text("valid_to", null=True),
    Column("confidence", Double, nullable=False), _text("origin"),
    _number("start", null=True), _number("end", null=True), _text("quote", null=True),
    _number("verifiable"),  # 1 where the quote can be cut again from the text
    _number("opened"), _number("closed", null=True),
    Index("claims_document", "document"), Index("claims_subject", "subject"), Index("claims_object", "object"),
)

claim_roles = Table(
    "claim_roles", metadata,
    Column("claim", Text, ForeignKey("claims.id"), primary_key=True), Column("role", Text, primary_key=True),
    _to("local", "locals.id", null=True), _text("type", null=True),
    _text("value", null=True), _text("datatype", null=True), _text("key", null=True),
    Index("claim_roles_local", "local"),
)

claim_spans = Table(
    "claim_spans", metadata,
    Column("claim", Text, ForeignKey("claims.id"), primary_key=True), Column("role", Text, primary_key=True),
    Column("start", Integer, primary_key=True), Column("end", Integer, primary_key=True),
)

judgements = Table(
    "judgements", metadata,
    Column("id", Text, primary_key=True),
    _text("kind"),  # same, different, undo
    _text("what"),  # JSON: what is judged to be same or different
    _text("author"), _text("at"), _text("reason"),
    _number("opened"), _number("closed", null=True),  # closed: undone
)

# --- what follows from it

entities = Table(
    "entities", metadata,
    Column("id", Text, primary_key=True),
    _text("name"), _text("type"), _text("sort_key"), _number("mentions"), _number("statements"),
    Index("entities_type", "type", "sort_key", "id"), Index("entities_sort_key", "sort_key", "id"),
)

entity_types = Table(
    "entity_types", metadata,
    Column("entity", Text, ForeignKey("entities.id"), primary_key=True), Column("type", Text, primary_key=True),
    _number("votes"),
    Index("entity_types_type", "type", "entity"),
)

entity_names = Table(
    "entity_names", metadata,
    Column("entity", Text, ForeignKey("entities.id"), primary_key=True), Column("name", Text, primary_key=True),
    _text("folded"), _number("count"),
    Index("entity_names_folded", "folded", "entity"),
)

memberships = Table(
    "memberships", metadata,
    Column("local", Text, ForeignKey("locals.id"), primary_key=True),
    _text("entity"),
    Index("memberships_entity", "entity"),
)

statements = Table(
    "statements", metadata,
    Column("id", Text, primary_key=True),
    _text("subject"), _text("predicate"),
    _text("object", null=True), _text("object_value", null=True), _text("object_datatype", null=True), _text("object_key"),
    _text("polarity"), _text("modality"),
    _text("valid_from", null=True), _text("valid_to", null=True),
    _text("from_earliest", null=True), _text("to_latest", null=True),
    _number("ended"),  # 1: over on a day that nobody names
    Column("confidence", Double, nullable=False), _number("sources"),
    _number("live"),  # 1 while a claim of it is open
    Index("statements_subject", "subject", "predicate"),
    Index("statements_object", "object", "predicate"),
    Index("statements_predicate", "predicate", "object_key"),
)
"""`object_key` is the object's id, or the key of its literal. Kept when its claims are closed, for `known_at`."""

statement_roles = Table(
    "statement_roles", metadata,
    Column("statement", Text, ForeignKey("statements.id"), primary_key=True),
    Column("role", Text, primary_key=True), Column("key", Text, primary_key=True),
    _text("entity", null=True), _text("value", null=True), _text("datatype", null=True), _number("identifying"),
    Index("statement_roles_entity", "entity", "role"), Index("statement_roles_key", "role", "key"),
)
"""Every value that an open claim of the statement (or, without open ones, a closed one) gives a role."""

statement_claims = Table(
    "statement_claims", metadata,
    Column("statement", Text, ForeignKey("statements.id"), primary_key=True),
    Column("claim", Text, ForeignKey("claims.id"), primary_key=True),
    _text("document", null=True), _text("published_earliest", null=True), _text("published_latest", null=True),
    _number("opened"), _number("closed", null=True),
    Index("statement_claims_claim", "claim"),
)

touched = Table(
    "touched", metadata,
    Column("change", Integer, primary_key=True), Column("kind", Text, primary_key=True),  # kind: statement, entity, document
    Column("id", Text, primary_key=True),
)
"""What each change made, altered or removed in what follows from the record: all that a view needs to catch up."""
