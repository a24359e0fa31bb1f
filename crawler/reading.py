"""Read one saved page as a crawl would: page object, then pipelines; the result is what `scrapy extract` prints."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.pages import enorth, epaper
from crawler.pages.base import UnreadablePage, decode_page
from crawler.pages.detect import GENERIC, READABLE, READABLE_EPAPERS, Detection, as_generic, detect, detect_article
from crawler.pages.epaper_entry import entry_target
from crawler.pages.generic import GenericArticlePage
from pipelines.dates import zone
from pipelines.errors import Rejection
from pipelines.items import Visit
from pipelines.normalise import normalise_article

if TYPE_CHECKING:
    from web_poet import HttpResponse

    from crawler.pages.epaper_layout import EpaperLayoutPage
    from pipelines.items import ScrapedArticle

DEFAULT_TZ = "Asia/Shanghai"


def read_saved_page(
    body: bytes, *, url: str, platform: str | None = None, fetched_at: dt.datetime | None = None
) -> dict[str, Any]:
    """Read a page's bytes into one JSON-ready object.

    Args:
        body: the page as saved.
        url: where it was saved from.
        platform: its name when it is known; None: it is detected, and an article of a platform that no page object
            knows is read as `generic`.
        fetched_at: when it was saved, aware; None: now. Relative dates count from it.

    Returns:
        `url, platform, evidence, kind` and the fields of that kind; see docs/operator-guide.md.

    Raises:
        UnreadablePage: no page object can read it, or what it holds is no article.
    """
    response, _ = decode_page(url, body)
    found = Detection(platform=platform, evidence=("named by the caller",)) if platform else _detect(response)
    if found.platform not in READABLE:
        raise UnreadablePage(
            "no_page_object",
            f"this is {found.platform} ({'; '.join(found.evidence)}), which no page object reads yet; "
            f"an article may be read as {GENERIC}",
        )
    head = {"url": url, "platform": found.platform, "evidence": list(found.evidence)}
    fetched_at = fetched_at or dt.datetime.now(dt.UTC)
    if found.platform in READABLE_EPAPERS:
        return head | _epaper_fields(response, found.platform, fetched_at)
    if found.platform == GENERIC:
        page = GenericArticlePage(response)
        fields = _article_fields(page.scrape(_visit(response, fetched_at)))
        return head | {"kind": "article"} | fields | {"further_pages": list(page.further_pages)}
    return head | _news_fields(response, fetched_at)


def _detect(response: HttpResponse) -> Detection:
    """Detect the platform; the entry of an e-paper shows it only in the address that it leads to."""
    found = detect_article(response.text, str(response.url))
    if found.platform != GENERIC or (target := entry_target(response.text, str(response.url))) is None:
        return found
    led_to = detect(response.text, target)
    return led_to if led_to.platform in READABLE else as_generic(led_to)


def _news_fields(response: HttpResponse, fetched_at: dt.datetime) -> dict[str, Any]:
    kind = enorth.kind_of(response)
    head = {"kind": kind}
    if kind == "pager":
        return head | {"urls": list(enorth.EnorthPagerPage(response).urls)}
    if kind == "list":
        return head | _list_fields(enorth.EnorthListPage(response))
    page = enorth.EnorthArticlePage(response)
    fields = _article_fields(page.scrape(_visit(response, fetched_at)))
    return head | fields | {"further_pages": list(page.further_pages)}


def _epaper_fields(response: HttpResponse, platform: str, fetched_at: dt.datetime) -> dict[str, Any]:
    kind = epaper.kind_of(response)
    head = {"kind": kind}
    if kind == "entry":
        return head | {"target_url": epaper.EpaperEntryPage(response).target_url}
    if kind == "layout":
        return head | _layout_fields(epaper.LAYOUT_PAGES[platform](response))
    page = epaper.ARTICLE_PAGES[platform](response)
    fields = _article_fields(page.scrape(_visit(response, fetched_at)))
    return head | fields | {"page_number": page.page_number, "page_title": page.page_title}


def _layout_fields(page: EpaperLayoutPage) -> dict[str, Any]:
    own = page.page
    return {
        "paper": page.paper,
        "issue_date": page.issue_date.isoformat(),
        "covers_until": page.covers_until and page.covers_until.isoformat(),
        "issue_number": page.issue_number,
        "edition": own.edition,
        "page_number": own.number,
        "page_title": own.title,
        "pages": [
            {"url": one.url, "number": one.number, "title": one.title, "edition": one.edition} for one in page.pages
        ],
        "articles": [
            {
                "url": one.url,
                "title": one.title,
                "in_map": one.in_map,
                "in_list": one.in_list,
                "regions": [[list(corner) for corner in polygon] for polygon in one.regions],
            }
            for one in page.placements
        ],
        "image_url": page.image_url,
        "pdf_url": page.pdf_url,
        "prev_url": page.prev_url,
        "next_url": page.next_url,
        "prev_issue_url": page.prev_issue_url,
        "next_issue_url": page.next_issue_url,
    }


def _visit(response: HttpResponse, fetched_at: dt.datetime) -> Visit:
    return Visit(url=str(response.url), kind="article", at=fetched_at, outcome="stored")


def _list_fields(page: enorth.EnorthListPage) -> dict[str, Any]:
    host = urlsplit(str(page.url)).hostname
    entries = [
        {"url": entry.url, "title": entry.title, "published_on": entry.published_on and entry.published_on.isoformat()}
        for entry in page.articles
        if urlsplit(entry.url).hostname == host
    ]
    return {"articles": entries, "next_url": page.next_url, "pager_url": page.pager_url}


def _article_fields(scraped: ScrapedArticle) -> dict[str, Any]:
    try:
        article = normalise_article(scraped, tz=DEFAULT_TZ)
    except Rejection as error:
        raise UnreadablePage(error.reason, error.detail) from error
    at = article.published_at
    return {
        "headline": article.headline,
        "kicker": article.kicker,
        "subheadline": article.subheadline,
        "series_title": article.series_title,
        "series_part": article.series_part,
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
        "pointers": [asdict(one) | {"on": one.on and one.on.isoformat()} for one in article.pointers],
    }
