"""Find the titles of an e-paper's article: kicker, headline, subheadline and the place of the byline.

Marked places come first (elements, classes and comments of the platforms); where the headline has none beside it, the
lines right above and below it in the same box are its kicker and subheadline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from crawler.pages.base import parse_html
from crawler.pages.epaper_links import line_words, link_text
from pipelines.text import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_SLOT_NAMES = {
    "kicker": ("pretitle", "introtitle"),
    "headline": ("title",),
    "subheadline": ("subtitle",),
    "author": ("author",),
}
# <founder-title>, <!--<npm:article-pretitle>-->…<!--</npm:article-pretitle>-->; an end is often missing
_SLOT = re.compile(
    rf"<(?=(?:founder-|(!--\s*<npm:article-))({any_of(chain(*_SLOT_NAMES.values()))})(?(1)>\s*-->|\b[^>]{{0,300}}>)(.*?)"
    r"(?:</founder-\2>|<!--\s*</npm:article-\2>\s*-->|</t[dr]\b|</h\d>|<!--\s*<npm:|<founder-))",
    re.DOTALL | re.IGNORECASE,
)
# main-article-title, p#PreTitle, h3#Title, td.font01, td.title1, td.bt1, span#NewsArticleTitle
_CLASSES = {
    "kicker": re.compile(r"pre-?title|intro-?title|yinti|jianti", re.IGNORECASE),
    "headline": re.compile(
        r"(?:^|[\s-])(?:(?:main-)?(?:article-?)?title1?|newsarticletitle|font01|bt1)(?:$|\s)", re.IGNORECASE
    ),
    "subheadline": re.compile(r"sub-?title|futi", re.IGNORECASE),
    "author": re.compile(r"article-author|(?:^|\s)(?:author|sec)(?:$|\s)", re.IGNORECASE),
}
_NAMES = re.compile(r"title|yinti|jianti|futi|font01|bt1|author|sec")  # one of these is in each of them
_BESIDE_CLASSES = re.compile(r"font02|bt2|title2", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_BLOCKS = (*_HEADINGS, "h6", "p", "td", "th", "span", "div", "strong", "b", "tr")
_HOLDERS = (*_BLOCKS, "founder-title")
TITLE_CHARS = 200  # the longest line that is a title; more is text
_MARKUP = re.compile(r"[<&\x00-\x08\x0b-\x1f\x7f]")  # what only a parser can read
TITLE_CHILDREN = 6  # elements right within the one that holds a title
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
    slots, named = _read_slots(source), _named_for_titles(root)
    marked = {field: slots[field] or _by_class(named, field, paper) or slots[field] for field in _SLOT_NAMES}
    kicker, subheadline = marked["kicker"], marked["subheadline"]
    have_own_place = kicker is not None or subheadline is not None
    heading = None if marked["headline"] and have_own_place else _heading(root, marked["headline"], paper)
    headline = marked["headline"] or (link_text(heading) if heading is not None else "")
    if heading is not None and not have_own_place:
        kicker, subheadline = _beside(heading, {headline, marked["author"] or "", paper or ""})
    elif not headline and not have_own_place:  # the headline's place is empty: its words stand beside it
        kicker, subheadline = _around_empty(root, {marked["author"] or "", paper or "", ""})
    return Titles(
        headline=headline or None,
        kicker=kicker or None,
        subheadline=subheadline or None,
        author=marked["author"] or None,
    )


def _read_slots(source: str) -> dict[str, str | None]:
    """Give the words in each field's own place; empty where the place is empty, None where there is none."""
    places: dict[str, str] = {}
    for match in _SLOT.finditer(source):
        name = match[2].lower()
        places[name] = places.get(name) or _words(match[3])
    found = {field: [places[name] for name in names if name in places] for field, names in _SLOT_NAMES.items()}
    return {field: next(filter(None, words), "") if words else None for field, words in found.items()}


def _words(markup: str) -> str:
    if not _MARKUP.search(markup):
        return line_words(markup)
    return link_text(parse_html(f"<html><body><div>{markup}</div></body></html>"))


def _named_for_titles(root: etree._Element) -> list[tuple[str, etree._Element]]:
    """Give the elements whose class or id may name a field, and these names."""
    named = [(names, element) for element in root.iter(*_BLOCKS) if (names := _names(element))]
    return [one for one in named if _NAMES.search(lower := one[0].lower()) and "alltitle" not in lower]


def _names(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def _by_class(named: list[tuple[str, etree._Element]], field: str, paper: str | None) -> str | None:
    """Give the words of the first element that is named for the field and is no longer than a title."""
    found: str | None = None
    for names, element in named:
        if _CLASSES[field].search(names):
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
        return _holder(root, headline.replace(" ", ""))
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


def _holder(root: etree._Element, squeezed: str) -> etree._Element | None:
    """Find the last and innermost element that holds just these words, and little besides that is not read."""
    limit = LAYOUT_TIMES * len(squeezed) + LAYOUT_CHARS
    found: etree._Element | None = None
    for element in root.iter(*_HOLDERS):
        if len(element) <= TITLE_CHILDREN and squeezed[0] in _short_text(element, limit):
            found = element if _squeezed(element) == squeezed else found
    return found


def _short_text(element: etree._Element, limit: int) -> str:
    """Give all text of an element, of scripts too; empty where it is longer than the limit."""
    pieces: list[str] = []
    chars = 0
    for piece in element.itertext():
        pieces.append(piece)
        chars += len(piece.strip())
        if chars > limit:
            return ""
    text = "".join(pieces).strip()
    return text if len(text) <= limit else ""


def _squeezed(element: etree._Element) -> str:
    text = link_text(element) if len(element) <= TITLE_CHILDREN else ""
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
    for element in root.iter(*_HOLDERS):
        names = _names(element)
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
            _BESIDE_CLASSES.search(_names(one)) for one in element.iter(*_BLOCKS)
        )
        return text if is_title and len(text) <= TITLE_CHARS else None
    return None
