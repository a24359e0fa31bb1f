"""`scrapy withhold`: hide an article from every view and export, with a reason that stays; and take it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from crawler.database_command import CommandError, DatabaseCommand, read_reason, read_url_key, who
from crawler.tables import as_json, lines_of

if TYPE_CHECKING:
    import argparse

_EPILOG = """\
example:
  scrapy withhold http://www.example.cn/system/2026/11/25/016478629.shtml --reason "prints ID numbers; letter of 25 Nov"
  scrapy withhold http://www.example.cn/system/2026/11/25/016478629.shtml --undo --reason "the court has lifted it"
  scrapy withhold --list

What is withheld is in no view and no export, under none of its addresses; it stays in the database and the archive.
The URL may be that of a copy, of a further page, or of a piece of an article that jumps: the whole is withheld. It
stays hidden when it is fetched again, changes, or moves to another address, until the decision is undone.
"""


class Command(DatabaseCommand):
    """Withholds articles."""

    summary = "Hide an article from every view and export, or show it again"
    epilog = _EPILOG
    arguments = "URL --reason TEXT [--by NAME] [--undo] | --list [--all] [--json]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--reason", help="why; it stays in the database")
        parser.add_argument("--by", metavar="NAME", help="who decides (default: the user of this computer)")
        parser.add_argument("--undo", action="store_true", help="show the article again")
        parser.add_argument("--list", action="store_true", help="list the decisions that hold, a line an address")
        parser.add_argument("--all", action="store_true", help="list those that were undone, too")
        parser.add_argument("--json", action="store_true", help="print the list as JSON")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """List the decisions, or make one."""
        if opts.list:
            if args or opts.undo or opts.reason or opts.by:
                raise CommandError("--list takes only --all and --json; see scrapy withhold --help")
            self._list(opts)
        elif len(args) != 1 or opts.all or opts.json:
            raise CommandError(f"give {self.arguments}; see scrapy withhold --help")
        else:
            self._decide(args[0], opts)
        return 0

    def _list(self, opts: argparse.Namespace) -> None:
        from db.withholding import decisions  # noqa: PLC0415

        found = self.ask(decisions, with_undone=opts.all)
        if opts.json:
            print(as_json([asdict(one) for one in found]))
        elif not found:
            print("nothing is withheld" if not opts.all else "nothing was ever withheld")
        else:
            header = ["since (UTC)", "by", "url", "reason"]
            rows: list[list[object]] = [
                [f"{one.at:%Y-%m-%d %H:%M}", one.decided_by, one.url, one.reason] for one in found
            ]
            if opts.all:
                header += ["undone (UTC)", "by", "reason"]
                for row, one in zip(rows, found, strict=True):
                    row += [one.undone_at and f"{one.undone_at:%Y-%m-%d %H:%M}", one.undone_by, one.undone_reason]
            print("\n".join(lines_of(header, rows, columns=90)))

    def _decide(self, url: str, opts: argparse.Namespace) -> None:
        from db.withholding import CannotDecide, undo, withhold  # noqa: PLC0415

        reason = read_reason(opts.reason)
        key, by = read_url_key(url), who(opts.by)
        try:
            number = self.change(undo if opts.undo else withhold, url, key, reason=reason, by=by, at=self.now())
        except CannotDecide as error:
            raise CommandError(str(error), exit_code=1) from error
        print(f"{'shown again' if opts.undo else 'withheld'}: {url} ({number} address{'es' if number > 1 else ''})")
