"""When the paper appears and where its pages stand: days, numbers, nodes and addresses, all computed from the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tests.county.draws import Draws
from tests.county.plan import date_of
from tests.county.quirks import ALL, AnyQuirk, PrintQuirk

if TYPE_CHECKING:
    import datetime as dt

PAPER_NAME = "今日云岭"
FIRST_NUMBER = 1234
WIDTH, HEIGHT = 350, 550  # of a page's picture: pages/jjjcb_founder_layout_trimmed.html
Markup = Literal["aheading", "founder"]
DayKind = Literal["issue", "combined", "covered", "gap"]
_GAP_EVERY = 12
_COMBINED_EVERY = 24
_IDS_PER_DAY = 160
_FIRST_ID = {"founder": 306_000, "aheading": 3_842_000}
# PLATFORMS 3.3 and 1.3: a node is of a page number, node_1 is an overview; the supplement's two come last.
_NODES = {
    "founder": (2, 3, 4, 6, 7, 8, 9, 11, 12),
    "aheading": (37749, 37750, 37751, 37752, 37755, 37756, 37757, 37760, 37761),
}
_SUPPLEMENT_NODES = {"founder": (31, 32), "aheading": (100641, 100642)}


@dataclass(frozen=True, kw_only=True)
class Day:
    """What a calendar day brings.

    Args:
        day: days since the first day.
        kind: a combined issue covers the next day, which is `covered`; a `gap` has none.
        number: the first number of its issue; None without an issue.
        is_late: it may be withheld for a while.
        gap_redirects: its addresses lead to the entry instead of being not found.
        gap_leads_home: they lead to the home page of the whole site instead.
    """

    day: int
    kind: DayKind
    number: int | None
    is_late: bool = False
    gap_redirects: bool = False
    gap_leads_home: bool = False

    @property
    def date(self) -> dt.date:
        """The calendar day."""
        return date_of(self.day)

    @property
    def has_issue(self) -> bool:
        """Whether an issue is published under this day's address."""
        return self.number is not None

    @property
    def covers_until(self) -> dt.date:
        """The last day that the issue is for."""
        return date_of(self.day + 1) if self.kind == "combined" else self.date


def calendar(seed: int, days: int, enabled: frozenset[AnyQuirk] = ALL) -> tuple[Day, ...]:
    """Return every day; the first and the last always have an issue."""
    gaps = _gaps(seed, days) if PrintQuirk.GAP in enabled else frozenset()
    combined = _combined(seed, days, gaps) if PrintQuirk.COMBINED_ISSUE in enabled else frozenset()
    late = _late(seed, days, gaps, combined) if PrintQuirk.LATE_ISSUE in enabled else frozenset()
    number, shown = FIRST_NUMBER, []
    for day in range(days):
        if day in gaps:
            draws = Draws(random.Random(f"{seed}:{day}:gap"), enabled)
            redirects = draws.has(PrintQuirk.GAP_REDIRECT)
            home = draws.has(PrintQuirk.GAP_HOME, where=redirects)
            shown.append(Day(day=day, kind="gap", number=None, gap_redirects=redirects, gap_leads_home=home))
        elif day - 1 in combined:
            shown.append(Day(day=day, kind="covered", number=None))
        else:
            kind: DayKind = "combined" if day in combined else "issue"
            shown.append(Day(day=day, kind=kind, number=number, is_late=day in late))
            number += 2 if kind == "combined" else 1
    return tuple(shown)


def _gaps(seed: int, days: int) -> frozenset[int]:
    """One day in twelve, neither the first nor the last."""
    blocks = range(days // _GAP_EVERY + 1)
    drawn = (block * _GAP_EVERY + random.Random(f"{seed}:{block}:gaps").randint(2, 11) for block in blocks)
    return frozenset(day for day in drawn if day < days - 1)


def _combined(seed: int, days: int, gaps: frozenset[int]) -> frozenset[int]:
    """One pair of days in twenty-four, both of them days with an issue."""
    drawn = set()
    for block in range(days // _COMBINED_EVERY + 1):
        first = block * _COMBINED_EVERY
        every = _gaps(seed, first + 2 * _COMBINED_EVERY)
        free = [day for day in range(first + 1, first + _COMBINED_EVERY - 1) if not {day, day + 1} & every]
        drawn.add(random.Random(f"{seed}:{block}:combined").choice(free[: len(free) // 2 + 1]))
    return frozenset(day for day in drawn if day + 1 < days - 1 and not {day, day + 1} & gaps)


def _late(seed: int, days: int, gaps: frozenset[int], combined: frozenset[int]) -> frozenset[int]:
    """The last day, and one before it where there are enough of them."""
    if days < 3:
        return frozenset()
    free = [day for day in range(1, days - 2) if day not in gaps and day not in combined and day - 1 not in combined]
    earlier = [random.Random(f"{seed}:late").choice(free)] if len(free) > 5 else []
    return frozenset((days - 1, *earlier))


def number_printed(day: Day) -> str:
    """Return the number as the truth has it: 1234, or 1234-1235 for a combined issue."""
    return f"{day.number}-{day.number + 1}" if day.kind == "combined" and day.number else str(day.number)


_WEEKDAYS = "一二三四五六日"


def date_parts(day: Day) -> tuple[str, str, str, str]:
    """Return (year, month, day, weekday) as printed; a combined issue's run from one day to the next."""
    first, last = day.date, day.covers_until
    weekdays = _WEEKDAYS[first.weekday()]
    if first == last:
        return str(first.year), str(first.month), str(first.day), weekdays
    until = str(last.day)
    if last.month != first.month:
        until = f"{last.month}月{until}"
    if last.year != first.year:
        until = f"{last.year}年{until}"
    return str(first.year), str(first.month), f"{first.day}日-{until}", f"{weekdays}、{_WEEKDAYS[last.weekday()]}"


def number_line(day: Day) -> str:
    """Return 第1234期, or 第1234、1235期合刊."""
    return f"第{day.number}、{day.number + 1}期合刊" if day.kind == "combined" and day.number else f"第{day.number}期"


def issue_line(day: Day) -> str:
    """Return the line near the date: 2015年1月3日　星期六　第1234期."""
    year, month, printed, weekday = date_parts(day)
    return f"{year}年{month}月{printed}日　星期{weekday}　{number_line(day)}"


def content_id(markup: Markup, day: int, place: int) -> int:
    """Return an article's id: ids grow with the days, with gaps."""
    return _FIRST_ID[markup] + day * _IDS_PER_DAY + place * 2 + (day * 3 + place * 5) % 2


def node_of(markup: Markup, place: int, *, is_supplement: bool) -> int:
    """Return the node of a page by its place among the page numbers, 0 being the first."""
    return (_SUPPLEMENT_NODES if is_supplement else _NODES)[markup][place]


def issue_folder(date: dt.date) -> str:
    """Return the folder of an issue's pages."""
    return f"/jryl/html/{date:%Y-%m/%d}"
