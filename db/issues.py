"""Write printed issues: their pages, what is placed on each, and how complete they are.

Functions take a connection inside the caller's transaction and never commit. What several layouts say of an issue is
joined so that it does not depend on the order in which they are read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, delete, exists, func, or_, select, tuple_

from db.absences import MAIN
from db.among import among
from db.delisting import note_pages, note_placements
from db.ledger import binary_collation, dialect_insert
from db.models import ABSENT_STATES, issue, page, placement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

IssueKey = tuple[dt.date, str]  # day and edition

_ISSUES_OF_PAGES = select(page.c.issue_id).where(among(page.c.resource_id, "ids"))
_READ_PAGES = select(page.c.resource_id).where(
    among(page.c.resource_id, "ids"), page.c.placements_expected.is_not(None)
)
_PAGE_IDS = select(page.c.resource_id, page.c.id).where(among(page.c.resource_id, "ids"))
_DELETE_EMPTIED = delete(issue).where(
    among(issue.c.id, "ids"), issue.c.edition != MAIN, ~exists().where(page.c.issue_id == issue.c.id)
)


@dataclass(frozen=True, kw_only=True)
class IssueRow:
    """What a layout says of an issue; `number`, `paper_name` and `covers_until` are None where it does not say."""

    published_on: dt.date
    edition: str
    number: str | None = None
    paper_name: str | None = None
    covers_until: dt.date | None = None
    platform: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, kw_only=True)
class PageRow:
    """A page that a layout names; `ordinal` is None where the layout has no list of pages."""

    url_key: str
    edition: str
    number: str | None
    title: str | None
    ordinal: int | None


@dataclass(frozen=True, kw_only=True)
class PlacementRow:
    """An article's listing on a page; see `pipelines.issues.Placement`."""

    url_key: str
    ordinal: int
    listed_title: str | None
    in_map: bool
    in_list: bool
    regions: Sequence[Sequence[Sequence[int]]]


@dataclass(frozen=True, kw_only=True)
class LayoutRow:
    """A layout that was read.

    Args:
        read_at: when, aware.
        own: its page.
        picture: the columns image_url, pdf_url, width and height of its page.
        issues: the issue and the further editions of its day that it names.
        pages: every page that it names, its own among them.
        placements: the articles on its page.
    """

    published_on: dt.date
    read_at: dt.datetime
    own: PageRow
    picture: Mapping[str, str | int | None]
    issues: Sequence[IssueRow]
    pages: Sequence[PageRow]
    placements: Sequence[PlacementRow]


def save_layouts(
    connection: Connection, run_id: int | None, source_id: int, layouts: Sequence[LayoutRow], ids: Mapping[str, int]
) -> None:
    """Write layouts with their issues, pages and placements.

    What a layout named when it was read before and names no more stays, marked as delisted, with an event.

    Args:
        run_id: of the crawl that fetched them; None where what was fetched before is read anew: what they do not name
            then was misread, and goes.
        layouts: at most one a URL.
        ids: the resource id of every URL in them.
    """
    if not layouts:
        return
    issues = [row for layout in layouts for row in layout.issues]
    _save_issues(connection, source_id, issues)
    issue_ids = _issue_ids(connection, source_id, {(row.published_on, row.edition) for row in issues})
    read_before = _read_pages(connection, [ids[layout.own.url_key] for layout in layouts])
    _save_pages(connection, layouts, issue_ids, ids)
    page_ids = _page_ids(connection, [ids[layout.own.url_key] for layout in layouts])
    if run_id is None:
        _drop_misread(connection, layouts, page_ids, ids)
    else:
        note_placements(connection, run_id, layouts, page_ids, ids)
        note_pages(connection, run_id, [one for one in layouts if ids[one.own.url_key] in read_before], issue_ids, ids)
    _save_placements(connection, layouts, page_ids, ids)


def _drop_misread(
    connection: Connection, layouts: Sequence[LayoutRow], page_ids: Mapping[int, int], ids: Mapping[str, int]
) -> None:
    """Delete the placements that pages do not name; what was delisted is known from later visits, and stays."""
    for layout in layouts:
        named = [ids[one.url_key] for one in layout.placements]
        of_page = placement.c.page_id == page_ids[ids[layout.own.url_key]]
        connection.execute(
            delete(placement).where(of_page, placement.c.delisted_at.is_(None), placement.c.resource_id.not_in(named))
        )


