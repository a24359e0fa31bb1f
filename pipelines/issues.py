"""The records of a printed issue: its pages as their layouts show them, and days on which none was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipelines.printed import MAIN_EDITION

if TYPE_CHECKING:
    import datetime as dt

    from pipelines.items import Visit

Polygon = tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Placement:
    """An article's listing on a page.

    Args:
        url: of the article.
        title: as listed; None where it is listed without one.
        in_map, in_list: whether the page's image map and its list name it.
        regions: its polygons on the page's picture, in that picture's pixels.
    """

    url: str
    title: str | None = None
    in_map: bool = False
    in_list: bool = False
    regions: tuple[Polygon, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListedPage:
    """A page of the issue.

    Args:
        number: as printed, without 第 and 版; None while only a link to the next page names it.
        edition: `main`, or the printed word for a further edition of the day (增刊).
    """

    url: str
    number: str | None = None
    title: str | None = None
    edition: str = MAIN_EDITION


@dataclass(frozen=True, kw_only=True)
class ScrapedLayout:
    """A page of an issue, as its layout shows it.

    Args:
        visit: the request that brought it.
        published_on: the issue's day.
        covers_until: the last day of a combined issue (合刊); None for an issue of one day.
        issue_number: 期号; None where none is printed.
        paper: the paper's name; None where none is printed.
        platform, evidence: the platform, and what shows it.
        page: this page; its `number` may be None where the layout does not say.
        pages: every page of the issue that the layout names, in its order, this one among them.
        has_page_list: whether `pages` is the issue's own list; else they are this page and those beside it.
        placements: the articles of this page, in its order.
        image_url, pdf_url: of the page's picture and PDF; None without one.
        width, height: of the picture as it is shown, in the pixels that the regions are given in; None where not said.
    """

    visit: Visit
    parser: str
    parser_version: str
    published_on: dt.date
    page: ListedPage
    covers_until: dt.date | None = None
    issue_number: str | None = None
    paper: str | None = None
    platform: str
    evidence: str
    pages: tuple[ListedPage, ...]
    has_page_list: bool
    placements: tuple[Placement, ...] = ()
    image_url: str | None = None
    pdf_url: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, kw_only=True)
class MissingIssue:
    """A day that has no issue, or none yet: the site was asked and had none, or the profile's schedule says so.

    Args:
        published_on: the day.
        at: when this was found, aware.
        visit: of the address that the issue would have; None when none was asked.
        kind: what says so.
        state: `expected` while it may still appear, `unavailable` afterwards, `not_published` by the schedule.
        reason: a stable slug, such as `http_404`; detail: the evidence, None where the reason says it all.
        is_revoked: the schedule no longer says so.
    """

    published_on: dt.date
    at: dt.datetime
    visit: Visit | None = None
    kind: Literal["asked", "schedule"] = "asked"
    state: Literal["expected", "unavailable", "not_published"]
    reason: str
    detail: str | None = None
    is_revoked: bool = False


@dataclass(frozen=True, kw_only=True)
class WantedAsset:
    """A page's picture or PDF that is to be downloaded.

    Args:
        url: of the file.
        found_on: the layout that names it.
        site: the profile's name.
        page: edition and number of the page, for the file's name.
    """

    url: str
    found_on: str
    site: str
    page: str
