"""The index of passages tells how many an article has, and when it was published; all has to be compared anew.

Revision: 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace(
        sa.Column("day", sa.SmallInteger(), nullable=False),
        sa.Column("passages", sa.SmallInteger(), nullable=False),
    )
    op.add_column("signature", sa.Column("facts", sa.Text(), nullable=True))


def downgrade() -> None:
    _replace()
    op.drop_column("signature", "facts")


def _replace(*columns: sa.Column[int]) -> None:
    """Replace the index by one with such columns; nothing has been compared then."""
    op.drop_table("fingerprint")
    for table in ("story_link", "signature"):
        op.execute(sa.delete(sa.table(table)))
    op.create_table(
        "fingerprint",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("key", "article_id", name=op.f("pk_fingerprint")),
        sqlite_with_rowid=False,
    )
