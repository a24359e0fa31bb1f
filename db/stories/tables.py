"""The tables of stories; what the columns mean is said in docs/analyst-guide.md and db/stories/views.py."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
)

from db.models import metadata
from db.times import UtcDateTime

__all__ = [
    "METHODS",
    "UNITING",
    "fingerprint",
    "metadata",
    "signature",
    "story_decision",
    "story_link",
    "story_member",
    "unsorted_fingerprint",
]

METHODS = ("exact", "near", "reprint", "contained", "teaser")
UNITING = ("exact", "near", "reprint")  # the others link two stories and do not make them one

_OF_METHODS = ", ".join(f"'{method}'" for method in METHODS)


def _article() -> ForeignKey:
    return ForeignKey("article.id", ondelete="CASCADE")


# what an article was compared by; an article without a row, or with one of other rules, has yet to be compared
signature = Table(
    "signature",
    metadata,
    Column("article_id", _article(), primary_key=True),
    Column("rule_version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("published_on", Date, nullable=False),
    Column("hashes", LargeBinary, nullable=False),
    Column("facts", Text),
)

# No foreign key: its check would need an index on article_id, which would be larger than the table. Whoever deletes an
# article forgets its comparisons first.
fingerprint = Table(
    "fingerprint",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("day", SmallInteger, nullable=False),  # of the span of the key
    Column("passages", SmallInteger, nullable=False),  # of the kind of this one, that the article has
    Column("day_bits", Integer, nullable=False),  # of the article
    sqlite_with_rowid=False,
)

# rows of the index that wait to be sorted into it, those of a group in one: see db/stories/unsorted.py
unsorted_fingerprint = Table(
    "unsorted_fingerprint",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

story_link = Table(
    "story_link",
    metadata,
    Column("a", _article(), primary_key=True),
    Column("b", _article(), primary_key=True),
    Column("method", String(16), nullable=False),
    Column("score", Float, nullable=False),
    Column("rule_version", Integer, nullable=False),
    Index(None, "b"),
    CheckConstraint("a < b", name="order"),
    CheckConstraint(f"method IN ({_OF_METHODS})", name="method"),
)

# an article that is alone in its story has no row
story_member = Table(
    "story_member",
    metadata,
    Column("article_id", _article(), primary_key=True),
    Column("canonical_id", ForeignKey("article.id", ondelete="SET NULL"), index=True),
)

story_decision = Table(
    "story_decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resource_a", ForeignKey("resource.id"), nullable=False, index=True),
    Column("resource_b", ForeignKey("resource.id"), nullable=False, index=True),
    Column("same", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text),
    Column("undone_reason", Text),
)
