"""Turn what a list or pager page names into what a run may follow: the site's own URLs, in the range asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.pages import enorth
from crawler.pages.base import UnreadablePage
from pipelines.items import ListedUrl
from pipelines.urls import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from web_poet import HttpResponse

    from crawler.spiders.arguments import NewsArguments

MAX_LINKS = 10_000  # articles of one list page or layout; saved ones have 12 to 107


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a list or pager page names.

    Args:
        children: the site's own URLs on it.
        article_urls: those of articles.
        next_url: the next, older page of the list, which is among the children; None where no link leads there.
        is_past: every entry is older than the range that is asked for.
        offsite_links: how many entries lead to other hosts; they are counted and left.
    """

    children: tuple[ListedUrl, ...]
    article_urls: frozenset[str] = frozenset()
    next_url: str | None = None
    is_past: bool = False
    offsite_links: int = 0


def read_listing(
    page: HttpResponse,
    arguments: NewsArguments,
    *,
    is_home: bool,
    may_be_empty: bool,
    shown_before: frozenset[str] = frozenset(),
) -> Listing:
    """Read a list or pager page.

    Args:
        page: decoded.
        arguments: of the run.
        is_home: the page is the home page of a site whose sections are not named: it also opens its channels.
        may_be_empty: the page was found by its link on the home page, and may be no list at all.
        shown_before: the articles of the page that linked to this one as the next.

    Raises:
        UnreadablePage: `no_entries` for a list that names nothing, `too_many_links`, or as the page object says.
    """
    hosts = arguments.hosts
    if enorth.kind_of(page) == "pager":
        urls = enorth.EnorthPagerPage(page).urls
        return Listing(children=tuple(ListedUrl(url=url, kind="list") for url in urls if belongs(url, hosts)))
    listing = enorth.EnorthListPage(page)
    require_few(len(listing.articles))
    own = [
        ListedUrl(url=canonical_url(entry.url), kind="article", title=entry.title, listed_on=entry.published_on)
        for entry in listing.articles
        if belongs(entry.url, hosts)
    ]
    since = arguments.profile.news.since if arguments.profile.news else None
    articles = [one for one in own if since is None or one.listed_on is None or one.listed_on >= since]
    if not own and not may_be_empty and not (is_home and listing.section_urls):
        raise UnreadablePage("no_entries", "the list page names no article")
    days = [child.listed_on for child in own if child.listed_on]
    shown = frozenset(child.url for child in articles)
    is_repeated = bool(shown) and shown <= shown_before  # a pager that goes on and on with the same page
    is_end = is_repeated or (bool(own) and not articles)
    next_url = listing.next_url if listing.next_url and belongs(listing.next_url, hosts) and not is_end else None
    sections = listing.section_urls if is_home else ()
    return Listing(
        children=(*articles, *_further_lists(next_url, listing.pager_url, sections, hosts)),
        article_urls=shown,
        next_url=next_url,
        is_past=bool(arguments.since and days and max(days) < arguments.since),
        offsite_links=len(listing.articles) - len(own),
    )


def _further_lists(
    next_url: str | None, pager_url: str | None, section_urls: Iterable[str], hosts: frozenset[str]
) -> Iterator[ListedUrl]:
    if next_url:
        yield ListedUrl(url=next_url, kind="list")
    if pager_url and belongs(pager_url, hosts):
        yield ListedUrl(url=pager_url, kind="pager")
    for url in section_urls:
        if belongs(url, hosts):
            yield ListedUrl(url=url, kind="list")


def require_few(links: int) -> None:
    """Raise UnreadablePage (`too_many_links`) for a page that names more than any real one does."""
    if links > MAX_LINKS:
        raise UnreadablePage(
            "too_many_links", f"the page names {links} articles; more than {MAX_LINKS} are not believed"
        )


def belongs(url: str, hosts: frozenset[str]) -> bool:
    """Tell whether a URL is one of the site's."""
    try:
        return urlsplit(canonical_url(url)).hostname in hosts
    except ValueError:
        return False


def is_in_range(child: ListedUrl, arguments: NewsArguments) -> bool:
    """Tell whether a listed URL lies in the range that is asked for; one without a day does."""
    since, until, day = arguments.since, arguments.until, child.listed_on
    return day is None or ((since is None or day >= since) and (until is None or day <= until))
