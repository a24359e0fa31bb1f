"""Hide articles from every view by an operator's decision, keep them hidden while they change, and take it back.

A decision is a row for each address of the article, because addresses outlive articles: one that becomes a copy, is
merged into another or is an article of its own again stays hidden, and so does what is the same article as it.
Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from db.among import among
from db.models import article, part, resource, withholding
from db.stories.comparing import articles_of, hold_stories
from db.stories.members import regroup

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection


class CannotDecide(ValueError):
    """A decision that cannot be made; the message names the URL."""


_LOCK = int.from_bytes(hashlib.sha256(b"county-press withholding").digest()[:8], signed=True)
# no table lock: a writer that has changed one table and waits for another would wait for us, and we for it
_SHARED_LOCK = select(func.pg_advisory_xact_lock_shared(_LOCK))
_EXCLUSIVE_LOCK = select(func.pg_advisory_xact_lock(_LOCK))


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision on one address; see the table `withholding`.

    Args:
        at, undone_at: aware; the latter is None while the address is withheld.
    """

    url: str
    reason: str
    decided_by: str
    at: dt.datetime
    undone_at: dt.datetime | None
    undone_by: str | None
    undone_reason: str | None


_IS_ACTIVE = withholding.c.undone_at.is_(None)
_HEAD = func.coalesce(article.c.joined_to, article.c.id)
_WITHHELD_HEADS = (
    select(_HEAD)
    .distinct()
    .join_from(withholding, part, part.c.resource_id == withholding.c.resource_id)
    .join(article, article.c.id == part.c.article_id)
    .where(_IS_ACTIVE)
)
_OF_WHOLES = or_(among(article.c.id, "heads"), among(article.c.joined_to, "heads"))
_ADDRESSES = (
    select(
        _HEAD.label("head"),
        article.c.id.label("article_id"),
        article.c.withheld_at,
        part.c.resource_id,
        *(withholding.c[name] for name in ("reason", "decided_by", "at")),
    )
    .join_from(article, part, part.c.article_id == article.c.id)
    .outerjoin(withholding, and_(withholding.c.resource_id == part.c.resource_id, _IS_ACTIVE))
    .where(_OF_WHOLES)
    .order_by(withholding.c.at, withholding.c.id)
)
_HIDE = update(article).where(article.c.id == bindparam("the_id")).values(withheld_at=bindparam("new_withheld_at"))


def hold_decisions(connection: Connection) -> None:
    """Let decisions wait until this transaction ends; called before articles are written or pieces joined."""
    if connection.dialect.name == "postgresql":  # on SQLite whoever may write is alone
        connection.execute(_SHARED_LOCK)


def keep_withheld(connection: Connection) -> None:
    """Hide every article that has an address of a withheld one, or is a piece of one whole with it.

    Called whenever articles were written or pieces joined, in the same transaction. While nothing is withheld it is
    one query.
    """
    heads = connection.execute(_WITHHELD_HEADS).scalars().all()
    if not heads:
        return
    wholes: dict[int, list[Any]] = {}
    for row in connection.execute(_ADDRESSES, {"heads": heads}):
        wholes.setdefault(row.head, []).append(row)
    for rows in wholes.values():
        _spread(connection, rows)


def _spread(connection: Connection, rows: Sequence[Any]) -> None:
    """Let the newest decision on one of an article's addresses hold for all of them."""
    decided = {row.resource_id: row for row in rows if row.at is not None}
    newest = max(decided.values(), key=lambda row: row.at)
    missing = {row.resource_id for row in rows} - decided.keys()
    if missing:
        _decide(connection, sorted(missing), reason=newest.reason, by=newest.decided_by, at=newest.at)
    shown = {row.article_id for row in rows if row.withheld_at != newest.at}
    if shown:
        connection.execute(_HIDE, [{"the_id": number, "new_withheld_at": newest.at} for number in sorted(shown)])


def _decide(connection: Connection, resource_ids: Sequence[int], *, reason: str, by: str, at: dt.datetime) -> None:
    values = {"reason": reason, "decided_by": by, "at": at}
    connection.execute(insert(withholding), [{"resource_id": number, **values} for number in resource_ids])


