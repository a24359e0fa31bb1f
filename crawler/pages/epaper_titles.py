"""Find the titles of an e-paper's article: kicker, headline, subheadline and the place of the byline.

Marked places come first (elements, classes and comments of the platforms); where the headline has none beside it, the
lines right above and below it in the same box are its kicker and subheadline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.pages.base import parse_html
from crawler.pages.epaper_links import link_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

# <founder-title>, <!--<npm:article-pretitle>-->…<!--</npm:article-pretitle>-->; an end is often missing
_SLOT = (
    r"(?:<founder-{0}\b[^>]{{0,300}}>|<!--\s*<npm:article-{0}>\s*-->)(.*?)"
    r"(?=</founder-{0}>|<!--\s*</npm:article-{0}>\s*-->|</t[dr]\b|</h\d>|<!--\s*<npm:|<founder-)"
)
_SLOT_NAMES = {
    "kicker": ("pretitle", "introtitle"),
    "headline": ("title",),
    "subheadline": ("subtitle",),
    "author": ("author",),
}
_SLOTS = {
    field: [re.compile(_SLOT.format(name), re.DOTALL | re.IGNORECASE) for name in names]
    for field, names in _SLOT_NAMES.items()
}
# main-article-title, p#PreTitle, h3#Title, td.font01, td.title1, td.bt1, span#NewsArticleTitle
_CLASSES = {
    "kicker": re.compile(r"pre-?title|intro-?title|yinti|jianti", re.IGNORECASE),
    "headline": re.compile(
        r"(?:^|[\s-])(?:(?:main-)?(?:article-?)?title1?|newsarticletitle|font01|bt1)(?:$|\s)", re.IGNORECASE
    ),
    "subheadline": re.compile(r"sub-?title|futi", re.IGNORECASE),
    "author": re.compile(r"article-author|(?:^|\s)(?:author|sec)(?:$|\s)", re.IGNORECASE),
}
_BESIDE_CLASSES = re.compile(r"font02|bt2|title2", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_BLOCKS = (*_HEADINGS, "h6", "p", "td", "th", "span", "div", "strong", "b", "tr")
TITLE_CHARS = 200  # the longest line that is a title; more is text
LAYOUT_TIMES, LAYOUT_CHARS = 4, 100  # what blanks and a script around a title may add to its characters


@dataclass(frozen=True, kw_only=True)
class Titles:
    """The lines above an article's text; None for each that is not printed."""

    headline: str | None = None
    kicker: str | None = None
    subheadline: str | None = None
    author: str | None = None


def read_titles(root: etree._Element, source: str, *, paper: str | None) -> Titles:
    """Read the titles.

    Args:
        root: of the article page, its text left out.
        source: of the page, without its trailer and its text.
        paper: the paper's name, which is printed as a heading too and is no headline.
    """
    slots = {field: _slot(source, field) for field in _SLOT_NAMES}
    marked = {field: slots[field] or _by_class(root, field, paper) or slots[field] for field in _SLOT_NAMES}
    heading = _heading(root, marked["headline"], paper)
    headline = marked["headline"] or (link_text(heading) if heading is not None else "")
    kicker, subheadline = marked["kicker"], marked["subheadline"]
    if heading is not None and marked["kicker"] is None and marked["subheadline"] is None:  # they have no own place
        kicker, subheadline = _beside(heading, {headline, marked["author"] or "", paper or ""})
    elif (
        not headline and kicker is None and subheadline is None
    ):  # the headline's place is empty: its words stand beside it
        kicker, subheadline = _around_empty(root, {marked["author"] or "", paper or "", ""})
    return Titles(
        headline=headline or None,
        kicker=kicker or None,
        subheadline=subheadline or None,
        author=marked["author"] or None,
    )


def _slot(source: str, field: str) -> str | None:
    """Give the words in a field's own place; empty where the place is empty, None where there is none."""
    found: str | None = None
    for pattern in _SLOTS[field]:
        for match in pattern.finditer(source):
            found = found or _words(match[1])
    return found


