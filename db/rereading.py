"""What of the archive can be read anew, and how what was read anew is entered; of a visit nothing is noted.

Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from db.among import among
from db.models import ABSENT_STATES, absence, article, fetch, issue, page, part, resource, source
from db.stored import OF_ISSUE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

HAD = ("stored", "read", "alias", "unchanged")  # outcomes of visits that brought what is stored
FURTHER = ("continuation", "jump")  # roles of an article's further pages
_OVER = ("gone", "refused")  # states of URLs of which nothing is expected any more


@dataclass(frozen=True, kw_only=True)
class KnownSource:
    """A source as the database has it; see the table `source`."""

    id: int
    site: str
    channel: str
    name: str
    tz: str


@dataclass(frozen=True, kw_only=True)
class KeptUrl:
    """A URL with the visit whose answer is read anew: the one that brought what is stored, else the newest.

    Args:
        was_had: whether it was stored or read; else it waits in quarantine, or to be fetched again.
        listed_on: the day under which it is listed; in print the issue's.
        article_id, role: of the article that it gives text to; None where it gives none.
        at: when the answer came first, aware: equal answers of later visits are kept once.
        warc_file, warc_offset: where the answer is; None where it is not in the archive.
    """

    id: int
    url_key: str
    url: str
    kind: str
    state: str
    found_on: str | None
    listed_on: dt.date | None
    article_id: int | None
    role: str | None
    at: dt.datetime
    http_status: int
    was_had: bool
    warc_file: str | None
    warc_offset: int | None


def _newest(*, had: bool) -> Any:
    """Give the number of a URL's newest visit that was answered with a page, of those that were stored or not."""
    own = fetch.alias("own")
    outcome = own.c.outcome.in_(HAD) if had else own.c.outcome == "quarantined"
    is_page = and_(own.c.http_status >= 200, own.c.http_status < 300)
    return select(func.max(own.c.id)).where(own.c.resource_id == resource.c.id, outcome, is_page).scalar_subquery()


def _first_seen() -> Any:
    """Give when the answer of a visit came for the first time: relative dates count from it, whoever asked again."""
    own = fetch.alias("same")
    is_same = and_(own.c.warc_file == fetch.c.warc_file, own.c.warc_offset == fetch.c.warc_offset)
    first = select(func.min(own.c.at)).where(own.c.resource_id == fetch.c.resource_id, is_same).scalar_subquery()
    return func.coalesce(first, fetch.c.at).label("at")


_OF_URL = ("id", "url_key", "url", "kind", "state", "found_on", "listed_on")
_KEPT: Any = (
    select(
        *(resource.c[name] for name in _OF_URL),
        part.c.article_id,
        part.c.role,
        _first_seen(),
        *(fetch.c[name] for name in ("http_status", "warc_file", "warc_offset")),
        fetch.c.outcome.in_(HAD).label("was_had"),
    )
    .select_from(resource)
    .join(fetch, fetch.c.id == func.coalesce(_newest(had=True), _newest(had=False)))
    .outerjoin(part, part.c.resource_id == resource.c.id)
)
_BY_ID = _KEPT.where(among(resource.c.id, "values"))
_BY_KEY = _KEPT.where(among(resource.c.url_key, "values"))
_LISTINGS = select(resource.c.url_key, resource.c.kind, resource.c.state, resource.c.listed_on).where(
    among(resource.c.url_key, "keys")
)


def known_sources(connection: Connection, site: str | None = None) -> list[KnownSource]:
    """List the sources of a site, or of all."""
    query = select(*(source.c[name] for name in ("id", "site", "channel", "name", "tz"))).order_by(source.c.id)
    if site is not None:
        query = query.where(source.c.site == site)
    return [KnownSource(**row._asdict()) for row in connection.execute(query)]


def has_archive(connection: Connection) -> bool:
    """Tell whether the answer of any visit is in the archive."""
    return connection.execute(select(fetch.c.id).where(fetch.c.warc_file.is_not(None)).limit(1)).first() is not None


