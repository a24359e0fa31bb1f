"""Turn a stretch of a page's tree into the lines and pictures that a reader sees, in order.

Comments, scripts and hidden elements give nothing; indents stay in front of the lines, because they tell paragraphs
from the broken lines of a print column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.pages.markup import (
    BLOCK_TAGS,
    BOLD_TAGS,
    CELLS,
    CSS_INDENT,
    HIDDEN,
    SILENT_TAGS,
    is_centred,
    is_row,
    picture_source,
)
from pipelines.text import HAN

if TYPE_CHECKING:
    from lxml import etree

    from pipelines.items import ParagraphStyle

_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK_IN_TEXT = re.compile(rf"(?<=[{HAN}，。、；：！？”“（）])[ \t]*[\r\n]+[ \t]*(?=[{HAN}，。、；：！？”“（）])")
_CELL_END = "\x1f"  # stands between two cells until the line is whole: a blank would be lost at a line break

SUBHEAD_CHARS = 40  # a bold paragraph longer than this is text in bold


@dataclass(kw_only=True)
class Block:
    """A line of text or a picture, with where it stands."""

    text: str = ""
    style: ParagraphStyle = "plain"
    image_url: str | None = None
    is_centred: bool = False
    is_link: bool = False  # every printed character of the line is a link's
    container: etree._Element | None = None  # the innermost table or figure around it
    element: etree._Element | None = None  # in which its first words stand; of a picture, the picture itself
    unlinked_chars: int = 0  # how many of the printed characters are no link's


@dataclass(kw_only=True)
class _Walk:
    """The state of one walk through the tree."""

    start: etree._Element | None
    stop: etree._Element | None
    base_url: str
    skip: frozenset[etree._Element] = frozenset()
    limit: int | None = None
    is_on: bool = False
    is_done: bool = False
    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    plain_chars: int = 0
    bold_chars: int = 0
    bold_depth: int = 0
    link_depth: int = 0
    unlinked_chars: int = 0
    centred: list[etree._Element] = field(default_factory=list)  # the elements around that say so
    indent: str = ""
    first: tuple[etree._Element, bool] | None = None  # whose words come first, and whether they follow it
    containers: list[etree._Element] = field(default_factory=list)
    has_picture: list[bool] = field(default_factory=list)  # of each of the containers
    is_spaced: bool = False
    row: etree._Element | None = None  # the row of figures that is being read: all of it is one line
    in_cell: list[bool] = field(default_factory=list)


def read_blocks(
    root: etree._Element,
    *,
    base_url: str,
    start: etree._Element | None = None,
    stop: etree._Element | None = None,
    skip: frozenset[etree._Element] = frozenset(),
    limit: int | None = None,
    is_spaced: bool = False,
) -> list[Block]:
    """Read the blocks of a tree between two of its nodes.

    Args:
        root: where to walk.
        base_url: of the page, to complete picture URLs.
        start: a node inside `root` (often a comment) after whose end reading begins; None: at the beginning.
        stop: a node before which reading ends; None: at the end.
        skip: nodes that give nothing, nor anything inside them.
        limit: how many blocks are wanted at most; None: all.
        is_spaced: put a blank between inline elements, as in a line of labels (<span>时间</span><span>来源</span>).
    """
    walk = _Walk(
        start=start, stop=stop, base_url=base_url, skip=skip, limit=limit, is_spaced=is_spaced, is_on=start is None
    )
    _visit(walk, root)
    _flush(walk)
    return walk.blocks[:limit]


def _visit(walk: _Walk, node: etree._Element) -> None:
    """Walk one element without recursion: hostile pages nest deeper than Python's stack."""
    element: etree._Element | None = node if walk.start is None else _begin_after(walk, node)
    while element is not None and not walk.is_done:
        if element is walk.stop:
            walk.is_done = True
            return
        if not _is_silent(walk, element):
            _enter(walk, element)
            if text := element.text:
                _text(walk, text, element)
            if len(element):
                element = element[0]
                continue
            _leave(walk, element)
        element = _go_on(walk, element, node)


def _go_on(walk: _Walk, element: etree._Element, node: etree._Element) -> etree._Element | None:
    """Give what follows an element that is done, and leave the elements that end with it; None at the end of `node`."""
    while element is not node:
        if tail := element.tail:
            _text(walk, tail, element, is_tail=True)
        if (following := element.getnext()) is not None:
            return following
        parent = element.getparent()
        assert parent is not None  # noqa: S101  `node` is around it
        _leave(walk, parent)
        element = parent
    return None


def _begin_after(walk: _Walk, node: etree._Element) -> etree._Element | None:
    """Enter the elements around the start, and give what follows it; None where it is not inside `node`."""
    start = walk.start
    around = list(start.iterancestors()) if start is not None and start is not node else []
    if start is None or node not in around:
        return None
    around = around[: around.index(node) + 1]
    if any(_is_silent(walk, element) for element in around):
        return None
    for element in reversed(around):
        _enter(walk, element)
    walk.is_on = True
    return _go_on(walk, start, node)


