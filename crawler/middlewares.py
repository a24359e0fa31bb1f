"""Downloader middlewares: refusals that Scrapy lets vanish become exceptions that carry a reason.

A request that is redirected off the site or to a URL seen before, or that robots.txt forbids, reaches its errback, so
that the ledger has a row for it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from twisted.internet.defer import Deferred

from pipelines.errors import first_line

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_HOME_PATHS = frozenset(("", "/", "/index.shtml", "/index.html", "/index.htm", "/index.jsp", "/default.htm"))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_VALIDATORS = (b"If-None-Match", b"If-Modified-Since")  # of the URL that was asked for, and of no other


class RequestRefused(IgnoreRequest):
    """A request that was given up on purpose; the spider's errback records it.

    Args:
        outcome: `refused`, `gone` where the site says so in its own way, or `retry`.
        reason: a stable slug.
        detail: one sentence for the operator.
        http_status: of the answer that led here; None when none came.
    """

    def __init__(self, outcome: str, reason: str, detail: str, http_status: int | None = None) -> None:
        super().__init__(detail)
        self.outcome, self.reason, self.detail, self.http_status = outcome, reason, detail, http_status


class RobotsMiddleware(RobotsTxtMiddleware):
    """robots.txt, with a reason for the ledger, and for every request.

    Scrapy 2.19 lets all requests that arrive while robots.txt is being fetched wait for one Deferred, whose result
    only the first of them gets; the others would be allowed everything.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # what it says of a robots.txt that cannot be had is forty lines; see _robots_error
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        super()._robots_error(exc, netloc)
        if not isinstance(exc, IgnoreRequest):
            logger.warning("%s has no robots.txt that can be had (%s): everything is allowed", netloc, first_line(exc))

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Give the host's rules once they are there; None where it has none."""
        await super().robot_parser(request)
        parser = self._parsers[urlsplit(request.url).netloc]
        return None if isinstance(parser, Deferred) else parser

    async def process_request(self, request: Request) -> None:  # type: ignore[override]  # the argument spider is deprecated
        """Raise RequestRefused for a URL that robots.txt disallows."""
        try:
            await super().process_request(request)
        except IgnoreRequest as error:
            raise RequestRefused("refused", "robots", "robots.txt disallows it") from error


class PatientRetryMiddleware(RetryMiddleware):
    """Tries again at once what may be a passing fault, but not where the site says when to come back (Retry-After)."""

    def process_response(  # type: ignore[override]  # the argument spider is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """Try again, or leave it to the ledger."""
        return response if response.headers.get("Retry-After") else super().process_response(request, response)


class SiteRedirectMiddleware(RedirectMiddleware):
    """Redirects within the site; meta key `hosts` names the hosts that belong to it, `homes` the paths of its home.

    Enorth and Founder sites answer a missing page with a redirect to the home page.
    """

    def process_response(  # type: ignore[override]  # the argument spider is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """Follow a redirect, or raise RequestRefused for one that leads elsewhere."""
        location = response.headers.get("Location")
        if response.status not in _REDIRECTS or location is None:
            return response
        try:
            target = urljoin(request.url, location.decode("latin-1").strip())
            parts = urlsplit(target)
            host = parts.hostname or ""
        except ValueError:
            host, parts, target = "", urlsplit(""), repr(location)
        first = urlsplit((request.meta.get("redirect_urls") or [request.url])[0])
        hosts = request.meta.get("hosts") or frozenset((first.hostname,))
        # user@host is how a redirect hides its host, and Twisted connects to no such address
        if parts.scheme not in ("http", "https") or host not in hosts or "@" in parts.netloc:
            raise RequestRefused("refused", "offsite_redirect", f"redirected to {target[:300]}", response.status)
        homes = _HOME_PATHS | request.meta.get("homes", frozenset())
        if parts.path in homes and first.path not in homes and not first.path.endswith("/robots.txt"):
            raise RequestRefused("gone", "redirected_home", "redirected to the home page", response.status)
        if request.meta.get("redirect_times", 0) >= self.max_redirect_times:
            # no refusal by rule: a firewall that wants its cookie back does so, and may stop
            raise RequestRefused(
                "retry", "redirect_loop", f"more than {self.max_redirect_times} redirects", response.status
            )
        redirected = super().process_response(request, response)
        if redirected is response:
            return response
        headers = {name: values for name, values in redirected.headers.items() if name not in _VALIDATORS}
        # one that was seen before must be answered too: the ledger waits for it
        return redirected.replace(dont_filter=True, headers=headers)
