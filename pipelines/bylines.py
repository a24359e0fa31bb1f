"""Find bylines in a text: who wrote, took, sent or edited it, and the words that say so.

Words are a byline only when they can be read to their last character as roles and names. They leave the text only
where they are no part of a sentence: in brackets at a paragraph's end or start, as a paragraph of their own, before
the first sentence of a text, or behind its last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.byline_reader import BULLETS, parse_byline
from pipelines.byline_words import QUALIFIER, ROLE_WORDS, SIGN
from pipelines.items import Contributor
from pipelines.text import HAN, LINE_CHARS, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.byline_words import Trust

BRACKETS = 5  # bylines that stand one after the other at an end of a paragraph
AUTHOR_BULLETS = ("□", "■", "◎", "⊙")

_OPEN, _SHUT = r"（(【\[［〔", r"）)】\]］〕"
_NO_BRACKET = rf"[^{_OPEN}{_SHUT}]"
_TAIL_BRACKET = re.compile(rf"\s*[{_OPEN}]\s*({_NO_BRACKET}{{2,80}}?)\s*[{_SHUT}]\s*(?P<stop>[。.]?)$")
_TORN_BRACKET = re.compile(rf"\s*[（(［〔]\s*({_NO_BRACKET}{{2,60}}?)\s*(?P<stop>)$")  # its end is missing
_HEAD_BRACKET = re.compile(rf"(又讯)?\s*[{_OPEN}]\s*({_NO_BRACKET}{{2,80}}?)\s*[{_SHUT}][：:\s]*")
_WHOLE_BRACKET = re.compile(rf"[{BULLETS}]?\s*[{_OPEN}]?\s*(.+?)\s*[{_SHUT}]?")
_BRACKET_ENDS = tuple(f"{bracket}{stop}" for bracket in "）)】]］〕" for stop in ("", "。", "."))
_SPEAKER = re.compile(rf"[{HAN}]{{1,8}}[：:]")
_ROLE_NEXT = re.compile(any_of(word for word in ROLE_WORDS if len(word) > 1))  # 记者 王明 摄影作品展
_DYNASTY = re.compile(r"[汉晋唐宋元明清][·・]")
_ANY_OPEN = re.compile(rf"[{_OPEN}]")

_FURTHER_ITEM = re.compile(r"又讯[\s：:]*")
_HEAD_ROLE = re.compile(rf"[{BULLETS}]?\s*{QUALIFIER}(?:记者|通讯员|报道员|实习生)(?!\s?[：:])")
_HEAD_END = re.compile(r"[\s：:]+|(?<=报道)(?![：:\s组员部])|(?<=报导)(?![：:\s])")
_SENTENCE_SIGN = re.compile(r"[，。！？；…“”（）()]")
_SENTENCE_END = re.compile(r"[。！？!?…”）)]\s*")
_LAID_OUT = re.compile(rf"[：:/／|｜丨│{BULLETS}]")  # what only a list of credits has
_TIME = (
    r"(?:昨日|昨天|昨|近日|日前|今天|今日|前天|当日|当天|\d{1,2}月\d{1,2}日|\d{1,2}日|上午|下午|晚上|晚|一早|清晨|，)*"
)
_LEARNS = "获悉|了解|看到|采访|见到|发现|注意到"
# 记者 王明 从县农业局获悉: the byline's words are the subject of the sentence that follows
_SAYS = re.compile(rf"{_TIME}(?:[从在向对就随跟与和][^，。]{{0,24}}?(?:{_LEARNS})|{_LEARNS}|告诉|说|称|表示)")
_GOES = re.compile(rf"{_TIME}(?:走进|走访|来到|赶到|赶赴|前往|深入|探访|专访|实地|驱车)")

_PRESS = re.compile(
    r"记者|》作者|通讯员|编辑|责编|摄|[文图]|供稿|实习生|^[（(【\[]"
)  # 主编：甲 within a text is of a committee
_WRITERS = frozenset(("reporter", "correspondent", "author"))

Cut = tuple[str, tuple[Contributor, ...]]  # words that were taken out, and whom they name


@dataclass(frozen=True)
class Bylines:
    """Paragraphs without their bylines, the words taken out in printed order, and the people they name."""

    paragraphs: tuple[str, ...]
    printed: tuple[str, ...]
    contributors: tuple[Contributor, ...]


def read_line(text: str, *, trust: Trust = "line", is_at_edge: bool = True) -> tuple[Contributor, ...]:
    """Read a line of its own, with or without brackets around it (【编辑：甲】, 责任编辑：甲, □ 记者 甲).

    Args:
        text: normalised.
        trust: how sure it is that this is a byline; brackets, bullets, colons and slashes make it certain.
        is_at_edge: whether the line stands before or behind the whole text; within it a bullet begins a subhead too.
    """
    is_marked = text[:1] in AUTHOR_BULLETS
    if len(text) > LINE_CHARS or not (is_marked or SIGN.search(text)):
        return ()
    return _read_line(text, trust, is_at_edge)


@lru_cache(maxsize=2048)  # each stage asks for the same few lines at the ends of a text
def _read_line(text: str, trust: Trust, is_at_edge: bool) -> tuple[Contributor, ...]:
    match = _WHOLE_BRACKET.fullmatch(text)
    if match is None or (not is_at_edge and not _PRESS.search(text)):
        return ()
    is_list = _LAID_OUT.search(text) is not None or (trust == "line" and len(SIGN.findall(text)) > 1)
    is_sure = is_at_edge and trust != "running" and (is_list or _ANY_OPEN.match(text) is not None)
    named = parse_byline(match[1], trust="certain" if is_sure else trust)
    if not named and text[:1] in AUTHOR_BULLETS:  # □ 甲: the mark of an author who has no role word
        named = parse_byline(text.lstrip(BULLETS + " "), trust="line" if is_at_edge else "running", bare="author")
    return named


def read_bylines(paragraphs: Sequence[str], *, has_dateline: bool = False) -> Bylines:
    """Take the bylines out of an article's paragraphs.

    Args:
        paragraphs: normalised, the dateline already split off.
        has_dateline: whether there was one: a byline often follows it.

    Returns:
        The paragraphs that are left (empty ones are gone), and what was taken out.
    """
    lasts = _lasts(paragraphs)
    is_interview = sum(_SPEAKER.match(text) is not None for text in paragraphs) > 1
    left: list[str] = []
    printed: list[str] = []
    people: list[Contributor] = []
    for index, text in enumerate(paragraphs):
        cuts = _Paragraph(
            text,
            is_first=not left,
            is_last=index in lasts,
            has_dateline=has_dateline and not left,
            is_interview=is_interview,
        )
        for words, named in cuts.read(is_signed=any(person.role in _WRITERS for person in people)):
            printed.append(words)
            people += named
        if cuts.text:
            left.append(cuts.text)
    return Bylines(tuple(left), tuple(printed), tuple(dict.fromkeys(people)))


def _lasts(paragraphs: Sequence[str]) -> frozenset[int]:
    """Give the places at which an item ends: the last paragraph of text, that before 又讯, and the lines below them."""
    found: set[int] = set()
    is_end = True
    for index in range(len(paragraphs) - 1, -1, -1):
        if is_end:
            found.add(index)
        is_end = (is_end and bool(read_line(paragraphs[index]))) or _FURTHER_ITEM.match(paragraphs[index]) is not None
    return frozenset(found)


class _Paragraph:
    """A paragraph that is cut into the bylines at its start, the text, and the bylines at its end."""

    def __init__(self, text: str, *, is_first: bool, is_last: bool, has_dateline: bool, is_interview: bool) -> None:
        self.text, self.is_interview = text, is_interview
        self.is_first, self.is_last, self.has_dateline = is_first, is_last, has_dateline

    def read(self, *, is_signed: bool) -> list[Cut]:
        """Give the bylines in printed order; `text` is what is left.

        Args:
            is_signed: who wrote was named before: then bare names at the end are no byline.
        """
        is_at_edge = self.is_first or self.is_last
        if named := read_line(self.text, trust="line" if is_at_edge else "running", is_at_edge=is_at_edge):
            words, self.text = self.text, ""
            return [(words, named)]
        heads = self._heads()
        tails = self._bracket_tails(is_signed=is_signed or bool(heads))
        if self.is_last and not tails and (cut := open_tail(self.text)):
            tails = [cut]
            self.text = self.text.removesuffix(cut[0]).rstrip()
        return [*heads, *tails]

    def _heads(self) -> list[Cut]:
        heads: list[Cut] = []
        while len(heads) < BRACKETS and (start := _HEAD_BRACKET.match(self.text)):
            named = parse_byline(start[2])
            if not named:
                break
            heads.append((start[0].removeprefix("又讯").strip(" ：:"), named))
            rest = self.text[start.end() :]
            self.text = f"{start[1]} {rest}" if start[1] else rest
        further = _FURTHER_ITEM.match(self.text)
        begin = further.end() if further else 0
        if (self.is_first or further) and not heads and (cut := self._open_head(self.text[begin:])):
            heads.append(cut[:2])
            self.text = self.text[:begin] + cut[2]
        return heads

    def _open_head(self, text: str) -> tuple[str, tuple[Contributor, ...], str] | None:
        """Split a byline without brackets off running text: it ends in 报道, a colon or a blank (记者 甲 昨日，…)."""
        if not _HEAD_ROLE.match(text):
            return None
        for end in reversed(list(_HEAD_END.finditer(text, 0, LINE_CHARS))):
            words, rest = text[: end.start()], text[end.end() :]
            if _SENTENCE_SIGN.search(words) or not _SENTENCE_SIGN.search(rest):
                continue
            if self.is_interview and not words.endswith("报道") and end[0].strip():
                continue  # 记者王明：您好！
            is_sure = words.endswith(("报道", "报导")) or text[:1] in BULLETS
            if named := parse_byline(words, trust="line" if is_sure else "running"):
                is_subject = (
                    _SAYS.match(rest) or _ROLE_NEXT.match(rest) or (_GOES.match(rest) and not self.has_dateline)
                )
                return None if is_subject else (words, named, rest)
        return None

    def _bracket_tails(self, *, is_signed: bool) -> list[Cut]:
        tails: list[Cut] = []
        while len(tails) < BRACKETS and (end := self._last_bracket()):
            named = parse_byline(end[1])
            before = self.text[: end.start()].rstrip()
            if not named and self.is_last and not is_signed and not tails:
                named = self._bare_names(end)
            if not named or (before.endswith("》") and not self.is_last):  # 《书名》（作者：甲）
                break
            stop = end["stop"] if before and not _SENTENCE_END.search(before[-1:]) else ""  # …万元（甲）。
            tails.insert(0, (end[0].strip().removesuffix(stop), named))
            self.text = before + stop
        return tails

    def _last_bracket(self) -> re.Match[str] | None:
        begin = max(0, len(self.text) - 2 * LINE_CHARS)
        if self.text.rstrip().endswith(_BRACKET_ENDS):
            return _TAIL_BRACKET.search(self.text, begin)
        return _TORN_BRACKET.search(self.text, begin) if self.is_last else None

    def _bare_names(self, bracket: re.Match[str]) -> tuple[Contributor, ...]:
        """Read names without a role word in the bracket behind the last sentence: those who wrote the article."""
        before = self.text[: bracket.start()].rstrip()
        if before and not bracket["stop"] and not _SENTENCE_END.search(before[-1:]):
            return ()
        if _DYNASTY.match(bracket[1]):
            return ()
        return parse_byline(bracket[1], trust="line", bare="author")


def open_tail(text: str) -> Cut | None:
    """Find a byline without brackets behind the last sentence: …结束。记者 甲 通讯员 乙, ….　甲 摄."""
    begin = max(0, len(text) - LINE_CHARS)
    if SIGN.search(text, begin) is None:
        return None
    for place in _SENTENCE_END.finditer(text, begin):
        words = text[place.end() :]
        if words and (named := parse_byline(words, trust="running")):
            return words, named
    return None