def _is_silent(walk: _Walk, element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in SILENT_TAGS or element in walk.skip:
        return True
    style = element.get("style")  # here, and not in a function of its own: it is asked of every element
    return (style is not None and HIDDEN.search(style) is not None) or element.get("hidden") is not None


def _enter(walk: _Walk, element: etree._Element) -> None:
    tag = element.tag
    if walk.row is not None:
        _separate(walk, element)
    elif tag in BLOCK_TAGS:
        if walk.pieces:
            _flush(walk)
        walk.in_cell.append(tag == "tr")
        if tag == "tr" and not any(walk.has_picture[-1:]) and is_row(element):
            walk.row = element
        if tag in ("table", "figure"):
            walk.containers.append(element)
            walk.has_picture.append(next(element.iter("img"), None) is not None)
        style = element.get("style")
        walk.indent = "\u3000\u3000" if style is not None and CSS_INDENT.search(style) else ""
    elif tag in CELLS:
        _end_cell(walk)
        walk.in_cell.append(True)
    elif walk.is_spaced and walk.pieces:
        walk.pieces.append(" ")
    walk.link_depth += tag == "a"
    walk.bold_depth += tag in BOLD_TAGS
    if is_centred(element):
        walk.centred.append(element)
    if tag == "img":
        _image(walk, element)


def _separate(walk: _Walk, element: etree._Element) -> None:
    """Keep apart what two elements of a row of figures say."""
    if element.tag in BLOCK_TAGS or element.tag in CELLS:
        walk.pieces.append(_CELL_END)


def _end_cell(walk: _Walk) -> None:
    """Cells of a row are one line, but in a table of pictures each is its own: they hold the captions."""
    if walk.has_picture and walk.has_picture[-1]:
        _flush(walk)
    elif walk.pieces:
        walk.pieces.append(_CELL_END)


def _leave(walk: _Walk, element: etree._Element) -> None:
    tag = element.tag
    if walk.row is element:
        walk.row = None
    if walk.row is not None:
        _separate(walk, element)
    elif tag in BLOCK_TAGS:
        if walk.pieces:
            _flush(walk)
        walk.in_cell.pop()
        if tag in ("table", "figure"):
            walk.containers.pop()
            walk.has_picture.pop()
        walk.indent = ""
    elif tag in CELLS:
        _end_cell(walk)
        walk.in_cell.pop()
    elif walk.is_spaced and walk.pieces:
        walk.pieces.append(" ")
    walk.link_depth -= tag == "a"
    walk.bold_depth -= tag in BOLD_TAGS
    if walk.centred and walk.centred[-1] is element:
        walk.centred.pop()


def _text(walk: _Walk, text: str, element: etree._Element, *, is_tail: bool = False) -> None:
    if not walk.is_on or walk.is_done:
        return
    is_blank = text.isspace()
    if is_blank and not walk.pieces and text.isascii():
        return  # between two blocks, or at the beginning of one
    walk.pieces.append(text)
    if is_blank:
        return
    if walk.first is None:
        walk.first = (element, is_tail)
    printed = sum(map(len, text.split()))
    if not walk.link_depth:
        walk.unlinked_chars += printed
    if walk.bold_depth:
        walk.bold_chars += printed
    else:
        walk.plain_chars += printed


def _image(walk: _Walk, element: etree._Element) -> None:
    source = picture_source(element) if walk.is_on else None
    if source is None:
        return
    _flush(walk)
    try:
        url = urljoin(walk.base_url, source)
    except ValueError:
        return
    walk.blocks.append(
        Block(image_url=url, container=walk.containers[-1] if walk.containers else None, element=element)
    )
    walk.is_done |= walk.limit is not None and len(walk.blocks) >= walk.limit


def _flush(walk: _Walk) -> None:
    if not walk.pieces:
        return
    if walk.plain_chars or walk.bold_chars:
        text = "".join(walk.pieces)
        if not walk.is_spaced and ("\n" in text or "\r" in text):
            text = _BREAK_IN_TEXT.sub("", text)
        text = _SPACES.sub(" ", text.replace(_CELL_END, " ")).strip(" ")
        is_subhead = not walk.plain_chars and len(text) <= SUBHEAD_CHARS
        style: ParagraphStyle = "table" if walk.in_cell and walk.in_cell[-1] else "subhead" if is_subhead else "plain"
        walk.blocks.append(
            Block(
                text=walk.indent + text,
                style=style,
                is_centred=bool(walk.centred),
                is_link=not walk.unlinked_chars,
                container=walk.containers[-1] if walk.containers else None,
                element=_holder(walk.first),
                unlinked_chars=walk.unlinked_chars,
            )
        )
    walk.pieces, walk.plain_chars, walk.bold_chars, walk.unlinked_chars = [], 0, 0, 0
    walk.first = None
    walk.is_done |= walk.limit is not None and len(walk.blocks) >= walk.limit


def _holder(first: tuple[etree._Element, bool] | None) -> etree._Element | None:
    if first is None:
        return None
    element, is_tail = first
    return element.getparent() if is_tail else element