def _save_placements(
    connection: Connection, layouts: Sequence[LayoutRow], page_ids: Mapping[int, int], ids: Mapping[str, int]
) -> None:
    placements = [
        {
            "page_id": page_ids[ids[layout.own.url_key]],
            "resource_id": ids[one.url_key],
            "ordinal": one.ordinal,
            "listed_title": one.listed_title,
            "in_map": one.in_map,
            "in_list": one.in_list,
            "regions": one.regions,
            "delisted_at": None,
        }
        for layout in layouts
        for one in layout.placements
    ]
    if not placements:
        return
    statement = dialect_insert(connection)(placement)
    names = ("ordinal", "listed_title", "in_map", "in_list", "regions", "delisted_at")
    changed = {name: statement.excluded[name] for name in names}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["page_id", "resource_id"], set_=changed), placements
    )


def _save_issues(connection: Connection, source_id: int, rows: Sequence[IssueRow]) -> None:
    binary = binary_collation(connection)
    statement = dialect_insert(connection)(issue)
    old, new = issue.c, statement.excluded
    texts = ("number", "paper_name", "platform", "evidence")
    least = {name: (new[name].collate(binary) < old[name].collate(binary)) for name in texts}
    least["covers_until"] = new.covers_until < old.covers_until
    # its evidence said why there was no issue; spelled out, for a list cannot be expanded for many rows
    was_absent = or_(*(old.state == state for state in ABSENT_STATES))
    changed = {
        name: case(
            (or_(was_absent, and_(new[name].is_not(None), or_(old[name].is_(None), is_less))), new[name]),
            else_=old[name],
        )
        for name, is_less in least.items()
    }
    changed["state"] = case((was_absent, new.state), else_=old.state)
    values = [
        {
            "source_id": source_id,
            "published_on": row.published_on,
            "edition": row.edition,
            "state": "partial",
            **{name: getattr(row, name) for name in least},
        }
        for row in rows
    ]
    connection.execute(
        statement.on_conflict_do_update(index_elements=["source_id", "published_on", "edition"], set_=changed), values
    )


def _issue_ids(connection: Connection, source_id: int, keys: Iterable[IssueKey]) -> dict[IssueKey, int]:
    found = connection.execute(
        select(issue.c.published_on, issue.c.edition, issue.c.id).where(
            issue.c.source_id == source_id, tuple_(issue.c.published_on, issue.c.edition).in_(list(keys))
        )
    )
    return {(day, edition): number for day, edition, number in found}


def _save_pages(
    connection: Connection, layouts: Sequence[LayoutRow], issue_ids: Mapping[IssueKey, int], ids: Mapping[str, int]
) -> None:
    own_ids = [ids[layout.own.url_key] for layout in layouts]
    before = set(connection.execute(_ISSUES_OF_PAGES, {"ids": own_ids}).scalars())
    named: dict[int, dict[str, Any]] = {}
    for layout in layouts:
        for row in layout.pages:
            values = _page_values(layout, row, issue_ids, ids)
            named.setdefault(values["resource_id"], values)
    statement = dialect_insert(connection)(page)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["resource_id"]), list(named.values()))
    new = statement.excluded
    known = {name: func.coalesce(new[name], page.c[name]) for name in ("number", "title", "ordinal")}
    read_columns = ("issue_id", "image_url", "pdf_url", "width", "height", "placements_expected")
    read = {name: new[name] for name in read_columns}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["resource_id"], set_=known | read),
        [
            _page_values(layout, layout.own, issue_ids, ids)
            | dict(layout.picture)
            | {"placements_expected": len(layout.placements)}
            for layout in layouts
        ],
    )
    # an edition that was misread at first has lost its pages to another; a day's main one is judged as a day
    connection.execute(_DELETE_EMPTIED, {"ids": before})


def _page_values(
    layout: LayoutRow, row: PageRow, issue_ids: Mapping[IssueKey, int], ids: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "issue_id": issue_ids[layout.published_on, row.edition],
        "resource_id": ids[row.url_key],
        "number": row.number,
        "title": row.title,
        "ordinal": row.ordinal,
    }


def _read_pages(connection: Connection, resource_ids: Sequence[int]) -> set[int]:
    return set(connection.execute(_READ_PAGES, {"ids": resource_ids}).scalars())


def _page_ids(connection: Connection, resource_ids: Sequence[int]) -> dict[int, int]:
    return dict(connection.execute(_PAGE_IDS, {"ids": resource_ids}).all())
