"""`scrapy crawl`: one spider, one site, one run at a time, and an exit code that can be believed."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

USAGE_ERROR = 2

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
        try:
            super().process_options(args, opts)
        except UsageError as error:
            sys.stderr.write(f"usage: {error}\n")
            raise SystemExit(USAGE_ERROR) from error

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, lock, crawl, judge."""
        # imported here: every scrapy call imports every command module
        from crawler.crawling import Crawling  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        assert self.crawler_process is not None  # noqa: S101  Scrapy sets it
        self.exitcode = Crawling(self.settings, self.crawler_process, self._create_crawler).run(args, opts.spargs)
