"""The limit on free disk; those on time, pages and memory are Scrapy's own (see crawler/settings.py)."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from db.engine import read_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

CHECK_INTERVAL_S = 5.0
_MIB = 1024 * 1024


class DiskLimit:
    """Stops a crawl while there is still room for what is in work.

    Args:
        folder: where the database is; for PostgreSQL, which may be anywhere, the folder for run-time files.
        least_mib: MiB that must stay free.
    """

    def __init__(self, crawler: Crawler, folder: Path, least_mib: int) -> None:
        self.crawler, self.folder, self.least_mib = crawler, folder, least_mib
        self.task = create_looping_call(self.check)
        self._stopper: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DiskLimit:
        """Read the setting DISK_FREE_MIN (MiB); raise NotConfigured for 0."""
        least_mib = crawler.settings.getint("DISK_FREE_MIN")
        if not least_mib:
            raise NotConfigured
        url = read_url(crawler.settings["DATABASE_URL"])
        is_file = url.get_backend_name() == "sqlite" and url.database
        folder = Path(str(url.database)).parent if is_file else Path(crawler.settings["VAR_DIR"])
        limit = cls(crawler, folder, least_mib)
        crawler.signals.connect(limit.start, signals.spider_opened)
        crawler.signals.connect(limit.stop, signals.spider_closed)
        return limit

    def start(self) -> None:
        """Look now, and again by the clock."""
        self.task.start(CHECK_INTERVAL_S, now=True)

    def stop(self) -> None:
        """Look no more."""
        if self.task.running:
            self.task.stop()

    def check(self) -> None:
        """Stop the crawl when too little is free."""
        free_mib = shutil.disk_usage(self.folder).free // _MIB
        if free_mib >= self.least_mib or self._stopper is not None:
            return
        logger.error("Only %d MiB are free in %s (DISK_FREE_MIN is %d)", free_mib, self.folder, self.least_mib)
        engine = self.crawler.engine
        if engine is not None:
            stop = engine.close_spider_async(reason="disk")
            self._stopper = asyncio.get_running_loop().create_task(stop)
