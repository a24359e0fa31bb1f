"""What `scrapy crawl` does: checks before the run, the lock around it, the verdict and exit code after it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from crawler.alerts import Alert, tell
from crawler.commands.crawl import USAGE_ERROR
from crawler.locks import AlreadyRunning, LockFolderError, run_lock
from crawler.page_objects import load_page_objects
from crawler.profile_table import ProfileError
from crawler.spiders.arguments import ArgumentError, read_epaper_arguments, read_news_arguments
from crawler.spiders.page_files import ASSET_CHOICES
from crawler.tables import printable
from db.engine import DatabaseUnavailable, DatabaseUrlError, open_database, without_write_lock
from db.runs import RunRow, first_problem, last_run
from pipelines.archive.keeping import CHOICES as ARCHIVE_CHOICES
from pipelines.errors import first_line
from pipelines.report import ADVICE, CRASHED, RunReport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scrapy.settings import BaseSettings
    from sqlalchemy.engine import Connection

    from crawler.profile import Profile

P = ParamSpec("P")
T = TypeVar("T")

URL_CHARS = 200  # of a URL in the verdict line
SUBJECT_CHARS = 100  # of an alert
ARCHIVE_FILE_MOST_MB = 1_000_000
LOCKED = 75  # EX_TEMPFAIL of sysexits.h: try again later


class Crawling:
    """One call of the command.

    Args:
        settings: Scrapy's and ours.
        process: runs the crawler.
        create_crawler: makes the crawler of a spider's name.
    """

    def __init__(self, settings: BaseSettings, process: Any, create_crawler: Callable[[str], Any]) -> None:
        self.settings, self.process, self.create_crawler = settings, process, create_crawler
        self.exitcode, self.line = 0, ""
        self.alert_on: set[float] = set()

    def run(self, args: Sequence[str], arguments: dict[str, str]) -> int:
        """Crawl, print the verdict, and tell somebody where that is configured.

        Args:
            args: what stands on the command line: the spider's name.
            arguments: the spider's (-a).

        Returns:
            The exit code.
        """
        try:
            self.alert_on = self._numbers("ALERT_ON", self.settings.getlist("ALERT_ON"))
            profile = self._check(args, arguments)
            self._apply(profile)
            name = f"{profile.name}-{args[0]}"
            with run_lock(self.settings["VAR_DIR"], self.settings["DATABASE_URL"], name):
                run = self._crawl(args[0], profile.name, arguments)
            self._judge(args[0], profile.name, run)
        except (ArgumentError, ProfileError, DatabaseUrlError, LockFolderError) as error:
            self._end(USAGE_ERROR, f"usage: {error}")
        except AlreadyRunning as error:
            self._end(LOCKED, f"locked: {error}")
        except DatabaseUnavailable as error:
            self._end(CRASHED.exit_code, f"unavailable: {error}")
        except SQLAlchemyError as error:
            self._end(CRASHED.exit_code, f"unavailable: {first_line(error)}")
        if self.exitcode in self.alert_on:
            self._alert(arguments)
        sys.stderr.write(f"{self.line}\n")
        return self.exitcode

    def _check(self, args: Sequence[str], arguments: dict[str, str]) -> Profile:
        spiders = self.process.spider_loader.list()
        if len(args) != 1 or args[0] not in spiders:
            raise ArgumentError(f"name one spider of: {', '.join(sorted(spiders))}; see scrapy crawl --help")
        if self.settings["ASSETS"] not in ASSET_CHOICES:
            raise ArgumentError(f"-s ASSETS={self.settings['ASSETS']} is none of: {', '.join(ASSET_CHOICES)}")
        if self.settings["ARCHIVE"] not in ARCHIVE_CHOICES:
            raise ArgumentError(f"-s ARCHIVE={self.settings['ARCHIVE']} is none of: {', '.join(ARCHIVE_CHOICES)}")
        for name in (
            "REVISIT_DAYS",
            "REVISIT_HOURS",
            "REVISE_DAYS",
            "DEPTH_LIMIT",
            "ENCODING_MAX_REPLACED",
            "DISK_FREE_MIN",
        ):
            self._numbers(name, [self.settings[name]])
        try:
            load_page_objects(self.settings.getdict("PAGE_OBJECTS"))
        except ValueError as error:  # no JSON, or PageObjectsError
            raise ArgumentError(f"-s {error}") from error
        file_mb = self.settings["ARCHIVE_FILE_MB"]
        if not all(0 < size < ARCHIVE_FILE_MOST_MB for size in self._numbers("ARCHIVE_FILE_MB", [file_mb])):
            raise ArgumentError(f"-s ARCHIVE_FILE_MB={file_mb} must be above 0 and below {ARCHIVE_FILE_MOST_MB:,}")
        if args[0] == "epaper":
            return read_epaper_arguments(**arguments).profile
        return read_news_arguments(**arguments).profile

    @staticmethod
    def _numbers(name: str, values: list[object]) -> set[float]:
        try:
            return {float(str(value)) for value in values}
        except ValueError as error:
            raise ArgumentError(f"-s {name}={','.join(map(str, values))} is no number") from error

    def _apply(self, profile: Profile) -> None:
        """Let the profile's pace and guard hold; -s on the command line outweighs them."""
        if profile.delay_s is not None:
            self.settings.set("DOWNLOAD_DELAY", profile.delay_s, priority="spider")
        if profile.autothrottle is not None:
            self.settings.set("AUTOTHROTTLE_ENABLED", profile.autothrottle, priority="spider")
        self.settings.set("GUARD_ALLOW", list(profile.allow_addresses), priority="spider")

    def _crawl(self, spider: str, site: str, arguments: dict[str, str]) -> RunRow | None:
        """Crawl; give the row of the run, None where there is none."""
        before = self._last_run(site, spider)
        self.process.crawl(self.create_crawler(spider), **arguments)
        self.process.start()
        run = self._last_run(site, spider)
        return run if run is not None and (before is None or run.id != before.id) else None

    def _judge(self, spider: str, site: str, run: RunRow | None) -> None:
        if run is None or run.ended_at is None or run.verdict is None or run.exit_code is None:
            self._end(CRASHED.exit_code, f"{spider} {site}: {CRASHED.slug} — the run was not closed; {CRASHED.advice}")
            return
        problem = self._ask(first_problem, run.id) if run.exit_code else None
        first = f"; first: {problem[1]} {problem[0][:URL_CHARS]}" if problem else ""
        advice = ADVICE.get(run.verdict, "")
        detail = f", {run.detail}" if run.detail else ""
        self._end(run.exit_code, f"{spider} {site}: {run.verdict} — {_summary(run)}{detail}{first}; next: {advice}")

    def _last_run(self, site: str, spider: str) -> RunRow | None:
        return self._ask(last_run, site, spider)

    def _ask(self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        engine = open_database(self.settings["DATABASE_URL"])
        try:
            with without_write_lock(engine).connect() as connection:
                return question(connection, *args, **kwargs)
        finally:
            engine.dispose()

    def _end(self, exit_code: int, line: str) -> None:
        self.exitcode, self.line = exit_code, printable(line)

    def _alert(self, arguments: dict[str, str]) -> None:
        """Tell somebody, where that is configured; the subject is the beginning of the verdict line."""
        data = {"exit_code": self.exitcode, "verdict_line": self.line, "arguments": arguments}
        subject = self.line.partition(" — ")[0][:SUBJECT_CHARS]
        tell(Alert(subject=f"county-press: {subject}", text=self.line, data=data), self.settings)


def _summary(run: RunRow) -> str:
    report = RunReport()
    report.counts.update(run.counts or {})
    return report.summary()
