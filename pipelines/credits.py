"""Read the credit lines around an article: when, from whom and by whom (时间：… 来源：… 作者：…, 责任编辑：…).

A line is cut at its marks: labels (来源：), role words without a colon (通讯员 甲), the page's controls (点击：12),
dates and bars. What stands between a label and the next mark is the label's value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.byline_reader import parse_byline
from pipelines.byline_words import ROLE_WORDS
from pipelines.bylines import read_line
from pipelines.text import HAN, LINE_CHARS, any_of, normalise_line
from pipelines.time_lines import read_published

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from pipelines.byline_words import Trust
    from pipelines.dates import PrintedDate
    from pipelines.items import Contributor

_TIME_LABELS = frozenset("发布时间 发表时间 更新时间 发布日期 时间 日期 发表于 发布于".split())
_SOURCE_LABELS = frozenset("来源 来源于 稿件来源 信息来源 文章来源 新闻来源 内容来源 本文来源 稿源 出处 转自".split())
_NO_WRITERS = frozenset(("editor", "other"))
_WRITERS = frozenset(word for word, one in ROLE_WORDS.items() if _NO_WRITERS.isdisjoint(one.roles))
_PEOPLE_LABELS = frozenset(ROLE_WORDS) | frozenset(
    "本文作者 本文编辑 见习编辑 实习编辑 见习记者 实习记者 本报记者".split()
)
_GLUED_LABELS = "责任编辑 编辑 责编 作者 记者 通讯员 发布时间".split()  # inline elements often lack a blank between
_ROLE_WORDS = "摄影记者 见习记者 实习记者 本报记者 本报通讯员 记者 通讯员 报道员 实习生 摄影 作者 责任编辑 编辑".split()
_SPEAKERS = frozenset("记者 作者 编辑".split())  # in an interview, too: 记者：再见
_CONTROLS = (
    "评论 留言 跟帖 点击 浏览 阅读 访问 人气 字号 字体 打印 分享 收藏 关闭 复制 纠错 转发 点赞 推荐 投稿 "
    "举报 下载 朗读 返回"
).split()
_CONTROL_TAILS = "数 量 率 次数 人数 本页 本文 此文 此页 窗口 页面 到 至 链接 网址 大小 列表 首页".split()
_GLUED_CONTROLS = "我要评论 浏览次数 点击数 字号 打印 关闭 分享到 纠错 二维码 用微信扫描".split()


def _spaced(pattern: str) -> str:
    """Let blanks stand between the characters of a pattern's words: 来 源."""
    return "|".join(r"\s?".join(word) for word in pattern.split("|"))


_NOT_GLUED = "".join(f"(?<!{label})" for label in _GLUED_LABELS)
_COLON = rf"(?:\s?[：:丨]|\s?[|｜](?=\s?[{HAN}《]))"
CREDIT_CHARS = 400  # of the longest credit line
_MARK = re.compile(
    rf"(?P<label>(?<![{HAN}A-Za-z])(?:{_spaced(any_of(_TIME_LABELS | _SOURCE_LABELS | _PEOPLE_LABELS))})(?={_COLON})"
    rf"|(?<=[{HAN}])(?:{any_of(_GLUED_LABELS)})(?={_COLON})){_COLON}\s?"
    rf"|(?P<control>(?<![{HAN}\w])(?:我要|我来|参与|手机)?(?:{any_of(_CONTROLS)})(?:{any_of(_CONTROL_TAILS)})?(?![{HAN}A-Za-z])"
    rf"|(?:{any_of(_GLUED_CONTROLS)})|\d+\s?(?:人参与|条?评论|人阅读|次阅读|次浏览)|(?<![{HAN}\w])(?:[大中小](?![{HAN}])|扫一扫)|A[+-])[：:]?"
    rf"|(?P<other>(?<![{HAN}\w])[{HAN}]{{2,6}}{_NOT_GLUED}[：:])"
    rf"|(?P<role>(?:(?<![{HAN}\w])|(?<=[报网社台媒心端刊]))(?:{any_of(_ROLE_WORDS)})(?=\s|[{HAN}]))"
    r"|(?P<date>[〇○零Ｏ一二三四五六七八九]{4}年[元一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|(?:19|20)\d\d\s?[-－–—/／.．年]\s?\d{1,2}(?:\s?[-－–—/／.．月]\s?\d{1,2}\s?日?)?(?:\s?\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?)"
    r"|(?P<bar>[|｜])"
)
_BRACKETS = (("（", "）"), ("(", ")"), ("【", "】"), ("[", "]"), ("〔", "〕"))
_BRACKET = re.compile(r"[（）()【】\[\]〔〕]")
_EDGES = " -—:：·、,，;；"
_AROUND_CONTROLS = re.compile(r"[\s\d次人条:：()（）【】\[\]]*")
_NOTE = re.compile(r"\s?[（(][^（）()]*[）)]$|_[A-Z]+\d+$")  # 作者：甲（江州日报）, 责任编辑：甲_NF4425
_SENTENCE_SIGN = re.compile(r"[，。；！？…“”]")
_SOURCE_CHARS = 40  # the name of a publication is not longer


