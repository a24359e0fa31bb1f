"""Read a list page and a pager script of Enorth webpublisher.

A list page carries the links of many other lists. Its own list is the one that its pager belongs to; a page without a
pager that gathers the lists of one section (an index by printed page) gives what lies under its own path; on any other
page enorth_groups.py tells the list from those around it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree
from web_poet import WebPage

from crawler.pages.base import UnreadablePage, absolute_url, parse_html
from crawler.pages.enorth_body import BLOCK_START
from crawler.pages.enorth_groups import own_list
from crawler.pages.tree import is_comment, text_of
from pipelines.dates import month_day, printed_date, url_date
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Sequence

ARTICLE_URL = re.compile(r"/system/\d{4}/\d{2}/\d{2}/\d{6,12}\.s?html?$")
_ARTICLE_FILE = re.compile(r"\d{6}\.s?html?")  # what every link to an article has in it
_PAGER_SCRIPT = re.compile(r"count_page_list_\d+\.js")
_ARROW = re.compile(r"[>＞›»]{1,2}")
_NEXT_PAGE = re.compile(r"[\[【<＜>＞›»\s]*(?:下一?页|后一?页|下页|next)[\]】<＜>＞›»\s]*", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"[\[【(（.…\s]*(?:查阅全文|阅读全文|查看全文|全文|详细|详情|更多|more|阅读)[\]】)）>.…\s]*", re.IGNORECASE
)
_SHORT_DAY = re.compile(r"(?<![\d-])(\d{1,2})-(\d{1,2})(?![\d-])")
_MAX_PAGE = re.compile(r"\bmaxpage\s*=\s*[\"']?(\d{1,9})\b")
_CHANNEL = re.compile(r"\bschannelId\s*=\s*[\"'](\d{1,19})[\"']")
_BASE_URL = re.compile(r"\bbaseurl\s*=\s*[\"']([^\"']+)[\"']")
_SECTION_PATH = re.compile(r"(?:/[\w-]+){1,4}/(?:index\.s?html?)?")

STALE_AFTER = dt.timedelta(days=366)  # on a page of many lists, older entries are promotion or a list that ended
MAX_SECTIONS = 200  # that one page may open
MAX_NUMBERED_PAGES = 100_000  # of one channel; a script that claims more is broken or hostile


@dataclass(frozen=True, kw_only=True)
class ListEntry:
    """An article named by a list: `title` is None where only a picture links to it."""

    url: str
    title: str | None
    published_on: dt.date | None


class EnorthListPage(WebPage[tuple[ListEntry, ...]]):
    """A list of articles."""

    name = "enorth-list"
    version = "1"

    @cached_property
    def root(self) -> etree._Element:
        """The page's tree."""
        return parse_html(self.response.text)

    @cached_property
    def articles(self) -> tuple[ListEntry, ...]:
        """The entries of the page's own list, in its order, each URL once."""
        chosen = self._of_pager() or self._of_section() or own_list(self.root, self._article_links, self._printed_day)
        by_url: dict[str, list[etree._Element]] = defaultdict(list)
        for link in chosen:
            by_url[self._article_links[link]].append(link)
        return tuple(self._entry(url, links) for url, links in by_url.items())

    @cached_property
    def pager_url(self) -> str | None:
        """The address of the script that counts the numbered pages; None without one."""
        for source in self.root.xpath("//script/@src"):
            if _PAGER_SCRIPT.search(source):
                return self._absolute(source) or None
        return None

    @cached_property
    def next_url(self) -> str | None:
        """The address of the next, older page of the list; None where no link leads there."""
        for link in self.root.iter("a"):
            href = (link.get("href") or "").strip()
            if href and not href.startswith(("#", "javascript:")) and self._leads_on(link):
                url = self._absolute(href)
                return url if url and url != str(self.url) else None
        return None

    @cached_property
    def section_urls(self) -> tuple[str, ...]:
        """The first list pages of the channels that this page links to: folders and their index on the same host."""
        host = urlsplit(str(self.url)).netloc
        found: dict[str, None] = {}
        for link in self.root.iter("a"):
            url = self._absolute(link.get("href") or "")
            parts = urlsplit(url)
            is_list = parts.netloc == host and not parts.query and _SECTION_PATH.fullmatch(parts.path)
            if is_list and text_of(link):
                found.setdefault(url)
        return tuple(found)[:MAX_SECTIONS]

    @cached_property
    def _address(self) -> str:
        return str(self.url)

    @cached_property
    def _article_links(self) -> dict[etree._Element, str]:
        """Every link to an article, in the page's order."""
        links: dict[etree._Element, str] = {}
        for link in self.root.iter("a"):
            href = link.get("href") or ""
            url = self._absolute(href) if _ARTICLE_FILE.search(href) else ""
            if url.startswith(("http://", "https://")) and ARTICLE_URL.search(urlsplit(url).path):
                links[link] = url
        return links

    def _pager_node(self) -> etree._Element | None:
        for comment in self.root.iter(etree.Comment):
            started = BLOCK_START.search(comment.text or "")
            if started and started[1] == "v5.select_page":
                return comment
        for element in self.root.iter("script", "div", "a"):
            if element.tag == "script" and _PAGER_SCRIPT.search(element.get("src") or ""):
                return element
            if element.tag == "div" and element.get("id") == "pagetemple":
                return element
            if element.tag == "a" and self._leads_on(element):
                return element
        return None

    def _of_pager(self) -> list[etree._Element]:
        """Take the links that stand before the pager in the smallest element around both."""
        node = self._pager_node()
        if node is None:
            return []
        for ancestor in node.iterancestors():
            nodes = ancestor.iter("a", "script", "div", etree.Comment)  # links, and whatever marks a pager
            before = takewhile(lambda element: element is not node, nodes)
            inside = [element for element in before if element in self._article_links]
            if inside:
                return inside
        return []

    def _of_section(self) -> list[etree._Element]:
        """Take the links below the page's own path, without those that are older than the rest by more than a year."""
        page = urlsplit(str(self.url))
        folder = page.path.rsplit("/", 1)[0] + "/"
        below = [
            link
            for link, url in self._article_links.items()
            if urlsplit(url).netloc == page.netloc and urlsplit(url).path.startswith(folder)
        ]
        days = {link: url_date(self._article_links[link]) or dt.date.min for link in below}
        newest = max(days.values(), default=dt.date.min)
        return [link for link in below if newest - days[link] <= STALE_AFTER]

    def _entry(self, url: str, links: Sequence[etree._Element]) -> ListEntry:
        titles = [title for title in map(self._title_of, links) if title]
        printed = next((day for day in map(self._printed_day, links) if day), None)
        return ListEntry(url=url, title=max(titles, key=len, default=None), published_on=printed or url_date(url))

    def _title_of(self, link: etree._Element) -> str | None:
        title = normalise_line(link.get("title") or "") or text_of(link)
        return None if _NO_TITLE.fullmatch(title) else title or None

    def _printed_day(self, link: etree._Element) -> dt.date | None:
        """Read the date that is printed with an entry: in the largest element around it that names no other article."""
        url = self._article_links[link]
        item: etree._Element | None = None
        for ancestor in link.iterancestors():
            if ancestor in self._shared or ancestor.tag in ("body", "html"):
                break
            item = ancestor
        text = _beside(link) if item is None else self._text_around_links(item)
        if (found := printed_date(text)) is not None:
            return found.on
        near = url_date(url)
        if near is None:
            return None
        short = _SHORT_DAY.search(text)
        return month_day(f"{short[1]}月{short[2]}日" if short else text, near=near)

    @cached_property
    def _shared(self) -> set[etree._Element]:
        """The elements that hold links to more than one article."""
        holds: dict[etree._Element, str] = {}
        shared: set[etree._Element] = set()
        for link, url in self._article_links.items():
            for ancestor in link.iterancestors():
                if ancestor in shared:
                    break
                if holds.setdefault(ancestor, url) != url:
                    shared.add(ancestor)
        return shared

    @cached_property
    def _texts(self) -> dict[etree._Element, str]:
        return {}

    def _text_around_links(self, item: etree._Element) -> str:
        """Give the text of a list item without that of its links: a headline may name another day."""
        if item not in self._texts:
            pieces = []
            for element in item.iter():
                if element not in self._article_links and not is_comment(element):
                    pieces.append(element.text or "")
                if element is not item:
                    pieces.append(element.tail or "")
            self._texts[item] = normalise_line(" ".join(pieces))
        return self._texts[item]

    @cached_property
    def _with_page_numbers(self) -> set[etree._Element | None]:
        """The elements right around a bare page number."""
        return {one.getparent() for one in self.root.iter("a", "span", "b", "strong", "em") if text_of(one).isdecimal()}

    def _leads_on(self, link: etree._Element) -> bool:
        """Tell a link to the next page: by its words, those of its picture, or a bare > beside page numbers."""
        picture = next(link.iter("img"), None) if len(link) else None
        words = [text_of(link), link.get("title") or ""]
        words += [picture.get("alt") or "", picture.get("title") or ""] if picture is not None else []
        if any(_NEXT_PAGE.fullmatch(word) for word in words if word):
            return True
        return _ARROW.fullmatch(words[0]) is not None and link.getparent() in self._with_page_numbers

    def _absolute(self, href: str) -> str:
        return absolute_url(self._address, href)


