"""Read bylines: who wrote, took, sent or edited, and the words that say so.

Words are a byline only when they can be read to their last character as roles and names. They leave the text only
where they are no part of a sentence: in brackets at a paragraph's end or start, as a paragraph of their own, or
before the first sentence of a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.items import Contributor, Role
from pipelines.names import is_name, is_organisation, reads_as_words, without_organisation
from pipelines.text import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

_DESK = r"(?:全媒体|全媒|融媒体|融媒|见习|职工|特约|首席|特派|实习)*"
_QUALIFIER = (
    rf"(?:本报|本网|本台|本刊|我报|《[{HAN}]{{2,12}}》|今日[{HAN}]{{2,4}}?|[{HAN}]{{2,10}}?(?:报|网|社|电视台|广播|融媒体中心|传媒|新闻|发布|集团|周刊|在线))?"
    + _DESK
)
_ROLE_WORDS: dict[Role, str] = {
    "reporter": "记者",
    "correspondent": "通讯员 报道员 供稿",
    "photographer": "摄影记者 摄影 图片 供图",
    "editor": "责任编辑 网络编辑 值班编辑 编辑 责编 编审",
    "author": "作者 采写 撰文 撰稿 文字",
    "other": "实习生 指导老师 审核 监制 校对 初审 复审 终审 一审 二审 三审 签发 策划 统筹",
}
ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}
# Words that names may end or begin with (查良文, 文静): credits only where a separator stands between
_SHORT: dict[str, tuple[Role, ...]] = {"文": ("author",), "图": ("photographer",), "摄": ("photographer",)}
_SHORT |= dict.fromkeys(("文图", "图文", "文并图", "文并摄"), ("author", "photographer"))
_WORD_OR_PICTURE = ("文", "图", "摄", "摄影", "文字", "图片")
_GLUED_SUFFIX = "摄影报道|摄影|摄|供稿|供图|报道"
_SUFFIX = re.compile(rf"{_GLUED_SUFFIX}|文图|图文|文并摄|文并图|文|图|撰文|整理")
_NAME_AND_SUFFIX = re.compile(rf"(.{{2,}}?)({_GLUED_SUFFIX})")
_SIGN = re.compile("|".join(sorted({*ROLES, *_SHORT, "报道", "供稿", "撰文", "整理"})))  # no byline is without one
ROLE_PREFIX = re.compile(rf"{_QUALIFIER}({'|'.join(sorted(ROLES, key=len, reverse=True))})")
_INNER_PREFIX = re.compile(
    rf"(?<=[{HAN}])(?:本报|本网|本台|本刊)?{_DESK}(?:摄影记者|记者|通讯员|报道员|实习生|摄影|责任编辑|编辑)"
)
BULLETS = "□■●○◎▲△◆◇"
AUTHOR_BULLETS = ("□", "■")
_BETWEEN = rf"\s、，,；;/／|｜丨：:&{BULLETS}"
_TOKEN = re.compile(rf"([^{_BETWEEN}]+)|([{_BETWEEN}]+)")

_TAIL_BRACKET = re.compile(r"\s*[（(【\[]\s*([^（）()【】\[\]]{2,80}?)\s*[）)】\]]\s*[。.]?$")
_HEAD_BRACKET = re.compile(r"(又讯)?\s*[（(]\s*([^（）()]{2,80}?)\s*[）)][：:\s]*")
_WHOLE_BRACKET = re.compile(rf"[{BULLETS}]?\s*[（(【\[〔]?\s*(.+?)\s*[）)】\]〕]?")
_BRACKET_ENDS = tuple(f"{bracket}{stop}" for bracket in "）)】]" for stop in ("", "。", "."))
LINE_CHARS = 80  # a byline is not longer
BRACKETS = 5  # bylines that stand one after the other at an end of a paragraph

_FURTHER_ITEM = re.compile(r"又讯[\s：:]*")
_HEAD_ROLE = re.compile(rf"[{BULLETS}]?\s*{_QUALIFIER}(?:记者|通讯员|报道员|实习生)(?!\s?[：:])")
_HEAD_END = re.compile(r"[\s：:]+")
_SENTENCE_SIGN = re.compile(r"[，。！？；…“”（）()]")
_TIME = (
    r"(?:昨日|昨天|昨|近日|日前|今天|今日|前天|当日|当天|\d{1,2}月\d{1,2}日|\d{1,2}日|上午|下午|晚上|晚|一早|清晨|，)*"
)
_LEARNS = "获悉|了解|看到|采访|见到|发现|注意到"
# 记者 王明 从县农业局获悉: the byline's words are the subject of the sentence that follows
_PREDICATE = re.compile(
    rf"{_TIME}(?:[从在向对就随跟与和][^，。]{{0,24}}?(?:{_LEARNS})"
    rf"|{_LEARNS}|走进|走访|来到|赶到|赶赴|前往|告诉|说|称|表示|深入|探访|专访|实地|驱车)"
)


BYLINE_CHARS = 400  # of the longest byline; more is no byline, and would cost more with each word


@dataclass(frozen=True)
class Bylines:
    """Paragraphs without their bylines, the words taken out in printed order, and the people they name."""

    paragraphs: tuple[str, ...]
    printed: tuple[str, ...]
    contributors: tuple[Contributor, ...]


def parse_byline(text: str, *, known_surnames: bool = False) -> tuple[Contributor, ...]:
    """Read words as roles and names, to the last character.

    Args:
        text: normalised, without brackets around it: 记者 甲 通讯员 乙 丙, 甲/摄, 责任编辑：甲.
        known_surnames: accept only names with a known surname, where no bracket tells that this is a byline.

    Returns:
        The people in printed order; empty where the words are anything else.
    """
    if len(text) > BYLINE_CHARS or _SIGN.search(text) is None:
        return ()
    reader = _BylineReader(known_surnames=known_surnames)
    tokens = _tokens(text)
    for index, (word, separator) in enumerate(tokens):
        if not reader.take(word, separator, [word for word, _ in tokens[index + 1 :]]):
            return ()
    return reader.finish()


def _tokens(text: str) -> list[tuple[str, str]]:
    """Cut into (word, separator after it); a padded name (李 明) is one word."""
    pairs: list[tuple[str, str]] = []
    for word, separator in _TOKEN.findall(text):
        if word:
            padded = pairs and len(word) == 1 and len(pairs[-1][0]) == 1 and pairs[-1][1].isspace()
            if padded and pairs[-1][0] not in _SHORT and (word == "文" or word not in _SHORT):
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
        self.is_broken = False  # somebody stands there without a role

    def take(self, word: str, separator: str, following: Sequence[str]) -> bool:
        """Take the next word; False when it is neither a role nor a name."""
        if self.names and _SUFFIX.fullmatch(word) and not self._opens_group(separator, following):
            return self._close(word)
        if word in _SHORT:
            return self._open(word, _SHORT[word])
        prefix = ROLE_PREFIX.match(word)
        if prefix:
            self._open(prefix[1], (ROLES[prefix[1]],))
            word = word[prefix.end() :]
            if not word:
                return True
        if inner := _INNER_PREFIX.search(word):
            before = self._take_name(word[: inner.start()], is_glued=True)
            return before and self.take(word[inner.start() :], separator, following)
        if is_organisation(word):  # 县委宣传部 张三丰 供稿: where the person works
            return bool(following) and not _SUFFIX.fullmatch(following[0])
        return self._take_name(word, is_glued=prefix is not None)

    def finish(self) -> tuple[Contributor, ...]:
        """Give the people in printed order; nobody when a name is left without a role."""
        self._flush()
        return () if self.is_broken else tuple(dict.fromkeys(self.people))

    def _opens_group(self, separator: str, following: Sequence[str]) -> bool:
        """Tell whether a role word after names belongs to what follows: 图/甲 文/乙, 记者 甲 摄影 乙; not 甲 文/图."""
        if not following or _SUFFIX.fullmatch(following[0]):
            return False
        if separator.strip() in ("/", "／", ":", "："):
            return True
        if not self.roles or self.is_closed or ROLE_PREFIX.match(following[0]):
            return False
        for word in following:
            if _SUFFIX.fullmatch(word) or _NAME_AND_SUFFIX.fullmatch(word):
                return False  # 记者 甲 文 乙 图: the words follow their names
            if ROLE_PREFIX.match(word):
                break
        return True

    def _take_name(self, word: str, *, is_glued: bool) -> bool:
        if self.is_closed:
            self._flush()
        suffixed = _NAME_AND_SUFFIX.fullmatch(word)
        if suffixed and is_name(name := without_organisation(suffixed[1]), known_surname=True):
            self.names.append(name)
            return self._close(suffixed[2])
        name = without_organisation(word)
        if not is_name(name, known_surname=is_glued or self.known_surnames):
            return False
        self.names.append(name)
        return not (self.known_surnames and reads_as_words(name))

    def _open(self, word: str, roles: Sequence[Role]) -> bool:
        if self.names:
            self._flush()
        # 文/图 甲: both words belong to the name that follows; 作者：记者 甲: the nearer word tells; 图/记者 甲: both
        pictures: list[Role] = ["photographer"] if "photographer" in self.roles else []
        self.roles = [*self.roles, *roles] if word in _WORD_OR_PICTURE else [*roles, *pictures]
        return True

    def _close(self, suffix: str) -> bool:
        if not self.roles and suffix in _SHORT:
            self.roles += _SHORT[suffix]
        elif "摄" in suffix or "图" in suffix:
            self.roles.append("photographer")
        elif not self.roles:
            self.roles.append(ROLES.get(suffix, "author"))
        self.is_closed = True
        return True

    def _flush(self) -> None:
        self.is_broken |= bool(self.names) and not self.roles
        self.people += [Contributor(role=role, name=name) for role in self.roles for name in self.names]
        self.roles, self.names, self.is_closed = [], [], False


def read_line(text: str, *, known_surnames: bool = False) -> tuple[Contributor, ...]:
    """Read a line of its own, with or without brackets around it (【编辑：甲】, 责任编辑：甲, □ 记者 甲).

    Args:
        text: normalised.
        known_surnames: see `parse_byline`.
    """
    if len(text) > LINE_CHARS:
        return ()
    match = _WHOLE_BRACKET.fullmatch(text)
    named = parse_byline(match[1], known_surnames=known_surnames) if match else ()
    if not named and text[:1] in AUTHOR_BULLETS:  # □ 甲: the mark of an author who has no role word
        named = parse_byline(f"作者 {text.lstrip(BULLETS + ' ')}", known_surnames=True)
    return named


Cut = tuple[str, tuple[Contributor, ...]]  # words that were taken out, and whom they name


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
        heads, text_left, tails = _cut(text, is_first=not left)
        for words, named in (*heads, *tails):
            printed.append(words)
            people += named
        if text_left:
            left.append(text_left)
    return Bylines(tuple(left), tuple(printed), tuple(dict.fromkeys(people)))


def _cut(text: str, *, is_first: bool) -> tuple[list[Cut], str, list[Cut]]:
    """Cut a paragraph into the bylines at its start, the text, and the bylines at its end."""
    if named := read_line(text, known_surnames=text[:1] not in "（([【"):
        return [(text, named)], "", []
    heads: list[Cut] = []
    tails: list[Cut] = []
    while len(heads) < BRACKETS and (start := _HEAD_BRACKET.match(text)) and (named := parse_byline(start[2])):
        heads.append((start[0].removeprefix("又讯").strip(" ：:"), named))
        text = f"{start[1]} {text[start.end() :]}" if start[1] else text[start.end() :]
    further = _FURTHER_ITEM.match(text)
    begin = further.end() if further else 0
    if (is_first or further) and not heads and (cut := _open_head(text[begin:])):
        heads.append(cut[:2])
        text = text[:begin] + cut[2]
    while (
        len(tails) < BRACKETS
        and text.rstrip().endswith(_BRACKET_ENDS)
        and (end := _TAIL_BRACKET.search(text, max(0, len(text) - 2 * LINE_CHARS)))
        and (named := parse_byline(end[1]))
    ):
        tails.insert(0, (end[0].strip(), named))
        text = text[: end.start()]
    return heads, text, tails


def _open_head(text: str) -> tuple[str, tuple[Contributor, ...], str] | None:
    """Split a byline without brackets off running text: it ends in 报道：, a colon or a blank (记者 甲 昨日下午，…)."""
    if not _HEAD_ROLE.match(text):
        return None
    for end in reversed(list(_HEAD_END.finditer(text, 0, LINE_CHARS))):
        words, rest = text[: end.start()], text[end.end() :]
        if _SENTENCE_SIGN.search(words) or not _SENTENCE_SIGN.search(rest):
            continue
        if named := parse_byline(words, known_surnames=True):
            return None if _PREDICATE.match(rest) else (words, named, rest)
    return None
