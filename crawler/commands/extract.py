"""`scrapy extract`: read one saved page as a crawl would, and print what was found as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

_EPILOG = """\
example:
  scrapy extract page.html --url http://www.example.cn/system/2024/10/25/059353000.shtml

The JSON object holds url, platform, evidence and kind (article, list or pager), and the fields of that kind.
Exit code 1: the page cannot be read, and why is said on standard error.
"""


class Command(ScrapyCommand):
    """Reads a saved page."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Name the arguments."""
        return "[options] FILE --url URL"

    def short_desc(self) -> str:
        """Say what the command does."""
        return "Read one saved page with the page objects and pipelines; print JSON"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = _EPILOG
        parser.add_argument("--url", help="where the page was saved from")
        parser.add_argument("--platform", help="the publishing platform, when it is known; else it is detected")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read and print."""
        # imported here: every scrapy call imports every command module
        from crawler.pages.base import UnreadablePage  # noqa: PLC0415
        from crawler.pages.detect import GENERIC, PLATFORMS  # noqa: PLC0415
        from crawler.reading import read_saved_page  # noqa: PLC0415

        if len(args) != 1 or not opts.url:
            raise UsageError("name one file, and its address with --url", print_help=False)
        if opts.platform and opts.platform not in (*PLATFORMS, GENERIC):
            raise UsageError(
                f"--platform {opts.platform} is none of: {', '.join((*PLATFORMS, GENERIC))}", print_help=False
            )
        try:
            body = Path(args[0]).read_bytes()
            found = read_saved_page(body, url=opts.url, platform=opts.platform)
        except OSError as error:
            raise UsageError(f"{args[0]}: {error.strerror}", print_help=False) from error
        except UnreadablePage as error:
            self.exitcode = 1
            sys.stderr.write(f"{args[0]}: {error}\n")
            return
        print(json.dumps(found, ensure_ascii=False, indent=2))
