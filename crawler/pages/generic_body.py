"""Find an article's body on a page of an unknown platform, by how Chinese text works.

The page is read once, as the row of lines and pictures that a reader sees. The body begins behind the headline and
ends before the first line that stands behind articles (责任编辑, 相关阅读, 上一篇, 版权声明). Between the two it is in
the element under which most running text stands against the links; the lines at its edges are judged one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.pages.generic_column import Line, heaviest_element
from crawler.pages.generic_comments import first_comment
from crawler.pages.generic_lines import (
    has_day,
    has_punctuation,
    is_end_line,
    is_footer_line,
    is_furniture,
    is_head_credit,
    is_labelled_credit,
    is_mostly_linked,
    is_related_line,
    is_running,
    is_tags_line,
)
from crawler.pages.lines import is_control_line
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from crawler.pages.blocks import Block

_DECORATION = re.compile(
    r"(?:logo|icon|ico|btn|button|share|arrow|dot|bg|ad|banner|qr_?code|ewm|erweima|weixin|wx|avatar|face|loading|blank|"
    r"spacer|space|pixel|close|play|(?:next|prev|first|last)_?page)s?(?:[\d_.-]|$)|\.gif$",
    re.IGNORECASE,
)
_PICTURE_VALUE = 12  # characters of running text that a picture is worth
_LINK_COST = 10  # what a line of links costs besides its characters
_MOST_COST = 40
_HEAVIER = 3  # times: a text behind a line of keywords that is so much longer is the body
_ORIGINAL = re.compile(r"^[（(]?原(?:标题|题|题为)\s*[：:]?")
_SIGNS = re.compile(r"\W+")
_HEAD_LINES = 8  # within which credits may stand in the body's own element
_SUMMARY = re.compile(r"^[【\[]?(?:摘要|导读|导语|简介|核心提示|内容提要)[】\]]?\s*[：:]?\s*")
_CUT = re.compile(r"\s*(?:…|\.{2,})[\s.…]*$")
_SUMMARY_LINES = 3  # behind which the text begins again
_SUMMARY_CHARS = 10
_LIST_LINKS = 3  # a list has at least so many apart from each other, and one for two lines of text
_BUTTON_CHARS = 4  # a link of so few is no line of a text
_STOP = "。"
_NOTE = re.compile(r"侵权|版权|转载|本[网站](?!点)")
_ONE_LINK = 1  # a line that is a link may stand within a text


@dataclass(kw_only=True)
class GenericBody:
    """Where the body is: the lines that belong to it, by their numbers on the page."""

    lines: tuple[int, ...]
    end: int  # the first line behind the body
    running: int  # characters of running text in it
    element: etree._Element | None
    is_list: bool


def page_lines(blocks: Sequence[Block]) -> list[Line]:
    """Weigh the lines of a page."""
    lines = []
    for block in blocks:
        line = Line(block=block, text=normalise_line(block.text) if block.text else "")
        _weigh(line, is_end=is_end_line(line.text))
        lines.append(line)
    for line, following in pairwise(lines):
        if line.is_end and _is_followed(line, following):
            _weigh(line, is_end=False)
    return lines


def _is_followed(line: Line, following: Line) -> bool:
    """Tell a paragraph that begins with the words of a note: it has a full stop, and more of its column follows."""
    if _STOP not in line.text or is_footer_line(line.text) or not following.running:
        return False
    return _are_siblings(line, following) and not _NOTE.search(following.text)


def _weigh(line: Line, *, is_end: bool) -> None:
    block, text = line.block, line.text
    if block.image_url is not None:
        line.value = 0.0 if is_decoration(block) else _PICTURE_VALUE
        return
    line.is_links, line.is_end = is_mostly_linked(block), is_end
    line.is_list_head = is_related_line(text)
    if line.is_links:
        line.value = -min(len(text) + _LINK_COST, _MOST_COST)
    elif line.is_end or line.is_list_head or is_furniture(text):
        line.value = -_LINK_COST / 2
    elif is_running(text):
        line.running = block.unlinked_chars
        line.value = float(block.unlinked_chars)
    elif not is_head_credit(text):
        line.value = len(text) * (0.6 if has_punctuation(text) else 0.2)


def is_decoration(block: Block) -> bool:
    """Tell a picture that is a button, a code to scan or the site's sign, by the name of its file."""
    path = (block.image_url or "").split("?", 1)[0].rsplit("/", 1)[-1]
    return _DECORATION.search(path) is not None


def find_body(lines: Sequence[Line], begin: int, headline: str = "") -> GenericBody:
    """Find the body.

    Args:
        lines: of the whole page.
        begin: the first line behind the headline; 0 where the page shows none.
        headline: which may be printed once more above the text.
    """
    end = _end(lines, begin)
    end = first_comment(lines, range(begin, end), _PICTURE_VALUE) or end
    region = range(begin, end)
    element, inside, is_entry = heaviest_element(lines, region)
    while inside and _repeats(lines[inside[0]].text, headline):
        inside = inside[1:]
    first, last = _edges(lines, inside, begin)
    kept = _without_inserts(lines, inside[first:last])
    running = sum(lines[index].running for index in kept)
    links = [lines[index].is_links for index in inside[first:last] if not lines[index].block.image_url]
    groups = sum(now and not before for before, now in pairwise([False, *links]))
    end = kept[-1] + 1 if kept else end
    texts = sum(lines[index].running > 0 for index in kept)
    is_list = is_entry or (groups >= _LIST_LINKS and groups * 2 >= texts)
    return GenericBody(lines=tuple(kept), end=end, running=running, element=element, is_list=is_list)


