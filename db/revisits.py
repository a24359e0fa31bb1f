"""Ask the ledger what is to be visited again although it is settled, and by which validators."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, not_, or_, select, union

from db.due import DueUrl, due_urls, in_range
from db.models import article, event, fetch, page, placement, resource, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

NEVER = dt.timedelta(0)


def revisits(
    connection: Connection,
    source_id: int,
    now: dt.datetime,
    *,
    kinds: Sequence[str],
    young: dt.timedelta,
    pause: dt.timedelta,
    revise: dt.timedelta = NEVER,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[DueUrl]:
    """List young URLs that are to be visited again although they are settled.

    Layouts that were read, because a site adds pages late and takes some away; layouts and articles that were gone
    although a page of the site names them, because what is just being published may come a little later than its link;
    articles that are here, because a site edits them and takes some away. An article is visited at its own address
    only, not at those of its copies.

    Args:
        now: aware.
        kinds: of URLs to list.
        young: up to this age: by the day under which they are listed, else by when they were discovered.
        pause: visited longer ago than this.
        revise: articles that are here are visited up to this age of their publication, and as long after they were
            found to be gone; zero: never.
        since, until: as for `due`.
    """
    wanted = [_may_have_changed(now, young)]
    if revise:
        wanted.append(_may_be_revised(source_id, now - revise))
    conditions = [
        resource.c.source_id == source_id,
        resource.c.kind.in_(kinds),
        or_(*wanted),
        or_(resource.c.visited_at <= now - pause, resource.c.visited_at > now),  # the clock was set back since
        *in_range(since, until),
    ]
    return due_urls(connection, conditions, with_validators=True)


def _may_have_changed(now: dt.datetime, young: dt.timedelta) -> Any:
    """Choose the young layouts that were read, and the young pages and articles that were gone although named."""
    is_young = or_(
        resource.c.listed_on >= (now - young).date(),
        and_(resource.c.listed_on.is_(None), resource.c.discovered_at >= now - young),
    )
    is_settled = or_(
        and_(resource.c.state == "read", resource.c.kind == "layout"),
        and_(resource.c.state == "gone", resource.c.kind.in_(("layout", "article"))),
    )
    is_unlisted = exists().where(page.c.resource_id == resource.c.id, page.c.delisted_reason == "unlisted")
    is_placed = exists().where(placement.c.resource_id == resource.c.id)
    is_placed_still = exists().where(placement.c.resource_id == resource.c.id, placement.c.delisted_at.is_(None))
    is_named = and_(resource.c.found_on.is_not(None), or_(not_(is_placed), is_placed_still), not_(is_unlisted))
    return and_(is_settled, is_young, is_named)


def _may_be_revised(source_id: int, after: dt.datetime) -> Any:
    """Choose the articles that are young, that were removed lately, or of which one visit found nothing."""
    own = article.alias("own")  # the statement around has the articles too
    young = select(own.c.resource_id).where(own.c.source_id == source_id, own.c.published_on >= after.date())
    removed = select(event.c.resource_id).where(event.c.kind == "removed", event.c.at >= after)
    gone = (
        select(fetch.c.resource_id)
        .join(run, run.c.id == fetch.c.run_id)
        .where(run.c.source_id == source_id, run.c.started_at >= after, fetch.c.outcome == "gone")
    )
    is_main = exists().where(own.c.resource_id == resource.c.id)
    return and_(resource.c.state == "stored", resource.c.id.in_(union(young, removed, gone)), is_main)


def list_validators(connection: Connection, source_id: int) -> dict[str, tuple[str | None, str | None]]:
    """Give ETag and Last-Modified of the list pages that were read, by URL key; those without either are left out."""
    has_one = or_(resource.c.etag.is_not(None), resource.c.last_modified.is_not(None))
    rows = connection.execute(
        select(resource.c.url_key, resource.c.etag, resource.c.last_modified).where(
            resource.c.source_id == source_id, resource.c.kind == "list", resource.c.state == "read", has_one
        )
    )
    return {key: (etag, last_modified) for key, etag, last_modified in rows}


def pagers(connection: Connection, source_id: int) -> dict[str, list[str]]:
    """List the pagers of a source by the page that names them."""
    rows = connection.execute(
        select(resource.c.found_on, resource.c.url)
        .where(resource.c.source_id == source_id, resource.c.kind == "pager", resource.c.found_on.is_not(None))
        .order_by(resource.c.id)
    )
    found: dict[str, list[str]] = {}
    for found_on, url in rows:
        found.setdefault(found_on, []).append(url)
    return found
