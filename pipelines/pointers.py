"""Read the words by which an article of a newspaper leads to another one: jumps (下转, 上接) and teasers (导读, 详见).

A jump's mark stands at an end of a text or in a title, set off by brackets, a blank, an arrow or as a line of its own,
and names a page; it is taken out, for it is no part of what is told. The words of a teaser stay where they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.items import Pointer
from pipelines.page_marks import ARROWS, BARE_PAGE, CLOSING, OPENING, PAGE, SIGNS
from pipelines.text import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.items import PointerKind

_SURE_PAGE = rf"(?:{PAGE}|{BARE_PAGE}|(?P<number>\d{{1,2}})(?!\d))"  # 下转02: the verb leaves no doubt
_PAGE_OF_FOUR = rf"(?:{PAGE}|(?P<bare>[A-D]\d{{1,2}})(?![A-Za-z0-9]))"  # 紧接A3, but 接G25 is a motorway
_TO = rf"(?:下转|下接|文转)\s?[至到入]?[\s{ARROWS}]{{0,3}}{_SURE_PAGE}"
_FROM_VERB = r"(?:上接|文接|接自|承接)\s?[至到入自]?"
_FROM = rf"{_FROM_VERB}[\s{ARROWS}]{{0,3}}{_SURE_PAGE}"
_TO_OR_WEAK = rf"(?:(?:下转|下接|文转|紧接|紧转|续转|续接|转|接|续)\s?[至到入]?\s?{_PAGE_OF_FOUR})"
_FROM_OR_WEAK = rf"(?:(?:上接|文接|接自|承接|紧接|续接|接上|接|续)\s?[至到入自]?\s?{_PAGE_OF_FOUR})"
_UNFINISHED = r"(?:未完[，,、]?\s?|[全此本]?文\s?)?"
_INSIDE = r"(?:《[^《》]{1,60}》|[^（）()\[\]【】。！？!?《》])"  # a title may hold brackets
_REST = rf"(?P<rest>{_INSIDE}{{0,40}}?)"
_SET_OFF_REST = (
    rf"(?P<rest>(?:(?:[·：:“\s，,]|(?=《)){_INSIDE}{{0,40}}?|[左右上中下][角方左右]?)?)"  # after a weak verb
)
_ENDS = rf"[{CLOSING}]\s*[。{ARROWS}]*\s*"
_SECTION = r"(?P<rest>\s?[·：:]\s?[\u4e00-\u9fff]{1,8}|\s?《[^《》]{1,40}》)?"
_MARGIN = rf"[{SIGNS}\s]*"


def _bracketed(verb: str) -> str:
    rest = _REST if verb in (_TO, _FROM) else _SET_OFF_REST
    return rf"[{OPENING}]{_MARGIN}{_UNFINISHED}{verb}{rest}{_MARGIN}。?{_ENDS}"


def _set_off(verb: str) -> str:
    return rf"{verb}{_SECTION}{_MARGIN}"


_BEFORE_TO = rf"(?:^|(?<=[。！？；…”」』）)】\]])|(?<=\s)|(?=[{SIGNS}]))"
_TO_AT_END = (
    *(re.compile(rf"\s*{_bracketed(verb)}$") for verb in (_TO, _TO_OR_WEAK)),
    re.compile(rf"{_BEFORE_TO}{_MARGIN}{_set_off(_TO)}$"),
    re.compile(rf"(?:^{_MARGIN}|(?<=[。！？…”\s])紧(?=接)|[{SIGNS}]\s*){_set_off(_TO_OR_WEAK)}$"),
)
_FROM_AT_START = (
    *(re.compile(rf"{_MARGIN}{_bracketed(verb)}[：:]?\s*") for verb in (_FROM, _FROM_OR_WEAK)),
    re.compile(rf"{_MARGIN}[—\-·]*\s*{_set_off(_FROM)}(?:(?<=[\s{SIGNS}])|$|(?=[\u3000\s]))\s*"),
    re.compile(rf"{_MARGIN}{_set_off(_FROM_OR_WEAK)}$"),
    re.compile(rf"\s*[{SIGNS}]{_MARGIN}{_FROM_VERB}[\s{ARROWS}]{{0,3}}{PAGE}(?P<rest>){_MARGIN}[：:]?\s*"),
)
_FROM_AT_END = (
    *(re.compile(rf"\s*{_bracketed(verb)}$") for verb in (_FROM, _FROM_OR_WEAK)),
    re.compile(rf"\s+[—\-·]*\s*{_set_off(_FROM)}$"),
)
_TO_IN_TITLE = (
    re.compile(rf"\s*{_bracketed(_TO)}$"),
    re.compile(rf"\s*[{OPENING}]{_MARGIN}转\s?{PAGE}{_SET_OFF_REST}{_ENDS}$"),
)
_SIGNED = re.compile(
    r"\s*[（(](?:[^（）()。！？]{0,12}?(?:记者|通讯员|作者|编辑|评论员|供稿|撰稿)[^（）()。！？]{0,30}|[^（）()。！？]{1,20}[文图摄])[）)]\s*$"
)
_NAMED = re.compile(r"[《“]([^《》“”]{2,40})[》”]")
REST_CHARS = 14  # what else may stand in the brackets, if it is no title: 要闻, 右下
MARK_CHARS = 80
NEAR_END = 3  # paragraphs at an end of a text among which a mark may stand: bylines may lie outside of it
SHORT_CHARS = 40
_NUMBERED_HEAD = re.compile(r"(?:[（(]?[一二三四五六七八九十]+[）)、．.])[^。]{1,28}$")


@dataclass(frozen=True, kw_only=True)
class Marked:
    """An article's words, without the marks of jumps, and what the marks say."""

    kicker: str | None
    headline: str | None
    subheadline: str | None
    paragraphs: tuple[str, ...]
    pointers: tuple[Pointer, ...] = ()


