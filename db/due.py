"""Ask the ledger what is known and what is left to fetch; nothing is written in here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, exists, func, literal, or_, select

from db.among import among
from db.issue_states import NO_ARTICLES
from db.ledger import RETRY_LONGEST, binary_collation
from db.models import article, issue, page, part, resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

_STATES = select(resource.c.url_key, resource.c.state, resource.c.next_try_at).where(among(resource.c.url_key, "keys"))


@dataclass(frozen=True, kw_only=True)
class DueUrl:
    """A URL that a run still has to fetch.

    `part_of` is the URL of the article when the due URL is a further page of it: the article is fetched as a whole.
    `state` is the ledger's: `read` for a layout that is looked at again. `listed_on` is the day under which it is
    listed; in print the issue's. `etag` and `last_modified` are the validators of what is here; None where nothing may
    be asked for by them.
    """

    url: str
    kind: str
    found_on: str | None
    part_of: str | None
    state: str
    listed_on: dt.date | None = None
    etag: str | None = None
    last_modified: str | None = None


def states(connection: Connection, url_keys: Sequence[str], now: dt.datetime) -> dict[str, str]:
    """Tell the state of URLs; a retry whose time has come is told as pending.

    Args:
        url_keys: keys of canonical URLs.
        now: aware.

    Returns:
        The state by key; unknown URLs are left out.
    """
    known: dict[str, str] = {}
    for key, state, next_try_at in connection.execute(_STATES, {"keys": url_keys}):
        is_due = state == "retry" and next_try_at is not None and not now < next_try_at <= now + RETRY_LONGEST
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
    conditions = [
        resource.c.source_id == source_id,
        resource.c.kind.in_(kinds),
        or_(resource.c.state == "pending", and_(resource.c.state == "retry", _time_has_come(now))),
        *in_range(since, until),
    ]
    return due_urls(connection, conditions)


def _time_has_come(now: dt.datetime) -> Any:
    # a retry further ahead than any pause was planned by a clock that has been set back since
    return or_(resource.c.next_try_at <= now, resource.c.next_try_at > now + RETRY_LONGEST)


def in_range(since: dt.date | None, until: dt.date | None) -> list[Any]:
    """Give the conditions that keep what is listed under a date in a range, both ends included, or without a date."""
    bounds = []
    if since is not None:
        bounds.append(resource.c.listed_on >= since)
    if until is not None:
        bounds.append(resource.c.listed_on <= until)
    return [or_(resource.c.listed_on.is_(None), bound) for bound in bounds]


def gaps(connection: Connection, source_id: int, since: dt.date, until: dt.date) -> list[DueUrl]:
    """List the pages and articles that the issues of a range of days lack, those given up and gone included.

    Also the pages of an issue in which none names an article. What is quarantined is left out: it was had and could not
    be read.

    Args:
        since, until: both included.
    """
    is_bare = exists().where(
        page.c.resource_id == resource.c.id, issue.c.id == page.c.issue_id, issue.c.reason == NO_ARTICLES
    )
    conditions = [
        resource.c.source_id == source_id,
        resource.c.kind.in_(("layout", "article")),
        or_(
            and_(resource.c.state.in_(("pending", "retry", "failed", "gone")), resource.c.found_on.is_not(None)),
            and_(resource.c.state == "read", is_bare),
        ),
        resource.c.listed_on.between(since, until),
    ]
    return due_urls(connection, conditions)


def due_urls(connection: Connection, conditions: Sequence[Any], *, with_validators: bool = False) -> list[DueUrl]:
    """List the URLs that meet conditions; newest first, those listed without a date last.

    Args:
        conditions: on `resource`.
        with_validators: give those of what is here.
    """
    main = resource.alias("main")
    # by these only what is here may be asked for: what is gone or waits must come whole
    is_here = and_(literal(with_validators), resource.c.state.in_(("stored", "read")))
    rows = connection.execute(
        select(
            resource.c.url,
            resource.c.kind,
            resource.c.found_on,
            main.c.url.label("part_of"),
            resource.c.listed_on,
            resource.c.state,
            case((is_here, resource.c.etag)).label("etag"),
            case((is_here, resource.c.last_modified)).label("last_modified"),
        )
        .select_from(resource)
        .outerjoin(part, and_(part.c.resource_id == resource.c.id, part.c.role == "continuation"))
        .outerjoin(article, article.c.id == part.c.article_id)
        .outerjoin(main, main.c.id == article.c.resource_id)
        .where(*conditions)
        .order_by(resource.c.listed_on.desc().nulls_last(), resource.c.url.collate(binary_collation(connection)).desc())
    )
    return [DueUrl(**row._asdict()) for row in rows]


def issue_days(
    connection: Connection, source_id: int, first: dt.date, last: dt.date, *, with_covered: bool
) -> dict[dt.date, tuple[str, str | None]]:
    """Tell what is known of the main edition of each day of a range.

    Args:
        first, last: both included.
        with_covered: whether a combined issue of an earlier day speaks for the days that it covers.

    Returns:
        State and reason by day; days of which nothing is known are left out.
    """
    rows = connection.execute(
        select(issue.c.published_on, issue.c.covers_until, issue.c.state, issue.c.reason).where(
            issue.c.source_id == source_id,
            issue.c.published_on <= last,
            func.coalesce(issue.c.covers_until, issue.c.published_on) >= first,
            issue.c.edition == "main",
        )
    )
    days: dict[dt.date, tuple[str, str | None]] = {}
    for start, covers_until, state, reason in rows:
        until = (covers_until if with_covered else None) or start
        for n in range((until - start).days + 1):
            if first <= (day := start + dt.timedelta(days=n)) <= last:
                days[day] = (state, reason)
    return days


def first_issue_day(connection: Connection, source_id: int) -> dt.date | None:
    """Give the earliest day of which an issue is known; None when there is none."""
    day: dt.date | None = connection.execute(
        select(func.min(issue.c.published_on)).where(
            issue.c.source_id == source_id, issue.c.state.in_(("partial", "complete"))
        )
    ).scalar()
    return day


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
