"""Each quirk of the sample county by itself: the pages that show it read as its truth says."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from crawler.pages.base import decode_page
from crawler.pages.enorth import EnorthArticlePage, EnorthListPage
from crawler.reading import read_saved_page
from db.engine import make_engine
from db.models import resource, run
from pipelines.items import ScrapedPart, Visit
from pipelines.normalise import normalise_article
from tests.conftest import Operator, base_url, serve
from tests.county import ArticleTruth, County, Quirk
from tests.county.plan import CHANNELS, ENTRIES_PER_PAGE, article_path, date_of, entry_of, external_url
from tests.test_crawl_truth import differences, stored_articles

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_httpserver import HTTPServer

    from pipelines.items import Article
    from tests.county.plan import Channel, Entry

SEED, DAYS = 1, 120
FEW = 15  # articles a quirk; what makes one hard is often drawn beside it
CRAWLED_DAYS = 20
NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
CHINA = dt.timezone(dt.timedelta(hours=8))
OPEN = ("url", "state", "quirks", "aliases", "parts")  # of the truth; no fields of one page

IN_LISTS = (Quirk.SCHEME_RELATIVE_LINK, Quirk.RELATIVE_LINK, Quirk.EXTERNAL_ENTRY)
ON_SEVERAL_PAGES = (Quirk.SEVERAL_PAGES,)
REFUSED = (Quirk.GONE_404, Quirk.GONE_HOME, Quirk.ROBOTS)
IN_CRAWLS = (Quirk.SHARED_ENTRY, Quirk.EXACT_COPY, Quirk.LOOK_ALIKE, Quirk.REPEATED_LATER, Quirk.SHORT_TWINS)
ON_PAGES = tuple(q for q in Quirk if q not in (*IN_LISTS, *ON_SEVERAL_PAGES, *REFUSED, *IN_CRAWLS))


def slug(quirk: Quirk) -> str:
    return quirk.slug


@cache
def county() -> County:
    return County(seed=SEED, days=DAYS)


@cache
def truths(quirk: Quirk) -> tuple[ArticleTruth, ...]:
    """The first articles that show the quirk."""
    shown = (one for one in county().articles() if quirk in one.quirks)
    return tuple(islice(shown, FEW))


def page_of(url: str) -> bytes:
    status, _, body = county().page(urlsplit(url).path)
    assert status == 200
    return body


def expected(truth: ArticleTruth) -> dict[str, Any]:
    fields = {name: value for name, value in truth.as_json().items() if name not in OPEN}
    return fields | {"contributors": list(fields["contributors"]), "images": list(fields["images"])}


def test_every_quirk_is_tested_here_once() -> None:
    tested = [*ON_PAGES, *ON_SEVERAL_PAGES, *IN_LISTS, *REFUSED, *IN_CRAWLS]

    assert sorted(map(slug, tested)) == sorted(map(slug, Quirk))


@pytest.mark.parametrize("quirk", ON_PAGES, ids=slug)
def test_page_with_the_quirk_reads_as_the_truth(quirk: Quirk) -> None:
    shown = [truth for truth in truths(quirk) if not truth.parts]
    assert len(shown) >= 5
    for truth in shown:
        found = read_saved_page(page_of(truth.url), url=truth.url, fetched_at=NOW)

        assert {name: found[name] for name in expected(truth)} == expected(truth), truth.url


@pytest.mark.parametrize("quirk", ON_SEVERAL_PAGES, ids=slug)
def test_article_on_several_pages_reads_as_one(quirk: Quirk) -> None:
    assert len(truths(quirk)) >= 5
    for truth in truths(quirk):
        article, further = read_all_pages(truth.url)
        at = article.published_at and article.published_at.astimezone(CHINA)
        found = asdict(article) | {
            "published_at": at and at.isoformat(),
            "published_on": article.published_on.isoformat(),
            "dateline_on": article.dateline_on and article.dateline_on.isoformat(),
            "contributors": [{"role": one.role, "name": one.name} for one in article.contributors],
            "images": [asdict(one) for one in article.images],
        }

        assert further == truth.parts
        assert {name: found[name] for name in expected(truth)} == expected(truth), truth.url


def read_all_pages(url: str) -> tuple[Article, tuple[str, ...]]:
    """Read an article's first page and then the pages that it names, as a crawl does."""
    visit = Visit(url=url, kind="article", at=NOW, outcome="stored")
    first = EnorthArticlePage(decode_page(url, page_of(url))[0])
    pages = [EnorthArticlePage(decode_page(further, page_of(further))[0]) for further in first.further_pages]
    parts = tuple(ScrapedPart(visit=replace(visit, url=str(page.url)), paragraphs=page.paragraphs) for page in pages)
    scraped = replace(
        first.scrape(visit),
        parts=parts,
        images=(*first.images, *(image for page in pages for image in page.images)),
        credits_after=pages[-1].credits_after,
    )
    return normalise_article(scraped, tz="Asia/Shanghai"), first.further_pages


