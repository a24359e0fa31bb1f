"""Read an article page of a platform that has no page object of its own.

Where its body is, generic_body.py finds; its headline, generic_headline.py; what its data say, generic_meta.py.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import TYPE_CHECKING

from web_poet import WebPage

from crawler.pages.base import UnreadablePage, parse_html
from crawler.pages.blocks import read_blocks
from crawler.pages.captions import split_captions
from crawler.pages.generic_body import GenericBody, find_body, page_lines
from crawler.pages.generic_headline import Headline, find_headline, heading_of
from crawler.pages.generic_lines import (
    has_day,
    is_head_credit,
    is_labelled_credit,
    is_tail_credit,
    names_source,
    outlet_of,
)
from crawler.pages.generic_meta import PageData, read_page_data
from crawler.pages.generic_pager import further_pages
from crawler.pages.generic_paragraphs import set_apart
from crawler.pages.generic_pictures import with_frames
from crawler.pages.generic_refusals import is_refusal
from crawler.pages.tree import contains, text_of
from pipelines.bylines import read_line
from pipelines.dates import url_date
from pipelines.items import Image, Paragraph, ScrapedArticle
from pipelines.text import HAN, normalise_line

if TYPE_CHECKING:
    from lxml import etree

    from crawler.pages.generic_column import Line
    from pipelines.items import Visit

CREDIT_LINES = 14  # how far from the body one looks for credit lines
LINES_ABOVE = 3  # above the headline
CREDIT_CHARS = 120
BYLINE_CHARS = 40
DOMINANT_CHARS = 120  # of running text without any other sign of an article
DOMINANT_SHARE = 0.5  # of all text of the page that is no link
_VERSE = re.compile(rf"[{HAN}“”‘’《》·、,.…—\s]{{2,30}}")
VERSES = 4  # lines of which a text without punctuation has at least
VERSE_SHARE = 0.8  # of its lines
_REPORT = re.compile(r".{0,20}(?:讯|电)[\s（(:：]|.{0,30}[（(](?:[^（）()]{0,8}记者|通讯员)\s")
TITLE_CHARS = (4, 60)  # kicker and subheadline are no shorter and no longer
_SHORT_CHARS = 200  # a page that says any of that within so little text is no article


def _is_byline(text: str) -> bool:
    """Tell a line that names its author without a label of credits: 文/甲."""
    return len(text) <= BYLINE_CHARS and bool(read_line(text))


class GenericArticlePage(WebPage[ScrapedArticle]):
    """An article on a page of an unknown platform."""

    name = "generic-article"
    version = "1"

    @cached_property
    def root(self) -> etree._Element:
        """The page's tree."""
        return parse_html(self.response.text)

    @cached_property
    def headline(self) -> str | None:
        """The line above the body on which headings, title and data agree."""
        return self._headline.text

    @cached_property
    def kicker(self) -> str | None:
        """The lesser heading (引题) right above the headline; None without one."""
        return self._beside_heading(self._headline.begin - 1)

    @cached_property
    def subheadline(self) -> str | None:
        """The lesser heading (副题) right below the headline; None without one."""
        return self._beside_heading(self._headline.end)

    @cached_property
    def credits_before(self) -> tuple[str, ...]:
        """The credit lines between headline and body; where they name no day, also those around the two."""
        first = self._body.lines[0] if self._body.lines else self._headline.end
        found = [text for text in self._spaced_lines(first) if is_head_credit(text) or _is_byline(text)]
        if any(map(has_day, found)):
            return tuple(found)
        begin = self._headline.begin
        above = [line.text for line in self._lines[max(0, begin - LINES_ABOVE) : begin] if not line.is_links]
        found = [text for text in above if is_head_credit(text) and has_day(text)] + found
        if any(map(has_day, found)):
            return tuple(found)
        return (*found, *(text for text in self._behind if has_day(text)))

    @cached_property
    def credits_after(self) -> tuple[str, ...]:
        """The credit lines behind the body."""
        return self._behind

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The body's lines as printed, without headline and captions."""
        return self._captioned[0]

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The body's pictures with their captions."""
        return tuple(self._captioned[1])

    @cached_property
    def further_pages(self) -> tuple[str, ...]:
        """The URLs of the article's further pages (123_2.html) that this page links to, in order."""
        return further_pages(self.root, str(self.url))

    def scrape(self, visit: Visit) -> ScrapedArticle:
        """Give the record of the page.

        Args:
            visit: the request that brought the page.

        Raises:
            UnreadablePage: `no_article` when headline or body is missing, when nothing shows that they are an
                article's, or when the page is a list, or asks for a password or a captcha.
        """
        self._require_article()
        return ScrapedArticle(
            visit=visit,
            parser=self.name,
            parser_version=self.version,
            headline=self.headline,
            kicker=self.kicker,
            subheadline=self.subheadline,
            credits_before=self.credits_before,
            credits_after=self.credits_after,
            marked_published=self._data.published,
            marked_source=self._data.source or next(filter(None, map(outlet_of, self.credits_before)), None),
            marked_author=self._data.author,
            paragraphs=self.paragraphs,
            images=self.images,
        )

    def _require_article(self) -> None:
        if not self.headline:
            raise UnreadablePage("no_article", "the page has no headline")
        if not self.paragraphs and not self.images:
            raise UnreadablePage("no_article", "the page has neither running text nor a picture below its headline")
        is_text = self._body.running or self._is_text_of_lines or any(image.caption for image in self.images)
        if not is_text and not self._is_sure:
            raise UnreadablePage("no_article", "what stands below the headline is neither running text nor a picture")
        if self._body.running < _SHORT_CHARS and is_refusal(self.headline, self._text, is_credited=self._is_credited):
            raise UnreadablePage("no_article", "the page asks for a password or a captcha, or says that it has nothing")
        if self._body.is_list:
            raise UnreadablePage("no_article", "what stands below the headline is a list of links")
        if not self._has_sign:
            raise UnreadablePage(
                "no_article", "no line with date or source, no data and no long text show that this is an article"
            )

    @cached_property
    def _text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def _is_text_of_lines(self) -> bool:
        """Tell a text of short lines without punctuation, such as a verse, from a heap of labels."""
        lines = [paragraph.text.strip() for paragraph in self.paragraphs]
        verses = [line for line in lines if _VERSE.fullmatch(line)]
        return len(lines) >= VERSES and len(verses) >= len(lines) * VERSE_SHARE

    @property
    def _is_sure(self) -> bool:
        """Tell an article whose text may be a picture, a table or a line without punctuation: dated, with a source."""
        if self._data.is_article or self._data.published:
            return True
        credits_ = self.credits_before
        return any(map(has_day, credits_)) and any(names_source(text) or outlet_of(text) for text in credits_)

    @property
    def _is_credited(self) -> bool:
        """Tell a page that names its day, its source or its people."""
        if self._data.published or self._data.source or self._is_report:
            return True
        edges = (normalise_line(one.text) for one in (*self.paragraphs[:1], *self.paragraphs[-1:]))
        return any(has_day(one) or is_labelled_credit(one) for one in self.credits_before) or any(
            map(_is_byline, (*self.credits_before, *edges))
        )

    @property
    def _is_report(self) -> bool:
        return bool(self.paragraphs) and _REPORT.match(normalise_line(self.paragraphs[0].text)) is not None

    @property
    def _has_sign(self) -> bool:
        data = self._data
        if self.credits_before or self.credits_after or data.is_article or data.published or self._is_report:
            return True
        running = self._body.running
        is_backed = running >= DOMINANT_CHARS or self._is_credited or data.author is not None
        if is_backed and url_date(str(self.url), until=dt.date.max) is not None:
            return True
        others = sum(line.block.unlinked_chars for line in self._lines)
        return running >= DOMINANT_CHARS and running >= others * DOMINANT_SHARE

    def _beside_heading(self, index: int) -> str | None:
        """Give a heading right beside the headline's, under the same element."""
        own = self._headline
        if own.begin == own.end or not 0 <= index < len(self._lines):
            return None
        line = self._lines[index]
        heading, beside = heading_of(self._lines[own.begin]), heading_of(line)
        if heading is None or beside is None or line.is_links or heading.getparent() is not beside.getparent():
            return None
        is_long_enough = TITLE_CHARS[0] <= len(line.text) <= TITLE_CHARS[1]
        is_same = line.text == own.text
        return line.text if is_long_enough and not is_same and not is_head_credit(line.text) else None

    @cached_property
    def _below(self) -> int:
        """The first line below the headings."""
        return self._headline.end + (self.subheadline is not None)

    @cached_property
    def _lines(self) -> list[Line]:
        skip = frozenset(self.root.iter("nav"))
        return page_lines(read_blocks(self.root, base_url=str(self.url), skip=skip))

    @cached_property
    def _data(self) -> PageData:
        return read_page_data(self.root)

    @cached_property
    def _headline(self) -> Headline:
        title = next(self.root.iter("title"), None)
        return find_headline(self._lines, text_of(title) if title is not None else None, self._data)

    @cached_property
    def _body(self) -> GenericBody:
        return find_body(self._lines, self._below, self.headline or "")

    @cached_property
    def _behind(self) -> tuple[str, ...]:
        found: list[str] = []
        for line in self._lines[self._body.end : self._body.end + CREDIT_LINES]:
            if line.is_list_head:
                break
            if not line.is_links and 0 < len(line.text) <= CREDIT_CHARS and is_tail_credit(line.text):
                found.append(line.text)
        return tuple(found)

    @property
    def _above_text(self) -> etree._Element | None:
        """The element of the last heading line."""
        if not self._below:
            return None
        line = self._lines[self._below - 1]
        heading = heading_of(line)
        return heading if heading is not None else line.block.element

    def _spaced_lines(self, first: int) -> list[str]:
        """Read the lines between headline and body once more, with blanks between the elements of a line."""
        lines = self._lines[self._below : first]
        start = self._above_text
        below = lines[0].block.element if lines else None
        if start is None or below is None or below is start or contains(start, below):
            return [line.text for line in lines[-CREDIT_LINES:]]
        blocks = read_blocks(self.root, base_url=str(self.url), start=start, limit=len(lines), is_spaced=True)
        return [normalise_line(block.text) for block in blocks if block.text]

    @cached_property
    def _captioned(self) -> tuple[tuple[Paragraph, ...], list[Image]]:
        blocks = [self._lines[index].block for index in self._body.lines]
        paragraphs, images = split_captions(with_frames(blocks, self._body.element))
        return set_apart(paragraphs, blocks), images
