"""Read an article page of an e-paper: titles, byline, text, pictures, and the issue and page that it names."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from web_poet import WebPage

from crawler.pages.base import UnreadablePage, parse_html
from crawler.pages.blocks import Block, read_blocks
from crawler.pages.captions import split_captions
from crawler.pages.epaper_labels import own_label
from crawler.pages.epaper_links import without_query
from crawler.pages.epaper_titles import Titles, read_titles
from crawler.pages.epaper_trailer import paper_name, split_trailer
from pipelines.dates import printed_date, url_date
from pipelines.items import Image, Paragraph, PrintContext, ScrapedArticle

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from lxml import etree

    from pipelines.items import Visit
    from pipelines.printed import PageLabel

# Cut from the source, not from the tree: a parser closes <founder-content> where the first <P> begins.
_BODIES = tuple(
    re.compile(begin + r"(.*?)(?:" + end + r"|\Z)", re.DOTALL | re.IGNORECASE)
    for begin, end in (
        (r"<founder-content\b[^>]{0,300}>", r"</founder-content\s*>"),
        (r"<!--\s*<npm:article-content>\s*-->", r"<!--\s*</npm:article-content>\s*-->"),
        (r"<!--\s*enpcontent\s*-->", r"<!--\s*/enpcontent\s*-->"),
    )
)
_BODY_ELEMENTS = ("ozoom", "articleContent", "main-article-content", "news_content")
_TEMPLATE_PICTURE = re.compile(
    r"/tplimg/|/(?:zoomin|zoomout|spacer|blank|print|close|fav)\w*\.(?:gif|png)|/image/\w+\.gif"
)
_PICTURE_BOX = re.compile(r"newspic|article-?(?:pic|img)|attachment", re.IGNORECASE)
_CONTROLS = re.compile(r"(?:上一[篇版]|下一[篇版]|收藏|推荐|剪报|作品|放大|缩小|默认|朗读|打印|分享|\+|-|[／/|\s])+")


class EpaperArticlePage(WebPage[ScrapedArticle]):
    """An article of a paper; a subclass names its platform."""

    name = "epaper-article"
    version = "1"

    @cached_property
    def root(self) -> etree._Element:
        """The page's tree, without the article's text."""
        return parse_html(self._frame)

    @cached_property
    def trailer(self) -> dict[str, str]:
        """The fields of the comment after </html>."""
        return self._split[1]

    @cached_property
    def titles(self) -> Titles:
        """Kicker, headline, subheadline and author, as the page prints them."""
        return read_titles(self.root, self._frame, paper=paper_name(self.root, self.trailer))

    @cached_property
    def issue_date(self) -> dt.date | None:
        """The issue's day: of the address, else of the trailer; None where neither says it."""
        said = printed_date(self.trailer.get("date", ""))
        return url_date(without_query(str(self.url))) or (said.on if said else None)

    @cached_property
    def page_number(self) -> str | None:
        """The number of the page that the article says it is printed on; None where it does not say."""
        return self.trailer.get("pagenum") or (self._label.number if self._label else None)

    @cached_property
    def page_title(self) -> str | None:
        """The title of that page; None where it is not printed."""
        return self._label.title if self._label else None

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text's lines as printed, without titles and captions."""
        return tuple(self._text[0])

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The pictures with their captions: those above the text first."""
        return tuple(self._text[1])

    def scrape(self, visit: Visit) -> ScrapedArticle:
        """Give the record of the page.

        Args:
            visit: the request that brought it.

        Raises:
            UnreadablePage: `no_article` when nothing of an article is there; `no_body` when the page has no place for
                a text; `no_date` when neither its address nor its trailer names the issue's day.
        """
        if self.issue_date is None:
            raise UnreadablePage("no_date", "neither the address nor the trailer names the issue's day")
        if not any((self.titles.headline, self.titles.kicker, self.paragraphs, self.images)):
            raise UnreadablePage("no_article", "the page has neither titles, nor text, nor a picture")
        return ScrapedArticle(
            visit=visit,
            parser=self.name,
            parser_version=self.version,
            headline=self.titles.headline or self._trailer_headline(),
            kicker=self.titles.kicker,
            subheadline=self.titles.subheadline or self.trailer.get("subtitle"),
            marked_byline=self.titles.author or self.trailer.get("author"),
            paragraphs=self.paragraphs,
            images=self.images,
            printed_in=PrintContext(issue_on=self.issue_date, page_number=self.page_number, page_title=self.page_title),
        )

    def _trailer_headline(self) -> str | None:
        title = self.trailer.get("title")
        return None if title == self.trailer.get("papername") else title

    @cached_property
    def _body_span(self) -> tuple[int, int] | None:
        """Where the text lies in the source: the longest of the places that the platform marks for it."""
        for pattern in _BODIES:
            spans = [match.span(1) for match in pattern.finditer(self._source)]
            if spans:
                return max(spans, key=lambda span: span[1] - span[0])
        return None

    @cached_property
    def _split(self) -> tuple[str, dict[str, str]]:
        return split_trailer(self.response.text)

    @property
    def _source(self) -> str:
        return self._split[0]

    @cached_property
    def _frame(self) -> str:
        """The page without its text, so that nothing of the text is taken for a title."""
        start, end = self._body_span or (0, 0)
        return self._source[:start] + self._source[end:]

    @cached_property
    def _body(self) -> etree._Element:
        if self._body_span is not None:
            start, end = self._body_span
            return parse_html(f"<html><body><div>{self._source[start:end]}</div></body></html>")
        for name in _BODY_ELEMENTS:
            for element in self.root.iter("div", "td", "table", "p", "span"):
                if name in (element.get("id"), element.get("class")):
                    return element
        raise UnreadablePage("no_body", "the page has no place for a text: no founder-content, npm:article or ozoom")

    @cached_property
    def _text(self) -> tuple[list[Paragraph], list[Image]]:
        blocks = [*self._picture_blocks(), *self._blocks(self._body)]
        return split_captions(blocks)

    def _picture_blocks(self) -> list[Block]:
        """Read the box of pictures, which stands above the text; an empty one stays in the page, hidden by script."""
        for table in self.root.iter("table", "div"):
            names = f"{table.get('id') or ''} {table.get('class') or ''}"
            if _PICTURE_BOX.search(names) and next(table.iter("img"), None) is not None:
                blocks = self._blocks(table)
                if any(block.image_url for block in blocks):
                    return [
                        replace(block, container=table if block.container is None else block.container)
                        for block in blocks
                    ]
        return []

    def _blocks(self, element: etree._Element) -> list[Block]:
        blocks = read_blocks(element, base_url=str(self.url), skip=frozenset(_buttons(element)))
        return [block for block in blocks if not _is_junk(block)]

    @cached_property
    def _label(self) -> PageLabel | None:
        return own_label(self.root, self.trailer.get("pagenum"))


def _buttons(element: etree._Element) -> Iterator[etree._Element]:
    """Give the links that only run a script: the reading aids."""
    for link in element.iter("a"):
        if (link.get("href") or "").strip().lower().startswith("javascript:"):
            yield link


def _is_junk(block: Block) -> bool:
    if block.image_url is not None:
        return _TEMPLATE_PICTURE.search(block.image_url) is not None
    return _CONTROLS.fullmatch(block.text) is not None