def list_pages(quirk: Quirk) -> list[tuple[str, list[Entry]]]:
    """The numbered pages whose entries show the quirk, each with its entries, newest first."""
    found = []
    for channel in CHANNELS:
        for number in range(1, channel.per_day * DAYS // ENTRIES_PER_PAGE + 1):
            positions = range(number * ENTRIES_PER_PAGE - 1, (number - 1) * ENTRIES_PER_PAGE - 1, -1)
            entries = [entry_of(SEED, channel, position) for position in positions]
            if any(quirk in entry.quirks for entry in entries):
                found.append((numbered_url(channel, number), entries))
    return found


def numbered_url(channel: Channel, number: int) -> str:
    """PLATFORMS 2.1: the address of a frozen list page."""
    digits = f"{number:09d}"
    folder = f"{channel.pager_id[:7]}/{channel.pager_id[7:]}/{digits[:3]}/{digits[3:6]}"
    return f"{county().base_url}/system/count//{folder}/c{channel.pager_id}_{digits}.shtml"


def url_of(entry: Entry) -> str:
    if entry.kind == "external":
        return external_url(entry.day, entry.slot)
    return county().base_url + article_path(entry.day, entry.slot, inner=entry.kind == "refused")


@pytest.mark.parametrize("quirk", IN_LISTS, ids=slug)
def test_list_with_the_quirk_gives_every_entry_with_its_address_title_and_day(quirk: Quirk) -> None:
    headlines = {truth.url: truth.headline for truth in county().articles()}
    pages = list_pages(quirk)
    assert len(pages) >= 5
    for url, entries in pages:
        listed = EnorthListPage(decode_page(url, page_of(url))[0]).articles

        assert [(one.url, one.published_on) for one in listed] == [(url_of(e), date_of(e.day)) for e in entries], url
        titles = {one.url: one.title for one in listed if one.url in headlines}
        assert titles == {one: headlines[one] for one in titles}


@dataclass(frozen=True)
class Crawl:
    """What one crawl of a small county left in its database, and what it asked the server for."""

    county: County
    articles: dict[str, dict[str, Any]]
    states: dict[str, tuple[str, str | None]]
    counts: dict[str, int]
    requested: list[str]


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory, make_httpserver: HTTPServer) -> Crawl:
    """Crawl a small county once."""
    small = serve(make_httpserver, County(seed=SEED, days=CRAWLED_DAYS, base_url=base_url(make_httpserver)))
    make_httpserver.log.clear()
    folder: Path = tmp_path_factory.mktemp("quirks")
    operator = Operator(folder, f"sqlite:///{folder / 'news.db'}")
    done = operator.scrapy("crawl", "news", "-a", f"site={operator.write_profile(small.base_url)}")
    assert done.returncode == 0, done.stderr
    engine = make_engine(operator.database_url)
    with engine.connect() as connection:
        articles = stored_articles(connection)
        rows = connection.execute(select(resource.c.url, resource.c.state, resource.c.reason)).all()
        counts = connection.execute(select(run.c.counts)).scalar_one()
    engine.dispose()
    requested = [small.base_url + request.path for request, _ in make_httpserver.log]
    return Crawl(small, articles, {row.url: (row.state, row.reason) for row in rows}, counts, requested)


@pytest.mark.parametrize("quirk", REFUSED, ids=slug)
def test_crawl_keeps_the_refused_address_with_its_reason(crawl: Crawl, quirk: Quirk) -> None:
    refusals = {one.url: (one.state, one.reason) for one in crawl.county.refusals() if quirk in one.quirks}

    assert len(refusals) >= 3
    assert {url: crawl.states.get(url) for url in refusals} == refusals
    assert refusals.keys() & crawl.articles.keys() == set()
    assert (set(crawl.requested) & refusals.keys() == set()) == (quirk is Quirk.ROBOTS)


@pytest.mark.parametrize("quirk", IN_CRAWLS, ids=slug)
def test_crawl_stores_the_articles_with_the_quirk_as_the_truth(crawl: Crawl, quirk: Quirk) -> None:
    shown = {one.url: one for one in crawl.county.articles() if quirk in one.quirks}

    assert len(shown) >= 2
    assert {url for url in shown if url not in crawl.articles} == set()
    assert {url: differences(truth, crawl.articles[url]) for url, truth in shown.items()} == {url: {} for url in shown}
    addresses = {url: truth.aliases for url, truth in shown.items()}
    assert {url: crawl.states[url][0] for url in addresses} == dict.fromkeys(addresses, "stored")
    copies = [alias for aliases in addresses.values() for alias in aliases]
    assert [crawl.states[alias][0] for alias in copies] == ["alias"] * len(copies)
    assert bool(copies) == (quirk is Quirk.EXACT_COPY)
    assert [crawl.requested.count(url) for url in (*addresses, *copies)] == [1] * (len(addresses) + len(copies))


def test_crawl_leaves_an_external_entry_alone_and_counts_it(crawl: Crawl) -> None:
    external = [entry for entry in crawl.county.entries() if entry.kind == "external"]

    assert len(external) >= 3
    assert [url for url in crawl.states if not url.startswith(crawl.county.base_url)] == []
    assert crawl.counts["offsite_links"] >= len(external)
