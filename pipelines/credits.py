"""Read the credit lines around an article: when, from whom and by whom (时间：… 来源：… 作者：…, 责任编辑：…)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.bylines import parse_byline, read_line
from pipelines.dates import PrintedDate, printed_date, relative_date
from pipelines.items import Contributor
from pipelines.names import is_name
from pipelines.text import normalise_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABELS = (
    "发布时间 发表时间 更新时间 发布日期 时间 日期 发表于 发布于 来源于 稿件来源 信息来源 文章来源 来源 "
    "作者 责任编辑 编辑 责编 字号 浏览次数 点击数 访问量 阅读 记者 通讯员 摄影 审核 校对 监制"
).split()
_LABEL = "(?:" + "|".join(_LABELS) + ")"
_FIELD = re.compile(rf"(?<![\w])({_LABEL})\s*[：:]\s*(.*?)\s*(?=[\s|｜【\[（(]+{_LABEL}\s*[：:]|[】\]）)]|$)")
_TIME_LABELS = ("时间", "日期", "发表于", "发布于")
_SOURCE_LABELS = ("来源", "来源于")
_ONE_DAY = dt.timedelta(days=1)  # of grace, for clocks and zones; a later date is no publication date
_SOURCE_CHARS = 40  # the name of a publication is not longer
_SOURCE_JUNK = re.compile(r"^[\s\-—:：]+|\s*(?:\||｜|字号|打印|分享|关闭|评论|浏览|\s(?:19|20)\d\d[-/.年]).*$")


@dataclass(frozen=True, kw_only=True)
class Credits:
    """What the credit lines say; None and empty where they do not."""

    published: PrintedDate | None
    credited_source: str | None
    printed: tuple[str, ...]
    contributors: tuple[Contributor, ...]


def read_credits(lines: Sequence[str], *, tz: str, fetched_at: dt.datetime) -> Credits:
    """Read the lines between headline and body, or those after the body.

    Args:
        lines: as printed.
        tz: IANA name of the zone that times are printed in.
        fetched_at: aware; relative times (3小时前) count from it.
    """
    published: PrintedDate | None = None
    credited_source: str | None = None
    printed: list[str] = []
    people: list[Contributor] = []
    for line in map(normalise_line, lines):
        fields = _FIELD.findall(line)
        published = published or _published(line, fields, tz=tz, fetched_at=fetched_at)
        credited_source = credited_source or _credited_source(fields)
        words, named = _people(line, fields)
        printed += [word for word in words if word not in printed]
        people += named
    return Credits(
        published=published,
        credited_source=credited_source,
        printed=tuple(printed),
        contributors=tuple(dict.fromkeys(people)),
    )


def _published(line: str, fields: Sequence[tuple[str, str]], *, tz: str, fetched_at: dt.datetime) -> PrintedDate | None:
    if found := printed_date(line, tz=tz):
        return found if found.on <= fetched_at.date() + _ONE_DAY else None
    for label, value in fields:
        if label.endswith(_TIME_LABELS) and value and (found := relative_date(value, fetched_at=fetched_at, tz=tz)):
            return found
    return None


def _credited_source(fields: Sequence[tuple[str, str]]) -> str | None:
    for label, value in fields:
        name = _SOURCE_JUNK.sub("", value)
        if label.endswith(_SOURCE_LABELS) and 0 < len(name) <= _SOURCE_CHARS:
            return name
    return None


def _people(line: str, fields: Sequence[tuple[str, str]]) -> tuple[list[str], list[Contributor]]:
    if named := read_line(line, known_surnames=not re.search(r"[：:【\[]", line)):
        return [line], list(named)
    words: list[str] = []
    people: list[Contributor] = []
    for label, value in fields:
        named = parse_byline(f"{label}：{value}")
        if not named and label == "作者" and is_name(value):
            named = (Contributor(role="author", name=value),)
        if named:
            words.append(f"{label}：{value}")
            people += named
    return words, people
