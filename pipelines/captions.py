"""Take the photographer out of a caption, in brackets or as its last words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.byline_reader import parse_byline
from pipelines.byline_words import ROLE_START
from pipelines.bylines import Cut, read_bylines
from pipelines.text import HAN, LINE_CHARS

if TYPE_CHECKING:
    from pipelines.items import Contributor

_CAPTION_PLACES = re.compile(r"[。！？!?；;…”）)]\s*|\s+|(?=[（(])")
_NAME = rf"(?:[{HAN}·]{{2,}}|[{HAN}]\s[{HAN}])"  # a name of two characters may be padded
_CAPTION_NAMES = re.compile(rf"{_NAME}(?:[、\s]{_NAME})*\s?[/／]?\s?(?:摄影|摄|供图)")
# a title and a name with its role word glued to it
_TITLED = re.compile(rf"(?!\S*(?:记者|通讯员|摄影|图片|供图))[{HAN}]{{2,12}}\s[{HAN}]{{2,4}}摄$")
_CAPTION_LABEL = re.compile(r"(?:摄影|图片|供图|航拍|[图摄])\s?[/／：:|｜丨]")
# 甲2003年摄, 甲 2019年5月摄于湖心岛, 甲摄于去年腊月
_TAKEN = re.compile(
    rf"[（(]?({_NAME}(?:[、\s]{_NAME})*?)\s?(?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?摄(?:于.{{1,24}}?)?[）)]?"
)
_AUTHOR_FIRST = re.compile(r"作者\s*[：:]\s*[（(]\s*([^（）()]{0,40}?)\s*[）)]\s*")  # Founder's box of pictures
_WROTE_TOO = re.compile(rf"(?<![{HAN}])文\s*[/／、]?\s*[图摄]|文\s*[/／、]\s*[图摄]|文并[图摄]|图\s*[/／、]?\s*文|文图")


def read_caption(caption: str) -> tuple[str, tuple[str, ...], tuple[Contributor, ...]]:
    """Take the photographer out of a caption: in brackets as in a text, or as its last words (…。记者 李四 摄).

    Returns:
        The caption that is left, the words taken out, and the people they name; who took the picture is its
        photographer and only that, unless the words say that he wrote too (文/图).
    """
    if opening := _AUTHOR_FIRST.match(caption):
        left, printed, people = _without_author_first(caption[opening.end() :].strip())
        named = _photographers(opening[1])
        return left, (opening[0].strip(), *printed) if named else printed, (*named, *people)
    return _without_author_first(caption)


def _without_author_first(caption: str) -> tuple[str, tuple[str, ...], tuple[Contributor, ...]]:
    read = read_bylines([caption])
    left, printed, people = "\n".join(read.paragraphs), read.printed, read.contributors
    if not left and _TITLED.match(caption):  # 金秋时节 王明摄: its photographer is the last word alone
        left, printed, people = caption, (), ()
    if not people and (cut := caption_tail(left)):
        words, people = cut
        left, printed = left.removesuffix(words).strip(), (words,)
    if not _WROTE_TOO.search(" ".join(printed)):
        taken_by = {person.name for person in people if person.role == "photographer"}
        people = tuple(one for one in people if one.role == "photographer" or one.name not in taken_by)
    return left, printed, people


def _photographers(words: str) -> tuple[Contributor, ...]:
    """Read who is named as the author of a picture: its photographer, whatever word says so."""
    named = parse_byline(words) or parse_byline(f"作者 {words}")
    return tuple(dict.fromkeys(replace(one, role="photographer") for one in named))


def caption_tail(text: str) -> Cut | None:
    """Find the last words that name a photographer: after a sentence, or after a blank as a role or as bare names."""
    for place in _CAPTION_PLACES.finditer(text, max(0, len(text) - LINE_CHARS)):
        words = text[place.end() :]
        is_named = ROLE_START.match(words) or _CAPTION_LABEL.match(words) or _CAPTION_NAMES.fullmatch(words)
        is_set_off = not place[0].isspace() or is_named
        named = parse_byline(words, trust="line") if is_set_off else ()
        if not named and (taken := _TAKEN.fullmatch(words)):
            named = parse_byline(f"{taken[1]} 摄", trust="line")
        if "photographer" in (person.role for person in named):
            return words, named
    return None
