"""Keep the records: gather them into groups, write each group in one transaction off the reactor; pipeline 800.

A record's `save` returns when its group has committed. One group is written at a time, while the next one gathers.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import platform
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.utils.asyncio import run_in_thread
from scrapy.utils.misc import load_object
from sqlalchemy.exc import SQLAlchemyError

from db.engine import DatabaseUnavailable, open_database
from db.ledger import ensure_source
from db.runs import close_run, open_run, recent_counts
from pipelines.archive.keeping import ArchiveFailed, ArchivePlan, Keeper
from pipelines.clock import utc_now
from pipelines.errors import PARSER_ERROR, first_line
from pipelines.fill_rates import collapsed, count_fields
from pipelines.issues import MissingIssue, ScrapedLayout
from pipelines.items import Article, ScrapedList, Visit
from pipelines.ledger import Ledger
from pipelines.report import STOPPED, RunReport
from pipelines.rows import Record, visits_of, write_group

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Engine

logger = logging.getLogger(__name__)
RECENT_RUNS = 100  # whose counts the verdict is compared with


class _Group:
    """Records that will be committed together, and the future that tells it."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.timer: asyncio.TimerHandle | None = None
        self.is_urgent = False  # somebody waits: it is written as soon as the group before it is


class StorePipeline:
    """Writes every record that reaches it.

    Args:
        crawler: the running crawler.
        url: of the database.
        group_records: a group closes at this many records,
        group_s: or after this many seconds, whichever comes first.
        archive: what of the answers is kept, and where.
        now: the clock, aware.
    """

    def __init__(
        self,
        crawler: Any,
        url: str,
        group_records: int,
        group_s: float,
        *,
        archive: ArchivePlan,
        now: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self.crawler = crawler
        self.now = now
        self.url = url
        self.group_records = group_records
        self.group_s = group_s
        self.archive = archive
        self.report = RunReport()
        self._keeper: Keeper | None = None
        self.engine: Engine | None = None
        self._ledger: Ledger | None = None
        self.source_id = self.run_id = 0
        self._started_at, self._started_s = now(), time.monotonic()
        self._group: _Group | None = None
        self._writing = asyncio.Lock()
        self._writers: set[asyncio.Task[None]] = set()
        self._stopper: asyncio.Task[None] | None = None
        self._is_closing = False

    @classmethod
    def from_crawler(cls, crawler: Any) -> StorePipeline:
        """Read the settings: DATABASE_URL, STORE_GROUP_…, ARCHIVE, ARCHIVE_… and CLOCK."""
        settings = crawler.settings
        archive = ArchivePlan(
            folder=Path(settings["ARCHIVE_DIR"]),
            choice=settings["ARCHIVE"],
            max_bytes=int(settings.getfloat("ARCHIVE_FILE_MB") * 1e6),
        )
        pipeline = cls(
            crawler,
            settings["DATABASE_URL"],
            settings.getint("STORE_GROUP_RECORDS"),
            settings.getint("STORE_GROUP_MS") / 1000,
            archive=archive,
            now=load_object(settings["CLOCK"]),
        )
        crawler.signals.connect(pipeline.close_run, signals.spider_closed)
        crawler.signals.connect(pipeline.count_error, signals.spider_error)
        crawler.signals.connect(pipeline.count_error, signals.item_error)
        return pipeline

    async def open_spider(self) -> None:
        """Open the database and enter the run.

        Raises:
            CloseSpider: the database or the archive cannot be used, which was said.
        """
        # one that writes and one that asks: more of them would each keep memory of their own
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=2))
        spider = self.crawler.spider
        try:
            await run_in_thread(self._open_in_thread, spider.source, spider.name)
        except (DatabaseUnavailable, SQLAlchemyError) as error:
            self.engine = None
            self.report.add("errors")
            logger.error("The database failed, the run stops: %s", first_line(error))  # noqa: TRY400  one line
            raise CloseSpider("database") from error
        except ArchiveFailed as error:
            self.report.add("errors")
            logger.error("The archive failed, the run stops: %s", error)  # noqa: TRY400  one line
            raise CloseSpider("archive") from error

    def _open_in_thread(self, source: dict[str, str], spider: str) -> None:
        self.engine = open_database(self.url)
        packages = {name: version(name) for name in ("county-press", "scrapy", "sqlalchemy", "lxml")}
        with self.engine.begin() as connection:
            self.source_id = ensure_source(connection, **source)
            self.run_id = open_run(
                connection,
                source_id=self.source_id,
                spider=spider,
                started_at=self._started_at,
                versions={"python": platform.python_version(), **packages},
            )
        self._keeper = Keeper(
            self.archive,
            self.engine,
            source=(source["site"], source["slug"]),
            run_id=self.run_id,
            started_at=self._started_at,
            info={"software": " ".join(f"{name}/{packages[name]}" for name in ("county-press", "scrapy"))},
        )
        self._keeper.trim(self.source_id)

    async def process_item(self, item: object) -> object:
        """Save a record; anything else passes unchanged."""
        if isinstance(item, (Article, ScrapedList, ScrapedLayout, MissingIssue, Visit)):
            with suppress(CloseSpider):  # which Scrapy would take for a mistake of this record
                await self.save(item)
        return item

    async def save(self, record: Record, *, at_once: bool = False) -> None:
        """Keep a record; return when it is committed.

        Args:
            record: what to keep.
            at_once: close its group now, because somebody waits for it.

        Raises:
            CloseSpider: the database or the archive failed, which was said; the run is stopping.
        """
        if self._group is None:
            self._group = _Group()
            self._group.timer = asyncio.get_running_loop().call_later(self.group_s, self._close_group, self._group)
        group = self._group
        group.records.append(record)
        group.is_urgent |= at_once
        if len(group.records) >= self.group_records or (group.is_urgent and not self._writing.locked()):
            self._close_group(group)
        try:
            await asyncio.shield(group.committed)
        except Exception as error:
            raise CloseSpider("database") from error

    def _close_group(self, group: _Group) -> None:
        if self._group is not group:
            return
        self._group = None
        if group.timer is not None:
            group.timer.cancel()
        task = asyncio.get_running_loop().create_task(self._write_group(group))
        self._writers.add(task)
        task.add_done_callback(self._writers.discard)

    async def _write_group(self, group: _Group) -> None:
        try:
            async with self._writing:
                outcomes = await run_in_thread(self._write_in_thread, group.records, Counter(self.report.counts))
            if self._group is not None and self._group.is_urgent:
                self._close_group(self._group)
        except Exception as error:  # noqa: BLE001  whatever it is, those who wait must hear it and the run must stop
            self._stop(error)
            group.committed.set_exception(error)
            group.committed.exception()  # heard here too: nobody may be left who waits
            return
        self.report.counts.update(outcomes)
        mistakes = (visit for record in group.records for visit in visits_of(record) if visit.reason == PARSER_ERROR)
        self.report.add("errors", sum(1 for _ in mistakes))
        self.report.counts.update(name for record in group.records for name in count_fields(record))
        group.committed.set_result(None)

    def _write_in_thread(self, records: list[Record], so_far: Counter[str]) -> Counter[str]:
        keeper = self._keeper
        if keeper is None:
            raise RuntimeError("the store is not open")
        try:
            return write_group(self._opened(), self.run_id, self.source_id, records, so_far, keep=keeper.keep)
        except Exception:
            keeper.end_file()
            raise

    def _opened(self) -> Engine:
        if self.engine is None:
            raise RuntimeError("the store is not open")
        return self.engine

    @property
    def ledger(self) -> Ledger:
        """What is known and what is left to do."""
        if self._ledger is None:
            self._ledger = Ledger(self._opened(), self.source_id, self.now)
        return self._ledger

    def _stop(self, error: Exception) -> None:
        self.report.add("errors")
        if self._is_closing:
            return
        self._is_closing = True
        failed = "archive" if isinstance(error, ArchiveFailed) else "database"
        logger.error("The %s failed, the run stops: %s", failed, first_line(error))
        stop = self.crawler.engine.close_spider_async(reason=failed)
        self._stopper = asyncio.get_running_loop().create_task(stop)

    def count_error(self) -> None:
        """Count an exception that nobody expected: the verdict will be `crashed`."""
        self.report.add("errors")

    async def close_spider(self) -> None:
        """Write what is left."""
        if self._group is not None:
            self._close_group(self._group)
        while self._writers:
            await asyncio.wait(self._writers)

    async def close_run(self, reason: str) -> None:
        """Close the run with its verdict.

        Args:
            reason: Scrapy's: `finished`, or what stopped the crawl before it was.
        """
        if self.engine is None:
            return
        if reason != "finished":
            self.report.add(f"{STOPPED}{reason}")
        try:
            await run_in_thread(self._close_in_thread)
        except SQLAlchemyError as error:
            self.report.add("errors")
            logger.error("The run could not be closed: %s", first_line(error))  # noqa: TRY400  one line

    def _close_in_thread(self) -> None:
        engine = self._opened()
        if self._keeper is not None:
            self._keeper.end_file()
        with engine.begin() as connection:
            before = recent_counts(connection, self.source_id, self.run_id, RECENT_RUNS)
            self.report.collapsed = collapsed(self.report.counts, before)
            verdict = self.report.verdict()
            close_run(
                connection,
                self.run_id,
                # by a clock that nobody sets
                ended_at=self._started_at + dt.timedelta(seconds=time.monotonic() - self._started_s),
                verdict=verdict.slug,
                exit_code=verdict.exit_code,
                counts=dict(self.report.counts),
                detail="; ".join(self.report.collapsed) or None,
            )
        engine.dispose()
