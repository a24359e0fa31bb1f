"""Read the pages of a source: what a crawl does with an answer, and re-parsing with one from the archive.

Pure: bytes and what the ledger knows of the URL in, a record out. What cannot be read raises UnreadablePage.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from crawler.page_objects import OURS, PageObjects
from crawler.pages.base import TruncatedPage, UnreadablePage, decode_page, is_cut, is_garbled
from crawler.pages.detect import GENERIC, Detection, detect, detect_article
from crawler.spiders.answers import is_elsewhere, require_article, require_issue
from crawler.spiders.dated_urls import issue_day
from crawler.spiders.listings import require_few
from pipelines.items import ScrapedPart
from pipelines.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_poet import HttpResponse

    from crawler.pages.base import Decoding
    from crawler.pages.enorth import EnorthArticlePage
    from crawler.pages.epaper_layout import EpaperLayoutPage
    from crawler.pages.generic import GenericArticlePage
    from crawler.targets import Target
    from pipelines.issues import ScrapedLayout
    from pipelines.items import Image, ScrapedArticle, Visit

    ArticlePage = EnorthArticlePage | GenericArticlePage


@dataclass(frozen=True, kw_only=True)
class ReadLayout:
    """A layout that was read.

    Args:
        record: what it says.
        page: its page object.
        own_url: the address of its page; where that is not the URL that was asked for, the URL is another name of it.
    """

    record: ScrapedLayout
    page: EpaperLayoutPage
    own_url: str


@dataclass(frozen=True, kw_only=True)
class SourceReader:
    """Reads the pages of one source.

    Args:
        platform: its name, or auto.
        readable: the platforms that are looked for.
        max_replaced: characters of a page that may be undecodable.
        page_objects: see `crawler.page_objects`.
    """

    platform: str
    readable: tuple[str, ...]
    max_replaced: int
    page_objects: PageObjects = field(default_factory=lambda: OURS)

    def decode(self, url: str, body: bytes, content_type: str | None, status: int) -> tuple[HttpResponse, Decoding]:
        """Give the input of a page object.

        Args:
            url: that answered.
            content_type: of the answer; None without one.

        Raises:
            UnreadablePage: `truncated` when the answer ended early, `undecodable` when more characters than
                `max_replaced` could not be decoded, `garbled` when the site itself has ruined them.
        """
        page, decoding = decode_page(url, body, {"Content-Type": content_type} if content_type else {}, status)
        if is_cut(page.text):
            raise TruncatedPage("truncated", "the page ends within its content, without the end of the document")
        if decoding.replaced_chars > self.max_replaced:
            raise UnreadablePage(
                "undecodable", f"{decoding.replaced_chars} characters could not be decoded as {decoding.used}"
            )
        if is_garbled(page.text):
            raise UnreadablePage("garbled", f"the text is Chinese that was read as western; decoded as {decoding.used}")
        return page, decoding

    def detect(self, page: HttpResponse, *, is_article: bool = False) -> Detection:
        """Name the page's platform: the source's, else what the page shows; an article's may be `generic`.

        Raises:
            UnreadablePage: no page object of this source reads it.
        """
        if self.platform != "auto":
            return Detection(platform=self.platform, evidence=("named by the profile",))
        find = detect_article if is_article and GENERIC in self.readable else detect
        found = find(page.text, str(page.url))
        if found.platform not in self.readable:
            raise UnreadablePage("no_page_object", f"this is {found.platform}, which no page object reads yet")
        return found

    def news_article(self, page: HttpResponse) -> ArticlePage:
        """Give the page object of an article on the web; one of a platform that nobody knows is read as any."""
        platform = self.detect(page, is_article=True).platform
        article: ArticlePage = self.page_objects[f"article/{platform}"](page)
        return article

    def printed_article(self, page: HttpResponse, target: Target, visit: Visit) -> ScrapedArticle:
        """Read an article in print; it belongs to the issue whose page names it."""
        require_article(page, target)
        reader = self.page_objects[f"article/{self.detect(page).platform}"]
        scraped: ScrapedArticle = reader(page).scrape(visit)
        if target.issue_on and scraped.printed_in:
            scraped = replace(scraped, printed_in=replace(scraped.printed_in, issue_on=target.issue_on))
        return scraped

    def layout(self, page: HttpResponse, target: Target, visit: Visit) -> ReadLayout:
        """Read a page of an issue."""
        require_issue(page, target)
        found = self.detect(page)
        layout: EpaperLayoutPage = self.page_objects[f"layout/{found.platform}"](page)
        record = layout.scrape(visit, "; ".join(found.evidence))
        require_few(len(record.placements))
        own_url = layout.pages[0].url if layout.is_second_name else record.page.url
        return ReadLayout(record=record, page=layout, own_url=own_url)


def answered_for(page: HttpResponse, target: Target) -> bool:
    """Tell whether another address of the same issue answered for its first page.

    The first page's node may differ from day to day, and the site may know better than we do.
    """
    is_first = target.is_guess or target.is_entrance
    return is_first and is_elsewhere(page, target) and target.issue_on == issue_day(str(page.url))


def is_own_url(read: ReadLayout, target: Target) -> bool:
    """Tell whether a layout stands under its own address: not a second name, another host or scheme, or a query."""
    return url_key(read.own_url) == url_key(target.url)


def further_part(page: ArticlePage, visit: Visit) -> ScrapedPart:
    """Read a further page of an article.

    Raises:
        UnreadablePage: `no_article` where it has neither text nor a picture, or as the page object says.
    """
    scraped = page.scrape(visit)
    if not scraped.paragraphs and not scraped.images:
        raise UnreadablePage("no_article", "the further page has neither text nor a picture")
    return ScrapedPart(visit=visit, paragraphs=scraped.paragraphs)


class PartGatherer:
    """Puts an article and its further pages together, one page after the other; each may name more.

    Args:
        scraped: of the first page.
        urls: of the further pages that it names.
        limit: of further pages.
    """

    def __init__(self, scraped: ScrapedArticle, urls: tuple[str, ...], limit: int) -> None:
        self._scraped, self._limit = scraped, limit
        self._parts: dict[str, ScrapedPart] = {}
        self._images: list[Image] = list(scraped.images)
        self._after = scraped.credits_after
        self._queue: dict[str, Any] = dict.fromkeys(urls[: limit + 1])

    @property
    def next_url(self) -> str | None:
        """The next page that is to be had; None when all are there, or as many as there may be."""
        return self._left if len(self._parts) < self._limit else None

    @property
    def _left(self) -> str | None:
        return next((one for one in self._queue if one not in self._parts), None)

    def add(self, url: str, part: ScrapedPart, page: ArticlePage | None) -> None:
        """Take a further page; `page` is None for one that could not be had."""
        self._parts[url] = part
        if page is not None:
            self._images += page.images
            self._after = page.credits_after or self._after
            self._queue |= dict.fromkeys(page.further_pages[: self._limit + 1])

    def whole(self, too_many: Callable[[str], ScrapedPart]) -> ScrapedArticle:
        """Give the article; `too_many` makes the part that names one more page than there may be."""
        if left := self._left:  # the article must not look complete
            self._parts[left] = too_many(left)
        return replace(
            self._scraped,
            parts=tuple(self._parts.values()),
            images=tuple(dict.fromkeys(self._images)),
            credits_after=self._after,
        )
