"""When to request what of an e-paper: its entry, the issues that are lacking, their pages, their articles.

Issues are found by the entry (which leads to the latest), by links to the issue before, and by writing another day
into the address of a first page. No selector in here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.pages import epaper
from crawler.pages.base import UnreadablePage
from crawler.pages.detect import READABLE_EPAPERS
from crawler.source_reader import answered_for, is_own_url
from crawler.spiders.answers import NO_ISSUE
from crawler.spiders.arguments import read_epaper_arguments
from crawler.spiders.base import HERE, OPEN_STATES, SourceSpider
from crawler.spiders.dated_urls import issue_day, on_day
from crawler.spiders.issue_days import days_to_ask
from crawler.spiders.page_files import AssetChooser
from crawler.targets import Target
from pipelines.errors import PARSER_ERROR
from pipelines.issues import MissingIssue
from pipelines.items import ListedUrl, ScrapedList
from pipelines.report import STOPPED
from pipelines.urls import url_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure
    from web_poet import HttpResponse

    from crawler.pages.epaper_layout import EpaperLayoutPage
    from db.due import DueUrl
    from pipelines.issues import ScrapedLayout
    from pipelines.items import Visit

ENTRY_PRIORITY, LAYOUT_PRIORITY, ARTICLE_PRIORITY = 20, 10, 0  # so that a run knows early what an issue holds
ISSUE_PRIORITY = -10  # the next issue comes after the articles of this one: else those of years wait in memory
MAX_SHELLS = 3  # entries that lead to one another
MAX_LAYOUTS = 500  # of one issue in one run
NOT_THERE = frozenset((403, 404, 410))  # how platforms answer for a day without an issue


class EpaperSpider(SourceSpider):
    """Crawls a county's e-paper; `scrapy crawl --help` lists its arguments."""

    name = "epaper"
    readable = READABLE_EPAPERS

    def __init__(self, **arguments: Any) -> None:
        super().__init__()
        self.arguments = read_epaper_arguments(**arguments)
        self.profile = self.arguments.profile
        if self.profile.epaper is None:
            raise ValueError("the profile has no e-paper")
        self.hosts, self.platform = self.arguments.hosts, self.profile.epaper.platform
        self.source = self.profile.source("epaper", self.profile.epaper.name)
        self.today = dt.date.max  # until the crawl starts
        self.schedule = self.profile.epaper.schedule
        self.lacking: set[dt.date] = set()  # days whose issue is asked for and not known
        self.without_pages: set[dt.date] = set()  # these, and days that are known to have none: links to them count
        self.has_walked = False
        self.layouts: Counter[dt.date | None] = Counter()  # asked for, of each issue

    @property
    def homes(self) -> frozenset[str]:
        """The paths of the entry: a page that is not there is often answered with a redirect to it."""
        return self.arguments.entry_paths

    async def start(self) -> AsyncIterator[Any]:
        """Request the entry, then what earlier runs left to do and what is to be looked at again."""
        now, ledger = self.store.now(), self.store.ledger
        self.assets = AssetChooser(str(self.settings["ASSETS"]), self.profile.name, self.store, self._asked)
        self.today = now.astimezone(ZoneInfo(self.profile.tz)).date()
        await ledger.settle_expected(self.today)
        first, last = self.arguments.days(self.today, await ledger.first_issue_day())
        is_named = self.arguments.is_range and first == last
        asked = days_to_ask(
            [first + dt.timedelta(days=n) for n in range((last - first).days + 1)],
            # a day that is named is asked for, also where a combined issue covers it
            await ledger.issue_days(first, last, with_covered=not is_named),
            self.schedule,
            at=now,
            is_named=is_named,
        )
        self.lacking, self.without_pages = set(asked.lacking), set(asked.without_pages)
        self.store.report.add("requested", len(asked.off))
        for day_off in asked.off:
            yield day_off
        for request in self._request(Target(url=self.arguments.entry, kind="entry")):
            yield request
        async for target in self._left_to_do(first, last):
            for request in self._request(target):
                yield request
        for asset in await self.assets.of_days(first, last):
            yield asset

    async def _left_to_do(self, first: dt.date, last: dt.date) -> AsyncIterator[Target]:
        ledger = self.store.ledger
        if self.arguments.gaps:
            for item in await ledger.gaps(first, last):
                yield self._target_of(item)
            return
        since, until = (first, last) if self.arguments.is_range else (None, None)
        for item in await ledger.due(("entry", "layout", "article"), since, until):
            yield self._target_of(item)
        for item in await self.revisits(("layout", "article"), since, until):
            yield self._target_of(item)

    def _target_of(self, item: DueUrl) -> Target:
        kind: Any = item.kind
        if item.listed_on and item.listed_on - dt.timedelta(days=1) in self.without_pages:
            item = replace(item, etag=None, last_modified=None)  # its page may lead to the issue before, which lacks
        return Target(
            url=item.url,
            kind=kind,
            found_on=item.found_on,
            issue_on=item.listed_on,
            is_guess=item.kind == "layout" and item.found_on is None,
            is_again=item.state in HERE,
            etag=item.etag,
            last_modified=item.last_modified,
        )

    def _request(self, target: Target) -> Iterator[Request]:
        if target.kind == "article":
            yield from self.request_once(target, self.parse_article, priority=ARTICLE_PRIORITY)
        elif target.kind == "layout":
            if self.layouts[target.issue_on] >= MAX_LAYOUTS:  # pages that lead to one another without end
                self.store.report.add(f"{STOPPED}pages")
                return
            is_new_issue = target.is_guess or issue_day(target.found_on or "") != target.issue_on
            priority = ISSUE_PRIORITY if is_new_issue else LAYOUT_PRIORITY
            for request in self.request_once(target, self.parse_layout, priority=priority):
                self.layouts[target.issue_on] += 1
                yield request
        else:
            yield from self.request_once(target, self.parse_entry, priority=ENTRY_PRIORITY)

    async def parse_entry(self, response: Response, target: Target, shells: int = 1) -> AsyncIterator[Any]:
        """Follow the entry to the latest issue, which need not be today's, and go on to the days that are lacking."""
        self.store.report.add("lists_answered")
        try:
            page, decoding = self.decode(response)
            url = self._entry_target(page, shells)
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, the crawl goes on
            yield self.unreadable(target, response, error)
            return
        day = issue_day(url)
        child = ListedUrl(url=url, kind="layout" if day else "entry", listed_on=day)
        visit = self.visit(target, response, "read", decoding)
        await self.store.save(ScrapedList(visit=visit, children=(child,)), at_once=True)
        if day is None:
            further = Target(url=url, kind="entry", found_on=target.url)
            for request in self.request_once(further, self.parse_entry, priority=ENTRY_PRIORITY, shells=shells + 1):
                yield request
            return
        is_ordinary = not (self.arguments.is_range or self.arguments.gaps)
        if day in self.without_pages or (is_ordinary and await self._is_open(url)):
            latest = Target(url=url, kind="layout", found_on=target.url, issue_on=day, is_entrance=True)
            for request in self._request(latest):
                yield request
        for request in self._walk(url, day):
            yield request

    def _entry_target(self, page: HttpResponse, shells: int) -> str:
        if shells > MAX_SHELLS:
            raise UnreadablePage("too_many_entries", f"{shells} entries lead to one another, the last is {page.url}")
        is_issue = issue_day(str(page.url)) is not None  # the entry was answered with a redirect to the latest issue
        url = str(page.url) if is_issue else epaper.EpaperEntryPage(page).target_url
        if urlsplit(url).hostname not in self.hosts:
            raise UnreadablePage("offsite_entry", f"the entry leads to another host: {url}")
        return url

    def _walk(self, url: str, latest: dt.date) -> Iterator[Request]:
        """Ask for each lacking day at the address that the latest issue would have had on it."""
        if self.has_walked:
            return
        self.has_walked = True
        for day in sorted(self.lacking - {latest}, reverse=True):
            yield from self._request(Target(url=on_day(url, day), kind="layout", issue_on=day, is_guess=True))

    async def _is_open(self, url: str) -> bool:
        key = url_key(url)
        return (await self.store.ledger.states([key])).get(key) in OPEN_STATES

    async def parse_layout(self, response: Response, target: Target) -> AsyncIterator[Any]:
        """Record a page of an issue with everything it names, then request what the ledger lacks of that."""
        try:
            page, decoding = self.decode(response)
            if answered_for(page, target):
                for request in await self._go_to(response.url, target, self.visit(target, response, "alias", decoding)):
                    yield request
                return
            visit = self.visit(target, response, "read", decoding)
            read = self.reader.layout(page, target, visit)
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, the crawl goes on
            failed = self._came_to(target, self.unreadable(target, response, error))
            of_failed = failed.visit if isinstance(failed, MissingIssue) else failed
            if of_failed and of_failed.outcome == "quarantined":
                self.count_listing(has_articles=False)
            yield failed
            return
        if not is_own_url(read, target):
            for request in await self._go_to(read.own_url, target, replace(visit, outcome="alias")):
                yield request
            return
        record, layout = read.record, read.page
        children = [*(page.url for page in record.pages), *(one.url for one in record.placements)]
        known = await self.store.ledger.states([url_key(url) for url in children])
        await self.store.save(record, at_once=True)
        if record.placements or not target.is_again:  # a page of advertisements may have none
            self.count_listing(has_articles=bool(record.placements))
        self.without_pages.discard(record.published_on)
        for request in self._follow(record, layout, target, known):
            yield request
        for asset in await self.assets.of_layout(record):
            yield asset

    async def _go_to(self, url: str, target: Target, visit: Visit) -> list[Request]:
        """Record that a page is there under another address, and ask for that."""
        child = ListedUrl(url=url, kind="layout", listed_on=target.issue_on)
        await self.store.save(ScrapedList(visit=visit, children=(child,)), at_once=True)
        return list(self._request(Target(url=url, kind="layout", found_on=target.url, issue_on=target.issue_on)))

    def _follow(
        self, record: ScrapedLayout, layout: EpaperLayoutPage, target: Target, known: dict[str, str]
    ) -> Iterator[Request]:
        day = record.published_on
        pages = [(page.url, "layout") for page in record.pages]
        articles = [(one.url, "article") for one in record.placements]
        for url, kind in (*pages, *articles):
            if known.get(url_key(url)) in OPEN_STATES:
                child: Any = kind
                yield from self._request(
                    Target(url=url, kind=child, found_on=target.url, issue_on=day, depth=target.depth + 1)
                )
        before = layout.prev_issue_url
        if before and (day_before := issue_day(before)) in self.without_pages:
            earlier = Target(
                url=before, kind="layout", found_on=target.url, issue_on=day_before, depth=target.depth + 1
            )
            yield from self._request(earlier)

    async def parse_article(self, response: Response, target: Target) -> AsyncIterator[Any]:
        """Read an article and send it down the pipelines; it belongs to the issue whose page names it."""
        try:
            page, decoding = self.decode(response)
            visit = self.visit(target, response, "stored", decoding)
            scraped = self.reader.printed_article(page, target, visit)
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, the crawl goes on
            yield self.unreadable_article(target, response, error)
            return
        if notice := self.removal(target, response, scraped):
            yield notice
            return
        yield scraped

    def record_failure(self, failure: Failure) -> Iterator[Any]:
        """Record a request that brought no page; for the first page of a day it tells that there is no issue."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        target: Target = request.cb_kwargs["target"]
        yield self._came_to(target, self.failed(target, failure.value))

    def _came_to(self, target: Target, visit: Visit) -> Visit | MissingIssue:
        """Say what a visit that brought no page came to; of a guessed address, that the day has no issue (yet)."""
        visit = self.seen_again(target, visit)
        if not (target.is_guess or target.is_entrance) or target.issue_on is None or visit.reason == PARSER_ERROR:
            return visit
        if target.is_guess and (visit.http_status in NOT_THERE or visit.reason in NO_ISSUE):
            visit = replace(visit, outcome="gone")
        is_over = target.issue_on < self.today and visit.outcome == "gone"
        return MissingIssue(
            visit=visit,
            published_on=target.issue_on,
            at=visit.at,
            state="unavailable" if is_over else "expected",
            reason=visit.reason or visit.outcome,
        )
