"""The tables, once, for SQLite and PostgreSQL; what the columns mean is said in docs/analyst-guide.md and db/views.py.

Every constraint is named by convention, so that migrations can refer to it on both databases.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from db.times import UtcDateTime

RESOURCE_KINDS = ("entry", "layout", "list", "pager", "article", "asset")
RESOURCE_STATES = ("pending", "retry", "stored", "read", "alias", "quarantined", "gone", "refused", "failed")
PART_ROLES = ("main", "continuation", "jump", "alias")
CONTRIBUTOR_ROLES = ("reporter", "correspondent", "photographer", "editor", "author", "other")
DATE_SOURCES = ("issue", "url", "meta", "text", "fetched")
ISSUE_STATES = ("expected", "unavailable", "not_published", "partial", "complete")
ABSENT_STATES = ("expected", "unavailable", "not_published")  # of an issue that has no page
CHANNELS = ("news", "epaper", "wechat")
ABSENCE_KINDS = ("asked", "schedule", "notice", "mark")
EVENT_KINDS = ("delisted", "relisted", "removed", "returned")
POINTER_KINDS = ("jump_to", "jump_from", "teaser", "correction")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("site", String(64), nullable=False),
    Column("slug", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("tz", String(64), nullable=False),
    UniqueConstraint("site", "slug"),
    _one_of("channel", CHANNELS),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("spider", String(64), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("verdict", String(32)),
    Column("exit_code", Integer),
    Column("counts", JSON),
    Column("versions", JSON, nullable=False),
    Column("seen_at", UtcDateTime),
    Column("detail", Text),
    Index(None, "source_id", "spider"),
)

resource = Table(
    "resource",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url_key", String(64), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(64)),
    Column("found_on", Text),
    Column("listed_on", Date),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("discovered_at", UtcDateTime, nullable=False),
    Column("visited_at", UtcDateTime),
    Index(None, "source_id", "state", "kind"),
    _one_of("kind", RESOURCE_KINDS),
    _one_of("state", RESOURCE_STATES),
)

fetch = Table(
    "fetch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resource_id", ForeignKey("resource.id"), nullable=False, index=True),
    Column("run_id", ForeignKey("run.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("http_status", Integer),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(64)),
    Column("detail", Text),
    Column("encoding_declared", String(64)),
    Column("encoding_used", String(64)),
    Column("replaced_chars", Integer, nullable=False),
    Column("warc_file", Text),
    Column("warc_offset", Integer),
    Column("body_sha256", String(64)),
)

article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resource_id", ForeignKey("resource.id"), nullable=False, unique=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("genre", String(16), nullable=False),
    Column("section", Text),
    Column("column_title", Text),
    Column("kicker", Text),
    Column("headline", Text),
    Column("subheadline", Text),
    Column("dateline", Text),
    Column("dateline_on", Date),
    Column("byline_printed", Text),
    Column("body", Text, nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("published_on", Date, nullable=False),
    Column("published_at", UtcDateTime),
    Column("date_source", String(16), nullable=False),
    Column("credited_source", Text),
    Column("parts_expected", Integer, nullable=False),
    Column("parts_stored", Integer, nullable=False),
    Column("removed_chars", Integer, nullable=False),
    Column("parser", String(64), nullable=False),
    Column("parser_version", String(32), nullable=False),
    Column("named_page", String(32)),
    Column("contributors_expected", Integer, nullable=False, server_default="0"),
    Column("images_expected", Integer, nullable=False, server_default="0"),
    Column("joined_to", ForeignKey("article.id", ondelete="SET NULL"), index=True),
    Column("joined_ordinal", Integer),
    Column("joined_body", Text),
    Column("joined_byline", Text),
    Column("series_title", Text),
    Column("series_part", Text),
    Column("removed_at", UtcDateTime),
    Column("withheld_at", UtcDateTime),
    Index(None, "source_id", "published_on", "text_sha256"),
    Index(None, "published_on"),
    _one_of("date_source", DATE_SOURCES),
)

part = Table(
    "part",
    metadata,
    Column("resource_id", ForeignKey("resource.id"), primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text),
    _one_of("role", PART_ROLES),
)

contributor = Table(
    "contributor",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("image_ordinal", Integer),
    Index(None, "name"),
    _one_of("role", CONTRIBUTOR_ROLES),
)

image = Table(
    "image",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("caption", Text),
)

pointer = Table(
    "pointer",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("printed", Text, nullable=False),
    Column("page_number", String(32)),
    Column("title", Text),
    Column("on_day", Date, index=True),
    Column("target_id", ForeignKey("article.id", ondelete="SET NULL"), index=True),
    _one_of("kind", POINTER_KINDS),
)

issue = Table(
    "issue",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("published_on", Date, nullable=False),
    Column("edition", String(16), nullable=False),
    Column("covers_until", Date),
    Column("number", String(32)),
    Column("paper_name", Text),
    Column("platform", String(32)),
    Column("evidence", Text),
    Column("state", String(16), nullable=False),
    Column("reason", String(64)),
    UniqueConstraint("source_id", "published_on", "edition"),
    _one_of("state", ISSUE_STATES),
)

page = Table(
    "page",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issue_id", ForeignKey("issue.id"), nullable=False),
    Column("resource_id", ForeignKey("resource.id"), nullable=False, unique=True),
    Column("number", String(32)),
    Column("title", Text),
    Column("ordinal", Integer),
    Column("image_url", Text),
    Column("pdf_url", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("placements_expected", Integer),
    Column("delisted_at", UtcDateTime),
    Column("delisted_reason", String(16)),
    Index(None, "issue_id"),
)

placement = Table(
    "placement",
    metadata,
    Column("page_id", ForeignKey("page.id"), primary_key=True),
    Column("resource_id", ForeignKey("resource.id"), primary_key=True, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("listed_title", Text),
    Column("in_map", Boolean, nullable=False),
    Column("in_list", Boolean, nullable=False),
    Column("regions", JSON, nullable=False),
    Column("delisted_at", UtcDateTime),
)

absence = Table(
    "absence",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("published_on", Date, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("detail", Text),
    Column("resource_id", ForeignKey("resource.id")),
    Column("at", UtcDateTime, nullable=False),
    _one_of("kind", ABSENCE_KINDS),
    _one_of("state", ISSUE_STATES),
)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Column("resource_id", ForeignKey("resource.id"), nullable=False, index=True),
    Column("page_id", ForeignKey("page.id")),
    Column("kind", String(16), nullable=False),
    Column("reason", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    _one_of("kind", EVENT_KINDS),
)

revision = Table(
    "revision",
    metadata,
    Column("resource_id", ForeignKey("resource.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("fetch_id", ForeignKey("fetch.id"), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("parser_changed", Boolean, nullable=False),
)

withholding = Table(
    "withholding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resource_id", ForeignKey("resource.id"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text),
    Column("undone_reason", Text),
)
