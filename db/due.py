"""Ask the ledger what is known and what is left to fetch; nothing is written in here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from db.ledger import binary_collation, chunks
from db.models import article, issue, page, part, resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, kw_only=True)
class DueUrl:
    """A URL that a run still has to fetch.

    `part_of` is the URL of the article when the due URL is a further page of it: the article is fetched as a whole.
    `listed_on` is the day under which it is listed; in print the issue's.
    """

    url: str
    kind: str
    found_on: str | None
    part_of: str | None
    listed_on: dt.date | None = None


def states(connection: Connection, url_keys: Sequence[str], now: dt.datetime) -> dict[str, str]:
    """Tell the state of URLs; a retry whose time has come is told as pending.

    Args:
        url_keys: keys of canonical URLs.
        now: aware.

    Returns:
        The state by key; unknown URLs are left out.
    """
    known: dict[str, str] = {}
    for some in chunks(url_keys):
        rows = connection.execute(
            select(resource.c.url_key, resource.c.state, resource.c.next_try_at).where(resource.c.url_key.in_(some))
        )
        for key, state, next_try_at in rows:
            is_due = state == "retry" and next_try_at is not None and next_try_at <= now
            known[key] = "pending" if is_due else state
    return known


def due(
    connection: Connection,
    source_id: int,
    now: dt.datetime,
    *,
    kinds: Sequence[str],
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[DueUrl]:
    """List the URLs that earlier runs discovered and that still have to be fetched.

    Args:
        now: aware; retries planned for later are left out.
        kinds: of URLs to list.
        since, until: keep those listed under a date in this range, and those listed without a date.

    Returns:
        Newest first, those listed without a date last.
    """
    main = resource.alias("main")
    conditions = [
        resource.c.source_id == source_id,
        resource.c.kind.in_(kinds),
        or_(
            resource.c.state == "pending",
            and_(resource.c.state == "retry", resource.c.next_try_at <= now),
        ),
    ]
    if since is not None:
        conditions.append(or_(resource.c.listed_on.is_(None), resource.c.listed_on >= since))
    if until is not None:
        conditions.append(or_(resource.c.listed_on.is_(None), resource.c.listed_on <= until))
    rows = connection.execute(
        select(resource.c.url, resource.c.kind, resource.c.found_on, main.c.url.label("part_of"), resource.c.listed_on)
        .select_from(resource)
        .outerjoin(part, and_(part.c.resource_id == resource.c.id, part.c.role == "continuation"))
        .outerjoin(article, article.c.id == part.c.article_id)
        .outerjoin(main, main.c.id == article.c.resource_id)
        .where(*conditions)
        .order_by(resource.c.listed_on.desc().nulls_last(), resource.c.url.collate(binary_collation(connection)).desc())
    )
    return [DueUrl(**row._asdict()) for row in rows]


def days_with_issue(
    connection: Connection, source_id: int, first: dt.date, last: dt.date, *, with_covered: bool
) -> set[dt.date]:
    """List the days of a range whose main edition is known, or known not to exist.

    Args:
        first, last: both included.
        with_covered: whether the days count that a combined issue of an earlier day covers.
    """
    rows = connection.execute(
        select(issue.c.published_on, issue.c.covers_until).where(
            issue.c.source_id == source_id,
            issue.c.published_on <= last,
            func.coalesce(issue.c.covers_until, issue.c.published_on) >= first,
            issue.c.edition == "main",
            issue.c.state.in_(("not_published", "partial", "complete")),
        )
    )
    days: set[dt.date] = set()
    for start, covers_until in rows:
        until = covers_until if with_covered else None
        days.update(start + dt.timedelta(days=n) for n in range(((until or start) - start).days + 1))
    return {day for day in days if first <= day <= last}


@dataclass(frozen=True, kw_only=True)
class PageFiles:
    """The files of a printed page, as its layout names them; None for each that it does not name."""

    layout_url: str
    edition: str
    number: str | None
    image_url: str | None
    pdf_url: str | None


def page_files(connection: Connection, source_id: int, first: dt.date, last: dt.date) -> list[PageFiles]:
    """List the files of the pages that were read of the issues of a range of days.

    Args:
        first, last: both included.
    """
    rows = connection.execute(
        select(resource.c.url.label("layout_url"), issue.c.edition, page.c.number, page.c.image_url, page.c.pdf_url)
        .join(page, page.c.resource_id == resource.c.id)
        .join(issue, issue.c.id == page.c.issue_id)
        .where(issue.c.source_id == source_id, issue.c.published_on.between(first, last), resource.c.state == "read")
        .order_by(issue.c.published_on.desc(), page.c.id)
    )
    return [PageFiles(**row._asdict()) for row in rows]
