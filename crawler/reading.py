"""Read one saved page as a crawl would: page object, then pipelines; the result is what `scrapy extract` prints."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.pages import enorth
from crawler.pages.base import UnreadablePage, decode_page
from crawler.pages.detect import READABLE, Detection, detect
from pipelines.dates import zone
from pipelines.errors import Rejection
from pipelines.items import Visit
from pipelines.normalise import normalise_article

if TYPE_CHECKING:
    from web_poet import HttpResponse

DEFAULT_TZ = "Asia/Shanghai"


def read_saved_page(
    body: bytes, *, url: str, platform: str | None = None, fetched_at: dt.datetime | None = None
) -> dict[str, Any]:
    """Read a page's bytes into one JSON-ready object.

    Args:
        body: the page as saved.
        url: where it was saved from.
        platform: its name when it is known; None: it is detected.
        fetched_at: when it was saved, aware; None: now. Relative dates count from it.

    Returns:
        `url, platform, evidence, kind` and the fields of that kind; see docs/operator-guide.md.

    Raises:
        UnreadablePage: no page object can read it, or what it holds is no article.
    """
    response, _ = decode_page(url, body)
    found = Detection(platform=platform, evidence=("named by the caller",)) if platform else detect(response.text, url)
    if found.platform not in READABLE:
        raise UnreadablePage(
            "no_page_object", f"this is {found.platform} ({'; '.join(found.evidence)}), which no page object reads yet"
        )
    kind = enorth.kind_of(response)
    head = {"url": url, "platform": found.platform, "evidence": list(found.evidence), "kind": kind}
    if kind == "pager":
        return head | {"urls": list(enorth.EnorthPagerPage(response).urls)}
    if kind == "list":
        return head | _list_fields(enorth.EnorthListPage(response))
    return head | _article_fields(response, url, fetched_at or dt.datetime.now(dt.UTC))


def _list_fields(page: enorth.EnorthListPage) -> dict[str, Any]:
    host = urlsplit(str(page.url)).hostname
    entries = [
        {"url": entry.url, "title": entry.title, "published_on": entry.published_on and entry.published_on.isoformat()}
        for entry in page.articles
        if urlsplit(entry.url).hostname == host
    ]
    return {"articles": entries, "next_url": page.next_url, "pager_url": page.pager_url}


def _article_fields(response: HttpResponse, url: str, fetched_at: dt.datetime) -> dict[str, Any]:
    visit = Visit(url=url, kind="article", at=fetched_at, outcome="stored")
    page = enorth.EnorthArticlePage(response)
    try:
        article = normalise_article(page.scrape(visit), tz=DEFAULT_TZ)
    except Rejection as error:
        raise UnreadablePage(error.reason, error.detail) from error
    at = article.published_at
    return {
        "headline": article.headline,
        "kicker": article.kicker,
        "subheadline": article.subheadline,
        "section": article.section,
        "dateline": article.dateline,
        "dateline_on": article.dateline_on and article.dateline_on.isoformat(),
        "published_at": at and at.astimezone(zone(DEFAULT_TZ)).isoformat(),
        "published_on": article.published_on.isoformat(),
        "date_source": article.date_source,
        "body": article.body,
        "byline_printed": article.byline_printed,
        "contributors": [{"role": person.role, "name": person.name} for person in article.contributors],
        "credited_source": article.credited_source,
        "genre": article.genre,
        "images": [asdict(image) for image in article.images],
        "further_pages": list(page.further_pages),
    }
