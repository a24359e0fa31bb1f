"""The index of passages tells which days an article names, and is sorted now and then; all has to be compared anew.

Revision: 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace(sa.Column("day_bits", sa.Integer(), nullable=False))
    op.create_table(
        "unsorted_fingerprint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsorted_fingerprint")),
    )
    if op.get_bind().dialect.name == "postgresql":  # hashes cannot be compressed, and to try takes long
        op.execute("ALTER TABLE unsorted_fingerprint ALTER COLUMN packed SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("unsorted_fingerprint")
    _replace()


def _replace(*columns: sa.Column[int]) -> None:
    """Replace the index by one with such columns; nothing has been compared then."""
    op.drop_table("fingerprint")
    for table in ("story_link", "signature"):
        op.execute(sa.delete(sa.table(table)))
    op.create_table(
        "fingerprint",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.SmallInteger(), nullable=False),
        sa.Column("passages", sa.SmallInteger(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("key", "article_id", name=op.f("pk_fingerprint")),
        sqlite_with_rowid=False,
    )
