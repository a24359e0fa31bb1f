"""Find the label that a page of an e-paper prints of itself (第01版：要闻), outside of its list of pages."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.pages.epaper_links import link_text
from pipelines.printed import read_page_label

if TYPE_CHECKING:
    from lxml import etree

    from pipelines.printed import PageLabel

_LABEL_TAGS = ("td", "span", "div", "strong", "p", "h1", "h2", "h3", "h4", "li", "em", "b", "dt", "font")
_MARK = re.compile(r"[版：:]")  # what stands behind the number of every label
_BLOCK_TAGS = frozenset("table tbody tr td div ul ol dl li p h1 h2 h3 h4 h5 h6 center form".split())
_LABEL_CHARS = 200  # of what is looked at for one
_LABEL_CHILDREN = 20  # elements within the one that holds it


def own_label(root: etree._Element, number: str | None) -> PageLabel | None:
    """Find the label that a page prints of itself, outside of links; None where there is none.

    Args:
        root: of a layout or an article page.
        number: the page's number if its trailer says it: then only that page's label counts.
    """
    for element in root.iter(*_LABEL_TAGS):
        words = _leading_words(element)
        if not _MARK.search(words) or next(element.iterancestors("a"), None) is not None:
            continue
        label = read_page_label(words)
        if label is not None and (number is None or label.number.lstrip("0") == number.lstrip("0")):
            return label
    return None


def _leading_words(element: etree._Element) -> str:
    """Give the words that an element begins with: up to the first block in it, without links."""
    words = element.text or ""
    for child in islice(element, _LABEL_CHILDREN):
        if child.tag in _BLOCK_TAGS or len(words) > _LABEL_CHARS:
            break
        words += (link_text(child, skip_links=True) if child.tag != "a" else "") + (child.tail or "")
    return words
