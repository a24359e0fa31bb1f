"""Read when something was published from the lines around it (发布时间：2026-10-10 08:30, 3小时前, 十月十日).

Dates in every form that Chinese sites print are found by compiled patterns, each with the label before it: one that
says publication counts before one without a label, and that before an update; a date with any other label (截止时间)
is none. Only a labelled time in another form is given to dateparser, which costs a millisecond a call.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.dates import PrintedDate, relative_date, resolve_month_day, zone
from pipelines.numerals import with_digits
from pipelines.text import HAN, fold_widths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TIME_LINE_CHARS = 400  # of the longest line with a date
_ONE_DAY = dt.timedelta(days=1)  # of grace, for clocks and zones; a later date is no publication date
_ONE_YEAR = dt.timedelta(days=366)

_SIGNS = str.maketrans("：∶－／．—–‐−’‘（）【】［］，", "::-/.----''()[][],")
_HALF = r"上午|下午|晚上|晚间|夜间|晚|中午|凌晨|早上|早晨|清晨|傍晚|早|[AaPp]\.?[Mm]\.?"
_WEEKDAY = r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?"
_CLOCK = (
    rf"(?:[\sT,]*(?:{_WEEKDAY})?[\s,]*(?P<half>{_HALF})?\s*(?P<hour>\d{{1,2}})\s?"
    r"(?::\s?(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.:]\d{1,6})?|[时点](?:(?P<spoken_minute>半|\d{1,2}分?(?:(?P<spoken_second>\d{1,2})秒)?))?)(?!\d)"
    r"\s*(?P<late_half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|\+\d{2}:?\d{2}|(?<=:\d\d:\d\d)-\d{2}:?\d{2}|[A-Z]{3,4}\b)?)?"
)
_FREE = r"(?<![\dA-Za-z./-])(?<!\d:)"  # a number within a longer one is no date
_FORMS = (  # each after a sign without which it cannot be
    (
        "",
        r"(?P<year>(?:19|20)\d\d)\s*[-/.·•]\s*(?P<month>\d{1,2})\s*[-/.·•]\s*(?P<day>\d{2}(?=\d{1,2}:\d)|\d{1,2}(?!\d))(?!-\d)",
    ),
    ("年", r"(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*[月.]\s*(?P<day>\d{1,2})(?!\d{3})\s*[日号]?"),
    ("/", r"(?P<year>(?:19|20)\d\d)\s+(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)"),
    ("年", r"'?(?P<year>\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"),
    ("'", r"'(?P<year>\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    ("-", r"(?P<year>\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
    ("月", r"(?<!年)(?<!年\s)(?P<year>)(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]"),
    ("", r"(?P<year>)(?P<month>\d{2})[-/](?P<day>\d{2})(?=\s|$|\])(?!\s*[页℃])"),
    ("/", r"(?P<year>)(?P<month>\d{1,2})/(?P<day>\d{1,2})(?=\s+\d{1,2}:\d\d|$)"),
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ANY_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_ENGLISH = (
    rf"(?<![A-Za-z\d])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_ANY_MONTH},?\s+(?P<year>(?:19|20)\d\d)(?!\d)",
    rf"(?<![A-Za-z]){_ANY_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)(?!\d)",
)
_ABSOLUTE = tuple((sign, re.compile(f"{_FREE}{form}{_CLOCK}")) for sign, form in _FORMS) + tuple(
    ("", re.compile(f"{form}{_CLOCK}", re.IGNORECASE)) for form in _ENGLISH
)
_DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2, "刚刚": 0}
_NAMED_DAY = re.compile(rf"(?<![{HAN}])(?P<named>{'|'.join(_DAYS_AGO)})(?!是){_CLOCK}(?![{HAN}])")
_UNITS = {"秒": "seconds", "分钟": "minutes", "小时": "hours", "个小时": "hours", "天": "days", "周": "weeks"}
_AGO = re.compile(rf"(?<![\d{HAN}])(?P<count>半|\d{{1,4}})\s?(?P<unit>个?小时|分钟|[秒天周])(?:之|以)?前(?![{HAN}])")
_ANY = re.compile(rf"\d|{'|'.join(_DAYS_AGO)}|[前月]")  # no line with a date is without one of them

_HOURS = {
    "Z": 0,
    "GMT": 0,
    "UTC": 0,
    "EST": -5,
    "EDT": -4,
    "PST": -8,
    "PDT": -7,
    "CET": 1,
    "CEST": 2,
    "JST": 9,
    "KST": 9,
}
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")

_LABEL_CHARS = 16  # before a date
_OF_PUBLICATION = re.compile(
    r"(?:(?:发布|发表|公布|公开|印发|生成|见报|首发|上线|刊发|刊登|发文|发稿|出版|推送|上传|添加|录入)(?:时间|日期|于|在)?|publish(?:ed)?|posted)"
    r"(?:\s(?:date|time|on|at))?$|(?<![\u4e00-\u9fff])(?:时\s?间|日\s?期|date|time)$",
    re.IGNORECASE,
)
_OF_UPDATE = re.compile(r"(?:更新|修改|编辑|updated?)(?:时间|日期|于)?$", re.IGNORECASE)
_OF_ELSE = re.compile(
    r"(?:时间|日期|期限|有效期|限期|截[至止](?:到|于)?|[编文案证引]号|版本|天是|在是|日是|[摄生建立]于|[至到~])$|\bV$"
)
_LUNAR = re.compile(r"农历\S{0,8}$")
_LABELLED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:发布|发表)?(?:时\s?间|日\s?期)\s?:\s*(?!\d{4}\s?[-/.年])(\S.{1,29}?)(?=\s{2}|\s?(?:来源|作者|编辑)|$)"
)


@dataclass(frozen=True)
class _Found:
    """A date that stands in a line: how much its label counts (less is more), where it is, and what it says."""

    rank: int
    start: int
    said: PrintedDate


def read_published(
    lines: Sequence[str], *, near: dt.date | None, fetched_at: dt.datetime, tz: str
) -> PrintedDate | None:
    """Read when an article was published.

    Args:
        lines: normalised, as printed around the article; all of them count.
        near: a day near the publication that gives the year of a day without one, such as the URL's; None: the day of
            fetching.
        fetched_at: aware; relative times (3小时前) count from it, and nothing later than the next day is read.
        tz: IANA name of the zone that times without a zone are printed in.

    Returns:
        The day in the zone `tz`, and the time if a clock time is printed; None where no line says.
    """
    local = fetched_at.astimezone(zone(tz))
    best: _Found | None = None
    for line in lines:
        if len(line) > TIME_LINE_CHARS or _ANY.search(line) is None:
            continue
        for found in _dates_in(line, near or local.date(), local):
            if best is None or found.rank < best.rank:
                best = found
    if best is not None:
        return best.said
    labelled = (match[1] for line in lines if (match := _LABELLED.search(line[:TIME_LINE_CHARS].translate(_SIGNS))))
    said = (relative_date(text, fetched_at=fetched_at, tz=tz) for text in labelled)
    return next((one for one in said if one is not None), None)


def _dates_in(line: str, near: dt.date, local: dt.datetime) -> Iterator[_Found]:
    """Give the dates of a line that can be one of publication, in printed order of equal labels."""
    text = with_digits(fold_widths(line).translate(_SIGNS))
    found: list[_Found] = []
    taken: list[tuple[int, int]] = []
    for sign, pattern in (*_ABSOLUTE, ("", _NAMED_DAY), ("前", _AGO)):
        for match in pattern.finditer(text) if sign in text else ():
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            rank = _rank(text[max(0, match.start() - _LABEL_CHARS) : match.start()])
            said = _said(match, near, local) if rank is not None else None
            if rank is not None and said is not None and said.on <= local.date() + _ONE_DAY:
                found.append(_Found(rank, match.start(), said))
    yield from sorted(found, key=lambda one: (one.rank, one.start))


def _rank(before: str) -> int | None:
    """Say how much a date counts by the words before it; None where they say that it is another kind of date."""
    label = before.rstrip(" :|([")
    if _LUNAR.search(before):
        return None
    if _OF_PUBLICATION.search(label):
        return 0
    if label.endswith("北京时间"):
        return 1
    if _OF_UPDATE.search(label):
        return 2
    return None if _OF_ELSE.search(label) else 1


def _said(match: re.Match[str], near: dt.date, local: dt.datetime) -> PrintedDate | None:
    """Work out what a match says; None for a day that cannot be."""
    groups = match.groupdict()
    if "count" in groups:  # no clock time: another fetch would give another
        count = 0.5 if groups["count"] == "半" else int(groups["count"])
        return PrintedDate((local - dt.timedelta(**{_UNITS[groups["unit"]]: count})).date(), is_counted=True)
    is_counted = "named" in groups
    on = local.date() - dt.timedelta(days=_DAYS_AGO[groups["named"]]) if is_counted else _day(groups, near)
    if on is None:
        return None
    if groups["hour"] is None:
        return PrintedDate(on, is_counted=is_counted)
    try:
        clock = dt.time(_hour(groups), _minute(groups), int(groups["second"] or groups["spoken_second"] or 0))
    except ValueError:
        return PrintedDate(on, is_counted=is_counted)
    at = dt.datetime.combine(on, clock, _zone(groups["zone"]) or local.tzinfo).astimezone(local.tzinfo)
    return PrintedDate(at.date(), at, is_counted=is_counted)


def _day(groups: dict[str, str], near: dt.date) -> dt.date | None:
    month = groups["month"].lower()
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    if not groups["year"]:
        on = resolve_month_day(number, int(groups["day"]), near=near)
        return on if on and near - on < _ONE_YEAR else None  # 29 February of another year
    try:
        return dt.date(int(groups["year"]) + (2000 if len(groups["year"]) == 2 else 0), number, int(groups["day"]))
    except ValueError:
        return None


def _hour(groups: dict[str, str]) -> int:
    hour, half = int(groups["hour"]), (groups["half"] or groups["late_half"] or "").lower().replace(".", "")
    if half in ("下午", "晚上", "晚间", "夜间", "晚", "傍晚", "pm"):
        return hour + 12 if hour < 12 else hour
    if half == "中午":
        return hour + 12 if hour < 3 else hour
    return 0 if half in ("凌晨", "am") and hour == 12 else hour


def _minute(groups: dict[str, str]) -> int:
    spoken = groups["spoken_minute"] or "0"
    return int(groups["minute"] or (30 if spoken == "半" else spoken.partition("分")[0]))


def _zone(name: str | None) -> dt.tzinfo | None:
    """Give the zone that a time states; None where it states none, or one that is not known."""
    if not name:
        return None
    if offset := _OFFSET.fullmatch(name):
        minutes = int(offset[2]) * 60 + int(offset[3])
        return dt.timezone(dt.timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    hours = _HOURS.get(name.upper())
    return None if hours is None else dt.timezone(dt.timedelta(hours=hours))
