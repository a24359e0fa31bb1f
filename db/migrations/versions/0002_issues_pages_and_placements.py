"""Printed issues, their pages, and what is placed on each.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.Column("covers_until", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("paper_name", sa.Text(), nullable=True),
        sa.Column("platform", sa.String(length=32), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "state IN ('expected', 'unavailable', 'not_published', 'partial', 'complete')", name=op.f("ck_issue_state")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_issue_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint(
            "source_id", "published_on", "edition", name=op.f("uq_issue_source_id_published_on_edition")
        ),
    )
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("pdf_url", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_page_issue_id_issue")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_page_resource_id_resource")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_page_resource_id")),
    )
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("listed_title", sa.Text(), nullable=True),
        sa.Column("in_map", sa.Boolean(), nullable=False),
        sa.Column("in_list", sa.Boolean(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_placement_page_id_page")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_placement_resource_id_resource")),
        sa.PrimaryKeyConstraint("page_id", "resource_id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_resource_id"), ["resource_id"], unique=False)

    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.add_column(sa.Column("named_page", sa.String(length=32), nullable=True))


def downgrade() -> None:
    # never by a copy of the table: dropping the old one would take the parts of its articles along
    with op.batch_alter_table("article", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("named_page")

    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_resource_id"))

    op.drop_table("placement")
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_page_issue_id"))

    op.drop_table("page")
    op.drop_table("issue")
