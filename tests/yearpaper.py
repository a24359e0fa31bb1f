"""A newspaper of one year that knows why each day is as it is: the truth for calendars, written by hand as rules.

It appears from Monday to Saturday, later in the year on Sundays too. What else happens is drawn from a seed. In the
short form of the tests the year ends in May.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.scale import IS_LONG, scaled
from tests.smallpaper import Page, SmallPaper
from tests.smallsite import WORDS, status

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

YEAR = 2019
FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, *((12, 31) if IS_LONG else (5, 31)))
SUNDAYS_SINCE = dt.date(YEAR, 7 if IS_LONG else 4, 1)
FESTIVAL = (dt.date(YEAR, 2, 4), dt.date(YEAR, 2, 9))  # announced in print
SCHEDULE = (
    f"[[epaper.schedule]]\nsince = {FIRST}\nweekdays = [1, 2, 3, 4, 5, 6]\n"
    f"[[epaper.schedule]]\nsince = {SUNDAYS_SINCE}\nweekdays = [1, 2, 3, 4, 5, 6, 7]\n"
)
# what happens to a day that the schedule has an issue for, and how often in the year
HAPPENS = {
    "lost": scaled(4, 12),
    "skipped": scaled(3, 10),
    "combined": scaled(2, 8),
    "article_gone": scaled(2, 8),
    "article_broken": scaled(2, 6),
    "page_gone": scaled(1, 4),
    "bare": scaled(1, 3),
}


@dataclass
class YearPaper:
    """The paper and the truth of each day.

    Args:
        states: state and reason of each day; a day that a combined issue covers has none.
    """

    paper: SmallPaper
    states: dict[dt.date, tuple[str, str | None]] = field(default_factory=dict)
    covered: set[dt.date] = field(default_factory=set)

    def sign(self, day: dt.date, article: int, page: str) -> None:
        """Write an article whose reporters are named."""
        self.paper.write_article(day, article, page, body=f"<P>　　{WORDS}今天是{day}。</P><P>（记者 王山 李云）</P>")


def year_paper(server: HTTPServer, seed: int) -> YearPaper:
    """Write the whole year to the server."""
    year = YearPaper(SmallPaper(server))
    rng = random.Random(seed)
    happens = _draw(rng)
    number = 5000
    day = FIRST
    while day <= LAST:
        what = happens.get(day, "")
        if FESTIVAL[0] <= day <= FESTIVAL[1]:
            year.states[day] = ("not_published", "notice")
        elif not appears(day):
            year.states[day] = ("not_published", "schedule")
        elif what == "skipped":
            year.states[day] = ("unavailable", "http_404")  # unless the numbers speak: see _settle
        elif what == "lost":
            number += 1
            year.states[day] = ("unavailable", "http_404")
        else:
            number += _write(year, day, what, number)
        day += dt.timedelta(days=2 if what == "combined" else 1)
    _announce(year)
    _settle(year, happens)
    year.paper.write_entry(max(year.paper.issues))
    return year


def appears(day: dt.date) -> bool:
    """Tell whether the schedule has an issue for a day."""
    return day.isoweekday() != 7 or day >= SUNDAYS_SINCE


def _draw(rng: random.Random) -> dict[dt.date, str]:
    """Choose days for what happens, far enough from each other that one does not explain the other."""
    free = [FIRST + dt.timedelta(days=n) for n in range(9, (LAST - FIRST).days - 9)]
    free = [day for day in free if appears(day) and abs((day - FESTIVAL[0]).days) > 9]
    happens: dict[dt.date, str] = {}
    for what in [name for name, times in HAPPENS.items() for _ in range(times)]:
        day = rng.choice([one for one in free if all(abs((one - other).days) > 3 for other in happens)])
        if what == "combined":  # the day after has none of its own
            day = rng.choice(
                [
                    one
                    for one in free
                    if appears(one + dt.timedelta(days=1)) and all(abs((one - other).days) > 3 for other in happens)
                ]
            )
        happens[day] = what
    return happens


def _write(year: YearPaper, day: dt.date, what: str, number: int) -> int:
    """Write an issue and its truth; give how many numbers it takes."""
    first = (day - dt.date(2015, 1, 1)).days * 100
    pages = [
        Page(node=2, label="第01版：要闻", articles=(first + 1, first + 2)),
        Page(node=3, label="第02版：综合", articles=(first + 3,)),
    ]
    if what == "bare":
        pages = [Page(node=2, label="第01版：要闻", articles=())]
    line = f"　第{number}期"
    if what == "combined":
        until = day + dt.timedelta(days=1)
        line = f"　第{number}、{number + 1}期合刊　{day.month}月{day.day}日、{until.month}月{until.day}日合刊"
        year.covered.add(until)
    year.paper.write_issue(day, pages, line=line)
    if what != "bare":
        year.sign(day, first + 1, "01")
    year.states[day] = ("complete", None)
    if what == "article_gone":
        year.paper.pages[year.paper.path(day, f"content_{first + 3}.htm")] = status(404)
        year.states[day] = ("partial", "articles_gone")
    elif what == "article_broken":
        year.paper.pages[year.paper.path(day, f"content_{first + 2}.htm")] = "<html><body></body></html>"
        year.states[day] = ("partial", "articles_quarantined")
    elif what == "page_gone":
        year.paper.pages[year.paper.path(day, "node_3.htm")] = status(404)
        year.states[day] = ("partial", "pages_gone")
    elif what == "bare":
        year.states[day] = ("partial", "no_articles")
    return 2 if what == "combined" else 1


def _announce(year: YearPaper) -> None:
    """Print on the last day before the festival that there will be no issues."""
    day = max(one for one in year.paper.issues if one < FESTIVAL[0])
    article = year.paper.issues[day][0].articles[0]
    text = f"<P>　　春节期间，本报于{FESTIVAL[0].month}月{FESTIVAL[0].day}日至{FESTIVAL[1].day}日休刊，请读者留意。</P>"
    year.paper.write_article(day, article, "01", body=text, title="休刊启事")


def _settle(year: YearPaper, happens: dict[dt.date, str]) -> None:
    """Let the numbers speak: between issues that follow each other by number nothing is missing."""
    days = sorted(year.paper.issues)
    for before, after in pairwise(days):
        between = [before + dt.timedelta(days=n) for n in range(1, (after - before).days)]
        between = [day for day in between if day not in year.covered]
        if any(happens.get(day) == "lost" for day in between):
            continue
        for day in between:
            if year.states[day][1] != "notice":
                year.states[day] = ("not_published", "consecutive_numbers")
