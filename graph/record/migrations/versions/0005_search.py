"""Names as they are typed: what each entity is found by.

The names of an older record are told once its schema is today's (`graph.record.database`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table("name_keys",
        sa.Column("shelf", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("shelf", "key", "entity"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
