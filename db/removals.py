"""Articles that a site takes away, or brings back: an event and a mark, never a deletion.

What a printed page names no more is another matter: see db/delisting.py. Functions take a connection inside the
caller's transaction and never commit.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, func, insert, select, update

from db.among import among
from db.models import article, event, fetch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from db.ledger import VisitedUrl

# a site that is being repaired answers 404 for some hours; a crawl that cron starts daily is not a full day later each
# time, since it gets to an article sooner or later
CONFIRMED_AFTER = dt.timedelta(hours=23)
SUCCESSES = ("stored", "alias", "unchanged")  # outcomes of a visit that found an article
_REASONS = {"redirected_elsewhere": "elsewhere"}  # the event's column is narrower than the visit's

_LATER = fetch.alias("later")
_FIRST_GONE = (
    select(fetch.c.resource_id, func.min(fetch.c.at))
    .where(
        among(fetch.c.resource_id, "ids"),
        fetch.c.outcome == "gone",
        ~exists().where(
            _LATER.c.resource_id == fetch.c.resource_id, _LATER.c.id > fetch.c.id, _LATER.c.outcome.in_(SUCCESSES)
        ),
    )
    .group_by(fetch.c.resource_id)
)
_ARTICLES = select(article.c.id, article.c.resource_id, article.c.removed_at).where(among(article.c.resource_id, "ids"))
_MARK = update(article).where(article.c.id == bindparam("the_id")).values(removed_at=bindparam("new_removed_at"))


def note_removals(connection: Connection, run_id: int, visits: Sequence[VisitedUrl], ids: Mapping[str, int]) -> None:
    """Mark the articles that were found gone twice, a day apart and with no success in between; unmark what is back.

    Args:
        visits: of a group; they must be written already.
        ids: the resource id of each visited URL.
    """
    gone = {ids[visit.url_key]: visit for visit in visits if visit.outcome == "gone"}
    had = {ids[visit.url_key]: visit for visit in visits if visit.outcome in SUCCESSES}
    marks: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    first_gone = _first_gone(connection, list(gone))
    for number, resource_id, removed_at in _articles(connection, [*first_gone, *had]):
        if visit := had.get(resource_id):
            if removed_at is not None:
                marks.append({"the_id": number, "new_removed_at": None})
                events.append(_event(run_id, resource_id, "returned", f"http_{visit.http_status}", visit.at))
            continue
        visit, first = gone[resource_id], first_gone[resource_id]
        if removed_at is None and visit.at - first >= CONFIRMED_AFTER:
            reason = visit.reason or visit.outcome
            marks.append({"the_id": number, "new_removed_at": first})
            events.append(_event(run_id, resource_id, "removed", _REASONS.get(reason, reason), visit.at))
    if marks:
        connection.execute(_MARK, marks)
        connection.execute(insert(event), events)


def _event(run_id: int, resource_id: int, kind: str, reason: str, at: dt.datetime) -> dict[str, Any]:
    return {"run_id": run_id, "resource_id": resource_id, "kind": kind, "reason": reason, "at": at}


def _first_gone(connection: Connection, resource_ids: Sequence[int]) -> dict[int, dt.datetime]:
    """Give the time since when each of some URLs has been gone at every visit that got an answer."""
    if not resource_ids:
        return {}
    return dict(connection.execute(_FIRST_GONE, {"ids": resource_ids}).all())


def _articles(connection: Connection, resource_ids: Sequence[int]) -> list[tuple[int, int, dt.datetime | None]]:
    """Give id, address and mark of the articles that have their address among URLs."""
    if not resource_ids:
        return []
    rows = connection.execute(_ARTICLES, {"ids": resource_ids})
    return [(number, resource_id, removed_at) for number, resource_id, removed_at in rows]
