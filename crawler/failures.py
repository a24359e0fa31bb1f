"""What a request that brought no page means for its URL: gone, refused, quarantined, or to be tried again."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, ResponseDataLossError
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.python import global_object_name

from crawler.guard import AddressRefused
from crawler.middlewares import RequestRefused

_GONE = frozenset((HTTPStatus.NOT_FOUND, HTTPStatus.GONE))
REASON_CHARS = 64  # as wide as the column


@dataclass(frozen=True)
class Failed:
    """How a request failed; see `pipelines.items.Visit` for the fields."""

    outcome: str
    reason: str
    detail: str | None = None
    http_status: int | None = None


def classify(error: BaseException | None, *, is_entrance: bool) -> Failed:
    """Tell what an error means.

    Args:
        error: what Scrapy gives to an errback.
        is_entrance: the URL is one that the profile names. It is never gone or refused for good: either the profile is
            wrong or the site has changed, and the run has to say so.
    """
    failed = _classify(error)
    if is_entrance and failed.outcome in ("gone", "refused"):
        return Failed("retry", failed.reason, failed.detail, failed.http_status)
    return failed


def _classify(error: BaseException | None) -> Failed:  # noqa: PLR0911  one line a kind
    match error:
        case HttpError():
            status = error.response.status
            return Failed("gone" if status in _GONE else "retry", f"http_{status}", http_status=status)
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
    return Failed("retry", name[:REASON_CHARS], str(error))
