"""`scrapy sql`: ask the database, read-only, without another program."""

from __future__ import annotations

import argparse
import csv
import sys

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.tables import lines_of

_EPILOG = """\
example:
  scrapy sql "SELECT published_on, headline FROM articles ORDER BY published_on DESC, url LIMIT 10"
  scrapy sql --csv "SELECT * FROM bylines" > bylines.csv

The views are described in docs/analyst-guide.md. Nothing can be changed from here.
Exit code 1: the database is unavailable or refuses the query, and why is said on standard error.
"""


class Command(ScrapyCommand):
    """Runs one query."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Name the arguments."""
        return "[options] QUERY"

    def short_desc(self) -> str:
        """Say what the command does."""
        return "Run one SQL query on the database, read-only, and print the rows"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = _EPILOG
        parser.add_argument("--csv", action="store_true", help="print CSV with whole values")
        parser.add_argument("--limit", type=int, default=None, help="rows to print (default: 100; all with --csv)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Query and print."""
        from db.engine import DatabaseUnavailable, DatabaseUrlError, open_database  # noqa: PLC0415
        from db.query import QueryError, run_query  # noqa: PLC0415
        from pipelines.errors import first_line  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        if len(args) != 1:
            raise UsageError("give one query, in quotes; see scrapy sql --help", print_help=False)
        limit = opts.limit if opts.limit is not None else (sys.maxsize if opts.csv else 100)
        try:
            engine = open_database(self.settings["DATABASE_URL"])
            try:
                columns, rows = run_query(engine, args[0], min(limit, 2**31 - 1))
            finally:
                engine.dispose()
        except DatabaseUrlError as error:
            raise UsageError(str(error), print_help=False) from error
        except (DatabaseUnavailable, QueryError) as error:
            self.exitcode = 1
            sys.stderr.write(f"{first_line(error)}\n")
            return
        cells = [["" if value is None else str(value) for value in row] for row in rows]
        if opts.csv:
            csv.writer(sys.stdout, lineterminator="\n").writerows([columns, *cells])
        else:
            print("\n".join(lines_of(columns, cells)))
