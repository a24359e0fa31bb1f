"""Stories: what articles are compared by, what links them, which are one story, and what persons decided of it.

Revision: 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        _of_article("signature", "article_id"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_signature")),
    )
    op.create_table(
        "fingerprint",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "article_id", name=op.f("pk_fingerprint")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_link",
        sa.Column("a", sa.Integer(), nullable=False),
        sa.Column("b", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("a < b", name=op.f("ck_story_link_order")),
        sa.CheckConstraint(
            "method IN ('exact', 'near', 'reprint', 'contained', 'teaser')", name=op.f("ck_story_link_method")
        ),
        _of_article("story_link", "a"),
        _of_article("story_link", "b"),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_story_link")),
    )
    op.create_index(op.f("ix_story_link_b"), "story_link", ["b"], unique=False)
    op.create_table(
        "story_member",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("canonical_id", sa.Integer(), nullable=True),
        _of_article("story_member", "article_id"),
        _of_article("story_member", "canonical_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_story_member")),
    )
    op.create_index(op.f("ix_story_member_canonical_id"), "story_member", ["canonical_id"], unique=False)
    op.create_table(
        "story_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("resource_a", "resource_b")),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["resource.id"], name=op.f(f"fk_story_decision_{name}_resource"))
            for name in ("resource_a", "resource_b")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_decision")),
    )
    for name in ("resource_a", "resource_b"):
        op.create_index(op.f(f"ix_story_decision_{name}"), "story_decision", [name], unique=False)


def downgrade() -> None:
    for name in ("story_decision", "story_member", "story_link", "fingerprint", "signature"):
        op.drop_table(name)


def _of_article(table: str, column: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["article.id"], name=op.f(f"fk_{table}_{column}_article"), ondelete=ondelete
    )
