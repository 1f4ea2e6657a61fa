"""The first schema: what was read and judged, and what follows from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
REAL: TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table("changes",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
        sqlite_with_rowid=True
    )
    op.create_table("documents",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True
    )
    op.create_table("entities",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("sort_key", TEXT, nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("locals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True
    )
    op.create_index("entities_sort_key", "entities", ["sort_key", "id"], unique=False)
    op.create_index("entities_type", "entities", ["type", "sort_key", "id"], unique=False)
    op.create_table("entity_names",
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "name"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_index("entity_names_folded", "entity_names", ["folded", "entity"], unique=False)
    op.create_table("entity_types",
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "type"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_index("entity_types_type", "entity_types", ["type", "entity"], unique=False)
    op.create_table("judgements",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True
    )
    op.create_table("memberships",
        sa.Column("local", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("local"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_index("memberships_entity", "memberships", ["entity"], unique=False)
    op.create_table("merged",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_table("parts",
        sa.Column("document", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("document", "entity", "part"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_table("statement_claims",
        sa.Column("statement", TEXT, nullable=False),
        sa.Column("claim", TEXT, nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("document", TEXT, nullable=True),
        sa.Column("published_earliest", TEXT, nullable=True),
        sa.Column("published_latest", TEXT, nullable=True),
        sa.Column("closed", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("statement", "claim", "opened"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_index("statement_claims_claim", "statement_claims", ["claim"], unique=False)
    op.create_table("statement_roles",
        sa.Column("statement", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=True),
        sa.Column("value", TEXT, nullable=True),
        sa.Column("datatype", TEXT, nullable=True),
        sa.Column("identifying", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("statement", "role", "key"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_index("statement_roles_entity", "statement_roles", ["entity", "role"], unique=False)
    op.create_index("statement_roles_key", "statement_roles", ["role", "key"], unique=False)
    op.create_table("statements",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("predicate", TEXT, nullable=False),
        sa.Column("object", TEXT, nullable=True),
        sa.Column("object_value", TEXT, nullable=True),
        sa.Column("object_datatype", TEXT, nullable=True),
        sa.Column("object_key", TEXT, nullable=False),
        sa.Column("polarity", TEXT, nullable=False),
        sa.Column("modality", TEXT, nullable=False),
        sa.Column("valid_from", TEXT, nullable=True),
        sa.Column("valid_to", TEXT, nullable=True),
        sa.Column("from_earliest", TEXT, nullable=True),
        sa.Column("to_latest", TEXT, nullable=True),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("confidence", REAL, nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True
    )
    op.create_index("statements_from", "statements", ["from_earliest"], unique=False)
    op.create_index("statements_object", "statements", ["object", "predicate"], unique=False)
    op.create_index("statements_predicate", "statements", ["predicate", "object_key"], unique=False)
    op.create_index("statements_subject", "statements", ["subject", "predicate"], unique=False)
    op.create_index("statements_to", "statements", ["to_latest"], unique=False)
    op.create_table("touched",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("change", "kind", "id"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_table("locals",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("key_entity", TEXT, nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True
    )
    op.create_index("locals_document", "locals", ["document"], unique=False)
    op.create_index("locals_key_entity", "locals", ["key_entity"], unique=False)
    op.create_table("versions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("published_on", TEXT, nullable=True),
        sa.Column("published_earliest", TEXT, nullable=True),
        sa.Column("published_latest", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=True),
        sa.Column("text", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True
    )
    op.create_index("versions_document", "versions", ["document"], unique=False)
    op.create_table("claims",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=True),
        sa.Column("document", TEXT, nullable=True),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("subject_name", TEXT, nullable=False),
        sa.Column("subject_type", TEXT, nullable=False),
        sa.Column("predicate", TEXT, nullable=False),
        sa.Column("object", TEXT, nullable=True),
        sa.Column("object_name", TEXT, nullable=True),
        sa.Column("object_type", TEXT, nullable=True),
        sa.Column("object_value", TEXT, nullable=True),
        sa.Column("object_datatype", TEXT, nullable=True),
        sa.Column("object_key", TEXT, nullable=True),
        sa.Column("polarity", TEXT, nullable=False),
        sa.Column("modality", TEXT, nullable=False),
        sa.Column("valid_from", TEXT, nullable=True),
        sa.Column("valid_to", TEXT, nullable=True),
        sa.Column("confidence", REAL, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("quote", TEXT, nullable=True),
        sa.Column("verifiable", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["object"], ["locals.id"], ),
        sa.ForeignKeyConstraint(["subject"], ["locals.id"], ),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True
    )
    op.create_index("claims_document", "claims", ["document"], unique=False)
    op.create_index("claims_object", "claims", ["object"], unique=False)
    op.create_index("claims_subject", "claims", ["subject"], unique=False)
    op.create_table("local_names",
        sa.Column("local", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["local"], ["locals.id"], ),
        sa.PrimaryKeyConstraint("local", "name", "type"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_table("mentions",
        sa.Column("version", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("local", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["local"], ["locals.id"], ),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], ),
        sa.PrimaryKeyConstraint("version", "start", "end", "local"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_table("claim_periods",
        sa.Column("claim", TEXT, nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("valid_from", TEXT, nullable=True),
        sa.Column("valid_to", TEXT, nullable=True),
        sa.Column("confidence", REAL, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], ),
        sa.PrimaryKeyConstraint("claim", "opened"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_table("claim_roles",
        sa.Column("claim", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("local", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("type", TEXT, nullable=True),
        sa.Column("value", TEXT, nullable=True),
        sa.Column("datatype", TEXT, nullable=True),
        sa.Column("key", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], ),
        sa.ForeignKeyConstraint(["local"], ["locals.id"], ),
        sa.PrimaryKeyConstraint("claim", "role"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_index("claim_roles_local", "claim_roles", ["local"], unique=False)
    op.create_table("claim_spans",
        sa.Column("claim", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], ),
        sa.PrimaryKeyConstraint("claim", "role", "start", "end"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
