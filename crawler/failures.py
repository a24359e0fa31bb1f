"""What a request that brought no page means for its URL: gone, refused, quarantined, or to be tried again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, ResponseDataLossError
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.python import global_object_name

from crawler.guard import AddressRefused
from crawler.middlewares import RequestRefused
from pipelines.errors import first_line

if TYPE_CHECKING:
    from scrapy.http import Response

_GONE = frozenset((HTTPStatus.NOT_FOUND, HTTPStatus.GONE))
REASON_CHARS = 64  # as wide as the column
# names of ours for what Scrapy and Twisted call by the names of their classes, which they may change
_SLUGS = {
    "downloadtimeout": "timeout",
    "timeout": "timeout",
    "tcptimedout": "timeout",
    "usertimeout": "timeout",
    "downloadconnectionrefused": "connection_refused",
    "connectionrefused": "connection_refused",
    "downloadfailed": "connection_lost",
    "responsefailed": "connection_lost",
    "connectionlost": "connection_lost",
    "cannotresolvehost": "unknown_host",
    "dnslookup": "unknown_host",
    "badgzipfile": "bad_gzip",
}


@dataclass(frozen=True)
class Failed:
    """How a request failed; see `pipelines.items.Visit` for the fields."""

    outcome: str
    reason: str
    detail: str | None = None
    http_status: int | None = None
    retry_after_s: int | None = None


def classify(error: BaseException | None, *, is_entrance: bool) -> Failed:
    """Tell what an error means.

    Args:
        error: what Scrapy gives to an errback.
        is_entrance: the URL is one that the profile names. It is never gone or refused for good: either the profile is
            wrong or the site has changed, and the run has to say so.
    """
    failed = _classify(error)
    if is_entrance and failed.outcome in ("gone", "refused"):
        return replace(failed, outcome="retry")
    return failed


def _classify(error: BaseException | None) -> Failed:  # noqa: PLR0911  one line a kind
    match error:
        case HttpError():
            status = error.response.status
            outcome = "gone" if status in _GONE else "retry"
            return Failed(outcome, f"http_{status}", http_status=status, retry_after_s=_retry_after_s(error.response))
        case RequestRefused():
            return Failed(error.outcome, error.reason, error.detail, error.http_status)
        case AddressRefused():
            return Failed("refused", "address", str(error))
        case DownloadCancelledError():
            return Failed("quarantined", "too_large", str(error))
        case IgnoreRequest() if "DOWNLOAD_MAXSIZE" in str(error):  # Scrapy, of a body that grows when decompressed
            return Failed("quarantined", "too_large", str(error))
        case IgnoreRequest():  # what we refuse on purpose has a class of its own
            return Failed("quarantined", "ignored", str(error))
        case ResponseDataLossError():
            return Failed("retry", "truncated", "the answer ended before its announced length")
    name = global_object_name(type(error)).rsplit(".", 1)[-1].removesuffix("Error").lower()
    return Failed("retry", _SLUGS.get(name, name[:REASON_CHARS]), first_line(error) if error else None)


def is_not_modified(response: Response) -> bool:
    """Tell an answer that a page is as it was, to a request that asked so; any other 304 says nothing."""
    request = response.request
    asked = request is not None and ("If-None-Match" in request.headers or "If-Modified-Since" in request.headers)
    return asked and response.status == HTTPStatus.NOT_MODIFIED


def _retry_after_s(response: Response) -> int | None:
    """Read how long the site asks to wait (RFC 9110: seconds, or a date); None where it does not say."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal() and value.isascii():
        return int(value[:9])
    try:
        until = parsedate_to_datetime(value)
        said = parsedate_to_datetime((response.headers.get("Date") or b"").decode("latin-1"))
        return max(0, int((until - said).total_seconds()))
    except (TypeError, ValueError):
        return None
