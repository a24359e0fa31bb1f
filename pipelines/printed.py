"""Read what a newspaper prints about itself: the label of a page (第01版：要闻) and the line with date and 期号."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from pipelines.numerals import with_digits
from pipelines.text import fold_widths, normalise_line

MAIN_EDITION = "main"
LABEL_CHARS = 60  # a longer text is no label
SHORT_CHARS = 80  # a text that is no longer is the line itself
NEAR_CHARS = 60  # how far from the date its 期号 may be printed
COMBINED_DAYS = 31  # a combined issue covers no more

_EDITION = r"增刊|特刊|号外|专刊|副刊"
_NUMBER = r"[A-Za-z]{0,2}\d{1,3}|[一二三四五六七八九十]{1,3}"
# 第01版：要闻, 05版：冰点周刊, A01： 头版, 第1版　　要闻, 01版:要闻, 增刊01版：年货专刊, 第T01版
_LABEL = re.compile(
    rf"(?P<edition>{_EDITION})?[\s·]*第?\s*(?P<number>{_NUMBER})\s*(?:版\s*[：:·]?|[：:](?!\d))\s*(?P<title>.*)"
)
_WEEKDAYS = "一二三四五六日"
_DASH = r"[-－–—~～至到]"
_DAY = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})(?!\d)\s*(?P<sign>日?)"
    rf"(?:\s*(?:{_DASH}|、)\s*(?:(?:19|20)\d\d\s*年\s*)?(?:(?P<last_month>\d{{1,2}})\s*月\s*)?(?P<last_day>\d{{1,2}})\s*日)?"
)
_WEEKDAY_OR_NUMBER = re.compile(r"星期|周[一二三四五六日]|期|合刊|出版|今日\d+版")
_NUMBERS = rf"(?P<first>\d{{1,6}})(?:\s*(?:期\s*)?(?:{_DASH}|[、,，/])\s*第?\s*(?P<last>\d{{1,6}}))?\s*期"
_ISSUE_NUMBER = re.compile(rf"第\s*{_NUMBERS}")
_WHOLE_NUMBER = re.compile(rf"总\s*第?\s*{_NUMBERS}")  # 第12期（总第4009期）: counted through the years
# far from the date, as in 国内统一刊号：CN33-0099 第6000期: fewer digits may count anything
_FAR_NUMBER = re.compile(
    r"第\s*(?P<first>\d{3,6})(?P<last>)\s*[期号](?!线|楼|令|文)|期号\s*[：:]\s*(?P<other>\d{1,6})|NO\.?\s*(?P<latin>\d{3,6})",
    re.I,
)
# 5月11日、12日合刊, 5月23日—24日合刊, 5月25、26日（合刊）
_COMBINED_DAYS = re.compile(
    rf"(?:(?P<month>\d{{1,2}})\s*月)?\s*(?P<day>\d{{1,2}})\s*日?\s*(?:{_DASH}|、)\s*(?:(?P<last_month>\d{{1,2}})\s*月)?\s*"
    r"(?P<last_day>\d{1,2})\s*日[^。]{0,4}合刊"
)
_COMBINED_WEEKDAYS = re.compile(
    rf"(?:星期|周)(?P<first>[{_WEEKDAYS}])\s*(?:{_DASH}|、)\s*(?:星期|周)?(?P<last>[{_WEEKDAYS}])[^。]{{0,24}}合刊"
)


@dataclass(frozen=True, kw_only=True)
class PageLabel:
    """A page's label: `number` as printed without 第 and 版, `title` None where none is printed."""

    number: str
    title: str | None
    edition: str = MAIN_EDITION


@dataclass(frozen=True, kw_only=True)
class IssueLine:
    """What a page prints about its issue.

    Args:
        days: every day that is printed as the issue's own.
        covers_until: the last day of a combined issue (合刊); None for an issue of one day.
        number: 期号; of a combined issue the first and the last, joined by a hyphen; None where none is printed.
    """

    days: frozenset[dt.date] = field(default_factory=frozenset)
    covers_until: dt.date | None = None
    number: str | None = None


