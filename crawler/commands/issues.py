"""`scrapy issues`: the issues of a newspaper, day by day; and an operator's word that a day had none."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from crawler.database_command import CommandError, DatabaseCommand, read_day, read_range
from crawler.tables import as_json, lines_of, printable

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from sqlalchemy.engine import Connection

    from db.calendar import CalendarDay, SourceRow

_EPILOG = """\
example:
  scrapy issues list --site cangnan --since 2026-11-01
  scrapy issues list --state unavailable
  scrapy issues show 2026-11-25
  scrapy issues mark 2026-11-25 not_published --reason "typhoon; the editor said so by telephone"
  scrapy issues unmark 2026-11-25

list    every day that is known of: complete, partial, unavailable, expected, not_published, covered, unknown
show    one day: its state with the evidence, and every page and article that is lacking, with its reason and URL
mark    says that a day has no issue, with a reason that stays in the database; an issue that is here outweighs it
unmark  takes that back
"""
STATES = ("complete", "partial", "unavailable", "expected", "not_published", "covered", "unknown")


class Command(DatabaseCommand):
    """Looks at issues and marks days."""

    summary = "List and show the issues of a newspaper; mark days that had none"
    epilog = _EPILOG
    arguments = "list | show DATE | mark DATE not_published --reason TEXT | unmark DATE [options]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--site", help="whose paper; needed where the database has several")
        parser.add_argument("--since", help="only this day and later (YYYY-MM-DD)")
        parser.add_argument("--until", help="only this day and earlier")
        parser.add_argument("--state", choices=STATES, help="only days in this state")
        parser.add_argument("--reason", help="why a marked day has no issue")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do what the first argument says."""
        match args:
            case ["list"]:
                self._list(opts)
            case ["show", day]:
                self._show(_required_day(day), opts)
            case ["mark", day, "not_published"]:
                self._mark(_required_day(day), opts)
            case ["unmark", day]:
                self._unmark(_required_day(day), opts)
            case ["mark", _, word]:
                raise CommandError(f"a day can be marked not_published, not {word}; see scrapy issues --help")
            case [verb, *_] if verb not in ("list", "show", "mark", "unmark"):
                raise CommandError(f"{verb} is not list, show, mark or unmark; see scrapy issues --help")
            case _:
                raise CommandError(f"give {self.arguments}; see scrapy issues --help")
        return 0

    def _paper(self, opts: argparse.Namespace) -> SourceRow:
        from db.calendar import sources  # noqa: PLC0415

        papers = [one for one in self.ask(sources) if one.channel == "epaper"]
        chosen = [one for one in papers if opts.site in (None, one.site)]
        if not papers:
            raise CommandError("no paper was crawled yet", exit_code=1)
        if len(chosen) != 1:
            known = ", ".join(one.site for one in papers)
            raise CommandError(f"say whose paper with --site; those in the database: {known}")
        return chosen[0]

    def _days(self, opts: argparse.Namespace, since: dt.date | None, until: dt.date | None) -> list[CalendarDay]:
        from zoneinfo import ZoneInfo  # noqa: PLC0415

        from db.calendar import calendar  # noqa: PLC0415

        paper = self._paper(opts)
        today = self.now().astimezone(ZoneInfo(paper.tz)).date()
        return self.ask(calendar, paper.id, since, until, today=today)

    def _list(self, opts: argparse.Namespace) -> None:
        from db.calendar import sources  # noqa: PLC0415

        since, until = read_range(opts.since, opts.until)
        is_empty = not any(one.channel == "epaper" for one in self.ask(sources))
        days = [] if is_empty else self._days(opts, since, until)
        shown = [day for day in days if opts.state in (None, day.state)]
        if opts.json:
            print(as_json([asdict(day) for day in shown]))
        elif not shown:
            print("no such day")
        else:
            header = ("day", "edition", "state", "reason", "lacking", "evidence")
            rows = [
                (day.day, day.edition, day.state, day.reason, len(day.lacking) or None, day.evidence) for day in shown
            ]
            print("\n".join(lines_of(header, rows, columns=80)))

    def _show(self, day: dt.date, opts: argparse.Namespace) -> None:
        days = self._days(opts, day, day)
        if opts.json:
            print(as_json([asdict(one) for one in days]))
            return
        if not days:
            print(f"{day} main: unknown")
        for one in days:
            print(f"{one.day} {one.edition}: {one.state}{f' ({one.reason})' if one.reason else ''}")
            for label, value in (("evidence", one.evidence), ("address", one.url)):
                if value:
                    print(f"  {label}: {printable(value)}")
            for lost in one.lacking:
                print(printable(f"  lacking {lost.kind}: {lost.state} {lost.why or 'never visited'} {lost.url}"))

    def _mark(self, day: dt.date, opts: argparse.Namespace) -> None:
        if not (opts.reason or "").strip():
            raise CommandError('say why with --reason "…": it stays in the database')
        if any(one.state in ("partial", "complete") for one in self._days(opts, day, day) if one.edition == "main"):
            raise CommandError(f"{day} has an issue: scrapy issues show {day}", exit_code=1)
        self._speak(day, opts, is_revoked=False)

    def _unmark(self, day: dt.date, opts: argparse.Namespace) -> None:
        from db.absences import has_mark  # noqa: PLC0415

        if not self.ask(has_mark, self._paper(opts).id, day):
            raise CommandError(f"{day} has no mark: scrapy issues show {day}", exit_code=1)
        self._speak(day, opts, is_revoked=True)

    def _speak(self, day: dt.date, opts: argparse.Namespace, *, is_revoked: bool) -> None:
        """Enter or take back an operator's word on a day, and say what follows."""
        from db.absences import AbsenceRow, judge_days, save_absences  # noqa: PLC0415

        mark = AbsenceRow(
            published_on=day,
            at=self.now(),
            kind="mark",
            state="not_published",
            reason="mark",
            detail=opts.reason,
            is_revoked=is_revoked,
        )
        paper = self._paper(opts)

        def speak(connection: Connection) -> None:
            save_absences(connection, paper.id, [mark])
            judge_days(connection, paper.id, [day])

        self.change(speak)
        for one in self._days(opts, day, day):
            print(f"{paper.name} {day}: {one.state}{f' ({one.evidence})' if one.evidence else ''}")


def _required_day(text: str) -> dt.date:
    day = read_day("the day ", text)
    if day is None:
        raise CommandError("the day is missing; write it as 2026-11-25")
    return day
