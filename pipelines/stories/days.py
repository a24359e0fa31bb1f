"""Read which days a report speaks of: 3月5日, 5日, 昨天; they tell two notices of one form apart."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

_RELATIVE = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}
_DATED = re.compile(r"(\d{1,2})(?:月(?:份|(\d{1,2})[日号]?)?|[日号])")
_RELATIVE_DAY = re.compile(
    "([前昨今明后])(?:[天日](?!报)|晚上?|晨|夜|早|起)(?:凌晨|清晨|早上|上午|中午|下午|晚上|夜里)?"
)


@dataclass(frozen=True)
class Days:
    """The days that a text names, as (month, day): 0 for a month that is not named, or for a month as a whole.

    Args:
        dated: those with a number.
        relative: 昨天 and its like, counted from the day of publication; a text may be copied with them a day late.
    """

    dated: frozenset[tuple[int, int]]
    relative: frozenset[tuple[int, int]]

    @cached_property
    def named(self) -> frozenset[tuple[int, int]]:
        """All days that the text names."""
        return self.dated | self.relative

    @cached_property
    def are_full(self) -> bool:
        """Whether each is a day of a month, not a month or the day of any."""
        return all(month and day for month, day in self.named)

    def relation_to(self, other: Days) -> str:
        """Tell whether two texts name one day: same, other, perhaps other, or unknown."""
        ours, theirs = self.named, other.named
        if not (ours and theirs):
            return "unknown"
        met = (
            len(ours & theirs) if self.are_full and other.are_full else sum(1 for day in ours if _is_among(day, theirs))
        )
        if met:  # a forecast for today and tomorrow has one day in common with tomorrow's
            return "same" if 2 * met > min(len(ours), len(theirs)) else "unknown"
        return "other" if self.dated and other.dated else "perhaps other"


def _is_among(day: tuple[int, int], days: frozenset[tuple[int, int]]) -> bool:
    """Tell whether a day is one of others; 5日 may be that of any month."""
    if day in days:
        return True
    month, number = day
    return any(number == one and 0 in (month, other) for other, one in days)


def read_days(plain: str, published_on: dt.date) -> tuple[Days, str]:
    """Read the days that a text names.

    Args:
        plain: a plain text.
        published_on: from which 昨天 counts.

    Returns:
        The days, and the text without them.
    """
    relative: set[tuple[int, int]] = set()
    dated: set[tuple[int, int]] = set()

    def take_relative(found: re.Match[str]) -> str:
        day = published_on + dt.timedelta(days=_RELATIVE[found[1]])
        relative.add((day.month, day.day))
        return ""

    def take_dated(found: re.Match[str]) -> str:
        dated.add(_dated(found))
        return ""

    rest = _DATED.sub(take_dated, _RELATIVE_DAY.sub(take_relative, plain))
    return Days(frozenset(dated), frozenset(relative)), rest


def _dated(found: re.Match[str]) -> tuple[int, int]:
    if found[0][-1] in "日号" and found[2] is None:
        return 0, int(found[1])
    return int(found[1]), int(found[2] or 0)
