"""Versions of a resource's data, and what a load is told by those who ask for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("province_ingest_load", sa.Column("user_id", sa.UnicodeText))
    op.add_column("province_ingest_load", sa.Column("reason", sa.UnicodeText))
    op.add_column("province_ingest_load", sa.Column("source_run", sa.UnicodeText))
    op.add_column("province_ingest_load", sa.Column("restores", sa.Integer))
    op.create_table(
        "province_ingest_version",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column(
            "resource_id",
            sa.UnicodeText,
            sa.ForeignKey("resource.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("mode", sa.UnicodeText, nullable=False),
        sa.Column("file_name", sa.UnicodeText, nullable=False),
        sa.Column("file_hash", sa.UnicodeText, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("schema_hash", sa.UnicodeText, nullable=False),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("primary_key", JSONB, nullable=False),
        sa.Column("rows", sa.BigInteger),
        sa.Column("changes", JSONB),
        sa.Column("load_id", sa.UnicodeText, nullable=False),
        sa.Column("user_id", sa.UnicodeText),
        sa.Column("reason", sa.UnicodeText),
        sa.Column("source_run", sa.UnicodeText),
        sa.Column("restores", sa.Integer),
        sa.Column("is_kept", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("resource_id", "number"),
    )


def downgrade() -> None:
    op.drop_table("province_ingest_version")
    for name in ("user_id", "reason", "source_run", "restores"):
        op.drop_column("province_ingest_load", name)
