"""Tell captions from body lines, and bind them to their pictures.

A caption is the short text in a picture's own table or figure, the centred line right after a picture, or the line
after it that says so itself (图为…). It never is the only text of an article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.pages.blocks import SUBHEAD_CHARS, Block
from pipelines.items import Image, Paragraph
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.items import ParagraphStyle

CAPTION_CHARS = 200  # what stands with a picture is its caption only when it is short
_SAYS_SO = re.compile(r"[（(]?(?:图为|图[①-⑩一二三四五六]|[上下左右]图|组图|图片说明|[↑▲△])")


def split_captions(blocks: Sequence[Block]) -> tuple[list[Paragraph], list[Image]]:
    """Give an article's paragraphs and its pictures with their captions.

    Args:
        blocks: of the body, in order.
    """
    captions = _captions_in_tables(blocks)
    captions |= _captions_after_pictures(blocks, captions)
    taken = {line for lines in captions.values() for line in lines}
    paragraphs = [
        Paragraph(text=block.text, style=_style(block))
        for index, block in enumerate(blocks)
        if block.image_url is None and index not in taken
    ]
    images = [
        Image(url=block.image_url, caption=" ".join(blocks[line].text for line in captions.get(index, [])) or None)
        for index, block in enumerate(blocks)
        if block.image_url is not None
    ]
    return paragraphs, images


def _style(block: Block) -> ParagraphStyle:
    """A short line in the middle of the column is a subhead, and never one half of a broken line."""
    is_subhead = block.is_centred and block.style == "plain" and len(block.text) <= SUBHEAD_CHARS
    return "subhead" if is_subhead else block.style


def _captions_in_tables(blocks: Sequence[Block]) -> dict[int, list[int]]:
    """Bind the lines of each table or figure of pictures: all to the only picture, else one to each, in order.

    Where some pictures have none, a line belongs to the picture right before it.
    """
    inside: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.container is not None:
            inside.setdefault(id(block.container), []).append(index)
    captions: dict[int, list[int]] = {}
    for members in inside.values():
        pictures = [index for index in members if blocks[index].image_url is not None]
        lines = [index for index in members if blocks[index].image_url is None]
        lengths = [len(blocks[index].text) for index in lines]
        if max(lengths, default=0) > CAPTION_CHARS:
            continue
        if len(pictures) == 1 and sum(lengths) <= CAPTION_CHARS:
            captions[pictures[0]] = lines
        elif len(pictures) == len(lines):
            captions |= {picture: [line] for picture, line in zip(pictures, lines, strict=True)}
        elif len(lines) < len(pictures):
            captions |= {line - 1: [line] for line in lines if line - 1 in pictures}
    return captions


def _captions_after_pictures(blocks: Sequence[Block], bound: dict[int, list[int]]) -> dict[int, list[int]]:
    taken = {line for lines in bound.values() for line in lines}
    lines = [index for index, block in enumerate(blocks) if block.image_url is None and index not in taken]
    captions: dict[int, list[int]] = {}
    for index in lines:
        block, before = blocks[index], index - 1
        follows = before >= 0 and blocks[before].image_url is not None and not bound.get(before)
        if not follows or block.style != "plain" or len(block.text) > CAPTION_CHARS:
            continue
        says_so = _SAYS_SO.match(normalise_line(block.text)) is not None
        if block.is_centred or (says_so and len(lines) - len(captions) > 1):
            captions[before] = [index]
    return captions
