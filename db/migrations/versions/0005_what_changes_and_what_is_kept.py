"""Revisions of articles, their removal, what is withheld, and where the raw bytes of a fetch are.

Revision: 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIMES = ("removed_at", "withheld_at")
_EVENT_KINDS = "'delisted', 'relisted'"
_NEW_EVENT_KINDS = "'removed', 'returned'"


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("fetch_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("parser_changed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_revision_resource_id_resource")),
        sa.ForeignKeyConstraint(["fetch_id"], ["fetch.id"], name=op.f("fk_revision_fetch_id_fetch")),
        sa.PrimaryKeyConstraint("resource_id", "n", name=op.f("pk_revision")),
    )
    op.create_table(
        "withholding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_withholding_resource_id_resource")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholding")),
    )
    op.create_index(op.f("ix_withholding_resource_id"), "withholding", ["resource_id"], unique=False)
    with op.batch_alter_table("fetch", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("body_sha256", sa.String(length=64), nullable=True))
    # never made anew on SQLite: what refers to the articles would be deleted with the old table
    with op.batch_alter_table("article", schema=None, recreate="never") as batch_op:
        for name in _TIMES:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    _allow_events(f"{_EVENT_KINDS}, {_NEW_EVENT_KINDS}")


def downgrade() -> None:
    op.execute(f"DELETE FROM event WHERE kind IN ({_NEW_EVENT_KINDS})")  # noqa: S608  our own words
    _allow_events(_EVENT_KINDS)
    with op.batch_alter_table("article", schema=None, recreate="never") as batch_op:
        for name in reversed(_TIMES):
            batch_op.drop_column(name)
    with op.batch_alter_table("fetch", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("body_sha256")
    op.drop_index(op.f("ix_withholding_resource_id"), table_name="withholding")
    op.drop_table("withholding")
    op.drop_table("revision")


def _allow_events(kinds: str) -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_event_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_event_kind"), f"kind IN ({kinds})")
