"""`scrapy reparse`: read the raw archive with today's code, and say what reads otherwise than it is stored."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.database_command import UNAVAILABLE, CommandError, DatabaseCommand, read_range
from crawler.tables import as_json, printable

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from sqlalchemy.engine import Engine

    from crawler.profile import Profile
    from crawler.reparsing import Reparsing
    from crawler.rereading import Job
    from db.rereading import KnownSource

LOCKED = 75
_EPILOG = """\
example:
  scrapy reparse
  scrapy reparse --site cangnan --source epaper --since 2026-11-01 --examples 5
  scrapy reparse --site cangnan --apply

Reads lists, then layouts, then articles from the archive, of each URL the newest answer that was stored, and of what
waits in quarantine the newest one. Nothing is written without --apply.

filled    was empty, and is read now          gained  can be read now, and could not before
emptied   is stored, and would be empty       lost    is stored, and cannot be read now: it stays as it is
changed   reads otherwise

exit codes: 0 done; 1 records of the archive cannot be read, or there is none; 2 usage; 75 a crawl is going on
"""


class Command(DatabaseCommand):
    """Reads what was fetched with today's page objects and pipelines."""

    summary = "Read the raw archive anew and show what would change; --apply writes it"
    epilog = _EPILOG

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--site", help="only this site: a profile's name, or the path of a TOML file")
        parser.add_argument("--source", choices=("news", "epaper"), help="only this one")
        parser.add_argument("--since", metavar="DAY", help="only what was published on this day or later")
        parser.add_argument("--until", metavar="DAY", help="only what was published on this day or earlier")
        parser.add_argument("--apply", action="store_true", help="write what differs")
        parser.add_argument("--examples", type=int, default=3, help="of each kind of difference (default: 3)")
        parser.add_argument("--jobs", type=int, help="processes that read (default: one a core)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Read, and write where that is asked for."""
        from crawler.reparse_report import as_record, report  # noqa: PLC0415
        from db.engine import open_database  # noqa: PLC0415

        days = read_range(opts.since, opts.until)
        if args:
            raise CommandError(f"{args[0]} is no option; see scrapy reparse --help")
        if opts.examples < 0 or (opts.jobs is not None and opts.jobs < 1):
            raise CommandError("--examples must be 0 or more, --jobs 1 or more")
        sources = self._sources(opts.site, opts.source)
        engine = open_database(self.setting("DATABASE_URL"))
        try:
            done = [self._reparse(engine, one, opts, days) for one in sources]
        finally:
            engine.dispose()
        if opts.json:
            print(as_json([as_record(source, run) for source, run in done]))
        else:
            print("\n\n".join("\n".join(report(source, run, is_applied=opts.apply)) for source, run in done))
        return UNAVAILABLE if any(run.found.broken or run.refused for _, run in done) else 0

    def _sources(self, site: str | None, channel: str | None) -> list[tuple[KnownSource, Profile]]:
        """Find the sources that are asked for, and their profiles.

        Raises:
            CommandError: there is none, no archive, or no profile.
        """
        from crawler.profile import load_profile  # noqa: PLC0415
        from crawler.profile_table import ProfileError  # noqa: PLC0415
        from db.rereading import has_archive, known_sources  # noqa: PLC0415

        try:
            given = load_profile(site) if site else None
            self.require_site(given.name if given else None)
            found = [
                (one, given or load_profile(one.site))
                for one in self.ask(known_sources, given.name if given else None)
                if one.channel in ((channel,) if channel else ("news", "epaper"))
            ]
        except ProfileError as error:
            raise CommandError(f"{error}; --site takes the path of a profile too") from error
        folder = self.setting("ARCHIVE_DIR")
        if not found:
            raise CommandError("the database has no such source: nothing was crawled yet", exit_code=UNAVAILABLE)
        if not Path(folder).is_dir() or not self.ask(has_archive):
            raise CommandError(
                f"unavailable: there is no archive in {folder}; ARCHIVE_DIR names it, and crawls fill it",
                exit_code=UNAVAILABLE,
            )
        return found

    def _job(self, source: KnownSource, profile: Profile, examples: int) -> Job:
        from crawler.page_objects import PageObjectsError, load_page_objects  # noqa: PLC0415
        from crawler.rereading import Job  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        names = self.settings.getdict("PAGE_OBJECTS")
        try:
            load_page_objects(names)
        except PageObjectsError as error:
            raise CommandError(f"-s {error}") from error
        return Job(
            database_url=self.setting("DATABASE_URL"),
            archive=str(self.setting("ARCHIVE_DIR")),
            source=source,
            profile=profile,
            page_objects=names,
            max_replaced=self.settings.getint("ENCODING_MAX_REPLACED"),
            max_parts=self.settings.getint("ARTICLE_MAX_PARTS"),
            examples=examples,
        )

    def _reparse(
        self,
        engine: Engine,
        known: tuple[KnownSource, Profile],
        opts: argparse.Namespace,
        days: tuple[dt.date | None, dt.date | None],
    ) -> tuple[KnownSource, Reparsing]:
        from crawler.locks import AlreadyRunning, LockFolderError, run_lock  # noqa: PLC0415
        from crawler.reparsing import Reparsing  # noqa: PLC0415

        source, profile = known
        run = Reparsing(
            self._job(source, profile, opts.examples),
            engine,
            jobs=opts.jobs or os.cpu_count() or 1,
            is_applying=opts.apply,
            progress=_Progress(f"{source.channel} {source.site}", self._interval_s()).tell,
        )
        try:
            with ExitStack() as stack:
                if opts.apply:  # as a crawl of this source does
                    name = f"{source.site}-{source.channel}"
                    stack.enter_context(run_lock(self.setting("VAR_DIR"), self.setting("DATABASE_URL"), name))
                run.run(*days)
        except AlreadyRunning as error:
            raise CommandError(f"locked: {error}", exit_code=LOCKED) from error
        except LockFolderError as error:
            raise CommandError(str(error)) from error
        return source, run

    def _interval_s(self) -> float:
        from crawler.progress_lines import TERMINAL_INTERVAL_S  # noqa: PLC0415

        asked = float(self.setting("PROGRESS_INTERVAL"))
        return asked or (TERMINAL_INTERVAL_S if sys.stderr.isatty() else 0.0)


class _Progress:
    """Says on standard error how far it is, at most once an interval; 0 seconds: never."""

    def __init__(self, name: str, interval_s: float) -> None:
        self._name, self._interval_s = name, interval_s
        self._told_at = time.monotonic()

    def tell(self, done: int, planned: int, differences: int) -> None:
        """Say it, where it is time to."""
        if self._interval_s and time.monotonic() - self._told_at >= self._interval_s:
            self._told_at = time.monotonic()
            line = f"… {self._name}: {done:,} of {planned:,} URLs read, {differences:,} differences"
            sys.stderr.write(printable(line) + "\n")
            sys.stderr.flush()
