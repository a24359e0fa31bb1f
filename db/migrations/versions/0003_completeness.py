"""Days without an issue and why, what was taken off a site afterwards, and how many rows each row stands for.

Revision: 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATES = "'expected', 'unavailable', 'not_published', 'partial', 'complete'"
_COUNTED = {"contributors_expected": "contributor", "images_expected": "image"}


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('asked', 'schedule', 'notice', 'mark')", name=op.f("ck_absence_kind")),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_absence_state")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_absence_source_id_source")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_absence_resource_id_resource")),
        sa.PrimaryKeyConstraint("source_id", "published_on", "kind", name=op.f("pk_absence")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('delisted', 'relisted')", name=op.f("ck_event_kind")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_event_run_id_run")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_event_resource_id_resource")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_event_page_id_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_resource_id"), ["resource_id"], unique=False)

    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("detail", sa.Text(), nullable=True))
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.add_column(sa.Column("placements_expected", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("delisted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("delisted_reason", sa.String(length=16), nullable=True))
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delisted_at", sa.DateTime(timezone=True), nullable=True))
    _count_what_is_there()


def _count_what_is_there() -> None:
    op.execute(
        "UPDATE page SET placements_expected = (SELECT count(*) FROM placement WHERE placement.page_id = page.id) "
        "WHERE resource_id IN (SELECT id FROM resource WHERE state = 'read')"
    )
    op.execute(
        "INSERT INTO absence (source_id, published_on, kind, state, reason, resource_id, at) "
        "SELECT source_id, published_on, 'asked', state, coalesce(reason, 'unknown'), "
        "(SELECT min(r.id) FROM resource AS r WHERE r.source_id = issue.source_id AND r.kind = 'layout' "
        "AND r.listed_on = issue.published_on AND r.found_on IS NULL), CURRENT_TIMESTAMP FROM issue "
        "WHERE state IN ('expected', 'unavailable') AND edition = 'main'"
    )
    op.execute(  # a layout that is another name of a page
        "UPDATE resource SET state = 'alias' "
        "WHERE kind = 'layout' AND state = 'read' AND id NOT IN (SELECT resource_id FROM page)"
    )
    for column, table in _COUNTED.items():
        with op.batch_alter_table("article", schema=None, recreate="never") as batch_op:
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
        op.execute(
            f"UPDATE article SET {column} = (SELECT count(*) FROM {table} WHERE {table}.article_id = article.id)"  # noqa: S608  our own names
        )


def downgrade() -> None:
    with op.batch_alter_table("article", schema=None, recreate="never") as batch_op:
        for column in reversed(_COUNTED):
            batch_op.drop_column(column)
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_column("delisted_at")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_resource_id"))
    op.drop_table("event")
    op.drop_table("absence")
    with op.batch_alter_table("page", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("delisted_reason")
        batch_op.drop_column("delisted_at")
        batch_op.drop_column("placements_expected")
    with op.batch_alter_table("run", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("detail")
        batch_op.drop_column("seen_at")