def _repeats(text: str, headline: str) -> bool:
    """Tell the headline printed once more, and the note of an original headline that is the same (原标题：…)."""
    said = _SIGNS.sub("", _ORIGINAL.sub("", text))
    return bool(said) and said == _SIGNS.sub("", headline)


def _end(lines: Sequence[Line], begin: int) -> int:
    """Find the line that ends the text: the first of its kind behind running text or a picture."""
    weight = 0.0
    for index in range(begin, len(lines)):
        line = lines[index]
        is_end = line.is_end or line.is_list_head
        if is_end and is_footer_line(line.text):
            return index
        if is_end and weight >= _PICTURE_VALUE and not _goes_on(lines, index, weight):
            return index
        weight += max(line.value, 0.0) if line.running or line.block.image_url else 0.0
    return len(lines)


def _goes_on(lines: Sequence[Line], index: int, weight: float) -> bool:
    """Tell whether the text goes on: behind keywords above a longer text, or a list of links set into the text."""
    is_tags = is_tags_line(lines[index].text)
    if not (is_tags or lines[index].is_list_head):
        return False
    before = next((lines[n] for n in range(index - 1, -1, -1) if lines[n].running), None)
    following = index + 1
    while following < len(lines) and lines[following].is_links:
        following += 1
    rest = 0
    for n in range(following, len(lines)):
        if lines[n].is_end or lines[n].is_list_head:
            break
        rest += lines[n].running
    if is_tags and rest > weight * _HEAVIER:
        return True
    after = lines[following] if following < len(lines) else None
    return before is not None and after is not None and after.running > 0 and _are_siblings(before, after)


def _are_siblings(one: Line, other: Line) -> bool:
    """Tell whether two lines are paragraphs of one column."""
    first, second = one.block.element, other.block.element
    if first is None or second is None or first.tag != second.tag:
        return False
    return first is second or first.getparent() is second.getparent()


def _edges(lines: Sequence[Line], inside: Sequence[int], begin: int) -> tuple[int, int]:
    """Leave credits, buttons and links off both ends of the lines."""
    first, last = 0, len(inside)
    knows_day = any(has_day(lines[index].text) for index in range(begin, inside[0] if inside else begin))
    for place, index in enumerate(inside[:_HEAD_LINES]):
        line = lines[index]
        if line.running or (line.block.image_url and knows_day):
            break
        is_dated = is_head_credit(line.text) and not knows_day and has_day(line.text)
        if is_dated or is_labelled_credit(line.text):
            first, knows_day = place + 1, knows_day or has_day(line.text)
    while first < last and _is_above(lines[inside[first]], knows_day=knows_day):
        first += 1
    while last > first and _is_below(lines[inside[last - 1]]):
        last -= 1
    while first + 1 < last and _is_told_again(lines, inside[first : first + 1 + _SUMMARY_LINES]):
        first += 1
    return first, last


def _is_told_again(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Tell a summary that is cut out of the text's own beginning (摘要: 昨天上午，全县… ...) from a refrain."""
    first = lines[places[0]]
    start = _CUT.sub("", _SUMMARY.sub("", first.text))
    is_summary = start != first.text
    texts = (lines[place] for place in places[1:] if is_summary or not _are_siblings(first, lines[place]))
    return len(start) >= _SUMMARY_CHARS and any(line.text.startswith(start) for line in texts)


def _is_above(line: Line, *, knows_day: bool) -> bool:
    if line.block.image_url is not None:
        return is_decoration(line.block)
    if is_furniture(line.text) or line.is_links or line.is_end:
        return True
    return is_labelled_credit(line.text) or (is_head_credit(line.text) and not knows_day)


def _is_below(line: Line) -> bool:
    if line.block.image_url is not None:
        return is_decoration(line.block)
    return line.is_links or line.is_end or line.is_list_head or is_furniture(line.text)


def _without_inserts(lines: Sequence[Line], inside: Sequence[int]) -> list[int]:
    """Leave out what is set into a text and no part of it: lists of links with their heads, buttons, bare signs."""
    kept: list[int] = []
    links: list[int] = []
    for place, index in enumerate(inside):
        line = lines[index]
        if line.is_links and line.block.image_url is None:
            links.append(index)
            continue
        if len(links) <= _ONE_LINK:
            texts = ((one, lines[one].text) for one in links)
            kept += [one for one, text in texts if len(text) > _BUTTON_CHARS and not is_furniture(text)]
        links = []
        before_links = any(lines[following].is_links for following in inside[place + 1 : place + 2])
        is_list_head = before_links and line.is_list_head
        is_picture = line.block.image_url is not None
        if not (is_decoration(line.block) if is_picture else is_list_head or is_control_line(line.text)):
            kept.append(index)
    return kept
