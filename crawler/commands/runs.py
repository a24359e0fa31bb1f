"""`scrapy runs`: the last runs, how each ended, and what it brought."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from crawler.database_command import CommandError, DatabaseCommand, read_limit
from crawler.tables import as_json, lines_of

if TYPE_CHECKING:
    import argparse

    from db.runs import RunRow

_EPILOG = """\
example:
  scrapy runs
  scrapy runs --site cangnan --spider epaper --limit 50

Times are UTC. A run without a verdict was killed, or is going on: what it had committed is counted all the same.
"""
_COUNTS = {"new": "stored", "updated": "updated", "gone": "gone", "failed": "retry", "quarantined": "quarantined"}


class Command(DatabaseCommand):
    """Lists runs."""

    summary = "Show the last runs: verdict, exit code, duration, counts"
    epilog = _EPILOG

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--site", help="only this site's")
        parser.add_argument("--spider", help="only this spider's: news or epaper")
        parser.add_argument("--limit", type=int, default=20, help="how many (default: 20)")
        parser.add_argument("--json", action="store_true", help="print JSON, with all counts")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print the runs, newest first."""
        from db.runs import runs  # noqa: PLC0415

        if args:
            raise CommandError(f"{args[0]} is not understood; give only options, see scrapy runs --help")
        if opts.spider not in (None, "news", "epaper"):
            raise CommandError(f"--spider {opts.spider} is not known; the spiders are: news, epaper")
        read_limit(opts.limit)
        self.require_site(opts.site)
        found = self.ask(runs, site=opts.site, spider=opts.spider, limit=opts.limit)
        if opts.json:
            print(as_json([asdict(run) for run in found]))
        elif not found:
            print("no run yet")
        else:
            header = ("run", "started", "took", "spider", "site", "code", "verdict", *_COUNTS, "detail")
            print("\n".join(lines_of(header, map(_cells, found), columns=100)))
        return 0


def _cells(run: RunRow) -> list[object]:
    counts = run.counts or {}
    end = run.ended_at or run.seen_at
    took = str(end - run.started_at).partition(".")[0] if end else None
    return [
        run.id,
        f"{run.started_at:%Y-%m-%d %H:%M:%S}",
        took,
        run.spider,
        run.site,
        run.exit_code,
        run.verdict or "not closed",
        *(counts.get(name, 0) for name in _COUNTS.values()),
        run.detail,
    ]