@dataclass(frozen=True, kw_only=True)
class Credits:
    """What the credit lines say; None and empty where they do not."""

    published: PrintedDate | None
    credited_source: str | None
    printed: tuple[str, ...]
    contributors: tuple[Contributor, ...]


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A mark with what follows it to the next one.

    Args:
        kind: label, role, control, other, date, bar; and "text" for what stands before the first mark.
        label: the mark without blanks and colon.
        value: what follows, without the blanks, signs and unpaired brackets at its ends.
        printed: label and value as printed.
    """

    kind: str
    label: str
    value: str
    printed: str


def read_credits(lines: Sequence[str], *, tz: str, fetched_at: dt.datetime, near: dt.date | None = None) -> Credits:
    """Read the lines between headline and body, or those after the body.

    Args:
        lines: as printed.
        tz: IANA name of the zone that times are printed in.
        fetched_at: aware; relative times (3小时前) count from it.
        near: a day near the publication, for days without a year; None: the day of fetching.
    """
    lines = [normalise_line(line) for line in lines]
    credited_source: str | None = None
    printed: list[str] = []
    people: list[Contributor] = []
    for line in lines:
        parts = _parts(line)
        credited_source = credited_source or _credited_source(parts)
        words, named = _people(line, parts)
        printed += [word for word in words if word not in printed]
        people += named
    return Credits(
        published=read_published(lines, near=near, fetched_at=fetched_at, tz=tz),
        credited_source=credited_source,
        printed=tuple(printed),
        contributors=tuple(dict.fromkeys(people)),
    )


def split_trailing_credits(
    paragraphs: Sequence[str], *, source: str | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take the paragraphs off the end of a body that are nothing but credit lines.

    A byline without a label (记者 甲) goes with a credit line above it; alone it is left to `read_bylines`.

    Args:
        paragraphs: normalised.
        source: whom the lines before the text credit: a line that credits another stays, for nothing else keeps it.

    Returns:
        The paragraphs that are left, and the lines taken, in printed order.
    """
    start = len(paragraphs)
    for index in range(len(paragraphs) - 1, -1, -1):
        if _is_credit_line(paragraphs[index], source):
            start = index
        elif not read_line(paragraphs[index]):
            break
    return tuple(paragraphs[:start]), tuple(paragraphs[start:])


@lru_cache(maxsize=2048)  # the end of a text is looked at twice, and a site's editors sign many
def _parts(line: str) -> tuple[_Part, ...]:
    """Cut a normalised line into its parts; one that is longer than any credit line has none."""
    parts: list[_Part] = []
    if len(line) > CREDIT_CHARS:
        return ()
    found = list(_MARK.finditer(line))
    marks = [mark for index, mark in enumerate(found) if not (index and _is_value(line, found[index - 1], mark))]
    ends = [*(mark.start() for mark in marks), len(line)]
    if before := _trim(line[: ends[0]]):
        parts.append(_Part(kind="text", label="", value=before, printed=before))
    for mark, end in zip(marks, ends[1:], strict=True):
        kind = mark.lastgroup or ""
        label = "".join(mark[kind].split()).rstrip("：:")
        value = _trim(line[mark.end() : end]) if kind in ("label", "role") else line[mark.end() : end]
        printed = _trim(line[mark.start() : end])
        parts.append(_Part(kind=kind, label=label, value=value, printed=printed))
    return tuple(parts)


