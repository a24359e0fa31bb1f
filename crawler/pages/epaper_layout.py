"""Read the layout of one page of an e-paper: its issue, the issue's pages, and the articles printed on this page.

Founder classic and Aheading share their tags, and skins cross families: everything is found by the tags that are there.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from web_poet import WebPage

from crawler.pages.base import UnreadablePage, parse_html
from crawler.pages.epaper_labels import own_label
from crawler.pages.epaper_links import is_layout, is_other_issue, link_text, link_url, plain_text, without_query
from crawler.pages.epaper_lists import own_list
from crawler.pages.epaper_map import PageMap, read_map
from crawler.pages.epaper_trailer import paper_name, read_trailer
from pipelines.dates import printed_date, url_date
from pipelines.issues import ListedPage, Placement, ScrapedLayout
from pipelines.printed import read_issue_line, read_page_label
from pipelines.text import normalise_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from lxml import etree

    from pipelines.items import Visit
    from pipelines.printed import IssueLine, PageLabel

_NEXT_PAGE = re.compile(r"[后下]一?版|下一?页")
_PREVIOUS_PAGE = re.compile(r"[上前]一?版|上一?页")
_NEXT_ISSUE = re.compile(r"[后下]一?期")
_PREVIOUS_ISSUE = re.compile(r"[上前]一?期")
_PDF = re.compile(r"\.pdf(?:$|[?#])", re.IGNORECASE)
_OVERVIEW = re.compile(r"概览|版面导航|版面目录|总览|全部版面")
MAX_PAGES = 400  # of one issue
_ROW_LEVELS = 4


class EpaperLayoutPage(WebPage[ScrapedLayout]):
    """The layout of a page; a subclass names its platform."""

    name = "epaper-layout"
    platform = ""
    version = "1"

    @cached_property
    def root(self) -> etree._Element:
        """The page's tree."""
        return parse_html(self.response.text)

    @cached_property
    def address(self) -> str:
        """The page's URL without its query."""
        return without_query(str(self.url))

    @cached_property
    def trailer(self) -> dict[str, str]:
        """The fields of the comment after </html>."""
        return read_trailer(self.response.text)

    @cached_property
    def paper(self) -> str | None:
        """The paper's name, without 数字报 and the like."""
        return paper_name(self.root, self.trailer)

    @cached_property
    def issue_date(self) -> dt.date:
        """The issue's day: that of the address, which the printed date and the trailer have to bear out.

        Raises:
            UnreadablePage: `other_issue` when the page says another day than its address; `no_date` without any.
        """
        in_url = url_date(self.address)
        in_trailer = printed_date(self.trailer.get("date", ""))
        said = set(self._issue_line.days) | ({in_trailer.on} if in_trailer else set())
        if in_url is None:
            if not said:
                raise UnreadablePage("no_date", "neither the layout's address nor its text names the issue's day")
            return max(said)
        if said and in_url not in said:
            raise UnreadablePage(
                "other_issue", f"the address says {in_url}, the page {max(said)}: it is another issue's"
            )
        return in_url

    @cached_property
    def covers_until(self) -> dt.date | None:
        """The last day of a combined issue (合刊); None for an issue of one day."""
        return self._issue_line.covers_until

    @cached_property
    def issue_number(self) -> str | None:
        """期号; None where none is printed."""
        return self._issue_line.number

    @cached_property
    def pages(self) -> tuple[ListedPage, ...]:
        """Every page in the layout's list of pages, each once; the list is often there twice."""
        found: dict[str, ListedPage] = {}
        for link, (url, text) in self._page_links.items():
            label = read_page_label(text)
            is_marked = (link.get("id") or "").lower() == "pagelink" and text and not _OVERVIEW.search(text)
            if label is not None or is_marked:
                found.setdefault(url, _listed(url, label, text))
        return tuple(found.values())[:MAX_PAGES]

    @cached_property
    def page(self) -> ListedPage:
        """This page: as its list of pages names it, else as its own heading and trailer do."""
        listed = next((page for page in self.pages if page.url == self.address), None)
        if listed is not None and listed.number:
            return listed
        label = self._own_label
        if label is not None:
            return _listed(self.address, label, "")
        return ListedPage(url=self.address, number=self.trailer.get("pagenum"), title=listed.title if listed else None)

    @cached_property
    def is_second_name(self) -> bool:
        """Whether the list of pages has this page under another address (zjrbindex.htm is node_18.htm)."""
        own = self._own_label
        if own is None or any(page.url == self.address for page in self.pages):
            return False
        return any((page.number, page.edition) == (own.number, own.edition) for page in self.pages)

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """The articles of this page: those of its own list in its order, then those that only the map names."""
        listed = own_list(self.root, self.address, self._map.regions)
        return tuple(
            Placement(
                url=url,
                title=listed.get(url) or normalise_line(self._map.titles.get(url, "")) or None,
                in_map=url in self._map.regions,
                in_list=url in listed,
                regions=self._map.regions.get(url, ()),
            )
            for url in {**listed, **self._map.regions}
        )

    @cached_property
    def image_url(self) -> str | None:
        """The address of the page's picture."""
        picture = self._map.picture
        return link_url(self.address, picture.get("src")) if picture is not None else None

    @cached_property
    def pdf_url(self) -> str | None:
        """The address of the page's PDF: the one in its own row of the list of pages, else the first elsewhere."""
        rows = self._rows
        own = (url for row, page in rows.items() if page == self.address for url in self._pdfs(row))
        others = {element for row, page in rows.items() if page != self.address for element in row.iter()}
        return next(own, None) or next(self._pdfs(self.root, skip=others), None)

    @cached_property
    def prev_url(self) -> str | None:
        """The address of the page before this one; None on the first."""
        return self._page_link(_PREVIOUS_PAGE, "ed_pre")

    @cached_property
    def next_url(self) -> str | None:
        """The address of the page after this one; None on the last."""
        return self._page_link(_NEXT_PAGE, "ed_next")

    @cached_property
    def prev_issue_url(self) -> str | None:
        """The address of a page of the issue before; None where no link leads there."""
        return self._issue_link(_PREVIOUS_ISSUE)

    @cached_property
    def next_issue_url(self) -> str | None:
        """The address of a page of the issue after; None where no link leads there."""
        return self._issue_link(_NEXT_ISSUE)

    def scrape(self, visit: Visit, evidence: str) -> ScrapedLayout:
        """Give the record of the page.

        Args:
            visit: the request that brought it.
            evidence: what shows the platform.

        Raises:
            UnreadablePage: the page names neither articles nor pages, or see `issue_date`.
        """
        if not self.placements and not self.pages and not self._own_label:
            raise UnreadablePage("no_layout", "the page names neither articles nor the pages of an issue")
        return ScrapedLayout(
            visit=visit,
            parser=self.name,
            parser_version=self.version,
            published_on=self.issue_date,
            covers_until=self.covers_until,
            issue_number=self.issue_number,
            paper=self.paper,
            platform=self.platform,
            evidence=evidence,
            page=self.page,
            pages=self._all_pages(),
            has_page_list=any(page.url == self.address for page in self.pages),
            placements=self.placements,
            image_url=self.image_url,
            pdf_url=self.pdf_url,
            width=self._map.pixels("width"),
            height=self._map.pixels("height"),
        )

    def _all_pages(self) -> tuple[ListedPage, ...]:
        """Give the list of pages, this page and those beside it among them even where there is no list."""
        urls = {page.url: page for page in self.pages} | {self.address: self.page}
        for url in (self.prev_url, self.next_url):
            if url:
                urls.setdefault(url, ListedPage(url=url, edition=self.page.edition))
        return tuple(urls.values())

    @cached_property
    def _map(self) -> PageMap:
        return read_map(self.root, self.address)

    @cached_property
    def _issue_line(self) -> IssueLine:
        return read_issue_line(plain_text(self.root), day=url_date(self.address))

    @cached_property
    def _own_label(self) -> PageLabel | None:
        """The label in the page's own heading: no link, so that it is not one of the list of pages."""
        return own_label(self.root, self.trailer.get("pagenum"))

    @cached_property
    def _page_links(self) -> dict[etree._Element, tuple[str, str]]:
        """The links to pages of this issue: the address without its query, and the words."""
        links = ((link, link_url(self.address, link.get("href"))) for link in self.root.iter("a"))
        return {
            link: (without_query(url), link_text(link)) for link, url in links if url and is_layout(url, self.address)
        }

    @cached_property
    def _rows(self) -> dict[etree._Element, str]:
        """The rows of the list of pages: around each link the largest element that names no other page."""
        links = {link: url for link, (url, text) in self._page_links.items() if read_page_label(text)}
        holds: dict[etree._Element, set[str]] = {}
        for link, url in links.items():
            for ancestor in link.iterancestors():
                holds.setdefault(ancestor, set()).add(url)
        rows = {}
        for link, url in links.items():
            row = link
            for _, ancestor in zip(range(_ROW_LEVELS), link.iterancestors(), strict=False):
                if len(holds[ancestor]) > 1 or ancestor.tag in ("body", "html"):
                    break
                row = ancestor
            rows[row] = url
        return rows

    def _pdfs(self, root: etree._Element, skip: set[etree._Element] | None = None) -> Iterator[str]:
        for element in root.iter("a", "img"):
            if skip and element in skip:
                continue
            for name in ("href", "filepath"):
                url = link_url(self.address, element.get(name))
                if url and _PDF.search(url):
                    yield url

    def _page_link(self, words: re.Pattern[str], mark: str) -> str | None:
        for link, (url, text) in self._page_links.items():
            is_meant = (link.get("id") or "").lower() == mark or words.search(text or _picture_words(link))
            if is_meant and url != self.address:
                return url
        return None

    def _issue_link(self, words: re.Pattern[str]) -> str | None:
        for link in self.root.iter("a"):
            url = link_url(self.address, link.get("href"))
            if url and is_other_issue(url, self.address) and words.search(link_text(link) or _picture_words(link)):
                return without_query(url)
        return None


def _listed(url: str, label: PageLabel | None, text: str) -> ListedPage:
    if label is None:
        return ListedPage(url=url, title=text or None)
    return ListedPage(url=url, number=label.number, title=label.title, edition=label.edition)


def _picture_words(link: etree._Element) -> str:
    return " ".join(f"{image.get('alt') or ''} {image.get('title') or ''}" for image in link.iter("img"))
