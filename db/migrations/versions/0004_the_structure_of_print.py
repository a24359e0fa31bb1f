"""What an article in print points to, stories that are printed in pieces, and series.

Revision: 0004, after 0003.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Callable

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ARTICLE_COLUMNS = (
    ("joined_to", sa.Integer()),
    ("joined_ordinal", sa.Integer()),
    ("joined_body", sa.Text()),
    ("joined_byline", sa.Text()),
    ("series_title", sa.Text()),
    ("series_part", sa.Text()),
)
_JOINED_TO = "CONSTRAINT fk_article_joined_to_article FOREIGN KEY(joined_to) REFERENCES article (id) ON DELETE SET NULL"


def upgrade() -> None:
    op.create_table(
        "pointer",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("page_number", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('jump_to', 'jump_from', 'teaser', 'correction')", name=op.f("ck_pointer_kind")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_pointer_article_id_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["article.id"], name=op.f("fk_pointer_target_id_article"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name=op.f("pk_pointer")),
    )
    for column in ("on_day", "target_id"):
        op.create_index(op.f(f"ix_pointer_{column}"), "pointer", [column], unique=False)
    # never made anew on SQLite: what refers to the articles would be deleted with the old table
    with op.batch_alter_table("article", schema=None, recreate="never") as batch_op:
        for name, kind in _ARTICLE_COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.create_index(batch_op.f("ix_article_joined_to"), ["joined_to"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _rewrite_table_of_articles(lambda sql: f"{sql.rstrip().removesuffix(')')}, {_JOINED_TO})")
    else:
        op.execute(f"ALTER TABLE article ADD {_JOINED_TO}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rewrite_table_of_articles(lambda sql: sql.replace(f", {_JOINED_TO}", ""))
    with op.batch_alter_table("article", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_joined_to"))
        for name, _ in reversed(_ARTICLE_COLUMNS):
            batch_op.drop_column(name)
    op.drop_table("pointer")


def _rewrite_table_of_articles(change: Callable[[str], str]) -> None:
    """Change the constraints of a table that cannot be altered, as SQLite's documentation of ALTER TABLE tells."""
    connection = op.get_bind()
    sql = str(connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'article'")))
    version = int(connection.scalar(sa.text("PRAGMA schema_version")) or 0)
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = 'article'"), {"sql": change(sql)}
    )
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = OFF"))