def read_page_label(text: str) -> PageLabel | None:
    """Read a page's label; None when the text is none.

    Args:
        text: printed, for example 第A01版：头版 or 05版:综合.
    """
    line = normalise_line(text).strip("· ")
    match = _LABEL.fullmatch(line) if len(line) <= LABEL_CHARS else None
    if match is None:
        return None
    return PageLabel(
        number=match["number"], title=match["title"].strip() or None, edition=match["edition"] or MAIN_EDITION
    )


def read_issue_line(text: str, *, day: dt.date | None) -> IssueLine:
    """Read the line with the issue's date and 期号.

    Args:
        text: the page's text without links and scripts; the line may be split by blanks.
        day: the issue's day as its address says; None: the first printed day that looks like a date line.

    Returns:
        Empty where no such line is found.
    """
    line = with_digits(fold_widths(re.sub(r"\s+", " ", text)))
    is_short = len(line) <= SHORT_CHARS
    lines = [match for match in _DAY.finditer(line) if is_short or _is_date_line(line, match)]
    spans = [(match, _span(match, day)) for match in lines]
    own, span = next(((match, span) for match, span in spans if (day in span if day else span)), (None, []))
    days = frozenset(one for match, span in spans if match["year"] for one in span)
    if own is None:
        return IssueLine(days=days, number=_issue_number(line, line) if is_short else None)
    near = line[max(0, own.start() - NEAR_CHARS) : own.end() + NEAR_CHARS]
    first, last = span[0], span[-1]
    return IssueLine(
        days=days,
        covers_until=last if last > first else _combined_until(near, first),
        number=_issue_number(line, near),
    )


def _issue_number(line: str, near: str) -> str | None:
    """Find the 期号: the one that counts through the years, else the one beside the date, else one anywhere."""
    if found := _WHOLE_NUMBER.search(line) or _ISSUE_NUMBER.search(near):
        return _numbers(found)
    if found := _FAR_NUMBER.search(line):
        return found["first"] or found["other"] or found["latin"]
    return None


def _combined_until(near: str, first: dt.date) -> dt.date | None:
    """Find the last day of a combined issue that is printed beside the date; None for an issue of one day."""
    for match in _COMBINED_DAYS.finditer(near):
        month = int(match["month"] or first.month)
        if (month, int(match["day"])) == (first.month, first.day):
            return _later(first, int(match["last_month"] or month), int(match["last_day"]))
    days = _COMBINED_WEEKDAYS.search(near)
    if days and _WEEKDAYS.index(days["first"]) == first.weekday():
        return first + dt.timedelta(days=(_WEEKDAYS.index(days["last"]) - first.weekday()) % 7)
    return None


def _is_date_line(line: str, match: re.Match[str]) -> bool:
    """Tell the issue's own date from one in a text: its weekday, its 期号 or 合刊 follows."""
    return _WEEKDAY_OR_NUMBER.search(line, match.end(), match.end() + 14) is not None


def _span(match: re.Match[str], day: dt.date | None) -> list[dt.date]:
    """Give the days of a printed date, all of them for a range; none for one that cannot be.

    A date without a year (10月10日) is one of the year of `day`.
    """
    year = match["year"] or (day.year if day and match["sign"] else 0)
    try:
        first = dt.date(int(year), int(match["month"]), int(match["day"]))
    except ValueError:
        return []
    if not match["last_day"]:
        return [first]
    last = _later(first, int(match["last_month"] or first.month), int(match["last_day"]))
    count = (last - first).days if last else 0
    return [first + dt.timedelta(days=n) for n in range(count + 1)]


def _later(first: dt.date, month: int, day: int) -> dt.date | None:
    """Give the next such day after `first`; None for one that cannot be, or is too far for one issue."""
    try:
        last = dt.date(first.year + ((month, day) < (first.month, first.day)), month, day)
    except ValueError:
        return None
    return last if 0 < (last - first).days <= COMBINED_DAYS else None


def _numbers(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    if last and len(last) < len(first):  # 1234-35
        last = first[: len(first) - len(last)] + last
    return f"{first}-{last}" if last and last != first else first
