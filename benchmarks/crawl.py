"""One measured crawl in a process of its own; it prints one JSON line.

The clock runs from Scrapy's signal spider_opened to its signal spider_closed: from before the first request until after
the last commit. Starting the interpreter, importing and setting up the database are left out for all kinds alike.

bare      Scrapy and nothing more: its default settings but ROBOTSTXT_OBEY off and 16 connections a domain, and warnings
          only in the log (at Scrapy's own DEBUG each page is logged twice, which no crawl in earnest does)
tuned     the same spider with crawler/settings.py: our event loop, handler with its guard, middlewares, extensions,
          robots.txt and limits, but no item pipelines
pipeline  `scrapy crawl news`: from the lists to the articles through the ledger, read by the page objects, normalised,
          and stored in a fresh SQLite database, every answer kept in the raw archive
unarchived  the same without the raw archive (ARCHIVE=quarantined)

With our settings the profile's pace and guard are those of a site on loopback: no delay, no AutoThrottle, its address
allowed.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from sqlalchemy import text

from benchmarks.site import URLS_PATH
from crawler.spiders.news import NewsSpider
from db.engine import make_engine, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

KINDS = ("bare", "tuned", "pipeline", "unarchived")
OURS = ("pipeline", "unarchived")  # run the whole service
BARE_SETTINGS = {"ROBOTSTXT_OBEY": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "LOG_LEVEL": "WARNING"}
PACE = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "GUARD_ALLOW": ["127.0.0.1"]}
PROFILE = """\
name = "benchmark"
county = "云岭县"
[politeness]
delay_s = 0
autothrottle = false
[guard]
allow = ["127.0.0.1"]
[news]
name = "云岭新闻网"
url = "{base_url}/"
platform = "enorth"
[news.sections]
hot = "/hot/index.shtml"
town = "/town/index.shtml"
photo = "/photo/index.shtml"
notice = "/notice/index.shtml"
"""
_STORED = "SELECT count(*) FROM article WHERE length(headline) > 0 AND length(body) > 0"


class BareSpider(Spider):
    """Three selectors a page, and a count of the items that have what they should."""

    name = "bare"
    complete = 0

    def parse(self, response: Response) -> Iterator[dict[str, Any]]:
        """Give headline, date line and body."""
        item = {
            "headline": response.css("h1::text").get(),
            "date": response.css(".time::text, .con_wz font::text").get(),
            "body": "\n".join(response.css(".con_wz p::text, .con_wz p font::text, .neirong p::text").getall()),
        }
        self.complete += bool(item["headline"] and item["body"])
        yield item


class _Clock:
    """Takes wall and CPU time between two signals."""

    def __init__(self, crawler: Any) -> None:
        self.wall_s = self.cpu_s = 0.0
        crawler.signals.connect(self._start, signals.spider_opened)
        crawler.signals.connect(self._stop, signals.spider_closed)

    def _start(self) -> None:
        self.wall_s, self.cpu_s = -time.perf_counter(), -time.process_time()

    def _stop(self) -> None:
        self.wall_s += time.perf_counter()
        self.cpu_s += time.process_time()


def crawl(kind: str, base_url: str, folder: Path) -> dict[str, float]:
    """Crawl the benchmark's site once.

    Args:
        kind: one of `KINDS`.
        base_url: of the site.
        folder: empty, for the database and the profile.

    Returns:
        `articles` that came with headline and body, `wall_s`, `cpu_s` (all threads), `peak_mib` of the process, the
        number of `requests`, and `database_mb` and `archive_mb` on disk.
    """
    settings = Settings()
    if kind == "bare":
        settings.setdict(BARE_SETTINGS)
    else:
        settings.setmodule("crawler.settings")
        settings.setdict(PACE, priority="spider")
    if kind == "tuned":
        settings.set("ITEM_PIPELINES", {})
    database_url = f"sqlite:///{folder / 'news.db'}"
    arguments: dict[str, Any] = {"start_urls": _urls(base_url)}
    if kind in OURS:
        settings.setdict({"DATABASE_URL": database_url, "VAR_DIR": str(folder), "ARCHIVE_DIR": str(folder / "archive")})
        settings.set("ARCHIVE", "all" if kind == "pipeline" else "quarantined")
        arguments = {"site": str(_write_profile(base_url, folder))}
        _prepare(database_url)
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(NewsSpider if kind in OURS else BareSpider)
    clock = _Clock(crawler)
    process.crawl(crawler, **arguments)
    process.start()
    assert crawler.stats is not None  # noqa: S101  Scrapy made it
    return {
        "articles": _stored(database_url) if kind in OURS else crawler.spider.complete,  # type: ignore[union-attr]
        "requests": crawler.stats.get_value("downloader/request_count"),
        "wall_s": clock.wall_s,
        "cpu_s": clock.cpu_s,
        "database_mb": _size_mb(folder.glob("news.db*")),
        "archive_mb": _size_mb(folder.glob("archive/**/*.gz")),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,  # KiB on Linux
    }


def _size_mb(paths: Iterator[Path]) -> float:
    return sum(path.stat().st_size for path in paths) / 1e6


def _urls(base_url: str) -> list[str]:
    with urlopen(base_url + URLS_PATH) as answer:  # noqa: S310  the benchmark's own server
        return str(answer.read().decode()).split()


def _write_profile(base_url: str, folder: Path) -> Path:
    path = folder / "benchmark.toml"
    path.write_text(PROFILE.format(base_url=base_url), encoding="utf-8")
    return path


def _prepare(database_url: str) -> None:
    engine = make_engine(database_url)
    upgrade(engine)
    engine.dispose()


def _stored(database_url: str) -> int:
    engine = make_engine(database_url)
    with engine.connect() as connection:
        return int(connection.execute(text(_STORED)).scalar_one())


def main() -> int:
    """Crawl once and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("base_url")
    parser.add_argument("folder", type=Path, help="an empty folder")
    options = parser.parse_args()
    sys.stdout.write(json.dumps(crawl(options.kind, options.base_url, options.folder)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
