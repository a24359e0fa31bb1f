"""`scrapy audit`: is everything there, and does it add up? A calendar of every source, its gaps, and the sums."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crawler.database_command import CommandError, DatabaseCommand, read_range
from crawler.tables import as_json, printable

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.engine import Connection

    from db.archived import KeptFile
    from db.audit import Contradiction
    from db.calendar import CalendarDay, Lacking, SourceRow

_SIGNS = {
    "complete": "#",
    "partial": "~",
    "unavailable": "!",
    "unknown": "?",
    "expected": "+",
    "not_published": ".",
    "covered": "=",
}
_EPILOG = """\
example:
  scrapy audit
  scrapy audit --site cangnan --since 2026-01-01 --until 2026-12-31
  scrapy audit --json

The calendar has a line a month and a sign a day:
  # complete   ~ partial   ! unavailable: asked for and not there   ? nothing is known of it
  + expected: may still appear   . not published, for a known reason   = covered by the issue of a day before
A gap is explained when the site that names a page or article answers that it is gone; a day without an issue by the
profile's schedule, a printed notice, consecutive numbers (期号), or `scrapy issues mark`.

exit codes:
  0  no gap without an explanation, and everything adds up
  1  gaps without an explanation, or rows that contradict each other
  2  bad usage
"""


@dataclass(frozen=True, kw_only=True)
class Report:
    """The audit of one source."""

    source: SourceRow
    accounting: dict[str, int]
    days: Sequence[CalendarDay]
    months: dict[str, dict[str, int]]
    open_urls: Sequence[Lacking]
    today: dt.date

    @property
    def gaps(self) -> list[CalendarDay]:
        """Days of which something is lacking; one that may still appear is none until its day is over."""
        return [day for day in self.days if day.is_gap_on(self.today)]

    @property
    def is_fine(self) -> bool:
        """Whether every gap is explained, and nothing is left to do."""
        return not self.open_urls and all(gap.is_explained for gap in self.gaps)


class Command(DatabaseCommand):
    """Audits the database."""

    summary = "Show what is there and what is lacking, day by day, and whether everything adds up"
    epilog = _EPILOG

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--site", help="only this site's sources")
        parser.add_argument("--since", help="only this day and later (YYYY-MM-DD)")
        parser.add_argument("--until", help="only this day and earlier")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print the audit."""
        from db.archived import kept_files  # noqa: PLC0415
        from db.audit import contradictions  # noqa: PLC0415

        since, until = read_range(opts.since, opts.until)
        if args:
            raise CommandError(f"{args[0]} is not understood; give only options, see scrapy audit --help")
        self.require_site(opts.site)
        reports, found, kept = self.ask(
            lambda connection: (
                self._reports(connection, opts.site, since, until),
                contradictions(connection),
                kept_files(connection),
            )
        )
        archive, lacking = self._archive(kept)
        found += lacking
        if opts.json:
            print(as_json(_fields(reports, found) | {"archive": archive}))
        else:
            print("\n".join(map(printable, _as_text(reports, found, archive))))
        return 0 if not found and all(report.is_fine for report in reports) else 1

    def _archive(self, kept: Sequence[KeptFile]) -> tuple[dict[str, int], list[Contradiction]]:
        """Compare the rows with the files of the raw archive, of which only the ends are read."""
        from pathlib import Path  # noqa: PLC0415

        from db.audit import EXAMPLES, Contradiction  # noqa: PLC0415
        from pipelines.archive.checking import files_in, missing, unrecorded  # noqa: PLC0415

        folder = Path(self.setting("ARCHIVE_DIR"))
        counts = {"files": len(files_in(folder)), "records_without_row": unrecorded(folder, kept)}
        return counts, [
            Contradiction(check="record_missing", subject=one.file, detail=detail)
            for one, detail in islice(missing(folder, kept), EXAMPLES)
        ]

    def _reports(
        self, connection: Connection, site: str | None, since: dt.date | None, until: dt.date | None
    ) -> list[Report]:
        from zoneinfo import ZoneInfo  # noqa: PLC0415

        from db.audit import accounting  # noqa: PLC0415
        from db.calendar import calendar, months, open_urls, sources  # noqa: PLC0415

        reports = []
        for one in sources(connection, site):
            today, is_paper = self.now().astimezone(ZoneInfo(one.tz)).date(), one.channel == "epaper"
            report = Report(
                source=one,
                accounting=accounting(connection, one.id),
                days=calendar(connection, one.id, since, until, today=today) if is_paper else (),
                months={} if is_paper else months(connection, one.id, since, until),
                open_urls=open_urls(connection, one.id, since, until),
                today=today,
            )
            reports.append(report)
        return reports


