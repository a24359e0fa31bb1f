"""Tell which element frames a picture with its caption on a page of an unknown platform."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.pages.tree import contains
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from crawler.pages.blocks import Block

_CAPTION_CHARS = 100  # a line that no table or figure binds to a picture is its caption only when it is short
_FRAME_DEPTH = 4  # elements that may stand between a picture or a line and the frame around both
_LEAST_TEXTS = 2  # a caption is never the only text
_INDENTED = re.compile(r"[\u3000\u00a0]{2}|\s{4}")
_SENTENCES = re.compile(r"[。！？].")


def with_frames(blocks: Sequence[Block], body: etree._Element | None) -> list[Block]:
    """Bind pictures and captions to the element around both, and to no table that only lays out the page.

    Args:
        blocks: of the body, in order; their containers are changed.
        body: the element of the whole body.
    """
    for block in blocks:
        if block.container is not None and body is not None and not contains(body, block.container):
            block.container = None
    texts = sum(block.image_url is None for block in blocks)
    for index, block in enumerate(blocks):
        if block.image_url is None or block.container is not None or index + 1 == len(blocks) or texts < _LEAST_TEXTS:
            continue
        line, others = blocks[index + 1], [*blocks[max(0, index - 1) : index], *blocks[index + 2 : index + 3]]
        frame = _frame(block, line)
        if frame is not None and frame is not body and not any(_is_inside(frame, one) for one in others):
            block.container = line.container = frame
            texts -= 1
    return list(blocks)


def _frame(picture: Block, line: Block) -> etree._Element | None:
    """Give the innermost element around a picture and the line below it, where that may be a caption."""
    is_free = line.image_url is None and line.container is None and line.style == "plain" and not line.is_link
    if picture.element is None or not is_free or not _is_short(line.text):
        return None
    around = picture.element.getparent()
    for _ in range(_FRAME_DEPTH):
        if around is None or around.tag in ("body", "td"):
            return None
        if _is_inside(around, line):
            return around
        around = around.getparent()
    return None


def _is_short(text: str) -> bool:
    """Tell a line that may be a caption from a paragraph: no indent, one sentence at most."""
    is_paragraph = _INDENTED.match(text) is not None or _SENTENCES.search(text) is not None
    return not is_paragraph and 0 < len(normalise_line(text)) <= _CAPTION_CHARS


def _is_inside(frame: etree._Element, block: Block) -> bool:
    element = block.element
    for _ in range(_FRAME_DEPTH):
        if element is None or element is frame:
            break
        element = element.getparent()
    return element is frame
