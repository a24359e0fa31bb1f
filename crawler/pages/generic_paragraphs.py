"""Tell paragraphs from the broken lines of a print column on a page of an unknown platform."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.items import Paragraph
from pipelines.text import ends_sentence, has_indent, normalise_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.pages.blocks import Block

_INDENT = "\u3000\u3000"
_FEW = 0.3  # of the lines end a sentence in the column of a print page at most
_MANY = 0.75  # of them are too many for one
_FULL = 0.7  # of the longest line: the lines of a column that go on are so long


def set_apart(paragraphs: Sequence[Paragraph], blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """Give each paragraph of a page without indents one, so that no subhead is taken for half of a line.

    Args:
        paragraphs: of the body.
        blocks: they were read from, those of captions and pictures included.
    """
    lines = [normalise_line(one.text) for one in paragraphs if one.style == "plain"]
    texts = [block.element for block in blocks if block.image_url is None]
    is_parted = all(one is not other for one, other in pairwise(texts))
    is_indented = any(has_indent(one.text) for one in paragraphs if one.style == "plain")
    if is_indented or _is_column(lines, is_parted=is_parted):
        return tuple(paragraphs)
    return tuple(
        Paragraph(text=_INDENT + one.text, style=one.style) if one.style == "plain" else one for one in paragraphs
    )


def _is_column(lines: Sequence[str], *, is_parted: bool) -> bool:
    """Tell the lines of a column: few end a sentence, and those that do not are full.

    Args:
        lines: normalised.
        is_parted: each has an element of its own.
    """
    going_on = [len(line) for line in lines if not ends_sentence(line)]
    ended = len(lines) - len(going_on)
    if ended < len(lines) * _FEW:
        return True
    if is_parted or ended >= len(lines) * _MANY:
        return False
    longest = max(map(len, lines), default=0)
    return sum(length >= longest * _FULL for length in going_on) * 2 >= len(going_on)
