"""Is what answered the page of the e-paper that was asked for?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.pages import epaper
from crawler.pages.base import UnreadablePage
from crawler.spiders.dated_urls import issue_day
from pipelines.urls import canonical_url

if TYPE_CHECKING:
    from web_poet import HttpResponse

    from crawler.targets import Target

NO_ISSUE = frozenset(("other_issue", "no_issue"))  # reasons: another day's issue answered instead, or the entry
ELSEWHERE = frozenset((*NO_ISSUE, "redirected_elsewhere"))


def is_elsewhere(page: HttpResponse, target: Target) -> bool:
    """Tell whether another address answered than was asked for, scheme and query aside."""
    return urlsplit(str(page.url)).path != urlsplit(canonical_url(target.url)).path


def require_issue(page: HttpResponse, target: Target) -> None:
    """Raise UnreadablePage unless the page is one of the issue that was asked for."""
    answered_on = issue_day(str(page.url))
    if target.issue_on and answered_on and answered_on != target.issue_on:
        raise UnreadablePage("other_issue", f"{target.issue_on} was asked for, {page.url} answered")
    if is_elsewhere(page, target):
        raise UnreadablePage("redirected_elsewhere", f"{page.url} answered, which is another page's address")
    if epaper.kind_of(page) != "layout":
        raise UnreadablePage("no_issue", "this is no page of an issue but an entry or an article")


def require_article(page: HttpResponse, target: Target) -> None:
    """Raise UnreadablePage where another article answered."""
    if is_elsewhere(page, target):
        raise UnreadablePage("redirected_elsewhere", f"{page.url} answered, which is another article's address")
