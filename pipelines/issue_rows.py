"""Turn the layout of a printed page into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.absences import AbsenceRow
from db.issues import IssueRow, LayoutRow, PageRow, PlacementRow
from db.ledger import DiscoveredUrl
from pipelines.issues import MissingIssue
from pipelines.items import Article
from pipelines.printed import MAIN_EDITION
from pipelines.text import optional_line
from pipelines.urls import canonical_url, url_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.issues import ListedPage, ScrapedLayout

NUMBER_CHARS = 32  # as wide as the columns


def layout_row(layout: ScrapedLayout) -> LayoutRow:
    """Give the rows of a layout."""
    pages = [_page_row(page, ordinal) for page, ordinal in _numbered(layout)]
    own_key = url_key(layout.page.url)
    return LayoutRow(
        published_on=layout.published_on,
        read_at=layout.visit.at,
        own=next((row for row in pages if row.url_key == own_key), _page_row(layout.page, None)),
        picture={
            "image_url": layout.image_url,
            "pdf_url": layout.pdf_url,
            "width": layout.width,
            "height": layout.height,
        },
        issues=[_issue_row(layout, edition) for edition in sorted({row.edition for row in pages})],
        pages=pages,
        placements=[
            PlacementRow(
                url_key=url_key(one.url),
                ordinal=ordinal,
                listed_title=optional_line(one.title),
                in_map=one.in_map,
                in_list=one.in_list,
                regions=one.regions,
            )
            for ordinal, one in enumerate(layout.placements, start=1)
        ],
    )


def urls_of_layout(layout: ScrapedLayout) -> Iterator[DiscoveredUrl]:
    """Give every URL that a layout names: its articles, and the pages of its issue."""
    urls = [(page.url, "layout") for page in layout.pages] + [(one.url, "article") for one in layout.placements]
    for url, kind in urls:
        yield DiscoveredUrl(
            url_key=url_key(url),
            url=canonical_url(url),
            kind=kind,
            found_on=canonical_url(layout.visit.url),
            listed_on=layout.published_on,
        )


def absences_of(record: object) -> Iterator[AbsenceRow]:
    """Give what a record says of days without an issue: a day that was asked for, or the days of a 休刊 notice."""
    if isinstance(record, MissingIssue):
        yield AbsenceRow(
            published_on=record.published_on,
            at=record.at,
            kind=record.kind,
            state=record.state,
            reason=record.reason,
            detail=record.detail,
            url_key=url_key(record.visit.url) if record.visit else None,
            is_revoked=record.is_revoked,
        )
    elif isinstance(record, Article):
        for day in record.suspended_days:
            yield AbsenceRow(
                published_on=day,
                at=record.visit.at,
                kind="notice",
                state="not_published",
                reason="notice",
                detail=f"announced on {record.published_on}: {canonical_url(record.visit.url)}",
                url_key=url_key(record.visit.url),
            )


def _numbered(layout: ScrapedLayout) -> Iterator[tuple[ListedPage, int | None]]:
    """Number the pages within their edition; without a list of pages their place is not known."""
    counts: dict[str, int] = {}
    for page in layout.pages:
        counts[page.edition] = counts.get(page.edition, 0) + 1
        yield page, counts[page.edition] if layout.has_page_list else None


def _page_row(page: ListedPage, ordinal: int | None) -> PageRow:
    return PageRow(
        url_key=url_key(page.url),
        edition=page.edition,
        number=page.number[:NUMBER_CHARS] if page.number else None,
        title=optional_line(page.title),
        ordinal=ordinal,
    )


def _issue_row(layout: ScrapedLayout, edition: str) -> IssueRow:
    return IssueRow(
        published_on=layout.published_on,
        edition=edition,
        number=layout.issue_number[:NUMBER_CHARS] if layout.issue_number else None,
        paper_name=optional_line(layout.paper),
        covers_until=layout.covers_until if edition == MAIN_EDITION else None,
        platform=layout.platform,
        evidence=layout.evidence,
    )
