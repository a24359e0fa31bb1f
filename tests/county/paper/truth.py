"""The truth of the printed paper: issues, their pages, what is placed on them, and the articles.

It is made from the same draft as the page, never from the page.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from tests.county.quirks import PrintQuirk, slugs

if TYPE_CHECKING:
    import datetime as dt

    from tests.county.paper.layout import IssueDraft, PageDraft
    from tests.county.paper.plan import Day, Markup
    from tests.county.quirks import AnyQuirk
    from tests.county.truth import ImageTruth

Edition = Literal["main", "增刊"]
Genre = Literal[
    "news", "photo", "commentary", "literature", "teaser", "notice", "correction", "advertisement", "masthead"
]
Polygon = tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class PlacementTruth:
    """Where an article stands on a page.

    Args:
        url: the article's, as placed; an exact copy's is its own.
        ordinal: from 1, by the page's own list, then those that only the map has, in its order.
        listed_title: None where the list has none.
        regions: the polygons as printed, in the map's order, equal ones once.
    """

    url: str
    ordinal: int
    listed_title: str | None
    in_map: bool
    in_list: bool
    regions: tuple[Polygon, ...]


@dataclass(frozen=True, kw_only=True)
class PageTruth:
    """A page of an issue; `ordinal` counts from 1 within its edition."""

    url: str
    number: str
    title: str
    ordinal: int
    image_url: str
    pdf_url: str
    width: int
    height: int
    placements: tuple[PlacementTruth, ...]


@dataclass(frozen=True, kw_only=True)
class IssueTruth:
    """An issue of a day, or the day's lack of one (`not_published`: no pages, no number).

    `covers_until` is None for an issue of one day.
    """

    published_on: dt.date
    edition: Edition
    covers_until: dt.date | None
    number: str | None
    platform: Literal["aheading", "founder-classic"]
    state: Literal["complete", "partial", "not_published"]
    pages: tuple[PageTruth, ...]
    quirks: frozenset[AnyQuirk]
    paper_name: str = "今日云岭"

    def as_json(self) -> dict[str, Any]:
        """Return the record with ISO dates and the quirks' slugs."""
        return _as_json(self, "issue", ("published_on", "covers_until"))


@dataclass(frozen=True, kw_only=True)
class PrintContributorTruth:
    """A person named in print; `image_ordinal` is the picture's, from 1, where a caption names them."""

    role: str
    name: str
    image_ordinal: int | None = None


@dataclass(frozen=True, kw_only=True)
class PointerTruth:
    """Words that point to another article: a jump to or from it, a teaser, a correction.

    Args:
        printed: the words; a teaser's whole line.
        page_number: as printed, without 第 and 版.
        title, on: what the words name; `on` is the day of an earlier issue.
        target_url: the article that is meant.
    """

    kind: Literal["jump_to", "jump_from", "teaser", "correction"]
    printed: str
    page_number: str | None
    title: str | None
    on: dt.date | None
    target_url: str | None


@dataclass(frozen=True, kw_only=True)
class JoinedTruth:
    """An article that is carried over to other pages, as one.

    Args:
        url: the first piece's.
        pieces: the URLs of all, in order.
        jump_pages: the numbers of the pages that it is continued on.
        body: all texts; a sentence that a jump breaks is one again.
        contributors: the people of all pieces; `image_ordinal` counts the pictures of all.
    """

    url: str
    published_on: dt.date
    edition: Edition
    headline: str | None
    pieces: tuple[str, ...]
    jump_pages: tuple[str, ...]
    body: str
    contributors: tuple[PrintContributorTruth, ...]
    images: tuple[ImageTruth, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the record with an ISO date."""
        return asdict(self) | {
            "published_on": self.published_on.isoformat(),
            "record": "print_joined",
            "state": "joined",
        }


@dataclass(frozen=True, kw_only=True)
class PrintArticleTruth:
    """An article as its own page prints it; None means absent.

    Args:
        url: the least of its URLs, without a query; the others are `aliases`.
        position: its placement's ordinal.
        body: empty where there is none; the dateline, the bylines and a jump's words are not in it.
        byline_printed: the author slot, then the body's bylines, the captions' credits, the editors, one a line.
        images: their captions are without the credit.
        story_of: the news site's URL of the same story.
    """

    url: str
    published_on: dt.date
    edition: Edition
    page_number: str
    page_title: str
    position: int
    headline: str | None
    kicker: str | None
    subheadline: str | None
    dateline: str | None
    dateline_on: dt.date | None
    body: str
    byline_printed: str | None
    contributors: tuple[PrintContributorTruth, ...]
    genre: Genre
    images: tuple[ImageTruth, ...]
    aliases: tuple[str, ...]
    story_of: str | None
    pointers: tuple[PointerTruth, ...]
    series_title: str | None
    series_part: str | None
    quirks: frozenset[AnyQuirk]
    credited_source: None = None
    date_source: Literal["issue"] = "issue"

    def as_json(self) -> dict[str, Any]:
        """Return the record with ISO dates and the quirks' slugs."""
        return _as_json(self, "print_article", ("published_on", "dateline_on")) | {"state": "printed"}


def _as_json(record: IssueTruth | PrintArticleTruth, kind: str, dates: tuple[str, ...]) -> dict[str, Any]:
    fields = asdict(replace(record, quirks=frozenset()))
    for name in dates:
        fields[name] = fields[name].isoformat() if fields[name] else None
    for pointer in fields.get("pointers", ()):
        pointer["on"] = pointer["on"].isoformat() if pointer["on"] else None
    return fields | {"record": kind, "quirks": slugs(record.quirks)}


def without_issue(day: Day, markup: Markup) -> IssueTruth:
    """Return the record of a day without an issue."""
    quirks = {PrintQuirk.GAP}
    quirks |= {PrintQuirk.GAP_REDIRECT} if day.gap_redirects else set()
    quirks |= {PrintQuirk.GAP_HOME} if day.gap_leads_home else set()
    return IssueTruth(
        published_on=day.date,
        edition="main",
        covers_until=None,
        number=None,
        platform="aheading" if markup == "aheading" else "founder-classic",
        state="not_published",
        pages=(),
        quirks=frozenset(quirks),
    )


def asset_folder(issue: IssueDraft, page: PageDraft) -> str:
    """Return the folder of a page's pictures and PDF."""
    return f"/jryl/{'images' if issue.markup == 'founder' else 'resfile'}/{page.folder}"


def pdf_name(issue: IssueDraft, page: PageDraft) -> str:
    """Return the name of a page's PDF."""
    return f"{page.stem.upper() if issue.markup == 'founder' else page.stem}.pdf"
