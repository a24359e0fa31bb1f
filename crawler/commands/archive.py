"""`scrapy archive`: read the raw archive back; all of it, to see that it is whole, or a page as it was."""

from __future__ import annotations

import datetime as dt
import sys
import time
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawler.database_command import UNAVAILABLE, CommandError, DatabaseCommand, read_url_key
from crawler.tables import as_json, printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

    from db.archived import ArchivedVisit, KeptRecord
    from pipelines.archive.checking import Findings

PROGRESS_S = 5.0  # between progress lines, on a terminal
_EPILOG = """\
example:
  scrapy archive check
  scrapy archive check --site cangnan --json
  scrapy archive show http://www.example.cn/system/2026/11/25/016478629.shtml > page.html
  scrapy archive show http://www.example.cn/system/2026/11/25/016478629.shtml --at 2026-11-25T09:00 --headers

check  reads every record of every file and compares it with the digests written with it, and with the rows
show   writes the body of the newest answer that is kept, byte for byte but decompressed; with --at the newest of that
       time or before (a day: of its end; in the zone of the source unless it says its own)

exit codes:
  0  every row has its record, every record is whole; or the page was shown
  1  something is damaged or lacking; or the page is not kept
  2  bad usage
"""


class Command(DatabaseCommand):
    """Reads the archive."""

    summary = "Check the raw archive, or show a page as it was"
    epilog = _EPILOG
    arguments = "check | show URL [options]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--site", help="check: only this site's files")
        parser.add_argument("--json", action="store_true", help="check: print JSON")
        parser.add_argument("--at", metavar="TIME", help="show: as of this day or time (2026-11-25T09:00)")
        parser.add_argument(
            "--headers", action="store_true", help="show: not the body, but status, headers, file and offset"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do what the first argument says."""
        match args:
            case ["check"]:
                self.require_site(opts.site)
                return self._check(opts)
            case ["show", url]:
                self._show(url, opts)
                return 0
            case _:
                raise CommandError("give check, or show URL; see scrapy archive --help")

    @property
    def _folder(self) -> Path:
        return Path(self.setting("ARCHIVE_DIR"))

    def _check(self, opts: argparse.Namespace) -> int:
        from pipelines.archive.writer import safe_name  # noqa: PLC0415

        found = self.ask(self._read_back, safe_name(opts.site) if opts.site else "")
        if opts.json:
            print(as_json(asdict(found)))
        else:
            print("\n".join(map(printable, _as_text(found))))
        return UNAVAILABLE if found.faults else 0

    def _read_back(self, connection: Connection, site_folder: str) -> Findings:
        from db.archived import kept_records  # noqa: PLC0415
        from pipelines.archive.checking import Findings, check_file, files_in  # noqa: PLC0415

        found, files, done = Findings(), files_in(self._folder, site_folder), set[str]()
        told_at = time.monotonic()
        without_rows: Iterator[tuple[str, list[KeptRecord]]] = ((file, []) for file in files if file not in done)
        for file, kept in chain(kept_records(connection, site_folder), without_rows):
            if sys.stderr.isatty() and time.monotonic() - told_at >= PROGRESS_S:
                told_at = time.monotonic()
                sys.stderr.write(f"… {len(done)} of {len(files)} files, {found.records:,} records\n")
            check_file(self._folder, file, kept, found)
            done.add(file)
        return found

    def _show(self, url: str, opts: argparse.Namespace) -> None:
        from db.archived import kept_visit, zone_of  # noqa: PLC0415
        from pipelines.archive.reader import ArchiveReader  # noqa: PLC0415
        from pipelines.archive.records import UnreadableRecord  # noqa: PLC0415

        key = read_url_key(url)
        zone = self.ask(zone_of, key)
        if zone is None:
            raise CommandError(f"{url} is not in the ledger", exit_code=UNAVAILABLE)
        until = _until(opts.at, ZoneInfo(zone)) if opts.at else None
        visit = self.ask(kept_visit, key, until)
        if visit is None:
            raise CommandError(
                f"no answer of {url} is kept" + (f" of {opts.at} or before" if opts.at else ""), exit_code=UNAVAILABLE
            )
        try:
            with ArchiveReader(self._folder) as reader:
                exchange = reader.read(visit.warc_file, visit.warc_offset)
        except UnreadableRecord as error:
            raise CommandError(f"{error}; scrapy archive check says what else is lacking", UNAVAILABLE) from error
        if opts.headers:
            _print_headers(visit, exchange.url, exchange.headers)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(exchange.body)


def _until(text: str, zone: ZoneInfo) -> dt.datetime:
    try:
        moment = dt.datetime.combine(dt.date.fromisoformat(text), dt.time.max)
    except ValueError:
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--at {text} is no time; write it as 2026-11-25 or 2026-11-25T09:00") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)


def _print_headers(visit: ArchivedVisit, url: str, headers: tuple[tuple[str, str], ...]) -> None:
    print(f"{visit.http_status} {printable(url)}")
    for name, value in headers:
        print(f"{printable(name)}: {printable(value)}")
    print(f"\nvisited {visit.at:%Y-%m-%d %H:%M:%S} UTC, body sha256 {visit.body_sha256}")
    print(f"{visit.warc_file} offset {visit.warc_offset}")


def _as_text(found: Findings) -> list[str]:
    lines = [
        f"{found.files:,} files of {found.size_bytes / 1e6:,.1f} MB, {found.records:,} records, {found.rows:,} rows",
        f"{found.records_without_row:,} records without a row (a run was killed before it had written them)",
        f"{found.torn_files:,} torn tails, {found.torn_bytes:,} bytes (the next run of the source cuts them off)",
    ]
    lines += [f"{one.file} offset {one.offset}: {one.detail}" for one in found.faults]
    lines.append(
        f"{len(found.faults):,} faults, {found.rows_without_record:,} rows without a good record"
        if found.faults
        else "every row has its record, every record is whole"
    )
    return lines
