"""The ledger: every URL ever discovered is exactly one `resource` row, every visit of it one `fetch` row.

Functions take a connection inside the caller's transaction and never commit. They work on groups: the number of
statements does not depend on the number of rows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, insert, not_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.among import among
from db.models import fetch, resource, source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

RETRY_FIRST = dt.timedelta(hours=1)  # the pause before a failed URL is tried again; it doubles with each attempt
RETRY_LONGEST = dt.timedelta(days=7)
RETRY_ATTEMPTS = 10  # within about 18 days; then the URL is `failed`

_IDS = select(resource.c.url_key, resource.c.id).where(among(resource.c.url_key, "keys"))
_SETTLE = (
    update(resource)
    .where(resource.c.id == bindparam("the_id"))
    .values(attempts=0, next_try_at=None)
    .values({name: bindparam(f"new_{name}") for name in ("state", "reason", "visited_at")})
)
_SETTLE_HAD = _SETTLE.values({name: bindparam(f"new_{name}") for name in ("etag", "last_modified")})
# what was had once stays had: a layout or an article that fails when it is visited again keeps its state
_IS_HAD = and_(  # spelled out: a list would be expanded, which statements for many rows cannot be
    or_(resource.c.kind == "layout", resource.c.kind == "article"),
    or_(resource.c.state == "stored", resource.c.state == "read", resource.c.state == "alias"),
)
_SETTLE_FAILED = _SETTLE.where(not_(_IS_HAD))
_SEEN = update(resource).where(resource.c.id == bindparam("the_id")).values(visited_at=bindparam("new_visited_at"))
# what is there no more must come whole when it is back
_FORGET = update(resource).where(resource.c.id == bindparam("the_id")).values(etag=None, last_modified=None)
_ATTEMPTS = select(resource.c.id, resource.c.attempts).where(among(resource.c.id, "ids"), not_(_IS_HAD))
_SCHEDULE = (
    update(resource)
    .where(resource.c.id == bindparam("the_id"))
    .values({name: bindparam(f"new_{name}") for name in ("state", "reason", "attempts", "next_try_at")})
)
_REOPEN = update(resource).where(among(resource.c.url_key, "keys"), resource.c.state == "read").values(state="pending")
_SUCCESSES = frozenset(("stored", "read", "alias", "unchanged"))
_FAILURES = frozenset(("gone", "refused", "quarantined"))


@dataclass(frozen=True, kw_only=True)
class DiscoveredUrl:
    """A URL to enter in the ledger; one that is there already is left as it is."""

    url_key: str
    url: str
    kind: str
    found_on: str | None = None
    listed_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class VisitedUrl:
    """One visit of a URL that is in the ledger; see `Visit` and `Location` in pipelines for the fields.

    `etag` and `last_modified` are what the URL may be asked by next time, where the visit was a success.
    """

    url_key: str
    at: dt.datetime
    outcome: str
    http_status: int | None = None
    reason: str | None = None
    detail: str | None = None
    encoding_declared: str | None = None
    encoding_used: str | None = None
    replaced_chars: int = 0
    retry_after_s: int | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    body_sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def is_not_modified(self) -> bool:
        """Whether the site said only that nothing has changed (304): all stays as it was."""
        return self.outcome == "unchanged" and self.http_status == HTTPStatus.NOT_MODIFIED

    @property
    def state(self) -> str:
        """What the visit makes of a URL; an article that came with the same text is stored."""
        return "stored" if self.outcome == "unchanged" else self.outcome


def dialect_insert(connection: Connection) -> Any:
    """Give the database's own INSERT, which knows ON CONFLICT."""
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert


def binary_collation(connection: Connection) -> str:
    """Name the collation that compares text as Python does, whatever the database's locale is."""
    return "BINARY" if connection.dialect.name == "sqlite" else "C"


def ensure_source(connection: Connection, *, site: str, slug: str, channel: str, name: str, tz: str) -> int:
    """Enter a source or bring its name up to date.

    Args:
        site: the profile's name; slug: the source's name within it; channel: news, epaper or wechat.
        name: for people; tz: IANA name of the zone its dates are in.

    Returns:
        The source's id.
    """
    values = {"site": site, "slug": slug, "channel": channel, "name": name, "tz": tz}
    statement = dialect_insert(connection)(source).values(values)
    changed = or_(source.c.name != statement.excluded.name, source.c.tz != statement.excluded.tz)
    update_set = {"name": statement.excluded.name, "tz": statement.excluded.tz}
    connection.execute(statement.on_conflict_do_update(index_elements=["site", "slug"], set_=update_set, where=changed))
    found = connection.execute(select(source.c.id).where(source.c.site == site, source.c.slug == slug))
    return int(found.scalar_one())


def discover(connection: Connection, source_id: int, urls: Sequence[DiscoveredUrl], at: dt.datetime) -> dict[str, int]:
    """Enter URLs as pending, each once.

    Of the pages that name a URL the least is kept as `found_on`, of the days under which it is listed the first, so
    that the ledger does not depend on the order of a crawl.

    Args:
        urls: may hold a URL several times.
        at: the time of discovery, aware.

    Returns:
        The id of each URL, by its key.
    """
    rows: dict[str, dict[str, Any]] = {}
    for item in urls:
        entered = {"url_key": item.url_key, "url": item.url, "kind": item.kind, "found_on": None, "listed_on": None}
        row = rows.setdefault(item.url_key, entered)
        for name, value in (("found_on", item.found_on), ("listed_on", item.listed_on)):
            if value is not None and (row[name] is None or value < row[name]):
                row[name] = value
    if not rows:
        return {}
    common = {"source_id": source_id, "state": "pending", "attempts": 0, "discovered_at": at}
    statement = _entering(dialect_insert(connection), binary_collation(connection))
    connection.execute(statement, [rows[key] | common for key in sorted(rows)])
    return resource_ids(connection, list(rows))


