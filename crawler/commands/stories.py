"""`scrapy stories`: show where a story appeared, say which articles are one story, link what is not linked yet."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from crawler.database_command import CommandError, DatabaseCommand, read_reason, read_url_key, who
from crawler.progress_lines import ProgressLines
from crawler.tables import as_json, lines_of, printable

if TYPE_CHECKING:
    import argparse

    from sqlalchemy.engine import Connection

    from db.stories.decisions import Decision, Story

_EPILOG = """\
example:
  scrapy stories show http://www.example.cn/system/2026/11/25/016478629.shtml
  scrapy stories split URL1 URL2 --reason "two drills in two towns"
  scrapy stories split URL1 URL2 --undo --reason "the same drill after all"
  scrapy stories join URL1 URL2 --reason "the same report, told anew"
  scrapy stories update

Every crawl links what it stores. `update` links what was stored before there were stories, or by former rules; it may
be stopped and goes on where it was. What a person decides holds, whatever links the articles, until it is undone; of
two that were told apart, further appearances go to the one that they are more like.
Exit code 1: the URL leads to no article, or the decision cannot be made.
"""
UPDATE_ARTICLES = 64  # that are linked in one transaction


class Command(DatabaseCommand):
    """Shows and decides which articles are one story."""

    summary = "Show where a story appeared; say which articles are one story; link what is not linked yet"
    epilog = _EPILOG
    arguments = "show URL [--json] | split URL URL --reason TEXT | join URL URL --reason TEXT | update"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--reason", help="split, join: why; it stays in the database")
        parser.add_argument("--by", metavar="NAME", help="split, join: who decides (default: this computer's user)")
        parser.add_argument("--undo", action="store_true", help="split, join: take the decision back")
        parser.add_argument("--json", action="store_true", help="show: print JSON")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do what the first argument says."""
        is_decision = bool(opts.reason or opts.by or opts.undo)
        match args:
            case ["show", url] if not is_decision:
                self._show(url, opts)
            case ["split" | "join" as verb, url, other] if not opts.json:
                self._decide(verb, (url, other), opts)
            case ["update"] if not (is_decision or opts.json):
                self._update()
            case _:
                raise CommandError(f"give {self.arguments}; see scrapy stories --help")
        return 0

    def _show(self, url: str, opts: argparse.Namespace) -> None:
        from db.stories.decisions import CannotDecide, show  # noqa: PLC0415

        try:
            story = self.ask(show, url, read_url_key(url))
        except CannotDecide as error:
            raise CommandError(str(error), exit_code=1) from error
        print(as_json(asdict(story)) if opts.json else "\n".join(_as_text(story)))

    def _decide(self, verb: str, urls: tuple[str, str], opts: argparse.Namespace) -> None:
        from db.stories.decisions import CannotDecide, decide, undo  # noqa: PLC0415

        reason, by = read_reason(opts.reason), who(opts.by)
        keys = read_url_key(urls[0]), read_url_key(urls[1])
        act = undo if opts.undo else decide
        try:
            self.change(act, urls, keys, same=verb == "join", reason=reason, by=by, at=self.now())
        except CannotDecide as error:
            raise CommandError(str(error), exit_code=1) from error
        done = f"{verb} undone" if opts.undo else {"split": "told apart", "join": "joined"}[verb]
        print(f"{done}: {urls[0]} {urls[1]}")

    def _update(self) -> None:
        from db.stories.comparing import count_uncompared  # noqa: PLC0415
        from pipelines.stories.rules import RULE_VERSION  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        total = self.ask(count_uncompared, RULE_VERSION)
        tell, done = ProgressLines(self.settings), 0
        while number := self.change(_link_some):
            done += number
            tell(f"{done:,} of {total:,} articles linked")
        print(f"{done:,} articles linked by rules {RULE_VERSION}")


def _link_some(connection: Connection) -> int:
    from db.stories.comparing import hold_stories, uncompared  # noqa: PLC0415
    from pipelines.stories.linking import link_articles  # noqa: PLC0415
    from pipelines.stories.rules import RULE_VERSION  # noqa: PLC0415

    hold_stories(connection)
    return link_articles(connection, uncompared(connection, RULE_VERSION, UPDATE_ARTICLES))


def _as_text(story: Story) -> list[str]:
    header = ["", "published", "channel", "headline", "url"]
    rows = [
        ["*" if one.is_canonical else "", one.published_on, one.channel, one.headline, one.url]
        for one in story.appearances
    ]
    lines = lines_of(header, rows, columns=90)
    lines.append("* gives the story its name" if len(rows) > 1 else "it appeared once, as far as is known")
    if story.links:
        lines += ["", "what links them, and what they are linked with:"]
        links = [
            [one.method, f"{one.score:.2f}", "one story" if one.is_same else "two stories", one.url, one.other_url]
            for one in story.links
        ]
        lines += lines_of(["method", "score", "", "url", "url"], links, columns=90)
    return lines + [line for one in story.decisions for line in _told(one)]


def _told(one: Decision) -> list[str]:
    verb = "joined" if one.same else "told apart"
    lines = ["", f"{verb} by {one.decided_by}, {one.at:%Y-%m-%d %H:%M} UTC: {one.reason}", f"  {one.url}"]
    lines.append(f"  {one.other_url}")
    if one.undone_at:
        lines.append(f"  undone by {one.undone_by}, {one.undone_at:%Y-%m-%d %H:%M} UTC: {one.undone_reason}")
    return [printable(line) for line in lines]
