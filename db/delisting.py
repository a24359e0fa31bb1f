"""What a site takes off a printed page after it was read, or puts back: it is marked, with an event, never deleted.

A page is delisted as `unlisted` (the first page's list names it no more) or as `gone` (its address answers that there
is nothing), a placement as `unlisted`. Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, or_, select, update

from db.among import among
from db.models import event, page, placement, resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from db.issues import IssueKey, LayoutRow

_PLACED = select(placement.c.page_id, placement.c.resource_id, placement.c.delisted_at).where(
    among(placement.c.page_id, "pages")
)
_GONE_BEFORE = select(page.c.id, page.c.resource_id).where(
    page.c.delisted_reason == "gone", among(page.c.resource_id, "ids")
)
_READ_BEFORE = (
    select(page.c.id, page.c.resource_id)
    .join(resource, resource.c.id == page.c.resource_id)
    .where(among(page.c.resource_id, "ids"), page.c.delisted_at.is_(None), resource.c.state == "read")
)


@dataclass(frozen=True, kw_only=True)
class _Change:
    kind: str
    reason: str
    resource_id: int
    page_id: int
    at: dt.datetime


def note_placements(
    connection: Connection,
    run_id: int,
    layouts: Sequence[LayoutRow],
    page_ids: Mapping[int, int],
    ids: Mapping[str, int],
) -> None:
    """Mark the placements that a page names no more, and note those that it names again; before they are written.

    Args:
        page_ids: the page of each layout, by its resource id.
        ids: the resource id of every URL in the layouts, by its key.
    """
    named = {
        page_ids[ids[layout.own.url_key]]: ({ids[one.url_key] for one in layout.placements}, layout.read_at)
        for layout in layouts
    }
    changes = []
    for row in connection.execute(_PLACED, {"pages": named}):
        on_page, read_at = named[row.page_id]
        is_named, was_named = row.resource_id in on_page, row.delisted_at is None
        if is_named != was_named:
            kind = "relisted" if is_named else "delisted"
            changes.append(
                _Change(kind=kind, reason="unlisted", resource_id=row.resource_id, page_id=row.page_id, at=read_at)
            )
    gone = [one for one in changes if one.kind == "delisted"]
    if gone:
        connection.execute(
            update(placement)
            .where(placement.c.page_id == bindparam("the_page"), placement.c.resource_id == bindparam("the_resource"))
            .values(delisted_at=bindparam("new_at")),
            [{"the_page": one.page_id, "the_resource": one.resource_id, "new_at": one.at} for one in gone],
        )
    _enter(connection, run_id, changes)


def note_pages(
    connection: Connection,
    run_id: int,
    layouts: Sequence[LayoutRow],
    issue_ids: Mapping[IssueKey, int],
    ids: Mapping[str, int],
) -> None:
    """Mark the pages that the list on an issue's first page names no more, and note what is back.

    Args:
        layouts: those that were read before as well.
        issue_ids: by day and edition.
        ids: the resource id of every URL in the layouts, by its key.
    """
    read = {ids[layout.own.url_key]: layout.read_at for layout in layouts}
    changes = [
        _Change(kind="relisted", reason="gone", resource_id=row.resource_id, page_id=row.id, at=read[row.resource_id])
        for row in connection.execute(_GONE_BEFORE, {"ids": read})
    ]
    for layout in layouts:
        if layout.own.ordinal == 1:  # one page's list is enough, and it is the one that is read first
            of_issue = page.c.issue_id == issue_ids[layout.published_on, layout.own.edition]
            changes += _against_list(connection, of_issue, {ids[row.url_key] for row in layout.pages}, layout.read_at)
    _mark(connection, run_id, changes)


def _against_list(connection: Connection, of_issue: Any, named: set[int], at: dt.datetime) -> list[_Change]:
    rows = connection.execute(
        select(page.c.id, page.c.resource_id, page.c.delisted_reason).where(
            of_issue,
            page.c.ordinal.is_not(None),
            or_(page.c.delisted_reason.is_(None), page.c.delisted_reason == "unlisted"),
        )
    )
    changes = []
    for row in rows:
        is_named, was_named = row.resource_id in named, row.delisted_reason is None
        if is_named != was_named:
            kind = "relisted" if is_named else "delisted"
            changes.append(_Change(kind=kind, reason="unlisted", resource_id=row.resource_id, page_id=row.id, at=at))
    return changes


def delist_gone(connection: Connection, run_id: int, gone: Mapping[int, dt.datetime]) -> None:
    """Mark pages that were read before and whose address now answers that there is nothing.

    Args:
        gone: the time of the answer, by resource id.
    """
    if not gone:
        return
    changes = [
        _Change(kind="delisted", reason="gone", resource_id=row.resource_id, page_id=row.id, at=gone[row.resource_id])
        for row in connection.execute(_READ_BEFORE, {"ids": gone})
    ]
    _mark(connection, run_id, changes)


def _mark(connection: Connection, run_id: int, changes: Sequence[_Change]) -> None:
    if changes:
        connection.execute(
            update(page)
            .where(page.c.id == bindparam("the_page"))
            .values(delisted_at=bindparam("new_at"), delisted_reason=bindparam("new_reason")),
            [
                {
                    "the_page": one.page_id,
                    "new_at": one.at if one.kind == "delisted" else None,
                    "new_reason": one.reason if one.kind == "delisted" else None,
                }
                for one in changes
            ],
        )
    _enter(connection, run_id, changes)


def _enter(connection: Connection, run_id: int, changes: Sequence[_Change]) -> None:
    if changes:
        connection.execute(
            insert(event),
            [
                {
                    "run_id": run_id,
                    "resource_id": one.resource_id,
                    "page_id": one.page_id,
                    "kind": one.kind,
                    "reason": one.reason,
                    "at": one.at,
                }
                for one in changes
            ],
        )