@lru_cache(maxsize=2)  # building it takes longer than running it for one URL
def _entering(insert_into: Any, binary: str) -> Any:
    statement = insert_into(resource)
    old, new = resource.c, statement.excluded
    earlier_page = or_(old.found_on.is_(None), new.found_on.collate(binary) < old.found_on.collate(binary))
    earlier_day = or_(old.listed_on.is_(None), new.listed_on < old.listed_on)
    changed = {
        "found_on": case((and_(new.found_on.is_not(None), earlier_page), new.found_on), else_=old.found_on),
        "listed_on": case((and_(new.listed_on.is_not(None), earlier_day), new.listed_on), else_=old.listed_on),
    }
    is_news = or_(
        and_(new.found_on.is_not(None), earlier_page),
        and_(new.listed_on.is_not(None), earlier_day),
    )
    return statement.on_conflict_do_update(index_elements=["url_key"], set_=changed, where=is_news)


def resource_ids(connection: Connection, url_keys: Sequence[str]) -> dict[str, int]:
    """Find the ids of URLs by their keys; unknown ones are left out."""
    if not url_keys:
        return {}
    return dict(connection.execute(_IDS, {"keys": url_keys}).all())


def record_visits(connection: Connection, run_id: int, visits: Sequence[VisitedUrl], ids: Mapping[str, int]) -> None:
    """Write one `fetch` row a visit and bring the states of the URLs up to date.

    Args:
        visits: at most one a URL.
        ids: the id of each visited URL, from `discover`.
    """
    if not visits:
        return
    connection.execute(
        insert(fetch),
        [
            {
                "resource_id": ids[visit.url_key],
                "run_id": run_id,
                "at": visit.at,
                "http_status": visit.http_status,
                "outcome": visit.outcome,
                "reason": visit.reason,
                "detail": visit.detail,
                "encoding_declared": visit.encoding_declared,
                "encoding_used": visit.encoding_used,
                "replaced_chars": visit.replaced_chars,
                "warc_file": visit.warc_file,
                "warc_offset": visit.warc_offset,
                "body_sha256": visit.body_sha256,
            }
            for visit in visits
        ],
    )
    had = [visit for visit in visits if visit.outcome in _SUCCESSES and not visit.is_not_modified]
    _settle(connection, had, ids, _SETTLE_HAD, with_validators=True)
    failed = [visit for visit in visits if visit.outcome in _FAILURES]
    _settle(connection, failed, ids, _SETTLE_FAILED)
    gone = [{"the_id": ids[visit.url_key]} for visit in failed if visit.outcome == "gone"]
    if gone:
        connection.execute(_FORGET, gone)
    retried = [visit for visit in visits if visit.outcome == "retry"]
    only_seen = [*failed, *retried, *(visit for visit in visits if visit.is_not_modified)]
    if only_seen:
        seen = [{"the_id": ids[visit.url_key], "new_visited_at": visit.at} for visit in only_seen]
        connection.execute(_SEEN, seen)
    _schedule_retries(connection, retried, ids)


def _settle(
    connection: Connection,
    visits: Sequence[VisitedUrl],
    ids: Mapping[str, int],
    statement: Any,
    *,
    with_validators: bool = False,
) -> None:
    rows = []
    for visit in visits:
        row = {
            "the_id": ids[visit.url_key],
            "new_state": visit.state,
            "new_reason": visit.reason,
            "new_visited_at": visit.at,
        }
        validators = {"new_etag": visit.etag, "new_last_modified": visit.last_modified}
        rows.append(row | validators if with_validators else row)
    if rows:
        connection.execute(statement, rows)


def _schedule_retries(connection: Connection, visits: Sequence[VisitedUrl], ids: Mapping[str, int]) -> None:
    if not visits:
        return
    attempts = dict(connection.execute(_ATTEMPTS, {"ids": [ids[visit.url_key] for visit in visits]}).all())
    planned = []
    for visit in visits:
        number = ids[visit.url_key]
        if number not in attempts:
            continue
        tried = attempts[number] + 1
        asked = dt.timedelta(seconds=min(visit.retry_after_s or 0, RETRY_LONGEST.total_seconds()))
        pause = max(min(RETRY_FIRST * 2 ** min(tried - 1, RETRY_ATTEMPTS), RETRY_LONGEST), asked)
        given_up = tried >= RETRY_ATTEMPTS
        planned.append(
            {
                "the_id": number,
                "new_state": "failed" if given_up else "retry",
                "new_reason": visit.reason,
                "new_attempts": tried,
                "new_next_try_at": None if given_up else visit.at + pause,
            }
        )
    if planned:
        connection.execute(_SCHEDULE, planned)


def reopen(connection: Connection, url_keys: Sequence[str]) -> None:
    """Make read list pages pending again, because what they show has moved."""
    if url_keys:
        connection.execute(_REOPEN, {"keys": url_keys})
