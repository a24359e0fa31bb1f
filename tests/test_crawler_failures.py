"""What a failed request means for its URL: stable reasons, and how long the site asks to wait."""

from __future__ import annotations

from gzip import BadGzipFile
from typing import Any

import pytest
from scrapy import Spider, exceptions
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Request, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.test import get_crawler
from twisted.internet import error as twisted
from twisted.web.client import ResponseFailed

from crawler.failures import Failed, classify
from crawler.guard import AddressRefused
from crawler.middlewares import PatientRetryMiddleware, RequestRefused, SiteRedirectMiddleware

URL = "http://a.example/1.shtml"
DATE = "Wed, 25 Nov 2026 03:00:00 GMT"


def answer(status: int, **headers: str) -> TextResponse:
    return TextResponse(URL, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})


def of(error: BaseException | None, *, is_entrance: bool = False) -> Failed:
    return classify(error, is_entrance=is_entrance)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (exceptions.DownloadTimeoutError("took too long"), "timeout"),
        (twisted.TimeoutError(), "timeout"),
        (twisted.TCPTimedOutError(), "timeout"),
        (TimeoutError(), "timeout"),
        (exceptions.DownloadConnectionRefusedError("no"), "connection_refused"),
        (twisted.ConnectionRefusedError(), "connection_refused"),
        (ConnectionRefusedError(), "connection_refused"),
        (exceptions.DownloadFailedError("lost"), "connection_lost"),
        (twisted.ConnectionLost(), "connection_lost"),
        (ResponseFailed([]), "connection_lost"),
        (exceptions.CannotResolveHostError("a.example"), "unknown_host"),
        (twisted.DNSLookupError(), "unknown_host"),
        (BadGzipFile("not gzipped"), "bad_gzip"),
        (ResponseDataLossError(None), "truncated"),
    ],
)
def test_passing_faults_are_tried_again_under_a_stable_reason(error: Exception, reason: str) -> None:
    failed = of(error)

    assert (failed.outcome, failed.reason, failed.http_status) == ("retry", reason, None)


@pytest.mark.parametrize("error", [None, RuntimeError("x" * 10_000), type("Y" * 200, (Exception,), {})("two\nlines")])
def test_unknown_error_is_tried_again_under_a_slug_that_fits(error: Exception | None) -> None:
    failed = of(error)

    assert failed.outcome == "retry"
    assert 0 < len(failed.reason) <= 64
    assert failed.reason == failed.reason.lower()
    assert "\n" not in (failed.detail or "")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(404, "gone"), (410, "gone"), (400, "retry"), (403, "retry"), (429, "retry"), (500, "retry"), (503, "retry")],
)
def test_status_is_the_reason(status: int, outcome: str) -> None:
    assert of(HttpError(answer(status))) == Failed(outcome, f"http_{status}", http_status=status)


@pytest.mark.parametrize(
    "error",
    [
        DownloadCancelledError("Cancelling download of a.example: expected response size larger than DOWNLOAD_MAXSIZE"),
        IgnoreRequest("Ignored response because its body was larger than DOWNLOAD_MAXSIZE (5 B) after decompression"),
    ],
)
def test_body_without_end_is_quarantined_as_too_large(error: Exception) -> None:
    assert (of(error).outcome, of(error).reason) == ("quarantined", "too_large")


def test_refusals_keep_their_outcome_and_reason() -> None:
    refused = RequestRefused("refused", "offsite_redirect", "redirected to elsewhere", 302)

    assert of(refused) == Failed("refused", "offsite_redirect", "redirected to elsewhere", 302)
    assert (of(AddressRefused("10.0.0.1")).outcome, of(AddressRefused("10.0.0.1")).reason) == ("refused", "address")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (HttpError(answer(404)), "http_404"),
        (RequestRefused("refused", "robots", "robots.txt disallows it"), "robots"),
        (RequestRefused("gone", "redirected_home", "redirected to the home page", 302), "redirected_home"),
        (AddressRefused("10.0.0.1"), "address"),
        (twisted.TimeoutError(), "timeout"),
    ],
)
def test_address_of_the_profile_is_never_given_up(error: Exception, reason: str) -> None:
    failed = of(error, is_entrance=True)

    assert (failed.outcome, failed.reason) == ("retry", reason)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry_After": "120"}, 120),
        ({"Retry_After": " 120 "}, 120),
        ({"Retry_After": "0"}, 0),
        ({"Retry_After": "Wed, 25 Nov 2026 04:00:00 GMT", "Date": DATE}, 3600),
        ({"Retry_After": "Wed, 25 Nov 2026 02:00:00 GMT", "Date": DATE}, 0),
        ({"Retry_After": "Wed, 25 Nov 2026 12:00:00 +0800", "Date": DATE}, 3600),
        ({"Retry_After": "Wednesday, 25-Nov-26 04:00:00 GMT", "Date": DATE}, 3600),
        ({"Retry_After": ""}, None),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "1.5"}, None),
        ({"Retry_After": "１２"}, None),
        ({"Retry_After": "²"}, None),
        ({"Retry_After": "Wed, 99 Nov 2026 04:00:00 GMT", "Date": DATE}, None),
        ({"Retry_After": "Wed, 25 Nov 2026 04:00:00 GMT", "Date": "yesterday"}, None),
    ],
)
def test_site_says_how_long_to_wait_in_seconds_or_as_a_date(headers: dict[str, str], seconds: int | None) -> None:
    failed = of(HttpError(answer(503, **headers)))

    assert (failed.outcome, failed.reason, failed.retry_after_s) == ("retry", "http_503", seconds)


@pytest.mark.parametrize(
    "value",
    [
        "9" * 9,
        "9" * 5000,
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Wed, 25 Nov 2026 04:00:00",
    ],
)
@pytest.mark.parametrize("date", [DATE, "Mon, 01 Jan 0001 00:00:00 +2359", ""])
def test_huge_or_odd_waits_never_raise_and_stay_whole_numbers(value: str, date: str) -> None:
    waits = of(HttpError(answer(503, Retry_After=value, Date=date))).retry_after_s

    assert waits is None or 0 <= waits < 10**12


def middleware(kind: Any) -> Any:
    crawler = get_crawler(settings_dict={"RETRY_TIMES": 2, "REDIRECT_MAX_TIMES": 3})
    crawler.spider = Spider.from_crawler(crawler, name="a")
    return kind.from_crawler(crawler)


@pytest.mark.parametrize(("status", "again"), [(503, True), (429, True), (502, True), (404, False), (200, False)])
def test_passing_fault_is_tried_again_at_once(status: int, *, again: bool) -> None:
    request = Request(URL)

    assert isinstance(middleware(PatientRetryMiddleware).process_response(request, answer(status)), Request) == again


@pytest.mark.parametrize("value", ["1", "86400", "Wed, 25 Nov 2026 04:00:00 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_site_that_says_when_to_come_back_is_not_asked_again_at_once(status: int, value: str) -> None:
    response = answer(status, Retry_After=value)

    assert middleware(PatientRetryMiddleware).process_response(Request(URL), response) is response


def test_redirects_without_end_are_a_reason_of_their_own() -> None:
    request = Request(URL, meta={"redirect_times": 3})
    with pytest.raises(RequestRefused) as raised:
        middleware(SiteRedirectMiddleware).process_response(request, answer(302, Location="/1.shtml"))

    assert (of(raised.value).outcome, of(raised.value).reason) == ("retry", "redirect_loop")
