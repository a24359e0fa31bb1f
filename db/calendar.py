"""The calendar of a newspaper: every day from its first known one to its last, its state, and what is lacking of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, case, func, or_, select

from db.issue_states import SETTLED
from db.models import ABSENT_STATES, absence, fetch, issue, page, placement, resource, source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

DayState = Literal["expected", "unavailable", "not_published", "partial", "complete", "covered", "unknown"]
_LAST_REASON = (
    select(fetch.c.reason)
    .where(fetch.c.resource_id == resource.c.id)
    .order_by(fetch.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("why")
)


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """A publication: `tz` is the IANA name of the zone of its dates."""

    id: int
    site: str
    slug: str
    channel: str
    name: str
    tz: str


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """A page or article that an issue names and that is not here.

    Args:
        state: of its URL in the ledger.
        why: reason of its last visit, None when it was never visited.
    """

    url: str
    kind: str
    state: str
    why: str | None

    @property
    def is_explained(self) -> bool:
        """Whether the site itself says that what it names is not there."""
        return self.state == "gone"


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """A day of the calendar, or one edition of it.

    Args:
        state: of the issue; `covered` by a combined issue of an earlier day, `unknown` where no row speaks of it.
        reason, evidence: as in the view issues; None where there are none.
        url: of the address that was asked, for a day without an issue; None where none was.
        lacking: what its pages name and is not here.
    """

    day: dt.date
    edition: str
    state: DayState
    reason: str | None = None
    evidence: str | None = None
    url: str | None = None
    lacking: tuple[Lacking, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether something is not here that was, or may have been, printed."""
        return self.state in ("expected", "unavailable", "partial", "unknown")

    def is_gap_on(self, today: dt.date) -> bool:
        """Whether it is a gap already: what is expected may appear until its day is over."""
        return self.is_gap and not (self.state == "expected" and self.day >= today)

    @property
    def is_explained(self) -> bool:
        """Whether a gap has a final reason: everything that is lacking is gone from the site that names it."""
        return self.state == "partial" and bool(self.lacking) and all(one.is_explained for one in self.lacking)


def sources(connection: Connection, site: str | None = None) -> list[SourceRow]:
    """List the publications, of one site or of all."""
    columns = (source.c[name] for name in ("id", "site", "slug", "channel", "name", "tz"))
    query = select(*columns).order_by(source.c.site, source.c.slug)
    if site is not None:
        query = query.where(source.c.site == site)
    return [SourceRow(**row._asdict()) for row in connection.execute(query)]


def calendar(
    connection: Connection,
    source_id: int,
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    today: dt.date,
) -> list[CalendarDay]:
    """Give every day from the first to the last that is known of, further editions after the main one.

    Args:
        since, until: instead of the first and the last known day.
        today: in the source's zone; of a day to come nothing is given unless something is known of it.
    """
    is_past = issue.c.published_on <= today
    known = connection.execute(
        select(
            func.min(issue.c.published_on),
            func.max(issue.c.published_on),
            func.max(case((is_past, issue.c.published_on))),
        ).where(issue.c.source_id == source_id)
    ).one()
    first, last = since or known[0], until or known[1]
    if first is None or last is None:
        return []
    last_unknown = min(until or known[2] or last, today)
    by_day, covered = _known_days(connection, source_id, first, last)
    days: list[CalendarDay] = []
    for n in range((last - first).days + 1):
        day = first + dt.timedelta(days=n)
        rows = by_day.get(day, [])
        if not any(row.edition == "main" for row in rows) and day <= last_unknown:
            state: DayState = "covered" if day in covered else "unknown"
            days.append(CalendarDay(day=day, edition="main", state=state))
        days += sorted(rows, key=lambda row: (row.edition != "main", row.edition))
    return days


def _known_days(
    connection: Connection, source_id: int, first: dt.date, last: dt.date
) -> tuple[dict[dt.date, list[CalendarDay]], set[dt.date]]:
    """Give what is known of each day of a range, and the days that combined issues cover."""
    lacking = _lacking(connection, source_id, first, last)
    asked = _asked_urls(connection, source_id, first, last)
    by_day: dict[dt.date, list[CalendarDay]] = defaultdict(list)
    covered: set[dt.date] = set()
    for row in _issues(connection, source_id, first, last):
        span = ((row.covers_until or row.published_on) - row.published_on).days
        covered.update(row.published_on + dt.timedelta(days=n) for n in range(1, span + 1))
        is_absent = row.state in ABSENT_STATES
        by_day[row.published_on].append(
            CalendarDay(
                day=row.published_on,
                edition=row.edition,
                state=row.state,
                reason=row.reason,
                evidence=row.evidence if is_absent else None,
                url=asked.get(row.published_on) if is_absent else None,
                lacking=tuple(lacking.get(row.id, ())),
            )
        )
    return by_day, covered


