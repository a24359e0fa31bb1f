"""Read datelines and bylines: who wrote, took, sent or edited, and the words that say so.

Words are a byline only when they can be read to their last character as roles and names. They leave the text only
where they are no part of a sentence: in brackets at a paragraph's end or start, or as a paragraph of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.items import Contributor, Role
from pipelines.names import is_name
from pipelines.text import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

# 苍南新闻网10月10日消息, 新华社杭州5月8日电, 浙江在线09月14日讯: with a day, the sender may be any name
_DATED = (
    rf"(?!据|记者|从|来自|截至|截止|日前|昨|今|自)[{HAN}A-Za-z0-9·]{{2,20}}?(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日"
    rf"(?:(?:专|急|综合|上午|下午|晚|凌晨)?(?:电|讯)(?!话|视|子|力|影|号|息|信|问|速|期|飞|员)|(?:消息|报道)(?=[：:\s（(“]|$))"
)
# 本报讯, 云岭新闻网讯: without a day, the sender has to be a paper, a site or a station
_UNDATED = (
    rf"(?:(?:本报|本网|本台|本刊|本站)(?:综合|专|快)?|(?!据|记者|从)[{HAN}]{{2,12}}?(?:网|社|报|台|在线|发布|客户端|融媒))"
    r"(?:讯(?!号|息|问|飞|员)|消息(?=[：:]))"
)
_DATELINE = re.compile(rf"(?:{_DATED}|{_UNDATED})")
_AFTER_DATELINE = re.compile(r"[：:\s]+")

_QUALIFIER = (
    rf"(?:本报|本网|本台|本刊|我报|[{HAN}]{{2,8}}?(?:日报|晚报|早报|新闻网|电视台|广播|融媒体中心|传媒|发布|集团|报社))?"
    r"\s*(?:全媒体|全媒|融媒体|融媒|见习|特约|首席|特派|实习)*\s*"
)
_ROLES: dict[str, Role] = {
    "摄影记者": "photographer",
    "记者": "reporter",
    "通讯员": "correspondent",
    "报道员": "correspondent",
    "供稿": "correspondent",
    "供图": "photographer",
    "摄影": "photographer",
    "摄": "photographer",
    "图片": "photographer",
    "图": "photographer",
    "责任编辑": "editor",
    "网络编辑": "editor",
    "编辑": "editor",
    "责编": "editor",
    "编审": "editor",
    "作者": "author",
    "撰文": "author",
    "撰稿": "author",
    "文字": "author",
    "文": "author",
    "实习生": "other",
    "审核": "other",
    "监制": "other",
    "校对": "other",
}
_LONGEST_FIRST = "|".join(sorted(_ROLES, key=len, reverse=True))
_PREFIX = re.compile(rf"[□■●◇◆▲△]?\s*{_QUALIFIER}({_LONGEST_FIRST})")
_SUFFIX_WORDS = "摄影报道|摄影|摄|文图|图文|文|图|供稿|供图|报道|撰文|整理"
_SUFFIX = re.compile(rf"(?:{_SUFFIX_WORDS})")
_NAME_AND_SUFFIX = re.compile(rf"(.{{2,}}?)({_SUFFIX_WORDS})")
_TOKEN = re.compile(r"([^\s、，,；;/／|｜：:&]+)|([\s、，,；;/／|｜：:&]+)")
_PICTURE_SIGNS = ("摄", "图")
_WORD_OR_PICTURE = ("文", "图", "摄", "摄影", "文字", "图片")

_TAIL_BRACKET = re.compile(r"\s*[（(【\[]\s*([^（）()【】\[\]]{2,80}?)\s*[）)】\]]\s*[。.]?$")
_HEAD_BRACKET = re.compile(r"(又讯)?\s*[（(]\s*([^（）()]{2,80}?)\s*[）)][：:\s]*")
_WHOLE_BRACKET = re.compile(r"[（(【\[〔]?\s*(.+?)\s*[）)】\]〕]?")
LINE_CHARS = 80  # a byline is not longer


@dataclass(frozen=True)
class Bylines:
    """Paragraphs without their bylines, the words taken out in printed order, and the people they name."""

    paragraphs: tuple[str, ...]
    printed: tuple[str, ...]
    contributors: tuple[Contributor, ...]


def split_dateline(text: str) -> tuple[str | None, str]:
    """Split the dateline (电头) off the first paragraph.

    Args:
        text: normalised.

    Returns:
        The dateline as printed without its colon and blanks, or None; and the text after it.
    """
    match = _DATELINE.match(text)
    if match is None:
        return None, text
    rest = text[match.end() :]
    separator = _AFTER_DATELINE.match(rest)
    if separator is None and rest[:1] in ("，", ",", "。", "、", "的", "称", "说"):
        return None, text  # the words are the subject of a sentence
    return match[0], rest[separator.end() if separator else 0 :]


def parse_byline(text: str, *, known_surnames: bool = False) -> tuple[Contributor, ...]:
    """Read words as roles and names, to the last character.

    Args:
        text: normalised, without brackets around it: 记者 甲 通讯员 乙 丙, 甲/摄, 责任编辑：甲.
        known_surnames: accept only names with a known surname, where no bracket tells that this is a byline.

    Returns:
        The people in printed order; empty where the words are anything else.
    """
    reader = _BylineReader(known_surnames=known_surnames)
    tokens = _tokens(text)
    for index, (word, separator) in enumerate(tokens):
        following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        if not reader.take(word, separator, following):
            return ()
    return reader.finish()


def _tokens(text: str) -> list[tuple[str, str]]:
    """Cut into (word, separator after it); a padded name (李 明) is one word."""
    pairs: list[tuple[str, str]] = []
    for word, separator in _TOKEN.findall(text):
        if word:
            padded = pairs and len(word) == 1 and len(pairs[-1][0]) == 1 and pairs[-1][1].isspace()
            if padded and not {word, pairs[-1][0]} & set(_ROLES):
                pairs[-1] = (pairs[-1][0] + word, "")
            else:
                pairs.append((word, ""))
        elif pairs:
            pairs[-1] = (pairs[-1][0], separator)
    return pairs


class _BylineReader:
    """Takes a byline word by word; a group is the names that share their role words."""

    def __init__(self, *, known_surnames: bool) -> None:
        self.known_surnames = known_surnames
        self.people: list[Contributor] = []
        self.roles: list[Role] = []
        self.names: list[str] = []
        self.is_closed = False  # a role word has followed the names: the next name begins a group

    def take(self, word: str, separator: str, following: str) -> bool:
        """Take the next word; False when it is neither a role nor a name."""
        if self.names and _SUFFIX.fullmatch(word) and not self._opens_group(separator, following):
            return self._close(word)
        prefix = _PREFIX.match(word)
        if prefix:
            rest = word[prefix.end() :]
            if not rest or is_name(rest, known_surname=True) or _NAME_AND_SUFFIX.fullmatch(rest):
                self._open(prefix[1])
                return not rest or self._take_name(rest, glued=True)
        return self._take_name(word)

    def finish(self) -> tuple[Contributor, ...]:
        """Give the people in printed order; nobody when a name is left without a role."""
        is_whole = bool(self.roles) or not self.names
        self._flush()
        return tuple(dict.fromkeys(self.people)) if is_whole else ()

    @staticmethod
    def _opens_group(separator: str, following: str) -> bool:
        # 图/甲 文/乙: the second role word belongs to what follows; 甲 文/图: to what stands before
        return separator.strip() in ("/", "／", ":", "：") and not _SUFFIX.fullmatch(following) and following != ""

    def _take_name(self, word: str, *, glued: bool = False) -> bool:
        if self.is_closed:
            self._flush()
        suffixed = _NAME_AND_SUFFIX.fullmatch(word)
        if suffixed and is_name(suffixed[1], known_surname=True):
            self.names.append(suffixed[1])
            return self._close(suffixed[2])
        if not is_name(word, known_surname=glued or self.known_surnames):
            return False
        self.names.append(word)
        return True

    def _open(self, word: str) -> None:
        if self.names:
            self._flush()
        # 文/图 甲: both words belong to the name that follows; 作者：记者 甲: the nearer word tells
        is_pair = bool(self.roles) and word in _WORD_OR_PICTURE
        self.roles = [*self.roles, _ROLES[word]] if is_pair else [_ROLES[word]]

    def _close(self, suffix: str) -> bool:
        if any(sign in suffix for sign in _PICTURE_SIGNS):
            self.roles.append("photographer")
        elif not self.roles:
            self.roles.append(_ROLES.get(suffix, "author"))
        self.is_closed = True
        return True

    def _flush(self) -> None:
        self.people += [Contributor(role=role, name=name) for role in self.roles for name in self.names]
        self.roles, self.names, self.is_closed = [], [], False


def read_line(text: str, *, known_surnames: bool = False) -> tuple[Contributor, ...]:
    """Read a line of its own, with or without brackets around it (【编辑：甲】, 责任编辑：甲, 记者 甲).

    Args:
        text: normalised.
        known_surnames: see `parse_byline`.
    """
    if len(text) > LINE_CHARS:
        return ()
    match = _WHOLE_BRACKET.fullmatch(text)
    return parse_byline(match[1], known_surnames=known_surnames) if match else ()


_Cut = tuple[str, tuple[Contributor, ...]]  # words that were taken out, and whom they name


_CAPTION_TAIL = re.compile(rf"(?<=[。！\s])\s*(?:摄影[：:]\s*[{HAN}·]{{2,10}}|[{HAN}·]{{2,10}}\s*[/／]?\s*摄)$")


def read_caption(caption: str) -> tuple[str, tuple[str, ...], tuple[Contributor, ...]]:
    """Take the photographer out of a caption: in brackets as in a text, or as its last words (…。李四 摄).

    Returns:
        The caption that is left, the words taken out, and the people they name.
    """
    read = read_bylines([caption])
    left = "\n".join(read.paragraphs)
    tail = _CAPTION_TAIL.search(left)
    if not read.contributors and tail and (named := parse_byline(tail[0].strip(), known_surnames=True)):
        return left[: tail.start()].strip(), (tail[0].strip(),), named
    return left, read.printed, read.contributors


def read_bylines(paragraphs: Sequence[str]) -> Bylines:
    """Take the bylines out of an article's paragraphs.

    Args:
        paragraphs: normalised, the dateline already split off.

    Returns:
        The paragraphs that are left (empty ones are gone), and what was taken out.
    """
    left: list[str] = []
    printed: list[str] = []
    people: list[Contributor] = []
    for text in paragraphs:
        heads, text_left, tails = _cut(text)
        for words, named in (*heads, *tails):
            printed.append(words)
            people += named
        if text_left:
            left.append(text_left)
    return Bylines(tuple(left), tuple(printed), tuple(dict.fromkeys(people)))


def _cut(text: str) -> tuple[list[_Cut], str, list[_Cut]]:
    """Cut a paragraph into the bylines at its start, the text, and the bylines at its end."""
    if named := read_line(text, known_surnames=text[:1] not in "（([【"):
        return [(text, named)], "", []
    heads: list[_Cut] = []
    tails: list[_Cut] = []
    while (start := _HEAD_BRACKET.match(text)) and (named := parse_byline(start[2])):
        heads.append((start[0].removeprefix("又讯").strip(" ：:"), named))
        text = f"{start[1]} {text[start.end() :]}" if start[1] else text[start.end() :]
    while (end := _TAIL_BRACKET.search(text)) and (named := parse_byline(end[1])):
        tails.insert(0, (end[0].strip(), named))
        text = text[: end.start()]
    return heads, text, tails
