"""Find an article's body on an Enorth page, whatever its skin.

The body lies between the last `content() parse begin` and the next `parse end` (version 4), before the block
`v5.pages` (version 5), in `#ArticleCnt` (zjol), or, on a skin that has none of them, where most running text stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.pages.base import UnreadablePage
from crawler.pages.lines import DECORATION, RUNNING_TEXT, is_control_line, is_credit_line
from crawler.pages.tree import contains, is_comment, text_of
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

BLOCK_START = re.compile(r"enorth cms block start\s*\[\s*name=\"([^\"]+)\"")
BLOCK_END = re.compile(r"enorth cms block end\s*\[\s*name=\"([^\"]+)\"")

_BEGIN = re.compile(r"content\(\)\s*parse begin")
_END = re.compile(r"content\(\)\s*parse end")
_ADVERTISEMENT_BEGIN = re.compile(r"advertisement code begin")
_ADVERTISEMENT_END = re.compile(r"advertisement code end")
_INLINE = frozenset(("p", "span", "font", "strong", "b"))
_TEXT_TAGS = frozenset(("p", "div", "td", "span", "font", "section", "strong", "b"))
COLUMN_LINKS = 1  # an element with more links to articles reaches beyond the article's own column
_LEVELS = 3  # wrappers that may stand between the body's element and its paragraphs
_DECAY = 0.7  # of two elements around the same text the inner one is the body


class Body(NamedTuple):
    """Where a body is: the element around it, the node after which it begins, the node before which it ends."""

    container: etree._Element
    start: etree._Element | None
    stop: etree._Element | None
    is_marked: bool = True  # by the platform's own marks; else it is where most running text stands


def find_body(
    root: etree._Element, comments: Mapping[etree._Element, str], heading: etree._Element | None, *, is_fragment: bool
) -> Body:
    """Find the body.

    Args:
        root: the page's tree.
        comments: all of its comments with their texts, in order.
        heading: the element of the headline; None where it is not on the page.
        is_fragment: the page has no frame: it is a body and nothing else.

    Raises:
        UnreadablePage: `no_body` when nothing follows the headline that could be an article's text or picture.
    """
    if (marked := _between_marks(root, comments)) is not None:
        return marked
    for comment, text in comments.items():
        started = BLOCK_START.search(text)
        if started and started[1] == "v5.pages":
            return _before(comment, heading)
    named = next((element for element in root.iter("div", "td") if element.get("id") == "ArticleCnt"), None)
    if named is not None:
        return Body(named, None, None)
    if is_fragment:
        return Body(root, None, None)
    if heading is None:
        content = _content(root, None, None)
        if not content.chars and not content.images:
            raise UnreadablePage("no_body", "the page has no headline, and no text or picture that could be an article")
        return Body(_densest(root, None), None, None, is_marked=False)
    container = _densest(_column(heading), heading)
    return Body(container, _after_heading(container, heading), None, is_marked=False)


def _between_marks(root: etree._Element, comments: Mapping[etree._Element, str]) -> Body | None:
    begin: etree._Element | None = None
    end: etree._Element | None = None
    for comment, text in comments.items():
        if _BEGIN.search(text):
            begin, end = comment, None
        elif _END.search(text) and end is None:
            end = comment
    if begin is None:
        return Body(root, None, end) if end is not None else None  # cut off before its beginning
    if end is None:
        return Body(_holder(begin), begin, None)  # cut off before its end
    above = set(end.iterancestors())
    return Body(next(a for a in begin.iterancestors() if a in above), begin, end)


def _holder(node: etree._Element) -> etree._Element:
    ancestors = list(node.iterancestors())
    return next((ancestor for ancestor in ancestors if ancestor.get("id") == "ArticleCnt"), ancestors[0])


def _after_heading(container: etree._Element, heading: etree._Element | None) -> etree._Element | None:
    """Give the node after which the body begins when headline and credit lines stand in the body's own element."""
    if heading is None or not contains(container, heading):
        return None
    last = heading
    while (parent := last.getparent()) is not None and parent is not container:
        last = parent
    for sibling in last.itersiblings():
        text = text_of(sibling)
        if (text and not is_credit_line(text) and not is_control_line(text)) or _has_picture(sibling):
            break
        last = sibling
    return last


