"""The paper as a whole: its truth by day, and the answer to every path below /jryl/."""

from __future__ import annotations

import datetime as dt
import random
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tests.county.draws import Draws
from tests.county.paper.aheading import AheadingPages
from tests.county.paper.draft import issue_of
from tests.county.paper.founder import FounderPages
from tests.county.paper.plan import Day, Markup, calendar, issue_folder, node_of
from tests.county.paper.recorder import Recorder
from tests.county.paper.truth import (
    IssueTruth,
    JoinedTruth,
    PrintArticleTruth,
    asset_folder,
    pdf_name,
    without_issue,
)
from tests.county.plan import FIRST_DAY
from tests.county.quirks import AnyQuirk, PrintQuirk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.county.paper.layout import IssueDraft
    from tests.county.truth import Refusal

Answer = tuple[int, dict[str, str], bytes]
# A page declares its encoding itself.
_HTML = {"Content-Type": "text/html"}
_PICTURE = {"Content-Type": "image/jpeg"}
_PDF = {"Content-Type": "application/pdf"}
_PAGE = re.compile(r"/jryl/html/(\d{4})-(\d\d)/(\d\d)/\w+\.htm")
_ASSET = re.compile(r"/jryl/(?:images|resfile)/(\d{4})-(\d\d)-(\d\d)/\w+/[^/]+")
_ENTRY = "/jryl/paperindex.htm"
_JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
_CACHED_ISSUES = 64


class Paper:
    """The daily of so many days in one markup.

    Args:
        withheld: days whose issue is not yet out.
    """

    def __init__(self, seed: int, days: int, base_url: str, quirks: frozenset[AnyQuirk], markup: Markup) -> None:
        self.base_url = base_url
        self.markup = markup
        self.calendar = calendar(seed, days, quirks)
        self.withheld: frozenset[dt.date] = frozenset()
        self._draws = (seed, quirks)
        days_shown = self.calendar
        self._issue = lru_cache(maxsize=_CACHED_ISSUES)(
            lambda day: issue_of(seed, days_shown[day], markup, quirks, days_shown[:day])
        )
        self._pages = FounderPages() if markup == "founder" else AheadingPages()

    @property
    def late_days(self) -> frozenset[dt.date]:
        """The days whose issue may be late."""
        return frozenset(day.date for day in self.calendar if day.is_late)

    # The truth.

    def issues(self) -> Iterator[IssueTruth]:
        """Yield the issues by day, a supplement after its main edition, and the days without one."""
        for day in self.calendar:
            yield from self.issues_of(day)

    def articles(self) -> Iterator[PrintArticleTruth]:
        """Yield the printed articles by day, page and position."""
        for day in self.calendar:
            if day.has_issue:
                yield from self._recorder(day).articles()

    def joined(self) -> Iterator[JoinedTruth]:
        """Yield the articles that are carried over to other pages, each as one."""
        for day in self.calendar:
            if day.has_issue:
                yield from self._recorder(day).joined()

    def refusals(self) -> Iterator[Refusal]:
        """Yield the placed articles that are gone."""
        for day in self.calendar:
            if day.has_issue:
                yield from self._recorder(day).refusals()

    def issues_of(self, day: Day) -> Iterator[IssueTruth]:
        """Yield the records of a day; none for a day that a combined issue covers."""
        if day.has_issue:
            yield from self._recorder(day).issues()
        elif day.kind == "gap":
            yield without_issue(day, self.markup)

    def draft(self, day: Day) -> IssueDraft:
        """Return the issue of a day that has one."""
        return self._issue(day.day)

    # The site.

    def answer(self, path: str) -> Answer | None:
        """Return the answer to a path, still percent-encoded and without a query; None when there is none."""
        if path in ("/jryl/", "/jryl/index.htm"):
            return 302, _HTML | {"Location": self.base_url + _ENTRY}, b""
        if path == _ENTRY:
            return 200, _HTML, self._entry().encode("ascii")
        match = _PAGE.fullmatch(path) or _ASSET.fullmatch(path)
        day = self._day(*match.groups()) if match else None
        if day is None:
            return None
        if day.kind == "gap" and day.gap_redirects and _PAGE.fullmatch(path):
            status, target = (301, "/") if day.gap_leads_home else (302, _ENTRY)
            return status, _HTML | {"Location": self.base_url + target}, b""
        return self._page(day, path) if self._is_out(day) else None

    def _page(self, day: Day, path: str) -> Answer | None:
        issue = self._issue(day.day)
        if page := issue.page_at.get(path):
            text = self._pages.layout(issue, page, self._before(day))
        elif found := issue.article_at.get(path):
            if found[1].is_gone:
                return None
            text = self._pages.article(issue, *found)
        else:
            return self._asset(issue, path)
        if PrintQuirk.PRINT_CRLF in issue.quirks:
            text = text.replace("\n", "\r\n")
        return 200, _HTML, text.encode("gb18030" if PrintQuirk.GB_DECLARED in issue.quirks else "utf-8")

    def _asset(self, issue: IssueDraft, path: str) -> Answer | None:
        for page in issue.pages:
            folder, _, name = path.rpartition("/")
            if folder == asset_folder(issue, page):
                if name == pdf_name(issue, page):
                    return 200, _PDF, b"%PDF-1.4\n%%EOF\n"
                files = {one.file for article in page.placed for one in article.text.pictures}
                if name == page.picture or name in files:
                    return 200, _PICTURE, _JPEG
        return None

    def _entry(self) -> str:
        """Return the shell that leads to the latest issue's first page (PLATFORMS 1.1)."""
        latest = next(day for day in reversed(self.calendar) if self._is_out(day))
        path = self._first_page(latest).removeprefix("/jryl/")
        seed, quirks = self._draws
        draws = Draws(random.Random(f"{seed}:{latest.day}:entry"), quirks)
        form = draws.one_of((PrintQuirk.ENTRY_UNQUOTED, PrintQuirk.ENTRY_QUOTED))
        if form is PrintQuirk.ENTRY_UNQUOTED:
            return f'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL={path}>'
        if form is PrintQuirk.ENTRY_QUOTED:
            return f'<HTML><HEAD><META HTTP-EQUIV="REFRESH" CONTENT="0; URL={path}"></HEAD></HTML>'
        return f'<html><head><meta http-equiv="refresh" content="0; url={path}"></head><body></body></html>'

    def _before(self, day: Day) -> str | None:
        """Return the first page of the issue before, from the html folder on: 2015-01/02/node_2.htm."""
        before = next((one for one in reversed(self.calendar[: day.day]) if self._is_out(one)), None)
        return self._first_page(before).removeprefix("/jryl/html/") if before else None

    def _first_page(self, day: Day) -> str:
        return f"{issue_folder(day.date)}/node_{node_of(self.markup, 0, is_supplement=False)}.htm"

    def _is_out(self, day: Day) -> bool:
        return day.has_issue and day.date not in self.withheld

    def _day(self, year: str, month: str, day: str) -> Day | None:
        try:
            offset = (dt.date(int(year), int(month), int(day)) - FIRST_DAY).days
        except ValueError:
            return None
        return self.calendar[offset] if 0 <= offset < len(self.calendar) else None

    def _recorder(self, day: Day) -> Recorder:
        return Recorder(self._issue(day.day), self.base_url)