def _fields(reports: Sequence[Report], found: Sequence[Contradiction]) -> dict[str, object]:
    return {
        "sources": [
            {
                **asdict(report.source),
                "accounting": report.accounting,
                "discovered": sum(report.accounting.values()),
                "days": [asdict(day) for day in report.days],
                "gaps": [{**asdict(gap), "is_explained": gap.is_explained} for gap in report.gaps],
                "months": report.months,
                "open_urls": [asdict(one) for one in report.open_urls],
                "is_fine": report.is_fine,
            }
            for report in reports
        ],
        "contradictions": [asdict(one) for one in found],
    }


def _as_text(reports: Sequence[Report], found: Sequence[Contradiction], archive: dict[str, int]) -> Iterator[str]:
    if not reports:
        yield "nothing was crawled yet"
    for report in reports:
        days = f", {report.days[0].day} to {report.days[-1].day}" if report.days else ""
        yield f"{report.source.site} {report.source.channel} {report.source.name}{days}"
        yield from _calendar_lines(report.days)
        yield from _month_lines(report.months)
        yield from _gap_lines(report)
        yield f"  {_identity(report.accounting)}"
        yield ""
    if archive["files"]:
        yield f"raw archive: {archive['files']:,} files, {archive['records_without_row']:,} records without a row"
    for one in found:
        yield f"does not add up: {one.check}: {one.subject} {one.detail}"
    if reports:
        yield _conclusion(reports, found)


def _conclusion(reports: Sequence[Report], found: Sequence[Contradiction]) -> str:
    """Say in one line what the exit code says."""
    gaps = sum(not gap.is_explained for report in reports for gap in report.gaps)
    left = sum(len(report.open_urls) for report in reports)
    lacking = [f"{gaps} gaps without an explanation" if gaps else "", f"{left} URLs still open" if left else ""]
    said = ", ".join(part for part in lacking if part) or "nothing is lacking without an explanation"
    return f"{said}; {'the rows contradict each other' if found else 'everything adds up'}"


def _calendar_lines(days: Sequence[CalendarDay]) -> Iterator[str]:
    by_month: dict[str, list[CalendarDay]] = {}
    for day in days:
        by_month.setdefault(f"{day.day:%Y-%m}", []).append(day)
    if by_month:
        yield "           1...5....10...15...20...25...30."
    for month, some in by_month.items():
        main = {day.day.day: day for day in some if day.edition == "main"}
        signs = "".join(_SIGNS[main[n].state] if n in main else " " for n in range(1, 32))
        yield f"  {month}  {signs}  {_tally(day.state for day in some)}"


def _tally(states: Iterable[str]) -> str:
    listed = list(states)
    return ", ".join(f"{listed.count(state)} {state}" for state in _SIGNS if state in listed)


def _month_lines(months: dict[str, dict[str, int]]) -> Iterator[str]:
    for month, states in months.items():
        yield f"  {month:<8} {', '.join(f'{number:,} {state}' for state, number in sorted(states.items()))}"


def _gap_lines(report: Report) -> Iterator[str]:
    for gap in report.gaps:
        edition = "" if gap.edition == "main" else f" {gap.edition}"
        explained = " (explained: the site says that it is gone)" if gap.is_explained else ""
        fetch = f"nobody has asked for it: scrapy crawl epaper -a site={report.source.site} -a gaps=1"
        why = gap.reason or (fetch if gap.state == "unknown" else "")
        yield f"  gap {gap.day}{edition} {gap.state} {why}{explained}".rstrip()
        for text in (gap.evidence, gap.url):
            if text:
                yield f"      {text}"
        for one in gap.lacking:
            yield f"      {one.kind} {one.state} {one.why or 'never visited'} {one.url}"
    in_gaps = {one.url for gap in report.gaps for one in gap.lacking}
    for one in report.open_urls:
        if one.url not in in_gaps:
            yield f"  open {one.kind} {one.state} {one.why or 'never visited'} {one.url}"


def _identity(accounting: dict[str, int]) -> str:
    parts = " + ".join(f"{number:,} {state}" for state, number in accounting.items() if number)
    return f"{sum(accounting.values()):,} URLs discovered = {parts or '0'}"
