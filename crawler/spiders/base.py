"""What every spider of a source shares: its ledger, requests that are made once a run, and the record of each visit."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.exchanges import exchange_of
from crawler.failures import classify, is_not_modified
from crawler.page_objects import load_page_objects
from crawler.pages.base import TruncatedPage, UnreadablePage, decode_page
from crawler.pages.removal_notices import notice_of, notice_on
from crawler.source_reader import SourceReader
from crawler.spiders.answers import ELSEWHERE
from pipelines.errors import PARSER_ERROR
from pipelines.items import Visit
from pipelines.report import STOPPED
from pipelines.store import StorePipeline
from pipelines.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure
    from web_poet import HttpResponse

    from crawler.pages.base import Decoding
    from crawler.profile import Profile
    from crawler.targets import Target
    from db.due import DueUrl
    from pipelines.items import ScrapedArticle

logger = logging.getLogger(__name__)

HERE = frozenset(("stored", "read"))  # states of what is visited again
OPEN_STATES = frozenset((None, "pending"))  # unknown to the ledger, or due
_WHERE_A_RUN_BEGINS = frozenset(("list", "pager", "entry"))  # when none of them answers, the site does not


class SourceSpider(Spider):
    """A spider of one source of a profile; a subclass sets `profile`, `source`, `hosts` and `platform`."""

    profile: Profile
    source: dict[str, str]
    hosts: frozenset[str]
    platform: str  # its name, or auto
    readable: tuple[str, ...]  # the platforms that this spider's page objects read

    def __init__(self) -> None:
        super().__init__()
        self._asked: set[str] = set()

    @property
    def store(self) -> StorePipeline:
        """The pipeline that knows the ledger."""
        store: StorePipeline | None = self.crawler.get_item_pipeline(StorePipeline)
        if store is None:
            raise RuntimeError("the setting ITEM_PIPELINES lacks pipelines.store.StorePipeline")
        return store

    async def revisits(
        self, kinds: tuple[str, ...], since: dt.date | None = None, until: dt.date | None = None
    ) -> list[DueUrl]:
        """List what is to be visited again although it is settled: see `db.revisits.revisits`."""
        young = dt.timedelta(days=self.settings.getfloat("REVISIT_DAYS"))
        pause = dt.timedelta(hours=self.settings.getfloat("REVISIT_HOURS"))
        revise = dt.timedelta(days=self.settings.getfloat("REVISE_DAYS"))
        return await self.store.ledger.revisits(
            kinds, young=young, pause=pause, revise=revise, since=since, until=until
        )

    def count_listing(self, *, has_articles: bool) -> None:
        """Count a list page or layout that answered: when none names an article, the site has changed."""
        self.store.report.add("listings")
        self.store.report.add("listings_with_articles", int(has_articles))

    def request_once(
        self, target: Target, callback: Callable[..., Any], *, priority: int, **kwargs: Any
    ) -> Iterator[Request]:
        """Give a request for a URL, once a run.

        Args:
            kwargs: for the callback, besides `target`.
        """
        key = url_key(target.url)
        if key in self._asked:
            return
        limit = self.settings.getint("DEPTH_LIMIT")
        if limit and target.depth > limit and target.kind != "article":
            # the next run goes on from there: the ledger, or its page, names it
            self.store.report.add(f"{STOPPED}depth")
            return
        self._asked.add(key)
        self.store.report.add("requested")
        if target.kind in _WHERE_A_RUN_BEGINS:
            self.store.report.add("lists_requested")
        yield Request(
            target.url,
            headers=target.conditions,
            callback=callback,
            errback=self.record_failure,
            priority=priority,
            dont_filter=True,  # self._asked has seen to it
            cb_kwargs={"target": target, **kwargs},
            meta={"hosts": self.hosts, "homes": self.homes, "handle_httpstatus_list": []},
        )

    @property
    def homes(self) -> frozenset[str]:
        """Paths, besides the usual ones, to which a site redirects a request for a page that it does not have."""
        return frozenset()

    def record_failure(self, failure: Failure) -> Iterator[Any]:
        """Record a request that brought no page."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        yield self.failed(request.cb_kwargs["target"], failure.value)

    def visit(
        self,
        target: Target,
        response: Response | None,
        outcome: str,
        decoding: Decoding | None = None,
        *,
        reason: str | None = None,
        detail: str | None = None,
    ) -> Visit:
        """Give the record of a visit; `response` is None when none came."""
        at = self.store.now()
        return Visit(
            url=target.url,
            kind=target.kind,
            at=at,
            http_status=response.status if response is not None else None,
            outcome=outcome,
            reason=reason,
            detail=detail,
            encoding_declared=decoding.declared if decoding else None,
            encoding_used=decoding.used if decoding else None,
            replaced_chars=decoding.replaced_chars if decoding else 0,
            found_on=target.found_on,
            exchange=exchange_of(response, at) if response is not None else None,
        )

    @cached_property
    def reader(self) -> SourceReader:
        """What reads the pages of this source."""
        return SourceReader(
            platform=self.platform,
            readable=self.readable,
            max_replaced=self.settings.getint("ENCODING_MAX_REPLACED"),
            page_objects=load_page_objects(self.settings.getdict("PAGE_OBJECTS")),
        )

    def decode(self, response: Response) -> tuple[HttpResponse, Decoding]:
        """Give the input of a page object; see `SourceReader.decode`."""
        return self.reader.decode(response.url, response.body, self._content_type(response), response.status)

    @staticmethod
    def _content_type(response: Response) -> str | None:
        content_type = response.headers.get("Content-Type")
        return content_type.decode("latin-1") if content_type else None

    def unreadable(self, target: Target, response: Response, error: Exception) -> Visit:
        """Quarantine a page that cannot be read, or have a truncated one tried again.

        One that shows a mistake in the code makes the run `crashed`.
        """
        if isinstance(error, UnreadablePage):
            reason, detail = error.reason, error.detail
        else:
            logger.error("A page object failed at %s", response.url, exc_info=error)
            reason, detail = PARSER_ERROR, repr(error)
        decoding = self._decode_leniently(response)[1]
        outcome = "retry" if isinstance(error, TruncatedPage) else "quarantined"
        return self.visit(target, response, outcome, decoding, reason=reason, detail=detail)

    def _decode_leniently(self, response: Response) -> tuple[HttpResponse, Decoding]:
        """Decode what may be no whole page."""
        content_type = self._content_type(response)
        headers = {"Content-Type": content_type} if content_type else {}
        return decode_page(response.url, response.body, headers, response.status)

    def removal(self, target: Target, response: Response, read: ScrapedArticle | None = None) -> Visit | None:
        """Record that the page of an article that was there now says that it was taken away; None: it does not.

        Args:
            read: the page as it was read; None where it cannot be read as an article.
        """
        if not target.is_again:
            return None
        if read is not None and notice_of(read) is None:
            return None
        page, decoding = self._decode_leniently(response)
        line = notice_on(page) if read is None else notice_of(read)
        if line is None:
            return None
        return self.visit(target, response, "gone", decoding, reason="removal_notice", detail=f"the page says: {line}")

    def unreadable_article(self, target: Target, response: Response, error: Exception) -> Visit:
        """Record an article's page that cannot be read; of one that was there it may say that it is no more."""
        failed = self.unreadable(target, response, error)
        notice = self.removal(target, response) if isinstance(error, UnreadablePage) else None
        return notice if notice and failed.outcome == "quarantined" else self.seen_again(target, failed)

    @staticmethod
    def seen_again(target: Target, visit: Visit) -> Visit:
        """Say what a visit that brought no page comes to, of a page that was there before.

        It is gone when another page answers now; else it will be looked at again.
        """
        if not target.is_again or visit.outcome != "quarantined" or visit.reason == PARSER_ERROR:
            return visit
        return replace(visit, outcome="gone" if visit.reason in ELSEWHERE else "retry")

    def failed(self, target: Target, error: BaseException | None) -> Visit:
        """Record what a request came to that brought no page: it may be as it was."""
        if isinstance(error, HttpError) and is_not_modified(error.response):
            return self.visit(target, error.response, "unchanged")
        is_of_profile = target.kind != "article" and target.found_on is None and not target.is_guess
        failed = classify(error, is_entrance=is_of_profile or target.is_entrance)
        response = error.response if isinstance(error, HttpError) else None
        visit = self.visit(target, response, failed.outcome, reason=failed.reason, detail=failed.detail)
        return replace(visit, http_status=failed.http_status, retry_after_s=failed.retry_after_s)
