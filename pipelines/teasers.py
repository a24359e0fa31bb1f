"""Read teasers: headlines without a text, lists of 导读, short items that end in 详见第3版; nothing is taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.items import Pointer
from pipelines.page_marks import ARROWS, BARE_PAGE, CLOSING, OPENING, PAGE, SEE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.pointers import Marked

_GUIDE = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:导读|导航|导视|导览)"
    r"|(?:今日|本期|本报|要闻|新闻|版面|内容|周末|明日)(?:看点|提要|速览|索引|内容|推荐|关注|一览|目录)"
)
_FRAME = "【】[]（）()〖〗■●◆▶►>＞ 　·：:|｜-—"
_SIGN = rf"[….\-—－_{ARROWS}·•/／|｜]"
_REFERENCE = re.compile(
    rf"(?P<lead>(?:\s|{_SIGN}){{0,30}})(?P<open>[{OPENING}])?(?:\s|{_SIGN}){{0,4}}(?P<see>{SEE}\s*)?(?:{PAGE}|{BARE_PAGE})"
    rf"(?(open)(?P<rest>[^（）()\[\]。！？]{{0,40}}?)\s*[{CLOSING}])"
)
_BEHIND = re.compile(rf"[。{ARROWS}\s]*$|\s|{_SIGN}|[：:，,；;、]")  # what may stand behind a page
_ARROW = re.compile(rf"[{ARROWS}]")
_NAMED = re.compile(r"《([^《》]{2,40})》")
_EXTENT = re.compile(r"(?:今日|本期|今天|本报|每期|每周|总|共|出|对开|四开)*")  # 今日 8版: how many pages the issue has
_PAGES = re.compile(r"\d{1,3}\s?版")
_EDGES = f" 　…._·•/／|｜-—－：:，,；;、{ARROWS}"
_SENTENCE_ENDS = re.compile(r"[。！？!?]+")
END_CHARS = 100  # of a text, in which the page must stand
GUIDE_CHARS = 1000  # of a line; what stands behind them is not read
LINE_CHARS = 80  # of a line in a list of teasers
TITLE_CHARS = 40  # of one that names no page
SHORT_SENTENCES = 2  # an item with more of them is told, and does not only point


def read_teasers(words: Marked, *, has_images: bool) -> tuple[Pointer, ...]:
    """Read the teasers of an article in print.

    Args:
        words: titles, and the paragraphs without bylines.
        has_images: whether pictures belong to it: a headline with a picture is no teaser unless it names a page.
    """
    if not words.paragraphs:
        return tuple(_without_text(words, has_images=has_images))
    if is_guide(words) or _is_list(words.paragraphs):
        headline = words.headline if words.headline and not _GUIDE.fullmatch(words.headline.strip(_FRAME)) else None
        return tuple(_listed(words.paragraphs, headline))
    last = words.paragraphs[-1][-END_CHARS:]
    found = [one for one in _references(last) if one["see"] and not last[one.end() :].strip("。 ")]
    headline = words.headline
    return tuple(_pointer(one, one[0].strip(_EDGES), headline) for one in found[-1:])


def is_guide(words: Marked) -> bool:
    """Tell whether a title, or the first line of a text without one, says that what follows is a list of teasers."""
    titles = [words.kicker, words.headline] if words.headline else [words.kicker, *words.paragraphs[:1]]
    return any(_GUIDE.fullmatch(title.strip(_FRAME)) for title in titles if title)


def is_teaser(words: Marked, pointers: Sequence[Pointer]) -> bool:
    """Tell whether an article with these teasers does nothing but point to others."""
    if not any(one.kind == "teaser" for one in pointers):
        return False
    text = "\n".join(words.paragraphs)
    return is_guide(words) or _is_list(words.paragraphs) or len(_SENTENCE_ENDS.findall(text)) <= SHORT_SENTENCES


def _is_list(paragraphs: Sequence[str]) -> bool:
    return len(paragraphs) > 1 and all(len(line) <= LINE_CHARS and _is_entry(line) for line in paragraphs)


def _is_entry(line: str) -> bool:
    """Tell whether a line begins or ends with a page."""
    found = _references(line)
    return bool(found) and (found[0].start() == 0 or not line[found[-1].end() :].strip(_EDGES + "。"))


def _without_text(words: Marked, *, has_images: bool) -> Iterator[Pointer]:
    titles = [title for title in (words.kicker, words.headline, words.subheadline) if title]
    found = [one for title in titles for one in _entries(title, words.headline or words.kicker)]
    if found:
        yield from found
    elif words.headline and not has_images and not _EXTENT.fullmatch(_PAGES.sub("", words.headline).strip()):
        yield Pointer(kind="teaser", printed=words.headline, title=words.headline)


def _listed(paragraphs: Sequence[str], title: str | None) -> Iterator[Pointer]:
    """Give the teasers of a list, one or more a line; a page that stands alone belongs to the line before it."""
    has_pages = any(_references(line, in_guide=True) for line in paragraphs)
    for line in paragraphs:
        entries = list(_entries(line, title, in_guide=True))
        yield from entries
        is_title = not entries and len(line) <= TITLE_CHARS and not _SENTENCE_ENDS.search(line)
        if is_title and not has_pages and not _GUIDE.fullmatch(line.strip(_FRAME)):
            yield Pointer(kind="teaser", printed=line, title=_title(line))
        title = None if entries else title or line


def _entries(line: str, title_before: str | None, *, in_guide: bool = False) -> Iterator[Pointer]:
    """Give the pages that a line names, each with the title before it, or after it where the line begins with one."""
    found = _references(line, in_guide=in_guide)
    if not found:
        return
    is_page_first = found[0].start() == 0 and bool(_title(line[found[0].end() :]))
    ends = [*(one.start() for one in found[1:]), len(line)]
    starts = [0, *(one.end() for one in found[:-1])]
    for one, start, end in zip(found, starts, ends, strict=True):
        title = _title(line[one.end() : end] if is_page_first else line[start : one.start()])
        if title and _EXTENT.fullmatch(title):
            continue
        printed = line if len(found) == 1 else line[one.start() : end] if is_page_first else line[start : one.end()]
        yield _pointer(one, printed.strip(), title or title_before)


def _pointer(match: re.Match[str], printed: str, title: str | None) -> Pointer:
    named = _NAMED.search(match["rest"] or "")
    return Pointer(
        kind="teaser",
        printed=printed,
        page_number=match["page"] or match["bare"],
        title=named[1] if named else _title(title or ""),
    )


def _title(words: str) -> str | None:
    title = words.strip(_EDGES + "。")
    if named := _NAMED.fullmatch(title):
        return named[1]
    return title or None


def _references(line: str, *, in_guide: bool = False) -> list[re.Match[str]]:
    """Find the pages that are set off from a line's other words; A03 without 版 counts in a list only."""
    found = [match for match in _REFERENCE.finditer(line[:GUIDE_CHARS]) if _is_set_off(match, line, in_guide=in_guide)]
    return found if in_guide else [one for one in found if one["page"] or one["see"] or _ARROW.search(one["lead"])]


def _is_set_off(match: re.Match[str], line: str, *, in_guide: bool) -> bool:
    before, after = line[: match.start()], line[match.end() :]
    if match["lead"] in (".", "-", "_"):  # F-16版
        return False
    if not _BEHIND.match(after):
        return bool(match["open"]) and not before
    if match["open"]:
        return bool(match["see"]) or not before.endswith(("》", "”"))  # 《辞海》（第3版）: of a book
    if match["bare"] and not match["lead"].strip() and before:
        return False
    says_so = match["see"] is not None and (in_guide or not match["see"].startswith(("见", "刊")))  # 意见3版
    return says_so or bool(match["lead"]) or not before or before[-1] in "。！？!?”》"
