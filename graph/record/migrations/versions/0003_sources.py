"""What statements rest on, source by source, so that another one is added without looking at those that are there.

What an older record's statements rest on is told once its schema is today's (`graph.record.database`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
REAL: TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
LONG: TypeEngine[int] = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")


def upgrade() -> None:
    op.add_column("statements", sa.Column("doubt", LONG, nullable=False, server_default="0"))
    op.add_column("statements", sa.Column("dated_by", TEXT, nullable=True))
    op.create_table("statement_sources",
        sa.Column("statement", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("confidence", REAL, nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("statement", "source"),
        sqlite_strict=True,
        sqlite_with_rowid=False
    )
