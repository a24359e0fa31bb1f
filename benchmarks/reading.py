"""What reading an article costs: page object and normalisation, as a multiple of lxml parsing the same page.

Both are timed by the processor's time, in turn on each page, so that what else the machine does counts little; the
fastest of several passes counts.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from benchmarks.site import BenchmarkSite, Furniture
from crawler.pages import epaper
from crawler.pages.base import decode_page
from crawler.pages.enorth import EnorthArticlePage
from crawler.pages.generic import GenericArticlePage
from pipelines.items import Visit
from pipelines.normalise import normalise_article
from tests.county.sample import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from web_poet import HttpResponse

    from pipelines.items import ScrapedArticle

PASSES = 5
PAGES = 280
TZ = "Asia/Shanghai"
FETCHED_AT = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)


class Cost(NamedTuple):
    """Milliseconds a page: lxml's parsing, and our reading, decoding and parsing included."""

    parse_ms: float
    read_ms: float

    @property
    def times(self) -> float:
        """How many times as long as parsing the reading takes."""
        return self.read_ms / self.parse_ms


def reading_costs(*, count: int = PAGES, passes: int = PASSES) -> dict[str, Cost]:
    """Measure each platform, on pages of the sample county that are brought to 30 KB as the benchmark's are."""
    site = BenchmarkSite(count, "http://127.0.0.1:1")
    enorth = [(site.base_url + path, site.answers[path].partition(b"\r\n\r\n")[2]) for path in site.article_paths]
    costs = {"enorth": _cost(enorth, EnorthArticlePage, passes)}
    furniture = Furniture(site.base_url, site.article_paths)
    sample = [page for page in pages(8 * count, seed=1) if b"gb2312" in page.body[:2000]]
    readers = {**epaper.ARTICLE_PAGES, "generic": GenericArticlePage}
    for platform, reader in readers.items():
        some = [(page.url, furniture.add(page.body)) for page in sample if page.platform == platform]
        costs[platform] = _cost(some, reader, passes)
    return costs


def _cost(some: Sequence[tuple[str, bytes]], reader: Callable[[HttpResponse], object], passes: int) -> Cost:
    parsed, read = min((_timed(some, reader) for _ in range(passes)), key=sum)
    return Cost(1000 * parsed / len(some), 1000 * read / len(some))


def _timed(some: Sequence[tuple[str, bytes]], reader: Callable[[HttpResponse], object]) -> tuple[float, float]:
    """Parse and read page by page in turn, so that what slows the machine slows both; give both sums in seconds."""
    parsed = read = 0.0
    for url, body in some:
        started = time.process_time()
        _parse(body)
        between = time.process_time()
        _read(url, body, reader)
        parsed, read = parsed + between - started, read + time.process_time() - between
    return parsed, read


def _parse(body: bytes) -> etree._Element:
    return etree.fromstring(body, etree.HTMLParser(encoding="gb18030" if b"gb2312" in body[:2000] else "utf-8"))


def _read(url: str, body: bytes, reader: Callable[[HttpResponse], object]) -> object:
    response, _ = decode_page(url, body)
    page = reader(response)
    scraped: ScrapedArticle = page.scrape(Visit(url=url, kind="article", at=FETCHED_AT, outcome="stored"))  # type: ignore[attr-defined]  # every page object has it
    return normalise_article(scraped, tz=TZ)


def reading_table(costs: Mapping[str, Cost]) -> str:
    """Give the lines for people."""
    lines = [f"{'reading':16}{'parse ms':>10}{'read ms':>10}{'times':>8}"]
    lines += [f"{name:16}{cost.parse_ms:>10.2f}{cost.read_ms:>10.2f}{cost.times:>8.2f}" for name, cost in costs.items()]
    return "\n".join(lines)
