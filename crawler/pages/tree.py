"""Small questions about the nodes of a page's tree."""

from __future__ import annotations

from lxml import etree

from pipelines.text import normalise_line


def is_comment(node: etree._Element) -> bool:
    """Tell a comment from an element."""
    return node.tag is etree.Comment  # type: ignore[comparison-overlap]  # what lxml gives as a comment's tag


def text_of(element: etree._Element) -> str:
    """Give all text of an element as one normalised line, a blank for a line break; comments have none."""
    if not isinstance(element.tag, str):
        return ""
    if not len(element):
        return normalise_line(element.text or "")
    if next(element.iter("br"), None) is None:
        return normalise_line("".join(element.itertext()))
    pieces = []
    for part in element.iter():
        if isinstance(part.tag, str):
            pieces.append(" " if part.tag == "br" else part.text or "")
        if part is not element:
            pieces.append(part.tail or "")
    return normalise_line("".join(pieces))


def contains(container: etree._Element, element: etree._Element) -> bool:
    """Tell whether an element lies inside another."""
    return any(ancestor is container for ancestor in element.iterancestors())
