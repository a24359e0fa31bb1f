"""Write printed issues: their pages, what is placed on each, and how complete they are.

Functions take a connection inside the caller's transaction and never commit. What several layouts say of an issue is
joined so that it does not depend on the order in which they are read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, delete, exists, func, insert, literal, or_, select, tuple_, union, update

from db.ledger import binary_collation, chunks, dialect_insert
from db.models import issue, page, placement, resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

IssueKey = tuple[dt.date, str]  # day and edition

_WITHOUT_PAGES = ("expected", "unavailable")
_SETTLED = ("stored", "alias", "refused")  # a placement in one of these states is no gap
_IDS: Any = bindparam("ids", expanding=True)
# built once: it is asked for every group of records, those of a news site too
_TOUCHED = union(
    select(page.c.issue_id).where(page.c.resource_id.in_(_IDS)),
    select(page.c.issue_id).join(placement).where(placement.c.resource_id.in_(_IDS)),
)
_WORST_FIRST = ("failed", "quarantined", "gone", "retry", "pending")


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
        own: its page.
        picture: the columns image_url, pdf_url, width and height of its page.
        issues: the issue and the further editions of its day that it names.
        pages: every page that it names, its own among them.
        placements: the articles on its page.
    """

    published_on: dt.date
    own: PageRow
    picture: Mapping[str, str | int | None]
    issues: Sequence[IssueRow]
    pages: Sequence[PageRow]
    placements: Sequence[PlacementRow]


def save_layouts(connection: Connection, source_id: int, layouts: Sequence[LayoutRow], ids: Mapping[str, int]) -> None:
    """Write layouts with their issues, pages and placements.

    Args:
        layouts: at most one a URL.
        ids: the resource id of every URL in them.
    """
    if not layouts:
        return
    issues = [row for layout in layouts for row in layout.issues]
    _save_issues(connection, source_id, issues)
    issue_ids = _issue_ids(connection, source_id, {(row.published_on, row.edition) for row in issues})
    _save_pages(connection, layouts, issue_ids, ids)
    page_ids = _page_ids(connection, [ids[layout.own.url_key] for layout in layouts])
    connection.execute(delete(placement).where(placement.c.page_id.in_(list(page_ids.values()))))
    placements = [
        {
            "page_id": page_ids[ids[layout.own.url_key]],
            "resource_id": ids[one.url_key],
            "ordinal": one.ordinal,
            "listed_title": one.listed_title,
            "in_map": one.in_map,
            "in_list": one.in_list,
            "regions": one.regions,
        }
        for layout in layouts
        for one in layout.placements
    ]
    if placements:
        connection.execute(insert(placement), placements)
    if any(row.covers_until for row in issues):
        _drop_covered(connection, source_id)


def save_missing(
    connection: Connection, source_id: int, missing: Sequence[tuple[dt.date, str, str]], edition: str
) -> None:
    """Enter days whose issue was asked for and did not come; an issue that is there stays as it is.

    Args:
        missing: (day, state, reason); the state is `expected` or `unavailable`.
        edition: the name of the main edition.
    """
    if not missing:
        return
    statement = dialect_insert(connection)(issue)
    new = statement.excluded
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["source_id", "published_on", "edition"],
            set_={"state": new.state, "reason": new.reason},
            where=issue.c.state.in_(_WITHOUT_PAGES),
        ),
        [
            {"source_id": source_id, "published_on": day, "edition": edition, "state": state, "reason": reason}
            for day, state, reason in {row[0]: row for row in missing}.values()
        ],
    )
    _drop_covered(connection, source_id)


def refresh_states(connection: Connection, resource_ids: Iterable[int]) -> None:
    """Work out the state of every issue that a page or placement among the URLs belongs to.

    Complete: every page is read, and every placement is stored, an alias, or refused by rule. The reason of a partial
    one is the worst that is left, for example `articles_gone`.
    """
    touched: set[int] = set()
    for some in chunks(list(resource_ids)):
        touched.update(connection.execute(_TOUCHED, {"ids": some}).scalars())
    if not touched:
        return
    left: dict[int, set[str]] = {number: set() for number in touched}
    for some in chunks(list(touched)):
        for number, kind, state in connection.execute(_unsettled(some)):
            left[number].add(f"{kind}_{state}")
    connection.execute(
        update(issue)
        .where(issue.c.id == bindparam("the_id"))
        .values(state=bindparam("new_state"), reason=bindparam("new_reason")),
        [
            {"the_id": number, "new_state": "partial" if found else "complete", "new_reason": _worst(found)}
            for number, found in left.items()
        ],
    )


def _unsettled(issue_ids: Sequence[int]) -> Any:
    pages = (
        select(page.c.issue_id, literal("pages"), resource.c.state)
        .join(resource, resource.c.id == page.c.resource_id)
        .where(page.c.issue_id.in_(issue_ids), resource.c.state != "read")
    )
    articles = (
        select(page.c.issue_id, literal("articles"), resource.c.state)
        .join(placement, placement.c.page_id == page.c.id)
        .join(resource, resource.c.id == placement.c.resource_id)
        .where(page.c.issue_id.in_(issue_ids), resource.c.state.not_in(_SETTLED))
    )
    return union(pages, articles)


def _worst(found: set[str]) -> str | None:
    order = [f"{kind}_{state}" for kind in ("pages", "articles") for state in _WORST_FIRST]
    return min(found, key=lambda slug: order.index(slug) if slug in order else len(order), default=None)


def _save_issues(connection: Connection, source_id: int, rows: Sequence[IssueRow]) -> None:
    binary = binary_collation(connection)
    statement = dialect_insert(connection)(issue)
    old, new = issue.c, statement.excluded
    texts = ("number", "paper_name", "platform", "evidence")
    least = {name: (new[name].collate(binary) < old[name].collate(binary)) for name in texts}
    least["covers_until"] = new.covers_until < old.covers_until
    changed = {
        name: case((and_(new[name].is_not(None), or_(old[name].is_(None), is_less)), new[name]), else_=old[name])
        for name, is_less in least.items()
    }
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
    named: dict[int, dict[str, Any]] = {}
    for layout in layouts:
        for row in layout.pages:
            values = _page_values(layout, row, issue_ids, ids)
            named.setdefault(values["resource_id"], values)
    statement = dialect_insert(connection)(page)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["resource_id"]), list(named.values()))
    new = statement.excluded
    known = {name: func.coalesce(new[name], page.c[name]) for name in ("number", "title", "ordinal")}
    read = {name: new[name] for name in ("issue_id", "image_url", "pdf_url", "width", "height")}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["resource_id"], set_=known | read),
        [_page_values(layout, layout.own, issue_ids, ids) | dict(layout.picture) for layout in layouts],
    )


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


def _page_ids(connection: Connection, resource_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in chunks(resource_ids):
        rows = connection.execute(select(page.c.resource_id, page.c.id).where(page.c.resource_id.in_(some)))
        found.update((resource_id, number) for resource_id, number in rows)
    return found


def _drop_covered(connection: Connection, source_id: int) -> None:
    """Take away the rows of days that a combined issue covers: they have no issue of their own."""
    combined = issue.alias("combined")
    covered = exists().where(
        combined.c.source_id == source_id,
        combined.c.covers_until.is_not(None),
        combined.c.published_on < issue.c.published_on,
        combined.c.covers_until >= issue.c.published_on,
    )
    connection.execute(delete(issue).where(issue.c.source_id == source_id, issue.c.state.in_(_WITHOUT_PAGES), covered))
