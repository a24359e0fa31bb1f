"""`scrapy crawl`: one spider, one site, one run at a time, and an exit code that can be believed."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from sqlalchemy.exc import SQLAlchemyError

from crawler.locks import AlreadyRunning, LockFolderError, run_lock
from crawler.profile_table import ProfileError
from crawler.spiders.arguments import ArgumentError, read_epaper_arguments, read_news_arguments
from crawler.spiders.page_files import ASSET_CHOICES
from crawler.tables import printable
from db.engine import DatabaseUnavailable, DatabaseUrlError, open_database, without_write_lock
from db.runs import RunRow, first_problem, last_run
from pipelines.errors import first_line
from pipelines.report import ADVICE, CRASHED, RunReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from crawler.profile import Profile

P = ParamSpec("P")
T = TypeVar("T")

USAGE_ERROR = 2
URL_CHARS = 200  # of a URL in the verdict line
SUBJECT_CHARS = 100  # of an alert
LOCKED = 75  # EX_TEMPFAIL of sysexits.h: try again later

_EPILOG = """\
example:
  scrapy crawl news -a site=cangnan
  scrapy crawl news -a site=cangnan -a since=2026-11-01 -a until=2026-11-25
  scrapy crawl epaper -a site=cangnan -a entry=https://paper.example.cn/paperindex.htm
  scrapy crawl epaper -a site=cangnan -a gaps=1

arguments of news (-a):
  site     a profile's name, or the path of a TOML file (docs/site-profile.md)
  section  only these names under [news.sections], separated by commas
  since    only articles listed on this day or later (YYYY-MM-DD)
  until    only articles listed on this day or earlier
  date     only articles of one day
  Without dates: what is new, and what earlier runs left to do.

arguments of epaper (-a):
  site     as above
  since    only issues of this day or later (YYYY-MM-DD)
  until    only issues of this day or earlier
  date     only the issue of one day
  entry    the address that leads to the latest issue, where the profile has none
  gaps     1: just what is lacking since the first issue that is here, or in the range
  Without dates: today's issue, what the last two weeks lack, and what earlier runs left to do.
  -s ASSETS=images or -s ASSETS=pdf also downloads each page's picture or PDF.

exit codes, the first that holds:
  75  another run of this spider and site is going on
   2  bad usage or configuration
   1  crashed, or the database is unavailable
   4  no list page or entry answered
   5  layout changed: pages answered but named no article, or a field is mostly empty now
   6  stopped before it was done, by a signal or a limit
   3  finished, but URLs failed or went to quarantine
   0  fine, also when nothing was new
"""


class Command(ScrapyCrawl):
    """Scrapy's own command, with checks before and a verdict after."""

    def short_desc(self) -> str:
        """Say what the command does."""
        return "Crawl one site with one spider; the exit code tells how it went"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options, an example and the exit codes."""
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = _EPILOG

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's options; tell a mistake in one line, as all others are."""
        self.line, self.alert_on = "", set[float]()
        try:
            super().process_options(args, opts)
        except UsageError as error:
            sys.stderr.write(f"usage: {error}\n")
            raise SystemExit(USAGE_ERROR) from error

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, lock, crawl, judge."""
        assert self.settings is not None  # noqa: S101  Scrapy sets it
        try:
            profile = self._check(args, opts)
            self._apply(profile)
            name = f"{profile.name}-{args[0]}"
            with run_lock(self.settings["VAR_DIR"], self.settings["DATABASE_URL"], name):
                run = self._crawl(args[0], profile.name, opts)
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
            self._alert(vars(opts).get("spargs", {}))
        sys.stderr.write(f"{self.line}\n")

    def _check(self, args: list[str], opts: argparse.Namespace) -> Profile:
        assert self.crawler_process is not None  # noqa: S101  Scrapy sets it
        assert self.settings is not None  # noqa: S101  Scrapy sets it
        self.alert_on = self._numbers("ALERT_ON", self.settings.getlist("ALERT_ON"))
        spiders = self.crawler_process.spider_loader.list()
        if len(args) != 1 or args[0] not in spiders:
            raise ArgumentError(f"name one spider of: {', '.join(sorted(spiders))}; see scrapy crawl --help")
        if self.settings["ASSETS"] not in ASSET_CHOICES:
            raise ArgumentError(f"-s ASSETS={self.settings['ASSETS']} is none of: {', '.join(ASSET_CHOICES)}")
        for name in ("REVISIT_DAYS", "REVISIT_HOURS", "DEPTH_LIMIT", "ENCODING_MAX_REPLACED", "DISK_FREE_MIN"):
            self._numbers(name, [self.settings[name]])
        if args[0] == "epaper":
            return read_epaper_arguments(**opts.spargs).profile
        return read_news_arguments(**opts.spargs).profile

    @staticmethod
    def _numbers(name: str, values: list[object]) -> set[float]:
        try:
            return {float(str(value)) for value in values}
        except ValueError as error:
            raise ArgumentError(f"-s {name}={','.join(map(str, values))} is no number") from error

    def _apply(self, profile: Profile) -> None:
        """Let the profile's pace and guard hold; -s on the command line outweighs them."""
        assert self.settings is not None  # noqa: S101  Scrapy sets it
        if profile.delay_s is not None:
            self.settings.set("DOWNLOAD_DELAY", profile.delay_s, priority="spider")
        if profile.autothrottle is not None:
            self.settings.set("AUTOTHROTTLE_ENABLED", profile.autothrottle, priority="spider")
        self.settings.set("GUARD_ALLOW", list(profile.allow_addresses), priority="spider")

    def _crawl(self, spider: str, site: str, opts: argparse.Namespace) -> RunRow | None:
        """Crawl; give the row of the run, None where there is none."""
        assert self.settings is not None  # noqa: S101  Scrapy sets it
        assert self.crawler_process is not None  # noqa: S101  Scrapy sets it
        before = self._last_run(site, spider)
        self.crawler_process.crawl(self._create_crawler(spider), **opts.spargs)
        self.crawler_process.start()
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
        assert self.settings is not None  # noqa: S101  Scrapy sets it
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
        from crawler.alerts import Alert, tell  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        data = {"exit_code": self.exitcode, "verdict_line": self.line, "arguments": arguments}
        subject = self.line.partition(" — ")[0][:SUBJECT_CHARS]
        tell(Alert(subject=f"county-press: {subject}", text=self.line, data=data), self.settings)


def _summary(run: RunRow) -> str:
    report = RunReport()
    report.counts.update(run.counts or {})
    return report.summary()