def _issues(connection: Connection, source_id: int, first: dt.date, last: dt.date) -> Sequence[Any]:
    names = ("id", "published_on", "edition", "covers_until", "state", "reason", "evidence")
    return connection.execute(
        select(*(issue.c[name] for name in names))
        .where(
            issue.c.source_id == source_id,
            issue.c.published_on <= last,
            func.coalesce(issue.c.covers_until, issue.c.published_on) >= first,
        )
        .order_by(issue.c.published_on)
    ).all()


def _asked_urls(connection: Connection, source_id: int, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    rows = connection.execute(
        select(absence.c.published_on, resource.c.url)
        .join(resource, resource.c.id == absence.c.resource_id)
        .where(absence.c.source_id == source_id, absence.c.published_on.between(first, last))
        .order_by(absence.c.kind.desc())  # a notice's address rather than one that was asked in vain
    )
    return dict(rows.all())


def _lacking(connection: Connection, source_id: int, first: dt.date, last: dt.date) -> dict[int, list[Lacking]]:
    columns = (page.c.issue_id, resource.c.url, resource.c.kind, resource.c.state, _LAST_REASON)
    of_days = (issue.c.source_id == source_id, issue.c.published_on.between(first, last))
    pages = (
        select(*columns)
        .join(resource, resource.c.id == page.c.resource_id)
        .join(issue, issue.c.id == page.c.issue_id)
        .where(*of_days, resource.c.state.not_in(("read", "alias")))
    )
    articles = (
        select(*columns)
        .join(placement, placement.c.page_id == page.c.id)
        .join(resource, resource.c.id == placement.c.resource_id)
        .join(issue, issue.c.id == page.c.issue_id)
        .where(*of_days, resource.c.state.not_in(SETTLED))
        .distinct()
    )
    found: dict[int, list[Lacking]] = defaultdict(list)
    for query in (pages, articles):
        for issue_id, url, kind, state, why in connection.execute(query.order_by(resource.c.url)):
            found[issue_id].append(Lacking(url=url, kind=kind, state=state, why=why))
    return found


def months(
    connection: Connection, source_id: int, since: dt.date | None, until: dt.date | None
) -> dict[str, dict[str, int]]:
    """Count a source's articles by month and state.

    Args:
        since, until: only those of days in this range; None: no bound.

    Returns:
        By month (2026-11; `undated` for those listed without a day) the number of articles in each state.
    """
    query = (
        select(resource.c.listed_on, resource.c.state, func.count())
        .where(resource.c.source_id == source_id, resource.c.kind == "article")
        .group_by(resource.c.listed_on, resource.c.state)
    )
    if since is not None:
        query = query.where(resource.c.listed_on >= since)
    if until is not None:
        query = query.where(resource.c.listed_on <= until)
    found: dict[str, dict[str, int]] = {}
    for day, state, number in connection.execute(query):
        month = found.setdefault(f"{day:%Y-%m}" if day else "undated", {})
        month[state] = month.get(state, 0) + number
    return dict(sorted(found.items()))


def open_urls(connection: Connection, source_id: int, since: dt.date | None, until: dt.date | None) -> list[Lacking]:
    """List a source's URLs that are neither here nor finally explained.

    Lists and files that no run has asked for yet are none: what is behind them is not known, or was not wanted.

    Args:
        since, until: only those listed under days in this range, or under none; None: no bound.
    """
    query = select(resource.c.url, resource.c.kind, resource.c.state, _LAST_REASON).where(
        resource.c.source_id == source_id,
        or_(
            resource.c.state.in_(("retry", "failed", "quarantined")),
            and_(resource.c.state == "pending", resource.c.kind.in_(("layout", "article"))),
        ),
    )
    if since is not None:
        query = query.where(func.coalesce(resource.c.listed_on, since) >= since)
    if until is not None:
        query = query.where(func.coalesce(resource.c.listed_on, until) <= until)
    return [Lacking(**row._asdict()) for row in connection.execute(query.order_by(resource.c.url))]
