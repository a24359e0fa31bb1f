"""Read days that stand together in a sentence: 5月1日、3日, 10月1日至7日, 12月31日至次年1月2日, 明后两天."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import NamedTuple

LONGEST_DAYS = 31  # a longer range is a misprint, or no range

_DASH = r"(?:[-－–—~～―]{1,2}|[至到])"
_TOKEN = re.compile(
    r"(?P<relative>明后2?天|今明2天|[明今昨][日天]|[明今](?=起)|后天|即日(?=起))|(?<![\d第历])(?<!\d年)"
    r"(?:(?P<year>(?:19|20)\d\d|[今本明次翌])年)?(?:(?P<month>\d{1,2})月)?(?(month)|(?<!月))(?P<day>\d{1,2})"
    rf"(?:[日号]|(?=(?:、|{_DASH})\d{{1,2}}(?:[日号、]|{_DASH})))"
)
_RELATIVE = {"明后天": (1, 2), "明后2天": (1, 2), "今明2天": (0, 1), "后天": (2,), "明": (1,), "昨": (-1,)}
UNTIL = re.compile(rf"[，）]?(?:起|开始)?[，（]?直?{_DASH}[，（]?")
_AND = re.compile(r"）?(?:、|和|及|与|以及)?（?")


class DayList(NamedTuple):
    """Days that stand together, such as 5月1日、3日 or 10月1日至7日; none where they cannot be."""

    begin: int
    end: int
    days: tuple[dt.date, ...]
    is_whole: bool  # 7日 without a month may as well count days


def read_day_lists(text: str, *, printed_on: dt.date) -> list[DayList]:
    """Read every list of days in a sentence, in printed order.

    Args:
        text: numerals in ASCII digits, no blanks, no weekdays.
        printed_on: a day without a year is the one nearest to it, or the next one after the day before it in its list.
    """
    lists: list[DayList] = []
    for token in _TOKEN.finditer(text):
        before = lists[-1] if lists else DayList(-1, -1, (), is_whole=True)
        gap = text[before.end : token.start()] if lists else "。"
        is_until = UNTIL.fullmatch(gap) is not None
        is_joined = is_until or _AND.fullmatch(gap) is not None
        after = before.days[-1] if before.days and (is_joined or not token["month"]) else None
        days = _token_days(token, printed_on, after)
        if is_until:
            days = days_between(before.days[-1], days[0]) if before.days and days else ()
        if is_joined:
            days = (*before.days, *days) if before.days and days else ()
            lists[-1] = DayList(before.begin, token.end(), days if len(days) <= LONGEST_DAYS else (), before.is_whole)
        else:
            lists.append(DayList(token.start(), token.end(), days, bool(token["month"] or token["relative"])))
    return lists


def _token_days(token: re.Match[str], printed_on: dt.date, after: dt.date | None) -> tuple[dt.date, ...]:
    """Give the days of one token; `after`: a day before it in the sentence, which it follows."""
    if word := token["relative"]:
        return tuple(printed_on + dt.timedelta(days=n) for n in _RELATIVE.get(word) or _RELATIVE.get(word[0], (0,)))
    if not token["month"] and after is None:
        return ()
    near, year = after or printed_on, token["year"]
    years = [near.year + n for n in ((0,) if year and year in "今本" else (1,) if year else (-1, 0, 1))]
    possible: list[dt.date] = []
    for one in [int(year)] if year and year.isdecimal() else years:
        with suppress(ValueError):
            possible.append(dt.date(one, int(token["month"] or near.month), int(token["day"])))
    possible = [day for day in possible if after is None or day >= after]
    return (min(possible, key=lambda day: abs(day - near)),) if possible else ()


def days_between(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Give the days from the first to the last; none where there are too many, or the last comes first."""
    count = (last - first).days + 1
    return tuple(first + dt.timedelta(days=n) for n in range(count)) if count <= LONGEST_DAYS else ()