def _words(markup: str) -> str:
    return link_text(parse_html(f"<html><body><div>{markup}</div></body></html>")) if markup.strip() else ""


def _by_class(root: etree._Element, field: str, paper: str | None) -> str | None:
    """Give the words of the first element that is named for the field and is no longer than a title."""
    pattern = _CLASSES[field]
    found: str | None = None
    for element in root.iter(*_BLOCKS):
        names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        if names and pattern.search(names) and "alltitle" not in names.lower():
            text = link_text(element)
            if text and len(text) <= TITLE_CHARS and text != paper:
                return text
            found = found or ""
    return found


def _heading(root: etree._Element, headline: str | None, paper: str | None) -> etree._Element | None:
    """Find the innermost element that holds the headline and nothing else; None for the headline: the page's heading.

    An empty headline has its place, and nothing is printed there.
    """
    if headline:
        squeezed = headline.replace(" ", "")
        holders = _holders(root, squeezed)
        same = [one for one in root.iter(*_BLOCKS, "founder-title") if one in holders and _squeezed(one) == squeezed]
        return same[-1] if same else None
    if headline is not None:
        return None
    for tag in ("h1", "h2", "h3"):
        for element in root.iter(tag):
            text = link_text(element)
            if text and text != paper and len(text) <= TITLE_CHARS:
                return element
    bold = (
        one for cell in root.iter("td") if (cell.get("align") or "").lower() == "center" for one in cell.iter("strong")
    )
    return next((one for one in bold if 0 < len(link_text(one)) <= TITLE_CHARS), None)


def _holders(root: etree._Element, squeezed: str) -> set[etree._Element]:
    """Find the elements that can hold just these words: those around their first character that are not too long."""
    first, limit = squeezed[0], LAYOUT_TIMES * len(squeezed) + LAYOUT_CHARS
    found: set[etree._Element] = set()
    seen: set[etree._Element] = set()
    for element in root.iter():
        text, tail = element.text, element.tail
        around = element if text and first in text and isinstance(element.tag, str) else None  # no comment
        if around is None and tail and first in tail:
            around = element.getparent()
        while around is not None and around not in seen:
            seen.add(around)
            if len("".join(around.itertext()).strip()) > limit:
                break
            found.add(around)
            around = around.getparent()
    return found


def _squeezed(element: etree._Element) -> str:
    text = link_text(element) if len(element) <= 6 else ""
    return text.replace(" ", "")


def _beside(heading: etree._Element, taken: set[str]) -> tuple[str | None, str | None]:
    """Give the titles right above and right below the headline, in the same box of titles."""
    block = heading
    while (parent := block.getparent()) is not None and _squeezed(parent) == _squeezed(heading):
        block = parent
    above = _first_title(block.itersiblings(preceding=True), taken)
    below = _first_title(block.itersiblings(), taken)
    return above, below


def _around_empty(root: etree._Element, taken: set[str]) -> tuple[str | None, str | None]:
    """Give the first title before the empty place of the headline, and the first one after it."""
    found: dict[bool, str] = {}
    is_behind = False
    for element in root.iter(*_BLOCKS, "founder-title"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        text = link_text(element)
        if not text and (element.tag == "founder-title" or (names and _CLASSES["headline"].search(names))):
            is_behind = True
        is_title = element.tag in _HEADINGS or (names and _BESIDE_CLASSES.search(names) is not None)
        if is_title and text not in taken and len(text) <= TITLE_CHARS:
            found.setdefault(is_behind, text)
    return found.get(False), found.get(True)


def _first_title(siblings: Iterator[etree._Element], taken: set[str]) -> str | None:
    for element in siblings:
        if not isinstance(element.tag, str):
            continue
        text = link_text(element)
        if not text or text in taken:
            continue
        is_title = element.tag in _HEADINGS or any(
            _BESIDE_CLASSES.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in element.iter(*_BLOCKS)
        )
        return text if is_title and len(text) <= TITLE_CHARS else None
    return None
