"""The printed forms of a publication date: what each looks like, and whether it has a clock time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.county.quirks import AnyQuirk, Quirk

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_WIDE = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "0123456789-:/"} | {ord(" "): "　"}
_DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """Return a number from 1 to 31 in words: 十, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")


def _part_of_day(hour: int) -> str:
    parts = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
    return next(name for end, name in parts if hour < end)


def _afternoon(at: dt.datetime, rng: random.Random) -> str:
    hour = at.hour if at.hour <= 12 else at.hour - 12
    minute = f"{at.minute:02d}" if rng.random() < 0.7 else str(at.minute)
    return f"{at.year}年{at.month}月{at.day}日{rng.choice(('', ' '))}{_part_of_day(at.hour)}{hour}时{minute}分"


def _chinese(at: dt.datetime, rng: random.Random) -> str:
    year = "".join(_DIGITS[int(digit)] for digit in str(at.year)).replace("〇", rng.choice("〇〇○零"))
    return f"{year}年{numeral(at.month)}月{numeral(at.day)}日"


def _updated(at: dt.datetime, rng: random.Random) -> str:
    later = at + dt.timedelta(minutes=rng.randint(20, 4000))
    return f"{at:%Y-%m-%d %H:%M} 更新时间：{later:%Y-%m-%d %H:%M}"


def _no_year(at: dt.datetime, rng: random.Random) -> str:
    return rng.choice((f"{at:%m-%d %H:%M}", f"{at.month}月{at.day}日 {at:%H:%M}"))


def _short(at: dt.datetime, rng: random.Random) -> str:
    return f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02d}"


_CLOCKED: dict[AnyQuirk, Callable[[dt.datetime, random.Random], str]] = {
    Quirk.DATE_GLUED: lambda at, _: f"{at:%Y年%m月%d日%H:%M}",
    Quirk.DATE_AFTERNOON: _afternoon,
    Quirk.DATE_FULL_WIDTH: lambda at, _: f"{at:%Y-%m-%d %H:%M}".translate(_WIDE),
    Quirk.DATE_UPDATED: _updated,
    Quirk.DATE_NO_YEAR: _no_year,
}
_DAYS: dict[AnyQuirk, Callable[[dt.datetime, random.Random], str]] = {
    Quirk.DATE_DOTS: lambda at, _: f"{at:%Y.%m.%d}",
    Quirk.DATE_CHINESE: _chinese,
}


def written(form: AnyQuirk, at: dt.datetime, rng: random.Random) -> tuple[str, bool]:
    """Return a date in the form, and whether it has the hour and the minute."""
    if form is Quirk.DATE_SHORT:
        return (_short(at, rng), True) if rng.random() < 0.5 else (f"{at.year}/{at.month}/{at.day}", False)
    if form in _DAYS:
        return _DAYS[form](at, rng), False
    return _CLOCKED[form](at, rng), True
