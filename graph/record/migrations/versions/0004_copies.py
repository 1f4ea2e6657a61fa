"""Near copies: bands of the open texts, and which documents belong together.

What an older record holds of either is told once its schema is today's (`graph.record.database`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
LONG: TypeEngine[int] = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")


def upgrade() -> None:
    op.create_table("text_bands",
        sa.Column("band", LONG, autoincrement=False, nullable=False),
        sa.Column("key", LONG, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("band", "key"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_table("text_keys",
        sa.Column("key", LONG, autoincrement=False, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_strict=True
    )
    op.create_table("copies",
        sa.Column("document", TEXT, nullable=False),
        sa.Column("cluster", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("document"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
    op.create_index("copies_cluster", "copies", ["cluster"])
