"""When to request what of a news site: lists first, then the articles that the ledger lacks; no selector in here."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.pages import enorth
from crawler.pages.detect import READABLE_NEWS
from crawler.source_reader import PartGatherer, further_part
from crawler.spiders.arguments import read_news_arguments
from crawler.spiders.base import HERE, OPEN_STATES, SourceSpider
from crawler.spiders.listings import Listing, is_in_range, read_listing
from crawler.targets import Target
from pipelines.items import ListedUrl, ScrapedArticle, ScrapedList, ScrapedPart, Visit
from pipelines.urls import canonical_url, url_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure
    from web_poet import HttpResponse

    from crawler.pages.base import Decoding
    from crawler.source_reader import ArticlePage
    from db.due import DueUrl
    from pipelines.items import ResourceKind

FIRST_PRIORITY = 10  # what the profile or the home page names, and pagers: so that a run knows early what there is
NUMBERED_PRIORITY = -10  # after the articles of the pages before: else all articles of a channel wait in memory


class NewsSpider(SourceSpider):
    """Crawls a county's news site; `scrapy crawl news --help` lists its arguments."""

    name = "news"
    readable = READABLE_NEWS

    def __init__(self, **arguments: Any) -> None:
        super().__init__()
        self.arguments = read_news_arguments(**arguments)
        self.profile = self.arguments.profile
        if self.profile.news is None:
            raise ValueError("the profile has no news site")
        self.news = self.profile.news
        self.hosts, self.platform = self.news.hosts, self.news.platform
        self.source = self.profile.source("news", self.news.name)
        self.list_validators: dict[str, tuple[str | None, str | None]] = {}  # by URL key
        self.pagers: dict[str, list[str]] = {}  # by the URL of the list that names them

    async def start(self) -> AsyncIterator[Any]:
        """Request the sections' first pages, then what earlier runs left to do and what is to be looked at again."""
        if not self.arguments.since:  # else the lists say where to stop
            self.list_validators = await self.store.ledger.list_validators()
            self.pagers = await self.store.ledger.pagers()
        for url in self.arguments.sections.values() or [self.news.url]:
            for request in self._request(self._if_changed(Target(url=url, kind="list"))):
                yield request
        kinds = ("article",) if self.arguments.since else ("list", "article")
        since, until = self.arguments.since, self.arguments.until
        due = await self.store.ledger.due(kinds, since, until)
        for item in due + await self.revisits(("article",), since, until):
            kind: ResourceKind = "list" if item.kind == "list" else "article"
            for request in self._request(self._target_of(item, kind)):
                yield request

    @staticmethod
    def _target_of(item: DueUrl, kind: ResourceKind) -> Target:
        """Say what to request for a URL that is due: a further page is fetched with its whole article."""
        is_part = kind == "article" and not enorth.ARTICLE_URL.search(urlsplit(item.url).path)
        whole = item.part_of or (item.found_on if is_part else None)
        if whole:
            return Target(url=whole, kind=kind)
        return Target(
            url=item.url,
            kind=kind,
            found_on=item.found_on,
            is_again=item.state in HERE,
            etag=item.etag,
            last_modified=item.last_modified,
        )

    def _if_changed(self, target: Target) -> Target:
        """Let a list be asked for only if it is not as it was; the home page names the channels, and changes anyway."""
        if self._is_home(target):
            return target
        etag, last_modified = self.list_validators.get(url_key(target.url), (None, None))
        return replace(target, etag=etag, last_modified=last_modified)

    def _request(self, target: Target, **kwargs: Any) -> Iterator[Request]:
        is_article = target.kind == "article"
        callback = self.parse_article if is_article else self.parse_list
        is_first = target.kind == "pager" or target.found_on in (None, self.news.url)
        priority = 0 if is_article else FIRST_PRIORITY if is_first else NUMBERED_PRIORITY
        yield from self.request_once(target, callback, priority=priority, **kwargs)

    async def parse_list(
        self,
        response: Response,
        target: Target,
        older: tuple[str, ...] = (),
        shown_before: frozenset[str] = frozenset(),
    ) -> AsyncIterator[Any]:
        """Record a list or pager page with everything it names, then request what the ledger lacks of that.

        Args:
            older: numbered pages that are read one after the other, as long as they are young enough.
            shown_before: the articles of the page whose link to the next led here: one that shows no other is the end.
        """
        self.store.report.add("lists_answered")
        try:
            page, decoding = self._page(response)
            visit = self.visit(target, response, "read", decoding)
            is_home, is_channel = self._is_home(target), self._is_channel(target)
            listing = read_listing(
                page, self.arguments, is_home=is_home, may_be_empty=is_channel, shown_before=shown_before
            )
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, the crawl goes on
            failed = self.unreadable(target, response, error)
            if failed.outcome == "quarantined":
                self.count_listing(has_articles=False)
            yield failed
            for request in self._next_older(target, older):
                yield request
            return
        self.store.report.add("offsite_links", listing.offsite_links)
        children = listing.children
        if listing.article_urls or not (target.kind == "pager" or is_home):  # a home page may have channels only
            self.count_listing(has_articles=bool(listing.article_urls))
        known = await self.store.ledger.states([url_key(child.url) for child in children])
        has_news = any(child.kind == "article" and url_key(child.url) not in known for child in children)
        reopened = (listing.next_url,) if listing.next_url and has_news else ()
        await self.store.save(ScrapedList(visit=visit, children=children, reopened=reopened), at_once=True)
        wanted = [
            child
            for child in children
            if known.get(url_key(child.url)) in OPEN_STATES
            or child.kind == "pager"
            or child.url in reopened
            or (child.kind == "list" and is_home)
        ]
        for request in self._follow(wanted, target, listing):
            yield request
        for request in self._next_older(target, () if listing.is_past else older):
            yield request

    def _next_older(self, target: Target, older: tuple[str, ...]) -> Iterator[Request]:
        """Go on with the numbered pages that are read one after the other, whatever became of the one before."""
        if older:
            following = Target(url=older[0], kind="list", found_on=target.found_on, depth=target.depth + 1)
            yield from self._request(following, older=older[1:])

    def _follow(self, wanted: Iterable[ListedUrl], target: Target, listing: Listing) -> Iterator[Request]:
        numbered: list[str] = []
        for child in wanted:
            is_next = child.url == listing.next_url
            further = Target(url=child.url, kind=child.kind, found_on=target.url, depth=target.depth + 1)
            if child.kind == "list" and target.kind == "pager":
                numbered.append(child.url)
            elif is_next and not listing.is_past:
                yield from self._request(further, shown_before=listing.article_urls)
            elif not is_next and (child.kind != "article" or is_in_range(child, self.arguments)):
                yield from self._request(self._if_changed(further) if child.kind == "list" else further)
        if numbered:
            first = Target(url=numbered[0], kind="list", found_on=target.url, depth=target.depth + 1)
            yield from self._request(first, older=tuple(numbered[1:]))

    def _is_channel(self, target: Target) -> bool:
        return target.found_on == self.news.url and not self.arguments.sections

    def _is_home(self, target: Target) -> bool:
        return target.url == self.news.url and not self.arguments.sections

    def parse_article(self, response: Response, target: Target) -> Iterable[Any] | AsyncIterator[Any]:
        """Read an article, its further pages included, and send it down the pipelines."""
        try:
            article, decoding = self._article_page(response)
            scraped = article.scrape(self.visit(target, response, "stored", decoding))
            further = article.further_pages
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, the crawl goes on
            return [self.unreadable_article(target, response, error)]
        if notice := self.removal(target, response, scraped):
            return [notice]
        # most articles have one page: an asynchronous generator for each would cost a tenth of the speed
        return self._gather_parts(scraped, target, further) if further else [scraped]

    async def _gather_parts(
        self, scraped: ScrapedArticle, target: Target, urls: tuple[str, ...]
    ) -> AsyncIterator[ScrapedArticle]:
        yield await self._with_parts(scraped, target, urls)

    async def _with_parts(self, scraped: ScrapedArticle, target: Target, urls: tuple[str, ...]) -> ScrapedArticle:
        """Fetch an article's further pages one after the other; each may name more."""
        gatherer = PartGatherer(scraped, urls, self.settings.getint("ARTICLE_MAX_PARTS"))
        while url := gatherer.next_url:
            part, page = await self._fetch_part(Target(url=url, kind="article", found_on=target.url))
            gatherer.add(url, part, page)
        return gatherer.whole(lambda left: self._too_many(left, target))

    def _too_many(self, url: str, target: Target) -> ScrapedPart:
        """Name one more further page in the ledger than there may be."""
        more = Target(url=url, kind="article", found_on=target.url)
        return ScrapedPart(visit=self.visit(more, None, "refused", reason="too_many_parts"))

    async def _fetch_part(self, target: Target) -> tuple[ScrapedPart, ArticlePage | None]:
        try:
            request = Request(target.url, meta={"hosts": self.news.hosts}, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
            if response.status != HTTPStatus.OK:
                return ScrapedPart(visit=self.failed(target, HttpError(response, "no page"))), None
        except Exception as error:  # noqa: BLE001  whatever a download raises is recorded, and the article is kept
            return ScrapedPart(visit=self.failed(target, error)), None
        try:
            article, decoding = self._article_page(response)
            return further_part(article, self.visit(target, response, "stored", decoding)), article
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, and the article is kept
            return ScrapedPart(visit=self.unreadable(target, response, error)), None

    def record_failure(self, failure: Failure) -> Iterator[Visit | Request]:
        """Record a request that brought no page, and go on with the numbered pages behind it."""
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy puts it there
        target: Target = arguments["target"]
        for visit in super().record_failure(failure):
            yield visit
            if visit.outcome == "unchanged" and target.kind == "list":
                yield from self._go_on_from(target)
        yield from self._next_older(target, arguments.get("older", ()))

    def _go_on_from(self, target: Target) -> Iterator[Request]:
        """Go on from a list that is as it was: what it names is due where it is lacking; its pager is read anew."""
        self.store.report.add("lists_answered")
        for url in self.pagers.get(canonical_url(target.url), ()):
            yield from self._request(Target(url=url, kind="pager", found_on=target.url, depth=target.depth + 1))

    def _article_page(self, response: Response) -> tuple[ArticlePage, Decoding]:
        page, decoding = self.decode(response)
        return self.reader.news_article(page), decoding

    def _page(self, response: Response) -> tuple[HttpResponse, Decoding]:
        page, decoding = self.decode(response)
        self.reader.detect(page)
        return page, decoding
