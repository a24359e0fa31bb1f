"""When to request what of a news site: lists first, then the articles that the ledger lacks; no selector in here."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.failures import classify
from crawler.pages import enorth
from crawler.pages.base import Decoding, UnreadablePage, decode_page
from crawler.pages.detect import detect
from crawler.spiders.arguments import read_news_arguments
from crawler.spiders.listings import is_in_range, read_listing
from pipelines.errors import PARSER_ERROR
from pipelines.items import ListedUrl, ScrapedArticle, ScrapedList, ScrapedPart, Visit
from pipelines.store import StorePipeline
from pipelines.urls import url_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure
    from web_poet import HttpResponse

    from db.due import DueUrl
    from pipelines.items import ResourceKind

logger = logging.getLogger(__name__)

LIST_PRIORITY = 10  # lists go before articles, so that a run knows early what there is
_OPEN_STATES = frozenset((None, "pending"))  # unknown to the ledger, or due


@dataclass(frozen=True, kw_only=True)
class Target:
    """A URL that is being requested, and where it was found; None: in the profile."""

    url: str
    kind: ResourceKind
    found_on: str | None = None


class NewsSpider(Spider):
    """Crawls a county's news site; `scrapy crawl news --help` lists its arguments."""

    name = "news"

    def __init__(self, **arguments: Any) -> None:
        super().__init__()
        self.arguments = read_news_arguments(**arguments)
        self.profile = self.arguments.profile
        if self.profile.news is None:
            raise ValueError("the profile has no news site")
        self.news = self.profile.news
        self.source = {
            "site": self.profile.name,
            "slug": "news",
            "channel": "news",
            "name": self.news.name,
            "tz": self.profile.tz,
        }
        self._asked: set[str] = set()

    @property
    def store(self) -> StorePipeline:
        """The pipeline that knows the ledger."""
        store: StorePipeline | None = self.crawler.get_item_pipeline(StorePipeline)
        if store is None:
            raise RuntimeError("the setting ITEM_PIPELINES lacks pipelines.store.StorePipeline")
        return store

    async def start(self) -> AsyncIterator[Any]:
        """Request the sections' first pages, then what earlier runs left to do."""
        for url in self.arguments.sections.values() or [self.news.url]:
            for request in self._request(Target(url=url, kind="list")):
                yield request
        kinds = ("article",) if self.arguments.since else ("list", "article")
        for item in await self.store.due(kinds, self.arguments.since, self.arguments.until):
            kind: ResourceKind = "list" if item.kind == "list" else "article"
            for request in self._request(self._target_of(item, kind)):
                yield request

    @staticmethod
    def _target_of(item: DueUrl, kind: ResourceKind) -> Target:
        """Say what to request for a URL that is due: a further page is fetched with its whole article."""
        is_part = kind == "article" and not enorth.ARTICLE_URL.search(urlsplit(item.url).path)
        whole = item.part_of or (item.found_on if is_part else None)
        return Target(url=whole, kind=kind) if whole else Target(url=item.url, kind=kind, found_on=item.found_on)

    def _request(self, target: Target, **kwargs: Any) -> Iterator[Request]:
        """Give a request for a URL, once a run."""
        key = url_key(target.url)
        if key in self._asked:
            return
        self._asked.add(key)
        self.store.report.add("requested")
        if target.kind == "list":
            self.store.report.add("lists_requested")
        yield Request(
            target.url,
            callback=self.parse_article if target.kind == "article" else self.parse_list,
            errback=self.record_failure,
            priority=0 if target.kind == "article" else LIST_PRIORITY,
            dont_filter=True,  # self._asked has seen to it
            cb_kwargs={"target": target, **kwargs},
            meta={"hosts": self.news.hosts, "handle_httpstatus_list": []},
        )

    async def parse_list(self, response: Response, target: Target, older: tuple[str, ...] = ()) -> AsyncIterator[Any]:
        """Record a list or pager page with everything it names, then request what the ledger lacks of that.

        Args:
            older: numbered pages that are read one after the other, as long as they are young enough.
        """
        self.store.report.add("lists_answered")
        try:
            page, decoding = self._page(response)
            visit = self._visit(target, response, "read", decoding)
            is_home, is_channel = self._is_home(target), self._is_channel(target)
            listing = read_listing(page, self.arguments, is_home=is_home, may_be_empty=is_channel)
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, the crawl goes on
            yield self._unreadable(target, response, error)
            for request in self._next_older(target, older):
                yield request
            return
        self.store.report.add("offsite_links", listing.offsite_links)
        children, next_url = listing.children, listing.next_url
        known = await self.store.states([url_key(child.url) for child in children])
        has_news = any(child.kind == "article" and url_key(child.url) not in known for child in children)
        record = ScrapedList(visit=visit, children=children, reopened=(next_url,) if next_url and has_news else ())
        await self.store.save(record, at_once=True)
        wanted = [
            child
            for child in children
            if known.get(url_key(child.url)) in _OPEN_STATES
            or child.kind == "pager"
            or (child.url == next_url and has_news)
            or (child.kind == "list" and is_home)
        ]
        for request in self._follow(wanted, target, next_url, is_past=listing.is_past):
            yield request
        for request in self._next_older(target, () if listing.is_past else older):
            yield request

    def _next_older(self, target: Target, older: tuple[str, ...]) -> Iterator[Request]:
        """Go on with the numbered pages that are read one after the other, whatever became of the one before."""
        if older:
            yield from self._request(Target(url=older[0], kind="list", found_on=target.found_on), older=older[1:])

    def _follow(
        self, wanted: Iterable[ListedUrl], target: Target, next_url: str | None, *, is_past: bool
    ) -> Iterator[Request]:
        numbered: list[str] = []
        for child in wanted:
            if child.kind == "list" and target.kind == "pager" and self.arguments.since:
                numbered.append(child.url)
            elif (child.kind != "article" or is_in_range(child, self.arguments)) and not (
                is_past and child.url == next_url
            ):
                yield from self._request(Target(url=child.url, kind=child.kind, found_on=target.url))
        if numbered:
            yield from self._request(
                Target(url=numbered[0], kind="list", found_on=target.url), older=tuple(numbered[1:])
            )

    def _is_channel(self, target: Target) -> bool:
        return target.found_on == self.news.url and not self.arguments.sections

    def _is_home(self, target: Target) -> bool:
        return target.url == self.news.url and not self.arguments.sections

    async def parse_article(self, response: Response, target: Target) -> AsyncIterator[Any]:
        """Read an article, its further pages included, and send it down the pipelines."""
        try:
            page, decoding = self._page(response)
            article = enorth.EnorthArticlePage(page)
            scraped = article.scrape(self._visit(target, response, "stored", decoding))
            further = article.further_pages
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, the crawl goes on
            yield self._unreadable(target, response, error)
            return
        yield await self._with_parts(scraped, target, further) if further else scraped

    async def _with_parts(self, scraped: ScrapedArticle, target: Target, urls: tuple[str, ...]) -> ScrapedArticle:
        """Fetch an article's further pages one after the other; each may name more."""
        parts: dict[str, ScrapedPart] = {}
        images = list(scraped.images)
        after = scraped.credits_after
        limit = self.settings.getint("ARTICLE_MAX_PARTS")
        queue = dict.fromkeys(urls[: limit + 1])
        while (url := next((one for one in queue if one not in parts), None)) and len(parts) < limit:
            part, page = await self._fetch_part(Target(url=url, kind="article", found_on=target.url))
            parts[url] = part
            if page is not None:
                images += page.images
                after = page.credits_after or after
                queue |= dict.fromkeys(page.further_pages[: limit + 1])
        if url:  # one more is named in the ledger: the article must not look complete
            more = Target(url=url, kind="article", found_on=target.url)
            parts[more.url] = ScrapedPart(visit=self._visit(more, None, "refused", reason="too_many_parts"))
        return replace(scraped, parts=tuple(parts.values()), images=tuple(dict.fromkeys(images)), credits_after=after)

    async def _fetch_part(self, target: Target) -> tuple[ScrapedPart, enorth.EnorthArticlePage | None]:
        try:
            request = Request(target.url, meta={"hosts": self.news.hosts}, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
            if response.status != HTTPStatus.OK:
                return ScrapedPart(visit=self._failed(target, HttpError(response, "no page"))), None
        except Exception as error:  # noqa: BLE001  whatever a download raises is recorded, and the article is kept
            return ScrapedPart(visit=self._failed(target, error)), None
        try:
            page, decoding = self._page(response)
            article = enorth.EnorthArticlePage(page)
            visit = self._visit(target, response, "stored", decoding)
            return ScrapedPart(visit=visit, paragraphs=article.paragraphs), article
        except Exception as error:  # noqa: BLE001  the page is kept as quarantined, and the article is kept
            return ScrapedPart(visit=self._unreadable(target, response, error)), None

    def record_failure(self, failure: Failure) -> Iterator[Visit | Request]:
        """Record a request that brought no page."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        target: Target = request.cb_kwargs["target"]
        yield self._failed(target, failure.value)
        yield from self._next_older(target, request.cb_kwargs.get("older", ()))

    def _visit(
        self,
        target: Target,
        response: Response | None,
        outcome: str,
        decoding: Decoding | None = None,
        *,
        reason: str | None = None,
        detail: str | None = None,
    ) -> Visit:
        return Visit(
            url=target.url,
            kind=target.kind,
            at=dt.datetime.now(dt.UTC),
            http_status=response.status if response is not None else None,
            outcome=outcome,
            reason=reason,
            detail=detail,
            encoding_declared=decoding.declared if decoding else None,
            encoding_used=decoding.used if decoding else None,
            replaced_chars=decoding.replaced_chars if decoding else 0,
            found_on=target.found_on,
        )

    def _page(self, response: Response) -> tuple[HttpResponse, Decoding]:
        """Decode a page and see to it that its platform can be read.

        Raises:
            UnreadablePage: no page object reads it.
        """
        page, decoding = decode_page(response.url, response.body, _headers(response), response.status)
        if self.news.platform == "auto" and (found := detect(page.text, response.url)).platform != "enorth":
            raise UnreadablePage("no_page_object", f"this is {found.platform}, which no page object reads yet")
        return page, decoding

    def _unreadable(self, target: Target, response: Response, error: Exception) -> Visit:
        """Quarantine a page that cannot be read; one that shows a mistake in the code makes the run `crashed`."""
        if isinstance(error, UnreadablePage):
            reason, detail = error.reason, error.detail
        else:
            logger.error("A page object failed at %s", response.url, exc_info=error)
            reason, detail = PARSER_ERROR, repr(error)
        return self._visit(target, response, "quarantined", reason=reason, detail=detail)

    def _failed(self, target: Target, error: BaseException | None) -> Visit:
        is_entrance = target.kind == "list" and target.found_on is None
        failed = classify(error, is_entrance=is_entrance)
        visit = self._visit(target, None, failed.outcome, reason=failed.reason, detail=failed.detail)
        return replace(visit, http_status=failed.http_status)


def _headers(response: Response) -> dict[str, str]:
    content_type = response.headers.get("Content-Type")
    return {"Content-Type": content_type.decode("latin-1")} if content_type else {}
