"""Read pages back from the archive as a crawl would, and say what reads otherwise than it is stored; one batch a call.

A worker of `scrapy reparse`: it reads records and rows by itself, and gives back differences and records, no HTML.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.page_objects import load_page_objects
from crawler.pages import epaper
from crawler.pages.base import UnreadablePage
from crawler.pages.detect import READABLE_EPAPERS, READABLE_NEWS
from crawler.source_reader import PartGatherer, SourceReader, answered_for, further_part, is_own_url
from crawler.spiders.arguments import NewsArguments
from crawler.spiders.dated_urls import issue_day
from crawler.spiders.listings import read_listing
from crawler.targets import Target
from pipelines.archive.reader import ArchiveReader
from pipelines.archive.records import UnreadableRecord
from pipelines.deduplicate import mark_text
from pipelines.errors import PARSER_ERROR, Rejection
from pipelines.items import ListedUrl, ScrapedList, ScrapedPart, Visit
from pipelines.normalise import normalise_article
from pipelines.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from web_poet import HttpResponse

    from crawler.pages.base import Decoding
    from crawler.profile import Profile
    from db.rereading import KeptUrl, KnownSource
    from pipelines.differences import Difference
    from pipelines.issues import ScrapedLayout
    from pipelines.items import Article, ResourceKind
    from pipelines.rereading import Rewriting

    Counted = tuple[str, str, str]  # what, field, kind


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is read anew, and how.

    Args:
        archive: its folder.
        profile: of the source's site.
        page_objects: see the setting PAGE_OBJECTS.
        max_replaced, max_parts: the settings ENCODING_MAX_REPLACED and ARTICLE_MAX_PARTS.
        examples: how many are kept of each kind of difference.
    """

    database_url: str
    archive: str
    source: KnownSource
    profile: Profile
    page_objects: Mapping[str, str]
    max_replaced: int
    max_parts: int
    examples: int


@dataclass(kw_only=True)
class Findings:
    """What came of reading pages anew.

    Args:
        pages: that were read from the archive.
        missing: URLs that were stored, and whose answer is not in the archive.
        counts: of differences.
        examples: some of each.
        differing: how many articles, pages and lists have a difference.
        versions: how many articles were read by another page object or version, by both.
        broken: records that cannot be read, with their reason.
        rewritings: what would have to be written.
    """

    pages: int = 0
    missing: int = 0
    counts: Counter[Counted] = field(default_factory=Counter)
    examples: dict[Counted, list[Difference]] = field(default_factory=dict)
    differing: Counter[str] = field(default_factory=Counter)
    versions: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    rewritings: list[Rewriting] = field(default_factory=list)

    def note(self, differences: Iterable[Difference], examples: int) -> None:
        """Count differences, and keep some examples."""
        for one in differences:
            key = (one.what, one.name, one.kind)
            self.counts[key] += 1
            kept = self.examples.setdefault(key, [])
            if len(kept) < examples:
                kept.append(one)

    def add(self, other: Findings, examples: int) -> None:
        """Take in what another batch gave, but for what is to be written."""
        self.pages += other.pages
        self.missing += other.missing
        self.counts.update(other.counts)
        self.differing.update(other.differing)
        self.versions.update(other.versions)
        self.broken += other.broken
        for key, some in other.examples.items():
            kept = self.examples.setdefault(key, [])
            kept += some[: examples - len(kept)]


class NotArchivedError(Exception):
    """An answer that is needed is not in the archive, which is no fault: it may be older than the archive."""


@dataclass(frozen=True, kw_only=True)
class Unread:
    """Why today's code cannot read a page."""

    reason: str
    detail: str