def _is_value(line: str, label: re.Match[str], role: re.Match[str]) -> bool:
    """Tell whether a role word is the beginning of the value: 作者：记者 甲."""
    is_person = label["label"] is not None and re.sub(r"[\s：:]", "", label["label"]) in _PEOPLE_LABELS
    return is_person and role["role"] is not None and not line[label.end() : role.start()].strip()


def _trim(text: str) -> str:
    """Take blanks, signs and unpaired brackets off the ends."""
    text = text.strip(_EDGES)
    while _BRACKET.search(text):
        before = text
        for opening, closing in _BRACKETS:
            text = text.removesuffix(opening).removeprefix(closing)
            if text.count(closing) > text.count(opening):
                text = text.removesuffix(closing)
            if text.count(opening) > text.count(closing):
                text = text.removeprefix(opening)
        text = text.strip(_EDGES)
        if text == before:
            break
    return text


def _credited_source(parts: Sequence[_Part]) -> str | None:
    names = (part.value for part in parts if part.label in _SOURCE_LABELS)
    return next((name for name in names if 0 < len(name) <= _SOURCE_CHARS), None)


def _people(line: str, parts: Sequence[_Part]) -> tuple[list[str], list[Contributor]]:
    """Read a line that is one byline as a whole, any other by its labels and role words."""
    is_of_people = not any(
        part.label in _SOURCE_LABELS
        or part.label in _TIME_LABELS
        or (part.kind == following.kind == "label" and not part.value)  # 作者：编辑：甲
        for part, following in zip(parts, [*parts[1:], *parts[:1]], strict=True)
    )
    if is_of_people and (named := read_line(line)):
        return [line], list(named)
    words: list[str] = []
    people: list[Contributor] = []
    has_labels = any(part.kind == "label" for part in parts)
    for part in parts:
        if named := _named(part, trust="certain" if has_labels else "line"):
            words.append(part.printed)
            people += named
    return words, people


def _named(part: _Part, *, trust: Trust) -> tuple[Contributor, ...]:
    is_credit = part.kind == "role" or part.label in _PEOPLE_LABELS
    value = _NOTE.sub("", part.value)
    words = f"{part.label.removeprefix('本文')}：{value}"
    return parse_byline(words, trust=trust) if is_credit and value else ()


def _is_credit_line(text: str, source: str | None) -> bool:
    """Tell whether a paragraph is nothing but labels with their people and publications."""
    if len(text) > LINE_CHARS or _SENTENCE_SIGN.search(text):
        return False
    named = read_line(text)
    if named and all(person.role in _NO_WRITERS for person in named):  # 编辑 甲 审核 乙
        return True
    parts = _parts(_trim(text))
    if not parts or parts[0].kind != "label" or not any(_is_credit(part) for part in parts):
        return False
    sources = {part.value for part in parts if part.label in _SOURCE_LABELS and part.value}
    if len(sources) > 1 or (source and sources - {source}):
        return False
    if all(part.label in _WRITERS for part in parts):  # 摄影：甲 is a byline like any other
        return False
    return all(_is_credit(part) or _is_beside_credits(part) for part in parts)


def _is_credit(part: _Part) -> bool:
    if part.label in _SOURCE_LABELS:
        return 0 < len(part.value) <= _SOURCE_CHARS
    return bool(_named(part, trust="running" if part.label in _SPEAKERS else "certain"))


def _is_beside_credits(part: _Part) -> bool:
    if part.kind == "label":
        return not part.value
    return part.kind in ("control", "date", "bar") and _AROUND_CONTROLS.fullmatch(part.value) is not None
