"""`scrapy quarantine`: what could not be read or was given up; look at it, and let it be fetched again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from crawler.database_command import CommandError, DatabaseCommand, read_limit, read_url_key
from crawler.tables import as_json, lines_of, printable

if TYPE_CHECKING:
    import argparse

    from db.quarantine import KnownUrl

_EPILOG = """\
example:
  scrapy quarantine list
  scrapy quarantine list --reason empty_body
  scrapy quarantine show http://www.example.cn/system/2026/11/25/016478629.shtml
  scrapy quarantine retry http://www.example.cn/system/2026/11/25/016478629.shtml
  scrapy quarantine retry --reason empty_body
  scrapy quarantine retry --all

list   what waits: quarantined (had, but could not be read) and failed (given up after many attempts)
show   everything that the ledger knows of a URL: every visit with its status, encodings, reason and detail
retry  lets the next crawl fetch URLs again
"""


class Command(DatabaseCommand):
    """Looks after what waits."""

    summary = "List, show and retry what could not be read or was given up"
    epilog = _EPILOG
    arguments = "list | show URL | retry [URL …] [options]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--site", help="only this site's")
        parser.add_argument("--reason", help="only those with this reason")
        parser.add_argument("--limit", type=int, default=100, help="rows of the list (default: 100)")
        parser.add_argument("--all", action="store_true", help="retry everything that waits")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do what the first argument says."""
        read_limit(opts.limit)
        if args[:1] in (["list"], ["retry"]):
            self.require_site(opts.site)
        match args:
            case ["list"]:
                self._list(opts)
            case ["show", url]:
                self._show(url, opts)
            case ["retry", *urls]:
                self._retry(urls, opts)
            case _:
                raise CommandError("give list, show URL or retry; see scrapy quarantine --help")
        return 0

    def _list(self, opts: argparse.Namespace) -> None:
        from db.quarantine import count_waiting, waiting  # noqa: PLC0415

        shown = self.ask(waiting, site=opts.site, reason=opts.reason, limit=opts.limit)
        number = self.ask(count_waiting, site=opts.site, reason=opts.reason)
        if opts.json:
            print(as_json([asdict(one) for one in shown]))
        elif not shown:
            print("nothing waits" + (f" with the reason {opts.reason}" if opts.reason else ""))
        else:
            header = ("visited (UTC)", "site", "state", "reason", "url", "detail")
            rows = [
                (one.at and f"{one.at:%Y-%m-%d %H:%M}", one.site, one.state, one.reason, one.url, one.detail)
                for one in shown
            ]
            print("\n".join(lines_of(header, rows, columns=90)))
            if number > len(shown):
                print(f"{number - len(shown)} more: --limit {number}")

    def _show(self, url: str, opts: argparse.Namespace) -> None:
        from db.quarantine import known_url  # noqa: PLC0415

        found = self.ask(known_url, read_url_key(url))
        if found is None:
            raise CommandError(f"{url} is not in the ledger", exit_code=1)
        if opts.json:
            print(as_json(asdict(found)))
        else:
            _print_url(found)

    def _retry(self, urls: list[str], opts: argparse.Namespace) -> None:
        from db.quarantine import let_retry, waiting  # noqa: PLC0415

        if bool(urls) == bool(opts.all or opts.reason):
            raise CommandError("give URLs, or --reason SLUG, or --all; see scrapy quarantine --help")
        keys = [read_url_key(url) for url in urls]
        if not urls:
            keys = [read_url_key(one.url) for one in self.ask(waiting, site=opts.site, reason=opts.reason)]
            if not keys:
                print("0 wait" + (f" with the reason {opts.reason}" if opts.reason else ""))
                return
        number = self.change(let_retry, keys)
        if urls and number < len(set(keys)):
            raise CommandError(
                f"{number} of {len(set(keys))} will be fetched again; the others do not wait: scrapy quarantine list",
                exit_code=1,
            )
        print(f"{number} will be fetched again by the next crawl")


def _print_url(found: KnownUrl) -> None:
    fields = ("url", "kind", "state", "reason", "found_on", "listed_on", "attempts", "next_try_at")
    for name in fields:
        value = getattr(found, name)
        print(f"{name:<12} {printable(str(value)) if value is not None else ''}".rstrip())
    for visit in found.visits:
        status = visit.http_status or "no answer"
        print(f"\n{visit.at:%Y-%m-%d %H:%M:%S} UTC  run {visit.run_id}  {status}  {visit.outcome} {visit.reason or ''}")
        if visit.detail:
            print(f"  {printable(visit.detail)}")
        if visit.encoding_used:
            declared = printable(visit.encoding_declared or "nothing")
            print(f"  declared {declared}, read as {visit.encoding_used}, {visit.replaced_chars} characters replaced")
