"""Find the headline of an article on a page of an unknown platform, and where it stands.

It is the line above the body on which headings, the page's title and the page's own data agree. The site's name and
the column's are in the title, too: they stand elsewhere, are links, or are named in the data as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.pages.generic_lines import has_day, is_furniture
from crawler.pages.lines import is_credit_line
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from crawler.pages.generic_column import Line
    from crawler.pages.generic_meta import PageData

HEADLINE_CHARS = 150
_MIN_CHARS = 2
_HEADINGS = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 1.0, "h5": 1.0, "h6": 1.0}
_HEADING_DEPTH = 3  # elements that may stand between a heading and its words
_NEAR = 8  # lines within which date and source follow a headline
_FAR = 40  # lines within which the text follows it
_MOST_LINES = 4  # of a headline
_COLUMN_CHARS = 8  # the name of a column is not longer
_LEAST = 3.0
_CANDIDATES = 400
_SEPARATOR = re.compile(r"\s*[_|｜]+\s*|\s*(?:--+|——+|–)\s*|\s+[-—·•]\s+|(?<=[^\x00-\x7f])\s?-\s?(?=[^\x00-\x7f])|[-—]")
_SITE = re.compile(
    r".{0,20}(?:网|网站|在线|频道|新闻|资讯|门户|首页|日报|晚报|晨报|时报|周刊|电视台|广播|客户端|中心|快讯|要闻|正文|官网|"
    r"传媒|融媒|人民政府)"
)
_CUT = re.compile(r"(?:\.{2,}|…+)$")
_STEM_CHARS = 8  # a name that is cut has at least so many


@dataclass(kw_only=True)
class Headline:
    """A headline and the lines that it stands on; `begin` and `end` are equal where it is not on the page."""

    text: str | None
    begin: int = 0
    end: int = 0


@dataclass(kw_only=True)
class _Titles:
    """What the page's head says that its headline is, blanks left out; stems are what is left of long names cut (…)."""

    title: str
    squeezed: str
    parts: tuple[str, ...]
    named: tuple[str, ...]
    sites: frozenset[str]
    part_stems: tuple[str, ...]
    named_stems: tuple[str, ...]


def find_headline(lines: Sequence[Line], title: str | None, data: PageData) -> Headline:
    """Find the headline.

    Args:
        lines: of the whole page.
        title: what the browser shows as the page's title.
        data: what the page's own data say.
    """
    titles = _titles(title or "", data)
    columns = {line.text for line in lines if line.is_links and len(line.text) <= _COLUMN_CHARS}
    best, best_score = None, _LEAST
    follows, dated = _text_behind(lines), _day_behind(lines)
    candidates = 0
    for index, line in enumerate(lines):
        if not _may_be(line):
            continue
        heading = heading_of(line)
        found = _whole(lines, index, titles, heading)
        score = _score(line, found, titles, columns, heading=heading, is_dated=dated[found.end])
        if score is None:
            continue
        if not follows[found.end]:
            score -= 6.0
        if score > best_score:
            best, best_score = found, score
        candidates += 1
        if candidates >= _CANDIDATES:
            break
    if best is not None:
        return Headline(text=_uncut(best.text or "", titles, data), begin=best.begin, end=best.end)
    return Headline(text=next(iter(data.headlines), None) or _without_site(titles))


def _titles(title: str, data: PageData) -> _Titles:
    title = normalise_line(title)[: HEADLINE_CHARS * 2]
    parts = tuple(part for part in map(_squeeze, _SEPARATOR.split(title)) if part)
    named = tuple(filter(None, map(_squeeze, data.headlines)))
    return _Titles(
        title=title,
        squeezed=_squeeze(title),
        parts=parts,
        named=named,
        sites=frozenset(map(_squeeze, data.sites)),
        part_stems=_stems(parts),
        named_stems=_stems(named),
    )


def _stems(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_CUT.sub("", name) for name in names if len(name) >= _STEM_CHARS)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _may_be(line: Line) -> bool:
    return line.block.image_url is None and _MIN_CHARS <= len(line.text) <= HEADLINE_CHARS


def _text_behind(lines: Sequence[Line]) -> list[bool]:
    """Tell for each line whether text or a picture begins near behind it."""
    nearest = len(lines) + _FAR
    follows = [False] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.running > 0 or (line.block.image_url is not None and line.value > 0):
            nearest = index
        follows[index] = nearest - index <= _FAR
    return follows