class PageReader:
    """Reads kept pages of one source into records.

    Args:
        job: what is read, and how.
    """

    def __init__(self, job: Job) -> None:
        self.archive = ArchiveReader(Path(job.archive))
        self.pages = 0
        self._job, self._profile = job, job.profile
        self._is_printed = job.source.channel == "epaper"
        channel = job.profile.epaper if self._is_printed else job.profile.news
        self._reader = SourceReader(
            platform=channel.platform if channel else "auto",
            readable=READABLE_EPAPERS if self._is_printed else READABLE_NEWS,
            max_replaced=job.max_replaced,
            page_objects=load_page_objects(job.page_objects),
        )

    def attempt(self, kept: KeptUrl, read: Callable[[KeptUrl], Any]) -> Any:
        """Read a page; give why where it cannot be read.

        Raises:
            UnreadableRecord: the archive is damaged.
            NotArchivedError: it does not have it.
        """
        try:
            return read(kept)
        except (UnreadableRecord, NotArchivedError):
            raise
        except (UnreadablePage, Rejection) as error:
            return Unread(reason=error.reason, detail=error.detail)
        except Exception as error:  # noqa: BLE001  a mistake in a page object is what the operator wants to see
            return Unread(reason=PARSER_ERROR, detail=repr(error))

    def article(self, kept: KeptUrl, parts: Callable[[str], KeptUrl | None]) -> Article:
        """Read an article; `parts` finds its further pages by the keys of their URLs."""
        page, decoding = self._page(kept)
        visit = _visit(kept, "stored", decoding)
        if self._is_printed:
            scraped = self._reader.printed_article(page, self._target(kept), visit)
        else:
            found = self._reader.news_article(page)
            scraped = found.scrape(visit)
            if further := found.further_pages:
                gatherer = PartGatherer(scraped, further, self._job.max_parts)
                while url := gatherer.next_url:
                    gatherer.add(url, *self._part(url, kept, parts(url_key(url))))
                scraped = gatherer.whole(lambda left: _no_part(left, kept, kept, "refused", "too_many_parts"))
        paper = self._job.source.name if self._is_printed else None
        return mark_text(normalise_article(scraped, tz=self._profile.tz, paper=paper))

    def layout(self, kept: KeptUrl) -> ScrapedLayout | ScrapedList:
        """Read a page of an issue; of another name of it, give the page's own address."""
        page, decoding = self._page(kept)
        target, visit = self._target(kept), _visit(kept, "read", decoding)
        own_url = str(page.url)
        if not answered_for(page, target):
            read = self._reader.layout(page, target, visit)
            if is_own_url(read, target):
                return read.record
            own_url = read.own_url
        child = ListedUrl(url=own_url, kind="layout", listed_on=kept.listed_on)
        return ScrapedList(visit=replace(visit, outcome="alias"), children=(child,))

    def listing(self, kept: KeptUrl) -> ScrapedList:
        """Read a list page; of an entry or a pager, only see whether it can be read."""
        page, decoding = self._page(kept)
        visit = _visit(kept, "read", decoding)
        if kept.kind == "entry":
            if issue_day(str(page.url)) is None:
                _ = epaper.EpaperEntryPage(page).target_url
            return ScrapedList(visit=visit, children=())
        self._reader.detect(page)
        news = self._profile.news
        sections = news.sections if news else {}
        home = news.url if news and not sections else None
        arguments = NewsArguments(
            profile=self._profile, hosts=news.hosts if news else frozenset(), sections=sections, since=None, until=None
        )
        found = read_listing(
            page, arguments, is_home=kept.url == home, may_be_empty=home is not None and kept.found_on == home
        )
        return ScrapedList(visit=visit, children=tuple(one for one in found.children if one.kind == "article"))

    def _part(self, url: str, whole: KeptUrl, kept: KeptUrl | None) -> tuple[ScrapedPart, Any]:
        if kept is None:  # it never answered, or nobody has asked yet
            return _no_part(url, whole, whole, "retry", "not_fetched"), None
        found: list[Any] = []

        def read(one: KeptUrl) -> ScrapedPart:
            page, decoding = self._page(one)
            found.append(self._reader.news_article(page))
            return further_part(found[0], replace(_visit(one, "stored", decoding), url=url, found_on=whole.url))

        part = self.attempt(kept, read)
        if isinstance(part, Unread):
            return _no_part(url, kept, whole, "quarantined", part.reason), None
        return part, found[0]

    def _page(self, kept: KeptUrl) -> tuple[HttpResponse, Decoding]:
        if kept.warc_file is None or kept.warc_offset is None:
            raise NotArchivedError(kept.url)
        exchange = self.archive.read(kept.warc_file, kept.warc_offset)
        self.pages += 1
        content_type = next((value for name, value in exchange.headers if name.lower() == "content-type"), None)
        return self._reader.decode(exchange.url, exchange.body, content_type, exchange.status)

    def _target(self, kept: KeptUrl) -> Target:
        kind: Any = kept.kind
        is_layout = kept.kind == "layout"
        return Target(
            url=kept.url,
            kind=kind,
            found_on=kept.found_on,
            issue_on=kept.listed_on,
            is_guess=is_layout and kept.found_on is None,
            is_entrance=is_layout and kept.state == "alias",
        )


def _visit(kept: KeptUrl, outcome: str, decoding: Decoding) -> Visit:
    kind: ResourceKind = kept.kind  # type: ignore[assignment]  # the database checks it
    return Visit(
        url=kept.url,
        kind=kind,
        at=kept.at,
        outcome=outcome,
        http_status=kept.http_status,
        encoding_declared=decoding.declared,
        encoding_used=decoding.used,
        replaced_chars=decoding.replaced_chars,
        found_on=kept.found_on,
    )


def _no_part(url: str, kept: KeptUrl, whole: KeptUrl, outcome: str, reason: str) -> ScrapedPart:
    visit = Visit(url=url, kind="article", at=kept.at, outcome=outcome, reason=reason, found_on=whole.url)
    return ScrapedPart(visit=visit)
