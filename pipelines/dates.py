"""Read single dates: of a URL, of a text that is one, of a day without a year; lines with dates, time_lines.py reads.

Known forms are read by compiled patterns. dateparser, strict, is for any other form; it costs a millisecond a call and
is wrong about bare numbers, which is why it comes last and must find a whole date.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

import dateparser

from pipelines.numerals import with_digits
from pipelines.text import fold_widths

# Enorth and Hanweb /2022/09/06/, Founder and Aheading /2017-10/13/, Founder pc /202607/18/, /2019/0615/, TRS t20190918_
_URL_DATES = (
    re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_.]|$)"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)/(\d\d)(?=/|$)"),
    re.compile(r"/((?:19|20)\d\d)/(\d\d)(\d\d)(?=/|$)"),
    re.compile(r"/[tT]?((?:19|20)\d\d)(\d\d)(\d\d)(?=[_/.]|$)"),
)
_PRINTED_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d{3})\s*日?"
    r"(?:\s*T?(上午|下午|晚上|中午|凌晨)?\s*(\d{1,2})[:：时点](\d{2})(?:[:：分](\d{2}))?)?"
)
_MONTH_DAY = re.compile(r"(?:((?:19|20)\d\d)年)?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_CLOCK = re.compile(r"\d[:：点]")
_AFTERNOON = ("下午", "晚上")
_YEARS_BACK = 8  # 29 February comes back after at most eight years


@dataclass(frozen=True)
class PrintedDate:
    """A printed date, its year worked out: `on` in the source's zone, `at` aware, None without a clock time.

    `is_counted`: it counts from the moment of fetching (3小时前, 昨天), and another fetch may give another.
    """

    on: dt.date
    at: dt.datetime | None = None
    is_counted: bool = field(default=False, compare=False)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Give the time zone of an IANA name.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    return ZoneInfo(name)


def _date(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def url_date(url: str, *, until: dt.date | None = None) -> dt.date | None:
    """Read the date in a URL's path.

    Args:
        url: of an article, a list or an issue.
        until: the last day that can be meant; None: any.

    Returns:
        None where there is no date, an impossible one, or a later one.
    """
    path = url.split("?", 1)[0]
    dates = (_date(*match.groups()) for pattern in _URL_DATES if (match := pattern.search(path)))
    return next((on for on in dates if on is not None and (until is None or on <= until)), None)


def printed_date(text: str, *, tz: str = "Asia/Shanghai") -> PrintedDate | None:
    """Read the first date with a year in a printed line.

    Args:
        text: for example 时间：2024-10-25 08:03:30　 来源：… or 2019年06月15日08:18.
        tz: IANA name of the zone that the line is written in.

    Returns:
        None where no date with a year stands in the text, or an impossible one.
    """
    match = _PRINTED_DATE.search(fold_widths(text))
    on = _date(*match.group(1, 2, 3)) if match else None
    if match is None or on is None:
        return None
    half, hour, minute, second = match.group(4, 5, 6, 7)
    if hour is None:
        return PrintedDate(on)
    clock = int(hour) + (12 if half in _AFTERNOON and int(hour) < 12 else 0)
    try:
        return PrintedDate(on, dt.datetime.combine(on, dt.time(clock, int(minute), int(second or 0)), zone(tz)))
    except ValueError:
        return PrintedDate(on)


def relative_date(text: str, *, fetched_at: dt.datetime, tz: str = "Asia/Shanghai") -> PrintedDate | None:
    """Read a time line that counts from the moment of fetching, such as 3小时前 or 昨天 08:30.

    Args:
        text: the value of a time label, nothing else.
        fetched_at: aware.
        tz: IANA name of the zone that the line is written in.

    Returns:
        None where dateparser finds no whole date that has already come.
    """
    local = fetched_at.astimezone(zone(tz))
    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "TIMEZONE": tz,
        "RELATIVE_BASE": local.replace(tzinfo=None),
        "PREFER_DATES_FROM": "past",
    }
    try:
        found = dateparser.parse(text, languages=["zh"], settings=settings)
    except (OverflowError, ValueError):  # 0001年1月1日: before the first day of any calendar once the zone is applied
        return None
    if found is None:
        return None
    found = found.replace(tzinfo=zone(tz)) if found.tzinfo is None else found.astimezone(zone(tz))
    if found > local:
        return None
    return PrintedDate(found.date(), found if _CLOCK.search(text) else None, is_counted=True)


def month_day(text: str, *, near: dt.date) -> dt.date | None:
    """Read a printed day such as 10月10日, its year worked out where it is missing.

    Args:
        text: the words around it do not matter; the first day counts.
        near: a day on which the text was published.

    Returns:
        None where no day is named, or an impossible one.
    """
    match = _MONTH_DAY.search(with_digits(text))
    if match is None:
        return None
    year, month, day = match.groups()
    on = _date(year, month, day) if year else resolve_month_day(int(month), int(day), near=near)
    return on if on is not None and (on - near).days <= 1 else None


def resolve_month_day(month: int, day: int, *, near: dt.date) -> dt.date | None:
    """Find the year of a day that is printed without one: the latest such day not more than one day after `near`.

    12月31日 published on 1 January is last year's; one day of grace is for pages dated the evening before.

    Returns:
        None for an impossible day.
    """
    for year in range(near.year + 1, near.year - _YEARS_BACK - 1, -1):
        found = _date(year, month, day)
        if found is not None and (found - near).days <= 1:
            return found
    return None
