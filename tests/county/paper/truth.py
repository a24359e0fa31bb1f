"""The truth of the printed paper: issues, their pages, what is placed on them, and the articles.

It is made from the same draft as the page, never from the page.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from tests.county.paper.plan import HEIGHT, WIDTH, number_printed
from tests.county.quirks import PrintQuirk, slugs
from tests.county.truth import ImageTruth, Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from tests.county.paper.layout import ArticleDraft, IssueDraft, PageDraft
    from tests.county.paper.plan import Day, Markup
    from tests.county.paper.printed import PrintText
    from tests.county.quirks import AnyQuirk

Edition = Literal["main", "增刊"]
Genre = Literal["news", "photo", "teaser", "notice", "advertisement", "masthead"]
Polygon = tuple[tuple[int, int], ...]
# An issue's quirks that its supplement does not show.
_OF_MAIN_PAGES = frozenset(
    (
        PrintQuirk.PAGE_HOLE,
        PrintQuirk.LETTERED_PAGES,
        PrintQuirk.ADVERTISEMENT_PAGE,
        PrintQuirk.JUMP,
        PrintQuirk.COPY_ON_PAGE,
        PrintQuirk.GONE_ARTICLE,
    )
)


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
class PrintArticleTruth:
    """An article as printed; None means absent.

    Args:
        url: the least of its URLs, without a query; the others are `aliases`.
        position: its placement's ordinal.
        body: empty where there is none; the dateline and the bylines are not in it, a jump's words are.
        byline_printed: the author slot, then the body's bylines, then the captions' credits, one a line.
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
    quirks: frozenset[AnyQuirk]
    credited_source: None = None
    date_source: Literal["issue"] = "issue"

    def as_json(self) -> dict[str, Any]:
        """Return the record with ISO dates and the quirks' slugs."""
        return _as_json(self, "print_article", ("published_on", "dateline_on")) | {"state": "printed"}


def _as_json(record: IssueTruth | PrintArticleTruth, kind: str, dates: tuple[str, ...]) -> dict[str, Any]:
    fields = asdict(record)
    for name in dates:
        fields[name] = fields[name].isoformat() if fields[name] else None
    return fields | {"record": kind, "quirks": slugs(record.quirks)}


class Recorder:
    """Writes down the truth of one issue for one address of the site."""

    def __init__(self, issue: IssueDraft, base_url: str) -> None:
        self.issue = issue
        self.base_url = base_url

    def issues(self) -> Iterator[IssueTruth]:
        """Yield the issue, and its supplement where it has one."""
        editions = dict.fromkeys(page.edition for page in self.issue.pages)
        for edition in editions:
            pages = [page for page in self.issue.pages if page.edition == edition]
            articles = [article for page in pages for article in page.placed]
            of_issue = self.issue.quirks - _OF_MAIN_PAGES if edition == "增刊" else self.issue.quirks
            quirks = of_issue.union(*(page.quirks for page in pages))
            yield IssueTruth(
                published_on=self.issue.day.date,
                edition=edition,
                covers_until=_covers_until(self.issue.day),
                number=number_printed(self.issue.day),
                platform="aheading" if self.issue.markup == "aheading" else "founder-classic",
                state="partial" if any(article.is_gone for article in articles) else "complete",
                pages=tuple(self._page(page) for page in pages),
                quirks=frozenset(quirks),
            )

    def articles(self) -> Iterator[PrintArticleTruth]:
        """Yield the articles by page, in the order of their positions."""
        for page in self.issue.pages:
            for position, article in enumerate(page.placed, start=1):
                if not article.is_gone and article.copy_of is None:
                    yield self._article(page, position, article)

    def refusals(self) -> Iterator[Refusal]:
        """Yield the placed articles that are gone."""
        for page in self.issue.pages:
            for article in page.placed:
                if article.is_gone:
                    url = self.base_url + article.path
                    yield Refusal(url=url, state="gone", reason="http_404", quirks=article.quirks)

    def _page(self, page: PageDraft) -> PageTruth:
        placements = [
            PlacementTruth(
                url=self.base_url + article.path,
                ordinal=ordinal,
                listed_title=article.text.title if article.is_listed else None,
                in_map=bool(article.regions),
                in_list=article.is_listed,
                regions=article.regions,
            )
            for ordinal, article in enumerate(page.placed, start=1)
        ]
        return PageTruth(
            url=self.base_url + page.path,
            number=page.number,
            title=page.title,
            ordinal=page.ordinal,
            image_url=f"{self.base_url}{asset_folder(self.issue, page)}/{page.picture}",
            pdf_url=f"{self.base_url}{asset_folder(self.issue, page)}/{pdf_name(self.issue, page)}",
            width=WIDTH,
            height=HEIGHT,
            placements=tuple(placements),
        )

    def _article(self, page: PageDraft, position: int, article: ArticleDraft) -> PrintArticleTruth:
        text, folder = article.text, self.base_url + asset_folder(self.issue, page)
        return PrintArticleTruth(
            url=self.base_url + article.path,
            published_on=self.issue.day.date,
            edition=page.edition,
            page_number=page.number,
            page_title=page.title,
            position=position,
            headline=text.title,
            kicker=text.kicker,
            subheadline=text.subheadline,
            dateline=text.dateline,
            dateline_on=text.dateline_on,
            body="\n".join(text.lines),
            byline_printed=_byline_printed(text),
            contributors=_contributors(text),
            genre=text.genre,
            images=tuple(ImageTruth(url=f"{folder}/{one.file}", caption=one.caption) for one in text.pictures),
            aliases=tuple(self.base_url + one.path for one in page.placed if one.copy_of == article.number),
            story_of=self.base_url + text.story_path if text.story_path else None,
            quirks=article.quirks,
        )


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


def _covers_until(day: Day) -> dt.date | None:
    return day.covers_until if day.covers_until > day.date else None


def _byline_printed(text: PrintText) -> str | None:
    mark = "■ " if text.byline and text.byline.form is PrintQuirk.BYLINE_SQUARE else ""
    spans = [mark + text.byline.printed] if text.byline and text.byline.people else []
    spans += [text.closing.printed] if text.closing else []
    spans += [one.photographer_printed for one in text.pictures if one.photographer_printed]
    return "\n".join(spans).replace("　", " ") or None


def _contributors(text: PrintText) -> tuple[PrintContributorTruth, ...]:
    named = (*(text.byline.people if text.byline else ()), *(text.closing.people if text.closing else ()))
    by_text = [PrintContributorTruth(role=role, name=name) for role, name in named]
    by_picture = [
        PrintContributorTruth(role="photographer", name=one.photographer, image_ordinal=ordinal)
        for ordinal, one in enumerate(text.pictures, start=1)
        if one.photographer
    ]
    return (*by_text, *by_picture)