def withhold(connection: Connection, url: str, url_key: str, *, reason: str, by: str, at: dt.datetime) -> int:
    """Hide the article that a URL leads to, with the whole that it is a piece of.

    Args:
        url: for the error; url_key: of any of its addresses.
        by: who decides; at: when, aware.

    Returns:
        How many addresses are hidden.

    Raises:
        CannotDecide: the URL is not known, leads to no article, or is withheld already.
    """
    _hold_writers(connection)
    resource_id = _known(connection, url, url_key)
    addresses = _addresses_of_whole(connection, resource_id)
    if not addresses:
        raise CannotDecide(f"{url} leads to no article that is stored: scrapy quarantine show {url}")
    if _active(connection, addresses):
        raise CannotDecide(f"{url} is withheld already: scrapy withhold --list")
    _decide(connection, addresses, reason=reason, by=by, at=at)
    keep_withheld(connection)
    regroup(connection, articles_of(connection, addresses))  # what is withheld gives no story its name
    return len(addresses)


def undo(connection: Connection, url: str, url_key: str, *, reason: str, by: str, at: dt.datetime) -> int:
    """Show the article that a URL leads to again, with the whole that it is a piece of; the decision stays, as undone.

    Args, Returns: as `withhold`.

    Raises:
        CannotDecide: the URL is not known, or not withheld.
    """
    _hold_writers(connection)
    resource_id = _known(connection, url, url_key)
    addresses = _addresses_of_whole(connection, resource_id) or [resource_id]  # a copy may wait to be read again
    active = _active(connection, addresses)
    if not active:
        raise CannotDecide(f"{url} is not withheld: scrapy withhold --list")
    undone = {"undone_at": at, "undone_by": by, "undone_reason": reason}
    taken_back = update(withholding).where(among(withholding.c.resource_id, "ids"), _IS_ACTIVE).values(undone)
    articles = select(part.c.article_id).where(among(part.c.resource_id, "ids"))
    shown = update(article).where(article.c.id.in_(articles)).values(withheld_at=None)
    for statement in (taken_back, shown):
        connection.execute(statement, {"ids": addresses})
    regroup(connection, articles_of(connection, addresses))
    return len(active)


def decisions(connection: Connection, *, with_undone: bool = False) -> list[Decision]:
    """List the decisions, one for each address, the newest first."""
    names = [name for name in Decision.__annotations__ if name != "url"]
    query = (
        select(resource.c.url, *(withholding.c[name] for name in names))
        .join(resource, resource.c.id == withholding.c.resource_id)
        .order_by(withholding.c.at.desc(), resource.c.url, withholding.c.id)
    )
    rows = connection.execute(query if with_undone else query.where(_IS_ACTIVE))
    return [Decision(**row._asdict()) for row in rows]


def _hold_writers(connection: Connection) -> None:
    """Wait for the groups that are being written, and let the next ones wait: they may give the article an address."""
    hold_stories(connection)  # as writers do first
    if connection.dialect.name == "postgresql":
        connection.execute(_EXCLUSIVE_LOCK)


def _known(connection: Connection, url: str, url_key: str) -> int:
    number: int | None = connection.scalar(select(resource.c.id).where(resource.c.url_key == url_key))
    if number is None:
        raise CannotDecide(f"{url} is not in the ledger: it was never found by a crawl")
    return number


def _addresses_of_whole(connection: Connection, resource_id: int) -> list[int]:
    """Give all addresses of the article that an address leads to, and of all its pieces; none for no article."""
    head = connection.scalar(
        select(_HEAD).join(part, part.c.article_id == article.c.id).where(part.c.resource_id == resource_id)
    )
    if head is None:
        return []
    found = select(part.c.resource_id).join(article, article.c.id == part.c.article_id)
    found = found.where(_OF_WHOLES).order_by(part.c.resource_id)
    return list(connection.execute(found, {"heads": [head]}).scalars())


def _active(connection: Connection, addresses: Sequence[int]) -> list[int]:
    query = select(withholding.c.resource_id).where(_IS_ACTIVE, among(withholding.c.resource_id, "ids"))
    return list(connection.execute(query, {"ids": addresses}).scalars())
