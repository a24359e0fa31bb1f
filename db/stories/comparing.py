"""Load articles to compare them, and keep what they were compared by.

Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, or_, select

from db.among import among
from db.models import article, part, resource, source
from db.stories.bulk import insert_rows
from db.stories.fingerprints import Passages, delete_fingerprints, pack, unpack, write_fingerprints
from db.stories.tables import signature, story_link

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy.engine import Connection

_LOOK_UP_BY_INDEX = {"enable_seqscan": "off", "max_parallel_workers_per_gather": "0", "jit": "off"}
_LOCK = int.from_bytes(hashlib.sha256(b"county-press stories").digest()[:8], signed=True)
_HOLD = select(
    func.pg_advisory_xact_lock(_LOCK),
    *(func.set_config(name, value, True) for name, value in _LOOK_UP_BY_INDEX.items()),  # until the transaction ends
)


@dataclass(frozen=True, slots=True)
class StoredText:
    """What of an article counts when it is compared; of a report that jumps the whole.

    Args:
        site: the county's profile.
        press: the name of the site, paper or account.
        url, channel: on which its place among the appearances of a story depends.
    """

    url: str
    site: str
    channel: str
    press: str
    published_on: dt.date
    headline: str | None
    credited_source: str | None
    body: str

    @property
    def digest(self) -> str:
        """A hash of all of it."""
        titles = f"{self.headline!r}\n{self.credited_source!r}\n{self.press!r}\n{self.url}"
        text = f"{self.published_on} {self.channel}\n{titles}\n{self.body}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signature:
    """What an article was compared by.

    Args:
        facts: the days and figures that its text names, as the rules write them; None where they tell nothing.
        hashes: of passages of its text, 32 bits each, in order.
        day_bits: the days again, as `Passages` has them; 0 in one that was loaded, for the index alone keeps them.
    """

    rule_version: int
    digest: str
    published_on: dt.date
    facts: str | None
    hashes: NDArray[np.uint32]
    day_bits: int = 0


_TEXTS = (
    select(
        article.c.id,
        resource.c.url,
        source.c.site,
        source.c.channel,
        source.c.name,
        article.c.published_on,
        article.c.headline,
        article.c.credited_source,
        func.coalesce(article.c.joined_body, article.c.body).label("body"),
        article.c.joined_to,  # not asked for in SQL: PostgreSQL would look in an index where almost all have none
    )
    .join_from(article, resource, resource.c.id == article.c.resource_id)
    .join(source, source.c.id == article.c.source_id)
    .where(among(article.c.id, "ids"))
)
_SIGNATURES = select(signature).where(among(signature.c.article_id, "ids"))
_FACTS = select(signature.c.article_id, signature.c.published_on, signature.c.facts).where(
    among(signature.c.article_id, "ids")
)
_DELETE_SIGNATURES = delete(signature).where(among(signature.c.article_id, "ids"))
_DELETE_LINKS = delete(story_link).where(or_(among(story_link.c.a, "ids"), among(story_link.c.b, "ids")))
_OF_ADDRESSES = select(part.c.article_id).distinct().where(among(part.c.resource_id, "ids"))


def hold_stories(connection: Connection) -> None:
    """Let other processes wait that write articles, until this transaction ends.

    Two groups that are written at a time would not see each other's articles, and miss the links between them. To be
    called before anything is written, so that none waits for what it keeps another from. As what follows asks for some
    rows of large tables, PostgreSQL is kept from reading a whole table, from having other processes help, and from
    compiling a query: each takes longer than to look the rows up, and without statistics it would do so.
    """
    if connection.dialect.name == "postgresql":  # on SQLite whoever may write is alone
        connection.execute(_HOLD)


def articles_of(connection: Connection, resource_ids: Iterable[int]) -> set[int]:
    """Give the ids of the articles that addresses lead to."""
    return set(connection.execute(_OF_ADDRESSES, {"ids": set(resource_ids)}).scalars())


def load_texts(connection: Connection, article_ids: Iterable[int]) -> dict[int, StoredText]:
    """Load articles by id; the pieces of a report that jumps are left out, its first piece is the whole."""
    rows = connection.execute(_TEXTS, {"ids": set(article_ids)})
    return {number: StoredText(*values) for number, *values, joined_to in rows if joined_to is None}


def load_signatures(connection: Connection, article_ids: Iterable[int]) -> dict[int, Signature]:
    """Load what articles were compared by, by id; those that never were are left out."""
    return {
        row.article_id: Signature(
            rule_version=row.rule_version,
            digest=row.digest,
            published_on=row.published_on,
            facts=row.facts,
            hashes=unpack(row.hashes),
        )
        for row in connection.execute(_SIGNATURES, {"ids": set(article_ids)})
    }


def load_facts(connection: Connection, article_ids: Iterable[int]) -> dict[int, tuple[dt.date, str | None]]:
    """Load when articles were published, and which days and figures they name, by id."""
    rows = connection.execute(_FACTS, {"ids": set(article_ids)})
    return {number: (published_on, facts) for number, published_on, facts in rows}


def passages_of(signatures: Mapping[int, Signature]) -> list[Passages]:
    """Give the passages of articles as the index has them."""
    return [Passages(number, one.published_on, one.day_bits, one.hashes) for number, one in signatures.items()]


def write_signatures(connection: Connection, signatures: dict[int, Signature]) -> None:
    """Keep what articles are compared by; they have none yet."""
    if not signatures:
        return
    rows: list[dict[str, Any]] = [
        {
            "article_id": number,
            "rule_version": one.rule_version,
            "digest": one.digest,
            "published_on": one.published_on,
            "facts": one.facts,
            "hashes": pack(one.hashes),
        }
        for number, one in signatures.items()
    ]
    insert_rows(connection, signature, rows)
    write_fingerprints(connection, passages_of(signatures))


def forget_comparisons(connection: Connection, signatures: dict[int, Signature]) -> None:
    """Take away what articles were compared by, and their links."""
    delete_fingerprints(connection, passages_of(signatures))
    for deletion in (_DELETE_SIGNATURES, _DELETE_LINKS):
        connection.execute(deletion, {"ids": signatures.keys()})


def count_unlinked(connection: Connection) -> int:
    """Count the articles that were never compared with others, by whatever rules."""
    has_signature = exists().where(signature.c.article_id == article.c.id)
    query = select(func.count()).select_from(article).where(article.c.joined_to.is_(None), ~has_signature)
    return connection.scalar(query) or 0


def count_uncompared(connection: Connection, rule_version: int) -> int:
    """Count the articles that have yet to be compared by these rules."""
    return connection.scalar(select(func.count()).select_from(_uncompared(rule_version).subquery())) or 0


def uncompared(connection: Connection, rule_version: int, limit: int) -> Sequence[int]:
    """Give the ids of articles that have yet to be compared by these rules, the least first."""
    query = _uncompared(rule_version).order_by(article.c.id).limit(limit)
    return connection.execute(query).scalars().all()


def _uncompared(rule_version: int) -> Any:
    return (
        select(article.c.id)
        .outerjoin(signature, signature.c.article_id == article.c.id)
        .where(article.c.joined_to.is_(None), func.coalesce(signature.c.rule_version, rule_version - 1) != rule_version)
    )
