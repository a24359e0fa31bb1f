"""What waits for somebody to look at it: URLs that were had and could not be read, and those that were given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select, update

from db.among import among
from db.models import fetch, resource, source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

WAITING = ("quarantined", "failed")


@dataclass(frozen=True, kw_only=True)
class WaitingUrl:
    """A URL that waits, with what its last visit came to.

    Args:
        state: quarantined, or failed: given up after many attempts.
        reason, detail: of the last visit.
        at: of the last visit, aware; None without one.
    """

    site: str
    channel: str
    url: str
    kind: str
    state: str
    reason: str | None
    detail: str | None
    at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """A visit of a URL, as the ledger has it."""

    at: dt.datetime
    run_id: int
    http_status: int | None
    outcome: str
    reason: str | None
    detail: str | None
    encoding_declared: str | None
    encoding_used: str | None
    replaced_chars: int


@dataclass(frozen=True, kw_only=True)
class KnownUrl:
    """A URL of the ledger with all its visits, oldest first."""

    url: str
    kind: str
    state: str
    reason: str | None
    found_on: str | None
    listed_on: dt.date | None
    attempts: int
    next_try_at: dt.datetime | None
    visits: tuple[VisitRow, ...]


def waiting(
    connection: Connection, *, site: str | None = None, reason: str | None = None, limit: int | None = None
) -> list[WaitingUrl]:
    """List what waits, the newest first.

    Args:
        site, reason: only theirs; None: all.
        limit: how many at most; None: all.
    """
    visited = fetch.alias("visited")
    last = select(func.max(visited.c.id)).where(visited.c.resource_id == resource.c.id).scalar_subquery()
    query = (
        select(
            source.c.site,
            source.c.channel,
            resource.c.url,
            resource.c.kind,
            resource.c.state,
            resource.c.reason,
            fetch.c.detail,
            fetch.c.at,
        )
        .join(source, source.c.id == resource.c.source_id)
        .outerjoin(fetch, fetch.c.id == last)
        .where(*_is_waiting(site, reason))
        .order_by(resource.c.visited_at.desc(), resource.c.id.desc())
    )
    return [WaitingUrl(**row._asdict()) for row in connection.execute(query.limit(limit))]


def count_waiting(connection: Connection, *, site: str | None = None, reason: str | None = None) -> int:
    """Count what waits; see `waiting`."""
    query = select(func.count()).select_from(resource).join(source, source.c.id == resource.c.source_id)
    return int(connection.execute(query.where(*_is_waiting(site, reason))).scalar_one())


def _is_waiting(site: str | None, reason: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [resource.c.state.in_(WAITING)]
    if site is not None:
        conditions.append(source.c.site == site)
    if reason is not None:
        conditions.append(resource.c.reason == reason)
    return conditions


def known_url(connection: Connection, url_key: str) -> KnownUrl | None:
    """Find a URL with its visits; None when the ledger does not have it."""
    names = ("url", "kind", "state", "reason", "found_on", "listed_on", "attempts", "next_try_at")
    row = connection.execute(
        select(resource.c.id, *(resource.c[name] for name in names)).where(resource.c.url_key == url_key)
    ).one_or_none()
    if row is None:
        return None
    columns = (fetch.c[name] for name in VisitRow.__annotations__)
    visits = connection.execute(select(*columns).where(fetch.c.resource_id == row.id).order_by(fetch.c.id))
    values = row._asdict()
    values.pop("id")
    return KnownUrl(**values, visits=tuple(VisitRow(**visit._asdict()) for visit in visits))


def let_retry(connection: Connection, url_keys: Sequence[str]) -> int:
    """Let the next run fetch URLs that wait; give the number of those that did."""
    result = connection.execute(
        update(resource)
        .where(among(resource.c.url_key, "keys"), resource.c.state.in_(WAITING))
        .values(state="pending", reason=None, attempts=0, next_try_at=None),
        {"keys": url_keys},
    )
    return result.rowcount