def take_jumps(words: Marked) -> Marked:
    """Take the marks of jumps (下转第3版, 上接第1版) out of titles and text.

    Args:
        words: normalised, its paragraphs with their datelines and bylines.

    Returns:
        The words that are left; a title that was nothing but a mark is None. Pointers in printed order.
    """
    if not any(sign in text for text in _texts(words) for sign in "转接续"):
        return words
    pointers: list[Pointer] = []
    titles: dict[str, str | None] = {}
    for name in ("kicker", "headline", "subheadline"):
        titles[name], found = _cut_title(getattr(words, name))
        pointers += found
    paragraphs, found = _cut_start(list(words.paragraphs))
    paragraphs, later = _cut_end(paragraphs)
    return replace(words, **titles, paragraphs=tuple(paragraphs), pointers=(*words.pointers, *pointers, *found, *later))


def join_bodies(bodies: Sequence[str]) -> str:
    """Put the texts of pieces together; a sentence that breaks at the jump is made whole.

    Args:
        bodies: in the order of the pieces, one paragraph a line.
    """
    whole = ""
    for body in filter(None, bodies):
        tail = whole.rsplit("\n", 1)[-1]
        is_whole = not whole or ends_sentence(tail) or _NUMBERED_HEAD.match(tail)
        is_latin = (tail[-1:] + body[0]).isascii() and tail[-1:].isalpha() and body[0].isalpha()
        whole += ("\n" if whole else "") + body if is_whole else f"{' ' if is_latin else ''}{body}"
    return whole


def _texts(words: Marked) -> list[str]:
    titles = [words.kicker or "", words.headline or "", words.subheadline or ""]
    return [*titles, *words.paragraphs[:NEAR_END], *words.paragraphs[-NEAR_END:]]


def _cut_title(title: str | None) -> tuple[str | None, list[Pointer]]:
    found: list[Pointer] = []
    left = title or ""
    for kind, patterns in (("jump_from", (*_FROM_AT_START, *_FROM_AT_END)), ("jump_to", _TO_IN_TITLE)):
        if left and (cut := _cut(left, patterns, "jump_from" if kind == "jump_from" else "jump_to")):
            left, pointer = cut
            found.append(pointer)
    return left or None, found


def _cut_start(paragraphs: list[str]) -> tuple[list[str], list[Pointer]]:
    for index, text in enumerate(paragraphs[:NEAR_END]):
        if cut := _cut(text, _FROM_AT_START, "jump_from"):
            left, pointer = cut
            return [*paragraphs[:index], *([left] if left else []), *paragraphs[index + 1 :]], [pointer]
        if len(text) > SHORT_CHARS or "。" in text:
            break
    return paragraphs, []


def _cut_end(paragraphs: list[str]) -> tuple[list[str], list[Pointer]]:
    for index in range(len(paragraphs) - 1, max(-1, len(paragraphs) - 1 - NEAR_END), -1):
        text = paragraphs[index]
        signed = _SIGNED.search(text, max(0, len(text) - MARK_CHARS))
        cut = _cut(text, _TO_AT_END, "jump_to")
        if signed and not cut and (cut := _cut(text[: signed.start()], _TO_AT_END, "jump_to")):
            cut = (cut[0] + signed[0].strip(), cut[1])
        if cut:
            left, pointer = cut
            return [*paragraphs[:index], *([left] if left else []), *paragraphs[index + 1 :]], [pointer]
        if len(text) > SHORT_CHARS or "。" in text:
            break
    return paragraphs, []


def _cut(text: str, patterns: Sequence[re.Pattern[str]], kind: PointerKind) -> tuple[str, Pointer] | None:
    """Cut a mark off the text; None where none of the patterns finds one."""
    for pattern in patterns:
        at_start = patterns is _FROM_AT_START or pattern in _FROM_AT_START
        match = pattern.match(text) if at_start else pattern.search(text, max(0, len(text) - MARK_CHARS))
        if match is None:
            continue
        rest = match["rest"] or ""
        named = _NAMED.search(rest)
        if named is None and len(rest.strip()) > REST_CHARS:
            continue
        pointer = Pointer(
            kind=kind,
            printed=match[0].strip().rstrip("：:"),
            page_number=_page(match, kind),
            title=named[1] if named else None,
        )
        left = text[match.end() :] if at_start else text[: match.start()]
        return left.strip(), pointer
    return None


def _page(match: re.Match[str], kind: PointerKind) -> str:
    """Give the page that a mark names; of several the one that is next to the article's own."""
    found = match.groupdict()
    last = found["last"] if kind == "jump_from" else None
    return str(last or found["page"] or found["bare"] or found.get("number"))