def _beside(link: etree._Element) -> str:
    """Give the text right after a link, else the text right before it."""
    previous, parent = link.getprevious(), link.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return normalise_line((link.tail or "").strip() or before or "")


class EnorthPagerPage(WebPage[tuple[str, ...]]):
    """The script that counts a channel's numbered pages; they are frozen, and count down to the oldest."""

    name = "enorth-pager"
    version = "1"

    @cached_property
    def urls(self) -> tuple[str, ...]:
        """The numbered pages, newest first.

        Raises:
            UnreadablePage: `no_pager` when the script does not say what it counts.
        """
        text = self.response.text
        count, channel, base = (p.search(text) for p in (_MAX_PAGE, _CHANNEL, _BASE_URL))
        if count is None or channel is None or base is None or int(count[1]) > MAX_NUMBERED_PAGES:
            raise UnreadablePage("no_pager", "the script names no maxpage, schannelId and baseurl that can be used")
        digits = channel[1].zfill(19)
        try:
            stem = f"{urljoin(str(self.url), base[1])}/{digits[:7]}/{digits[7:]}"
        except ValueError as error:
            raise UnreadablePage("no_pager", f"the script's baseurl is {base[1]!r}, which is no address") from error
        numbers = (str(number).zfill(9) for number in range(int(count[1]), 0, -1))
        return tuple(f"{stem}/{n[:3]}/{n[3:6]}/c{digits}_{n}.shtml" for n in numbers)