def _day_behind(lines: Sequence[Line]) -> list[bool]:
    """Tell for each line whether it or one near behind it names a day."""
    nearest = len(lines) + _NEAR
    dated = [False] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        if has_day(lines[index].text):
            nearest = index
        dated[index] = nearest - index < _NEAR
    return dated


def heading_of(line: Line) -> etree._Element | None:
    """Give the h1 to h6 that a line stands in; None elsewhere."""
    element = line.block.element
    for _ in range(_HEADING_DEPTH):
        if element is None:
            return None
        if element.tag in _HEADINGS:
            return element
        element = element.getparent()
    return None


def _whole(lines: Sequence[Line], index: int, titles: _Titles, heading: etree._Element | None) -> Headline:
    """Put together the lines of a headline: those of one heading, and those that the title has in one."""
    text, end = lines[index].text, index + 1
    squeezed = _squeeze(text)
    while end < min(len(lines), index + _MOST_LINES) and _may_be(lines[end]):
        more = squeezed + _squeeze(lines[end].text)
        is_same = heading is not None and heading_of(lines[end]) is heading
        is_titled = more in titles.squeezed or more in titles.named
        if not (is_titled or (is_same and squeezed not in titles.parts)):
            break
        text, squeezed, end = f"{text} {lines[end].text}", more, end + 1
    return Headline(text=_as_in_title(text, titles) if end > index + 1 else text, begin=index, end=end)


def _as_in_title(text: str, titles: _Titles) -> str:
    """Spell a headline of several lines as the title does: a line break may be a blank or mere layout."""
    spelling = r"\s*".join(map(re.escape, _squeeze(text)))
    found = re.search(spelling, titles.title)
    return found[0] if found else text


def _score(
    line: Line, found: Headline, titles: _Titles, columns: set[str], *, heading: etree._Element | None, is_dated: bool
) -> float | None:
    """Weigh a candidate; None for what can be no headline."""
    text = found.text or ""
    squeezed = _squeeze(text)
    agreement = _agreement(squeezed, titles)
    is_set_off = line.block.style == "subhead" or line.block.is_centred
    if not agreement and heading is None and (not is_dated or line.is_links or "。" in text):
        return None
    if line.is_end or line.is_list_head or is_furniture(text) or squeezed in titles.sites:
        return None
    score = agreement + _HEADINGS.get(str(heading.tag), 0.0) if heading is not None else agreement
    score += (0.5 if is_set_off else 0.0) + (2.0 if is_dated else 0.0) + min(len(text), 30) / 10
    score -= 3.0 if line.is_links else 0.0
    score -= 4.0 if text in columns or len(text) < 4 else 0.0
    score -= 3.0 if is_credit_line(text) and not agreement else 0.0
    score -= 2.0 if text.endswith(("。", "，", "；")) and not agreement else 0.0
    score -= 3.0 if not agreement and _SITE.fullmatch(text) else 0.0
    return score


def _agreement(squeezed: str, titles: _Titles) -> float:
    """Tell how far the page's head agrees: most with what the data name, less with a part of the title."""
    score = 0.0
    if len(squeezed) < _MIN_CHARS:
        return score
    if squeezed in titles.named:
        score += 3.0
    elif squeezed.startswith(titles.named_stems):
        score += 2.0
    if squeezed in titles.parts:
        is_name = _SITE.fullmatch(squeezed) is not None and squeezed != titles.parts[0]
        score += 1.0 if is_name else 5.0
    elif squeezed in titles.squeezed:
        score += 4.0 if len(squeezed) > _COLUMN_CHARS else 2.0
    elif squeezed.startswith(titles.part_stems):
        score += 4.0
    return score


def _uncut(text: str, titles: _Titles, data: PageData) -> str:
    """Give the whole headline where the page prints it cut (…)."""
    stem = _CUT.sub("", text)
    if stem == text:
        return text
    wholes = [*data.headlines, _without_site(titles) or ""]
    longer = [whole for whole in wholes if whole.startswith(stem) and len(whole) > len(text) and not _CUT.search(whole)]
    return longer[0] if longer else text


def _without_site(titles: _Titles) -> str | None:
    """Cut the names of column and site off the end of the title."""
    title = titles.title
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        name = _squeeze(title[separator.end() :])
        if not (name in titles.sites or _SITE.fullmatch(name)):
            break
        title = title[: separator.start()]
    return title or None
