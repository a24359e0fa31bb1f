"""Keep the records: gather them into groups, write each group in one transaction off the reactor; pipeline 800.

A record's `save` returns when its group has committed. One group is written at a time, while the next one gathers.
"""

from __future__ import annotations

import asyncio
import logging
import platform
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

from scrapy import signals
from scrapy.utils.asyncio import run_in_thread
from scrapy.utils.misc import load_object
from sqlalchemy.exc import SQLAlchemyError

from db.due import DueUrl, PageFiles, days_with_issue, due, page_files, states
from db.engine import open_database, without_write_lock
from db.ledger import ensure_source
from db.runs import close_run, open_run
from pipelines.clock import utc_now
from pipelines.errors import PARSER_ERROR, first_line
from pipelines.issues import MissingIssue, ScrapedLayout
from pipelines.items import Article, ScrapedList, Visit
from pipelines.report import RunReport
from pipelines.rows import Record, visits_of, write_group

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Connection, Engine

logger = logging.getLogger(__name__)
T = TypeVar("T")


class _Group:
    """Records that will be committed together, and the future that tells it."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.timer: asyncio.TimerHandle | None = None
        self.is_urgent = False  # somebody waits: it is written as soon as the group before it is


class StorePipeline:
    """Writes every record that reaches it, and answers the spider's questions about the ledger.

    Args:
        crawler: the running crawler.
        url: of the database.
        group_records: a group closes at this many records,
        group_s: or after this many seconds, whichever comes first.
        now: the clock, aware.
    """

    def __init__(
        self, crawler: Any, url: str, group_records: int, group_s: float, now: Callable[[], dt.datetime] = utc_now
    ) -> None:
        self.crawler = crawler
        self.now = now
        self.url = url
        self.group_records = group_records
        self.group_s = group_s
        self.report = RunReport()
        self.engine: Engine | None = None
        self.source_id = self.run_id = 0
        self._group: _Group | None = None
        self._writing = asyncio.Lock()
        self._writers: set[asyncio.Task[None]] = set()
        self._stopper: asyncio.Task[None] | None = None
        self._is_closing = False

    @classmethod
    def from_crawler(cls, crawler: Any) -> StorePipeline:
        """Read the settings DATABASE_URL, STORE_GROUP_RECORDS (records), STORE_GROUP_MS (milliseconds) and CLOCK."""
        settings = crawler.settings
        pipeline = cls(
            crawler,
            settings["DATABASE_URL"],
            settings.getint("STORE_GROUP_RECORDS"),
            settings.getint("STORE_GROUP_MS") / 1000,
            load_object(settings["CLOCK"]),
        )
        crawler.signals.connect(pipeline.count_error, signals.spider_error)
        crawler.signals.connect(pipeline.count_error, signals.item_error)
        return pipeline

    async def open_spider(self) -> None:
        """Open the database and enter the run.

        Raises:
            DatabaseUnavailable: see `db.engine.open_database`.
        """
        # one that writes and one that asks: more of them would each keep memory of their own
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=2))
        spider = self.crawler.spider
        await run_in_thread(self._open_in_thread, spider.source, spider.name)

    def _open_in_thread(self, source: dict[str, str], spider: str) -> None:
        self.engine = open_database(self.url)
        packages = {name: version(name) for name in ("county-press", "scrapy", "sqlalchemy", "lxml")}
        with self.engine.begin() as connection:
            self.source_id = ensure_source(connection, **source)
            self.run_id = open_run(
                connection,
                source_id=self.source_id,
                spider=spider,
                started_at=self.now(),
                versions={"python": platform.python_version(), **packages},
            )

    async def process_item(self, item: object) -> object:
        """Save a record; anything else passes unchanged."""
        if isinstance(item, (Article, ScrapedList, ScrapedLayout, MissingIssue, Visit)):
            await self.save(item)
        return item

    async def save(self, record: Record, *, at_once: bool = False) -> None:
        """Keep a record; return when it is committed.

        Args:
            record: what to keep.
            at_once: close its group now, because somebody waits for it.

        Raises:
            SQLAlchemyError: the database failed; the run is stopping.
        """
        if self._group is None:
            self._group = _Group()
            self._group.timer = asyncio.get_running_loop().call_later(self.group_s, self._close_group, self._group)
        group = self._group
        group.records.append(record)
        group.is_urgent |= at_once
        if len(group.records) >= self.group_records or (group.is_urgent and not self._writing.locked()):
            self._close_group(group)
        await asyncio.shield(group.committed)

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
                outcomes = await run_in_thread(self._write_in_thread, group.records)
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
        self.report.add("settled", len(group.records))
        group.committed.set_result(None)

    def _write_in_thread(self, records: list[Record]) -> Any:
        return write_group(self._opened(), self.run_id, self.source_id, records)

    def _opened(self) -> Engine:
        if self.engine is None:
            raise RuntimeError("the store is not open")
        return self.engine

    def _stop(self, error: Exception) -> None:
        self.report.add("errors")
        if self._is_closing:
            return
        self._is_closing = True
        logger.error("The database failed, the run stops: %s", first_line(error))
        stop = self.crawler.engine.close_spider_async(reason="database")
        self._stopper = asyncio.get_running_loop().create_task(stop)

    def count_error(self) -> None:
        """Count an exception that nobody expected: the verdict will be `crashed`."""
        self.report.add("errors")

    async def states(self, url_keys: Sequence[str]) -> dict[str, str]:
        """Tell the ledger's state of URLs; see `db.due.states`."""
        return await self._ask(lambda connection: states(connection, url_keys, self.now()))

    async def due(
        self, kinds: Sequence[str], since: dt.date | None = None, until: dt.date | None = None
    ) -> list[DueUrl]:
        """List what earlier runs left to do; see `db.due.due`."""
        now = self.now()
        return await self._ask(
            lambda connection: due(connection, self.source_id, now, kinds=kinds, since=since, until=until)
        )

    async def days_with_issue(self, first: dt.date, last: dt.date, *, with_covered: bool) -> set[dt.date]:
        """List the days of a range whose issue is known; see `db.due.days_with_issue`."""
        return await self._ask(
            lambda connection: days_with_issue(connection, self.source_id, first, last, with_covered=with_covered)
        )

    async def page_files(self, first: dt.date, last: dt.date) -> list[PageFiles]:
        """List the files of the pages of a range of days; see `db.due.page_files`."""
        return await self._ask(lambda connection: page_files(connection, self.source_id, first, last))

    async def _ask(self, question: Callable[[Connection], T]) -> T:
        def ask_in_thread() -> T:
            with without_write_lock(self._opened()).connect() as connection:
                return question(connection)

        return await run_in_thread(ask_in_thread)

    async def close_spider(self) -> None:
        """Write what is left and close the run with its verdict."""
        if self._group is not None:
            self._close_group(self._group)
        while self._writers:
            await asyncio.wait(self._writers)
        verdict = self.report.verdict()
        try:
            await run_in_thread(self._close_in_thread, verdict.slug, verdict.exit_code)
        except SQLAlchemyError as error:
            self.report.add("errors")
            logger.error("The run could not be closed: %s", first_line(error))  # noqa: TRY400  one line

    def _close_in_thread(self, slug: str, exit_code: int) -> None:
        engine = self._opened()
        with engine.begin() as connection:
            close_run(
                connection,
                self.run_id,
                ended_at=self.now(),
                verdict=slug,
                exit_code=exit_code,
                counts=dict(self.report.counts),
            )
        engine.dispose()