def _before(end: etree._Element, heading: etree._Element | None) -> Body:
    """Take what precedes the end of an article's text, however the mark of the end is wrapped."""
    container = end.getparent()
    for ancestor in end.iterancestors():
        container = ancestor
        content = _content(ancestor, heading, end)
        if content.chars or content.images or (heading is not None and contains(ancestor, heading)):
            break
    assert container is not None  # noqa: S101  a comment in a page has a parent
    return Body(container, _after_heading(container, heading), end)


def _has_picture(element: etree._Element) -> bool:
    return any(DECORATION.search(image.get("src") or "") is None for image in element.iter("img"))


def _column(heading: etree._Element) -> etree._Element:
    """Find the smallest element around the headline in which text follows it, without crossing into other columns."""
    pictured: etree._Element | None = None
    for ancestor in heading.iterancestors():
        content = _content(ancestor, heading, None)
        if content.chars and pictured is not None and content.article_links > COLUMN_LINKS:
            return pictured  # a page of pictures: the next text belongs to the boxes beside it
        if content.chars:
            return ancestor
        if content.images and pictured is None:
            pictured = ancestor
    if pictured is not None:
        return pictured
    raise UnreadablePage("no_body", "neither text nor a picture follows the headline")


class _Content(NamedTuple):
    chars: int
    images: int
    article_links: int


def _following(
    around: etree._Element, heading: etree._Element | None, stop: etree._Element | None
) -> Iterator[tuple[etree._Element, str]]:
    """Give the elements inside another that follow the headline, each with the text that stands directly in it."""
    is_on = heading is None or not contains(around, heading)
    inside_heading = set(heading.iter()) if heading is not None else set()
    for element in around.iter():
        if element is stop:
            return
        if element is heading:
            is_on = True
        elif is_on and isinstance(element.tag, str) and element not in inside_heading:
            yield element, " ".join([element.text or "", *(child.tail or "" for child in element)])


def _content(around: etree._Element, heading: etree._Element | None, stop: etree._Element | None) -> _Content:
    chars = images = links = 0
    for element, text in _following(around, heading, stop):
        if element.tag in _TEXT_TAGS:
            chars += _running_chars(text)
        elif element.tag == "img":
            images += DECORATION.search(element.get("src") or "") is None
        elif element.tag == "a":
            links += "/system/" in (element.get("href") or "")
    return _Content(chars, images, links)


def _running_chars(text: str) -> int:
    """Count the characters of running text; credit lines are none, and link texts never come here."""
    if not RUNNING_TEXT.search(text):
        return 0
    line = normalise_line(text)
    return 0 if is_credit_line(line) else len(line)


def _densest(around: etree._Element, heading: etree._Element | None) -> etree._Element:
    """Find the element under which most running text stands after the headline; `around` when there is none."""
    scores: dict[etree._Element, float] = {}
    for element, text in _following(around, heading, None):
        weight = float(_running_chars(text)) if element.tag in _TEXT_TAGS else 0.0
        holder: etree._Element | None = element
        while holder is not None and holder.tag in _INLINE and holder is not around:
            holder = holder.getparent()
        for _ in range(_LEVELS if weight else 0):
            if holder is None:
                break
            scores[holder] = scores.get(holder, 0) + weight
            holder, weight = None if holder is around else holder.getparent(), weight * _DECAY
    return max(scores, key=lambda element: scores[element]) if scores else around


def advertisements(comments: Mapping[etree._Element, str]) -> frozenset[etree._Element]:
    """Collect the nodes that stand between the marks of an advertisement."""
    inside: set[etree._Element] = set()
    begins = (comment for comment, text in comments.items() if _ADVERTISEMENT_BEGIN.search(text))
    for parent in dict.fromkeys(comment.getparent() for comment in begins):
        nodes: list[etree._Element] | None = None  # since the last mark of a beginning; None: outside
        for child in parent if parent is not None else ():
            text = (child.text or "") if is_comment(child) else ""
            if _ADVERTISEMENT_BEGIN.search(text):
                nodes = []
            elif nodes is not None and _ADVERTISEMENT_END.search(text):
                inside.update(nodes)
                nodes = None
            elif nodes is not None:
                nodes.append(child)
    return frozenset(inside)
