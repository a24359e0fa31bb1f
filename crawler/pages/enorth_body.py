"""Find an article's body on an Enorth page, whatever its skin.

The body lies between the last `content() parse begin` and the next `parse end` (version 4), before the block
`v5.pages` (version 5), in `#ArticleCnt` (zjol), or, on a skin that has none of them, where most running text stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCK_START = re.compile(r"enorth cms block start\s*\[\s*name=\"([^\"]+)\"")
BLOCK_END = re.compile(r"enorth cms block end\s*\[\s*name=\"([^\"]+)\"")
CREDIT = re.compile(
    r"来源|时间|日期|发表于|发布于|作者|编辑|责编|记者|通讯员|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}"
)
CREDIT_CHARS = 150  # a credit line is not longer

_BEGIN = re.compile(r"content\(\)\s*parse begin")
_END = re.compile(r"content\(\)\s*parse end")
_ADVERTISEMENT_BEGIN = re.compile(r"advertisement code begin")
_ADVERTISEMENT_END = re.compile(r"advertisement code end")
_RUNNING_TEXT = re.compile(r"[，。！？]")
_INLINE = frozenset(("p", "span", "font"))
_LEVELS = 3  # wrappers that may stand between the body's element and its paragraphs
_DECAY = 0.7  # of two elements around the same text the inner one is the body


class Body(NamedTuple):
    """Where a body is: the element around it, the node after which it begins, the node before which it ends."""

    container: etree._Element
    start: etree._Element | None
    stop: etree._Element | None


def is_comment(node: etree._Element) -> bool:
    """Tell a comment from an element."""
    return node.tag is etree.Comment  # type: ignore[comparison-overlap]  # what lxml gives as a comment's tag


def text_of(element: etree._Element) -> str:
    """Give all text of an element as one normalised line; comments have none."""
    return normalise_line("".join(element.itertext())) if isinstance(element.tag, str) else ""


def contains(container: etree._Element, element: etree._Element) -> bool:
    """Tell whether an element lies inside another."""
    return any(ancestor is container for ancestor in element.iterancestors())


def find_body(
    root: etree._Element, comments: Sequence[etree._Element], heading: etree._Element | None, *, is_fragment: bool
) -> Body:
    """Find the body.

    Args:
        root: the page's tree.
        comments: all of its comments, in order.
        heading: the element of the headline; None where it is not on the page.
        is_fragment: the page has no frame: it is a body and nothing else.
    """
    if (marked := _between_marks(root, comments)) is not None:
        return marked
    for comment in comments:
        started = BLOCK_START.search(comment.text or "")
        container = comment.getparent()
        if started and started[1] == "v5.pages" and container is not None:
            return Body(container, _after_heading(container, heading), comment)
    named = next((element for element in root.iter("div", "td") if element.get("id") == "ArticleCnt"), None)
    if named is not None:
        return Body(named, None, None)
    container = root if is_fragment else _densest(root)
    return Body(container, _after_heading(container, heading), None)


def _between_marks(root: etree._Element, comments: Sequence[etree._Element]) -> Body | None:
    begin: etree._Element | None = None
    end: etree._Element | None = None
    for comment in comments:
        text = comment.text or ""
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
        if text and not (len(text) <= CREDIT_CHARS and CREDIT.search(text) and not text.endswith("。")):
            break
        last = sibling
    return last


def _densest(root: etree._Element) -> etree._Element:
    """Find the element under which most running text stands; link texts do not count."""
    scores: dict[etree._Element, float] = {}
    for element in root.iter("p", "div", "td", "span", "font", "section"):
        own = [element.text or "", *(child.tail or "" for child in element)]
        chars = sum(len(text) for text in own if _RUNNING_TEXT.search(text))
        holder: etree._Element | None = element
        while holder is not None and holder.tag in _INLINE:
            holder = holder.getparent()
        weight = float(chars)
        for _ in range(_LEVELS if chars else 0):
            if holder is None:
                break
            scores[holder] = scores.get(holder, 0) + weight
            holder, weight = holder.getparent(), weight * _DECAY
    return max(scores, key=lambda element: scores[element]) if scores else root


def advertisements(comments: Sequence[etree._Element]) -> frozenset[etree._Element]:
    """Collect the nodes that stand between the marks of an advertisement."""
    inside: set[etree._Element] = set()
    for comment in comments:
        if not _ADVERTISEMENT_BEGIN.search(comment.text or ""):
            continue
        nodes: list[etree._Element] = []
        for sibling in comment.itersiblings():
            if is_comment(sibling) and _ADVERTISEMENT_END.search(sibling.text or ""):
                inside.update(nodes)
                break
            nodes.append(sibling)
    return frozenset(inside)