def plan_reading(
    connection: Connection,
    source_id: int,
    kinds: Sequence[str],
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    only_waiting: bool = False,
) -> list[list[int]]:
    """List the URLs that can be read anew, those together that are judged together: an article's, an issue's.

    Args:
        kinds: of URLs.
        since, until: of an article's publication or the issue's day, both included; what has no day is left out then.
        only_waiting: only articles that have an answer which was good once, and wait to be read again.

    Returns:
        Ids in the order in which they were fetched; an article's further pages are left out: they are read with it.
    """
    day = func.coalesce(article.c.published_on, issue.c.published_on, resource.c.listed_on)
    newest = func.coalesce(_newest(had=True), _newest(had=False))
    query = (
        select(resource.c.id, resource.c.kind, part.c.article_id, day.label("day"), newest.label("newest"))
        .select_from(resource)
        .outerjoin(part, part.c.resource_id == resource.c.id)
        .outerjoin(article, article.c.id == part.c.article_id)
        .outerjoin(page, page.c.resource_id == resource.c.id)
        .outerjoin(issue, issue.c.id == page.c.issue_id)
        .where(resource.c.source_id == source_id, resource.c.kind.in_(kinds), resource.c.state.not_in(_OVER))
        .where(newest.is_not(None), or_(part.c.role.is_(None), part.c.role.not_in(FURTHER)))
        .where(or_(resource.c.kind != "article", part.c.role.is_not(None), resource.c.state != "stored"))
    )
    if since is not None:
        query = query.where(day >= since)
    if until is not None:
        query = query.where(day <= until)
    if only_waiting:
        query = query.where(part.c.role.is_(None), resource.c.state == "pending", _newest(had=True).is_not(None))
    groups: dict[Any, list[int]] = {}
    for row in connection.execute(query.order_by("newest")):
        together = row.day if row.kind == "layout" and row.day is not None else row.article_id or f"alone {row.id}"
        groups.setdefault(together, []).append(row.id)
    return list(groups.values())


def kept_urls(connection: Connection, ids: Sequence[int]) -> list[KeptUrl]:
    """Give URLs with the visits whose answers are read anew, by their ids, in that order."""
    found = {one.id: one for one in _kept(connection, _BY_ID, ids)}
    return [found[number] for number in ids if number in found]


def kept_by_key(connection: Connection, url_keys: Sequence[str]) -> dict[str, KeptUrl]:
    """Give URLs with the visits whose answers are read anew, by their keys; what never answered is left out."""
    return {one.url_key: one for one in _kept(connection, _BY_KEY, url_keys)}


def _kept(connection: Connection, query: Any, values: Sequence[Any]) -> Iterator[KeptUrl]:
    if not values:
        return
    for row in connection.execute(query, {"values": values}):
        yield KeptUrl(**{**row._mapping, "was_had": bool(row.was_had)})


def listings(connection: Connection, url_keys: Sequence[str]) -> dict[str, tuple[str, str, dt.date | None]]:
    """Tell kind, state and listed day of URLs by their keys; unknown ones are left out."""
    if not url_keys:
        return {}
    rows = connection.execute(_LISTINGS, {"keys": url_keys})
    return {key: (kind, state, day) for key, kind, state, day in rows}


_SETTLE = (
    update(resource)
    .where(resource.c.id == bindparam("the_id"), resource.c.state != bindparam("new_state"))
    .values(state=bindparam("new_state"), reason=None, attempts=0, next_try_at=None)
)


_SETTLE_WAITING = _SETTLE.where(resource.c.state != "pending")


def settle(connection: Connection, states: Mapping[int, str], *, stay_pending: bool = False) -> None:
    """Let URLs be what was read anew makes of them; when they were visited stays as it was.

    Args:
        states: `stored`, `read` or `alias`, by id.
        stay_pending: what the next crawl fetches in any case, it still does.
    """
    if states:
        statement = _SETTLE_WAITING if stay_pending else _SETTLE
        connection.execute(statement, [{"the_id": number, "new_state": state} for number, state in states.items()])


def forget_notices(connection: Connection, resource_ids: Sequence[int]) -> set[dt.date]:
    """Take back the notices (休刊) that articles printed, before they are read anew; give the days."""
    statement = delete(absence).where(absence.c.kind == "notice", among(absence.c.resource_id, "ids"))
    return set(connection.execute(statement.returning(absence.c.published_on), {"ids": resource_ids}).scalars())


def forget_issues(connection: Connection, source_id: int, days: Iterable[dt.date]) -> None:
    """Forget what is said of the issues of days that have pages, before all their layouts are written anew."""
    of_days = (issue.c.source_id == source_id, among(issue.c.published_on, "days"))
    statement = update(issue).where(*of_days, issue.c.state.not_in(ABSENT_STATES)).values(dict.fromkeys(OF_ISSUE))
    connection.execute(statement, {"days": set(days)})


_LABEL = (
    update(page)
    .where(page.c.resource_id == bindparam("the_id"))
    .values({name: bindparam(f"new_{name}") for name in ("number", "title", "ordinal")})
)


def label_pages(connection: Connection, labels: Mapping[int, Mapping[str, Any]]) -> None:
    """Write number, title and ordinal of pages, by the ids of their URLs."""
    if labels:
        rows = [{"the_id": n, **{f"new_{name}": value for name, value in one.items()}} for n, one in labels.items()]
        connection.execute(_LABEL, rows)
