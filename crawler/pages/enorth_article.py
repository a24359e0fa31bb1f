"""Read an article page of Enorth webpublisher (北方网), versions 4 and 5; where its body is, enorth_body.py finds."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree
from web_poet import WebPage

from crawler.pages.base import UnreadablePage, absolute_url, parse_html
from crawler.pages.blocks import Block, read_blocks
from crawler.pages.captions import split_captions
from crawler.pages.enorth_body import BLOCK_END, BLOCK_START, Body, advertisements, find_body
from crawler.pages.lines import CREDIT, CREDIT_CHARS, without_controls
from crawler.pages.tree import contains, is_comment, text_of
from pipelines.items import Image, Paragraph, ScrapedArticle
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.items import Visit

_DATELINE_BEGIN = re.compile(r"mark\s*\(\s*diantou\s*\)\s*parse begin")
_DATELINE_END = re.compile(r"mark\s*\(\s*diantou\s*\)\s*parse end")
_FRAME = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_POSITION = re.compile(r"(?:当前|所在)的?位置")
_TITLE_SEPARATOR = re.compile(r"\s*[-_–—|｜]+\s*")
_SITE_NAME = re.compile(r".{0,12}(?:网|在线|频道|新闻|资讯|门户|网站|首页|报)")
_CREDIT_AFTER = re.compile(
    r"编辑|责编|来源|稿源|供稿|作者|记者|通讯员|摄影|审核|监制|校对|[初复终一二三]审|签发|策划|统筹|实习生"
)
_OWN_ID = re.compile(r"/(\d+)(?:_\d+)?\.s?html?$")

_HEADING_CHILDREN = 5  # an element with more inside is no heading

TITLE_CHARS = (4, 60)  # kicker and subheadline are no shorter and no longer
_PART_NUMBER = re.compile(r"[0-9]{1,4}")
HEADLINE_CHARS = 200  # of a headline that is looked for in the title
CREDIT_LINES = 12  # how far from the body one looks for credit lines
NEAR_LINES = 3  # within which they mostly are


class EnorthArticlePage(WebPage[ScrapedArticle]):
    """An article, or one page of an article of several pages."""

    name = "enorth-article"
    version = "1"

    @cached_property
    def root(self) -> etree._Element:
        """The page's tree."""
        return parse_html(self.response.text)

    @cached_property
    def headline(self) -> str | None:
        """The h1 that the page's title repeats, else the only h1, else the title without the site's name."""
        headings = [text for text in map(text_of, self.root.iter("h1")) if text]
        title = self._title or ""
        squeezed = title.replace(" ", "")
        repeated = [text for text in headings if text.replace(" ", "") in squeezed]
        if repeated:
            return self._as_in_title(max(repeated, key=len))
        if not title or (len(headings) == 1 and not self._is_site_name(headings[0])):
            return headings[0] if headings else None
        return self._title_without_site() or title

    @cached_property
    def kicker(self) -> str | None:
        """The lesser heading (引题) right before the headline; None without one."""
        return self._beside_heading(self._heading.getprevious()) if self._heading is not None else None

    @cached_property
    def subheadline(self) -> str | None:
        """The lesser heading (副题) right after the headline; None without one."""
        return self._beside_heading(self._heading.getnext()) if self._heading is not None else None

    @cached_property
    def position(self) -> list[str]:
        """The steps of the position line (您当前的位置), outermost first."""
        for comment, text in self._comments.items():
            started = BLOCK_START.search(text)
            if started and started[1] == "v5.position":
                return [text for text in map(text_of, self._links_until_block_end(comment)) if text]
        for element in self.root.iter("div", "td", "p", "span", "h5"):
            if element.text and _POSITION.search(element.text):
                return [text for text in map(text_of, element.iter("a")) if text]
        return []

    @cached_property
    def section(self) -> str | None:
        """The last step of the position line; None without one."""
        return self.position[-1] if self.position else None

    @cached_property
    def credits_before(self) -> tuple[str, ...]:
        """The credit lines between headline and body."""
        heading, body = self._heading, self._body
        stop = body.start if body.start is not None else body.container
        is_inside = heading is not None and contains(body.container, heading)
        if stop is self.root or (is_inside and body.start is None):
            return ()
        lines = self._blocks(self.root, start=heading, stop=stop)
        if is_inside and not is_comment(stop) and stop is not heading:
            lines += self._blocks(stop)  # the last credit line, after which the body begins
        return self._credit_lines(lines[-CREDIT_LINES:], CREDIT)

    @cached_property
    def credits_after(self) -> tuple[str, ...]:
        """The credit lines after the body."""
        body = self._body
        if body.container is self.root and body.stop is None:
            return ()
        after = body.stop if body.stop is not None else body.container
        found: tuple[str, ...] = ()
        for limit in (NEAR_LINES, CREDIT_LINES):
            blocks = self._blocks(self.root, start=after, limit=limit)
            found = self._credit_lines(blocks, _CREDIT_AFTER)
            if found and blocks[-1].text not in found:  # credit lines stand together
                break
        return found

    @cached_property
    def marked_dateline(self) -> str | None:
        """The dateline (电头) where its marks stand around it; None without marks."""
        begin = next((one for one, text in self._comments.items() if _DATELINE_BEGIN.search(text)), None)
        holder = begin.getparent() if begin is not None else None
        if holder is None:
            return None
        end = next((one for one, text in self._comments.items() if _DATELINE_END.search(text)), None)
        if end is None:
            return None
        return normalise_line(" ".join(block.text for block in self._blocks(holder, start=begin, stop=end))) or None

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The body's lines as printed, without headline and captions."""
        return tuple(self._captioned[0])

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The body's pictures with their captions."""
        return tuple(self._captioned[1])

    @cached_property
    def further_pages(self) -> tuple[str, ...]:
        """The URLs of the article's further pages (`…_01.shtml`) that this page links to, in order."""
        address = str(self.url)
        own = _OWN_ID.search(address)
        if own is None or f"{own[1]}_" not in self.response.text:
            return ()
        stem = address[: own.start()] + f"/{own[1]}_"
        found: dict[int, str] = {}
        for link in self.root.iter("a"):
            href = link.get("href") or ""
            url = absolute_url(address, href) if f"{own[1]}_" in href else ""
            number = url.removeprefix(stem).rsplit(".", 1)[0]
            if url.startswith(stem) and _PART_NUMBER.fullmatch(number) and _OWN_ID.search(url) and int(number):
                found.setdefault(int(number), url)
        return tuple(found[number] for number in sorted(found))

    def scrape(self, visit: Visit) -> ScrapedArticle:
        """Give the record of the page.

        Args:
            visit: the request that brought the page.

        Raises:
            UnreadablePage: `no_article` when the page has neither a headline nor a body, or nothing but running text
                speaks for it: such a page asks for a password or a captcha.
        """
        if not self.headline and not self.paragraphs and not self.images:
            raise UnreadablePage("no_article", "the page has neither headline nor body")
        if not self._body.is_marked and not (self.credits_before or self.credits_after or self.position):
            raise UnreadablePage(
                "no_article", "neither the platform's marks nor a line with date, source or position show an article"
            )
        return ScrapedArticle(
            visit=visit,
            parser=self.name,
            parser_version=self.version,
            headline=self.headline,
            kicker=self.kicker,
            subheadline=self.subheadline,
            section=self.section,
            credits_before=self.credits_before,
            credits_after=self.credits_after,
            marked_dateline=self.marked_dateline,
            paragraphs=self.paragraphs,
            images=self.images,
        )

    @cached_property
    def _comments(self) -> dict[etree._Element, str]:
        """The page's comments with their texts, in order: among them are the platform's marks."""
        return {comment: comment.text or "" for comment in self.root.iter(etree.Comment)}

    @cached_property
    def _heading(self) -> etree._Element | None:
        """The innermost element that holds the headline and nothing else: a heading, else whatever the skin uses."""
        for tags in (("h1",), ("h2", "h3", "h4"), ("td", "div", "p", "span", "strong", "b", "font")):
            found = [element for element in self.root.iter(*tags) if self._is_heading(element)]
            if found:
                return found[-1]
        return None

    def _is_heading(self, element: etree._Element) -> bool:
        if not self.headline or len(element) > _HEADING_CHILDREN:
            return False
        is_same = text_of(element).replace(" ", "") == self.headline.replace(" ", "")
        return is_same and next(element.iterancestors("a"), None) is None

    def _beside_heading(self, sibling: etree._Element | None) -> str | None:
        is_title = sibling is not None and sibling.tag in ("h2", "h3", "h4")
        text = text_of(sibling) if sibling is not None and is_title else ""
        return text if TITLE_CHARS[0] <= len(text) <= TITLE_CHARS[1] and not CREDIT.search(text) else None

    @cached_property
    def _body(self) -> Body:
        is_fragment = _FRAME.search(self.response.text) is None
        return find_body(self.root, self._comments, self._heading, is_fragment=is_fragment)

    @cached_property
    def _captioned(self) -> tuple[list[Paragraph], list[Image]]:
        container, start, stop, _ = self._body
        skip = advertisements(self._comments)
        blocks = read_blocks(container, base_url=str(self.url), start=start, stop=stop, skip=skip)
        return split_captions(without_controls(blocks))

    @cached_property
    def _title(self) -> str | None:
        element = next(self.root.iter("title"), None)
        return text_of(element) or None if element is not None else None

    def _blocks(
        self,
        root: etree._Element,
        start: etree._Element | None = None,
        stop: etree._Element | None = None,
        limit: int | None = None,
    ) -> list[Block]:
        return read_blocks(root, base_url=str(self.url), start=start, stop=stop, limit=limit, is_spaced=True)

    @staticmethod
    def _links_until_block_end(comment: etree._Element) -> Iterator[etree._Element]:
        for sibling in comment.itersiblings():
            if not is_comment(sibling):
                yield from sibling.iter("a")
            elif BLOCK_END.search(sibling.text or ""):
                return

    @staticmethod
    def _credit_lines(blocks: Sequence[Block], pattern: re.Pattern[str]) -> tuple[str, ...]:
        texts = (block.text for block in blocks)
        return tuple(text for text in texts if 0 < len(text) <= CREDIT_CHARS and pattern.search(text))

    def _as_in_title(self, heading: str) -> str:
        """Spell a headline of several lines as the title does: a line break may be a blank or mere layout."""
        if len(heading) > HEADLINE_CHARS:
            return heading
        has_breaks = any(
            next(h1.iter("br"), None) is not None and text_of(h1) == heading for h1 in self.root.iter("h1")
        )
        if not has_breaks:
            return heading
        spelling = r"\s*".join(map(re.escape, heading.replace(" ", "")))
        found = re.search(spelling, self._title or "")
        return found[0] if found else heading

    def _title_without_site(self) -> str:
        """Cut the steps of the position line and the site's name off the end of the title."""
        title = self._title or ""
        for separator in reversed(list(_TITLE_SEPARATOR.finditer(title))):
            if not self._is_site_name(title[separator.end() :]):
                break
            title = title[: separator.start()]
        return title

    def _is_site_name(self, text: str) -> bool:
        return text in self.position or _SITE_NAME.fullmatch(text) is not None
