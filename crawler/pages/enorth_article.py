"""Read an article page of Enorth webpublisher (北方网), versions 4 and 5.

The body lies between the last `content() parse begin` and the next `parse end` (version 4), before the block
`v5.pages` (version 5), in `#ArticleCnt` (zjol), or, on a skin that has none of them, where most running text stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from lxml import etree
from web_poet import WebPage, field

from crawler.pages.base import UnreadablePage, parse_html
from crawler.pages.blocks import Block, read_blocks, split_captions
from pipelines.items import Image, Paragraph, ScrapedArticle
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.items import Visit

_BEGIN = re.compile(r"content\(\)\s*parse begin")
_END = re.compile(r"content\(\)\s*parse end")
_BLOCK_START = re.compile(r"enorth cms block start\s*\[\s*name=\"([^\"]+)\"")
_BLOCK_END = re.compile(r"enorth cms block end\s*\[\s*name=\"([^\"]+)\"")
_DATELINE_BEGIN = re.compile(r"mark\s*\(\s*diantou\s*\)\s*parse begin")
_DATELINE_END = re.compile(r"mark\s*\(\s*diantou\s*\)\s*parse end")
_ADVERTISEMENT_BEGIN = re.compile(r"advertisement code begin")
_ADVERTISEMENT_END = re.compile(r"advertisement code end")
_POSITION = re.compile(r"(?:当前|所在)的?位置")
_TITLE_SEPARATOR = re.compile(r"\s*[-_–—|｜]+\s*")
_SITE_NAME = re.compile(r".{0,12}(?:网|在线|频道|新闻|资讯|门户|网站|首页|报)")
_CREDIT = re.compile(r"来源|时间|日期|发表于|发布于|作者|编辑|责编|记者|通讯员|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_CREDIT_AFTER = re.compile(r"编辑|责编|来源|作者|记者|通讯员|摄影|审核|监制|校对")
_RUNNING_TEXT = re.compile(r"[，。；：！？]")
_OWN_ID = re.compile(r"/(\d+)(?:_\d+)?\.s?html?$")

CREDIT_CHARS = 150  # a credit line is not longer
CREDIT_LINES = 12  # how far from the body one looks for it


class EnorthArticlePage(WebPage[ScrapedArticle]):
    """An article, or one page of an article of several pages."""

    name = "enorth-article"
    version = "1"

    @field(cached=True)
    def root(self) -> etree._Element:
        """The page's tree."""
        return parse_html(self.response.text)

    @field(cached=True)
    def _comments(self) -> list[etree._Element]:
        return list(self.root.iter(etree.Comment))

    @field(cached=True)
    def headline(self) -> str | None:
        """The headline: the h1 that the page's title repeats, else the only h1, else the title without the site's name."""
        headings = [text for text in (self._text_of(h1) for h1 in self.root.iter("h1")) if text]
        title = self._title or ""
        squeezed = title.replace(" ", "")
        repeated = [text for text in headings if text.replace(" ", "") in squeezed]
        if repeated:
            return max(repeated, key=len)
        if not title or (len(headings) == 1 and not self._is_site_name(headings[0])):
            return headings[0] if headings else None
        return self._title_without_site() or title

    @field(cached=True)
    def _title(self) -> str | None:
        element = next(self.root.iter("title"), None)
        return normalise_line("".join(element.itertext())) or None if element is not None else None

    @field(cached=True)
    def position(self) -> list[str]:
        """The steps of the position line (您当前的位置), outermost first."""
        for comment in self._comments:
            started = _BLOCK_START.search(comment.text or "")
            if started and started[1] == "v5.position":
                return [text for text in map(self._text_of, self._links_until_block_end(comment)) if text]
        for element in self.root.iter("div", "td", "p", "span", "h5"):
            if element.text and _POSITION.search(element.text):
                return [text for text in map(self._text_of, element.iter("a")) if text]
        return []

    @field(cached=True)
    def section(self) -> str | None:
        """The last step of the position line; None without one."""
        return self.position[-1] if self.position else None

    @field(cached=True)
    def credits_before(self) -> tuple[str, ...]:
        """The credit lines between headline and body."""
        container, start, _ = self._body
        heading = self._heading_element
        stop = start if start is not None else container
        if stop is self.root or (heading is not None and self._contains(container, heading) and start is None):
            return ()
        lines = read_blocks(self.root, base_url=str(self.url), start=heading, stop=stop)
        return self._credit_lines(lines[-CREDIT_LINES:], _CREDIT)

    @field(cached=True)
    def credits_after(self) -> tuple[str, ...]:
        """The credit lines after the body."""
        container, _, stop = self._body
        if container is self.root and stop is None:
            return ()
        lines = read_blocks(self.root, base_url=str(self.url), start=stop if stop is not None else container)
        return self._credit_lines(lines[:CREDIT_LINES], _CREDIT_AFTER)

    @field(cached=True)
    def marked_dateline(self) -> str | None:
        """The dateline (电头) where its marks stand around it; None without marks."""
        begin = next((c for c in self._comments if _DATELINE_BEGIN.search(c.text or "")), None)
        end = next((c for c in self._comments if _DATELINE_END.search(c.text or "")), None)
        if begin is None or end is None:
            return None
        blocks = read_blocks(begin.getparent(), base_url=str(self.url), start=begin, stop=end)
        return normalise_line(" ".join(block.text for block in blocks)) or None

    @field(cached=True)
    def _captioned(self) -> tuple[list[Paragraph], list[Image]]:
        container, start, stop = self._body
        blocks = read_blocks(container, base_url=str(self.url), start=start, stop=stop, skip=self._advertisements)
        return split_captions(blocks)

    @field(cached=True)
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The body's lines as printed, without headline and captions."""
        return tuple(self._captioned[0])

    @field(cached=True)
    def images(self) -> tuple[Image, ...]:
        """The body's pictures with their captions."""
        return tuple(self._captioned[1])

    @field(cached=True)
    def further_pages(self) -> tuple[str, ...]:
        """The URLs of the article's further pages (`…_01.shtml`) that this page links to, in order."""
        own = _OWN_ID.search(str(self.url))
        if own is None:
            return ()
        further = re.compile(rf"/{own[1]}_(\d{{1,4}})\.s?html?$")
        found: dict[int, str] = {}
        for href in self.root.xpath("//a/@href"):
            url = self._absolute(href)
            match = further.search(url)
            if match and int(match[1]) > 0 and url.rsplit("/", 1)[0] == str(self.url).rsplit("/", 1)[0]:
                found.setdefault(int(match[1]), url)
        return tuple(found[number] for number in sorted(found))

    def scrape(self, visit: Visit) -> ScrapedArticle:
        """Give the record of the page.

        Args:
            visit: the request that brought the page.

        Raises:
            UnreadablePage: `no_article` when the page has neither a headline nor a body.
        """
        if not self.headline and not self.paragraphs and not self.images:
            raise UnreadablePage("no_article", "the page has neither headline nor body")
        return ScrapedArticle(
            visit=visit,
            parser=self.name,
            parser_version=self.version,
            headline=self.headline,
            section=self.section,
            credits_before=self.credits_before,
            credits_after=self.credits_after,
            marked_dateline=self.marked_dateline,
            paragraphs=self.paragraphs,
            images=self.images,
        )

    @field(cached=True)
    def _body(self) -> tuple[etree._Element, etree._Element | None, etree._Element | None]:
        """Find the body: the element to walk, the node after which it begins, the node before which it ends."""
        marked = self._marked_body()
        if marked is not None:
            return marked
        for comment in self._comments:
            started = _BLOCK_START.search(comment.text or "")
            if started and started[1] == "v5.pages":
                container = comment.getparent()
                return container, self._after_heading(container), comment
        named = self.root.xpath("//*[@id='ArticleCnt']")
        if named:
            return named[0], None, None
        container = self._densest()
        return container, self._after_heading(container), None

    def _marked_body(self) -> tuple[etree._Element, etree._Element | None, etree._Element | None] | None:
        begin: etree._Element | None = None
        end: etree._Element | None = None
        for comment in self._comments:
            text = comment.text or ""
            if _BEGIN.search(text):
                begin, end = comment, None
            elif _END.search(text) and end is None:
                end = comment
        if begin is None and end is None:
            return None
        if begin is None or end is None:
            # a page cut off at one end: the other mark still bounds the body
            node = begin if begin is not None else end
            container = self._named_ancestor(node) if end is None else self.root
            return container, begin, end
        return self._common_ancestor(begin, end), begin, end

    @staticmethod
    def _named_ancestor(node: etree._Element) -> etree._Element:
        for ancestor in node.iterancestors():
            if ancestor.get("id") == "ArticleCnt":
                return ancestor
        parent = node.getparent()
        return parent if parent is not None else node

    @staticmethod
    def _common_ancestor(first: etree._Element, second: etree._Element) -> etree._Element:
        above = set(second.iterancestors())
        return next(ancestor for ancestor in first.iterancestors() if ancestor in above)

    @field(cached=True)
    def _advertisements(self) -> frozenset[etree._Element]:
        """The nodes between the marks of an advertisement."""
        inside: set[etree._Element] = set()
        for comment in self._comments:
            if _ADVERTISEMENT_BEGIN.search(comment.text or ""):
                nodes: list[etree._Element] = []
                for sibling in comment.itersiblings():
                    if sibling.tag is etree.Comment and _ADVERTISEMENT_END.search(sibling.text or ""):
                        inside.update(nodes)
                        break
                    nodes.append(sibling)
        return frozenset(inside)

    @field(cached=True)
    def _heading_element(self) -> etree._Element | None:
        return next((h1 for h1 in self.root.iter("h1") if self._text_of(h1) == self.headline), None)

    def _after_heading(self, container: etree._Element) -> etree._Element | None:
        """Give the node after which the body begins when headline and credit lines stand in the body's own element."""
        heading = self._heading_element
        if heading is None or not self._contains(container, heading):
            return None
        last = heading
        while last.getparent() is not container and last.getparent() is not None:
            last = last.getparent()
        for sibling in last.itersiblings():
            text = self._text_of(sibling)
            if text and not (len(text) <= CREDIT_CHARS and _CREDIT.search(text) and not text.endswith("。")):
                break
            last = sibling
        return last

    @staticmethod
    def _contains(container: etree._Element, element: etree._Element) -> bool:
        return any(ancestor is container for ancestor in element.iterancestors())

    def _densest(self) -> etree._Element:
        """Find the element under which most running text stands; the whole tree for a fragment without a frame."""
        if not re.search(r"<(?:html|body)\b", self.response.text, re.IGNORECASE):
            return self.root
        scores: dict[etree._Element, int] = {}
        for element in self.root.iter("p", "div", "td", "span", "font", "section"):
            own = [element.text or "", *(child.tail or "" for child in element)]
            chars = sum(len(text) for text in own if _RUNNING_TEXT.search(text))
            if chars:
                holder = element.getparent() if element.tag in ("p", "span", "font") else element
                if holder is not None and holder.tag == "p":
                    holder = holder.getparent()
                if holder is not None:
                    scores[holder] = scores.get(holder, 0) + chars
        return max(scores, key=lambda element: scores[element]) if scores else self.root

    def _links_until_block_end(self, comment: etree._Element) -> Iterator[etree._Element]:
        for sibling in comment.itersiblings():
            if sibling.tag is etree.Comment:
                if _BLOCK_END.search(sibling.text or ""):
                    return
            elif isinstance(sibling.tag, str):
                yield from sibling.iter("a")

    @staticmethod
    def _credit_lines(blocks: Sequence[Block], pattern: re.Pattern[str]) -> tuple[str, ...]:
        return tuple(block.text for block in blocks if 0 < len(block.text) <= CREDIT_CHARS and pattern.search(block.text))

    def _title_without_site(self) -> str:
        """Cut the steps of the position line and the site's name off the end of the title."""
        title = self._title or ""
        separators = list(_TITLE_SEPARATOR.finditer(title))
        for separator in reversed(separators):
            if not self._is_site_name(title[separator.end() :]):
                break
            title = title[: separator.start()]
        return title

    def _is_site_name(self, text: str) -> bool:
        return text in self.position or _SITE_NAME.fullmatch(text) is not None

    @staticmethod
    def _text_of(element: etree._Element) -> str:
        return normalise_line("".join(element.itertext())) if isinstance(element.tag, str) else ""

    def _absolute(self, href: str) -> str:
        try:
            return urldefrag(urljoin(str(self.url), href.strip())).url
        except ValueError:
            return ""
