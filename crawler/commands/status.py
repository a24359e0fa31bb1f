"""`scrapy status`: is every source fresh, what fails, how much room is there? Exit code 1 when a source is stale."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawler.database_command import CommandError, DatabaseCommand
from crawler.tables import as_json, lines_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection

    from crawler.profile import Profile
    from db.calendar import CalendarDay, SourceRow
    from db.status import SourceStatus

_EPILOG = """\
example:
  scrapy status
  scrapy status --site cangnan --alert
  scrapy status --at 2015-02-14T09:00

Stale is a source whose last run ended more than STATUS_RUN_HOURS ago, whose newest article is older than `silence_h`
of its profile, or whose last issue that is due by the schedule of its profile is not here; and one that a profile has
and that was never crawled.

Times are UTC.

exit codes:
  0  every source is fresh
  1  a source is stale, nothing was crawled yet, or the database is unavailable
  2  bad usage
"""
_WORRIES = ("retry", "failed", "quarantined")
_MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a source stands.

    Args:
        status: None for a source of a profile that was never crawled.
        stale: a sentence for each thing that is too old; empty for a fresh source.
        gaps: days of its calendar of which something is lacking without an explanation; None for what is no newspaper.
        note: what was not known when this was judged; None where nothing.
    """

    site: str
    channel: str
    name: str
    status: SourceStatus | None
    stale: tuple[str, ...]
    gaps: int | None = None
    note: str | None = None


class Command(DatabaseCommand):
    """Tells how everything stands."""

    summary = "Show how fresh each source is, what fails and how much room is left; exit code 1 when one is stale"
    epilog = _EPILOG

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--site", help="only this site's sources: a name, or the path of its profile")
        parser.add_argument(
            "--at", help="as of this time (2026-11-25T09:00, UTC unless it says its zone); default: now"
        )
        parser.add_argument("--alert", action="store_true", help="also tell what is stale by mail or webhook")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the status; tell that it cannot be had, too."""
        super().run(args, opts)
        if opts.alert and self.failure:
            self.send_alert("no status", self.failure, {"stale": [self.failure]})

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print the status."""
        from db.status import database_bytes  # noqa: PLC0415

        if args:
            raise CommandError(f"{args[0]} is not understood; give only options, see scrapy status --help")
        profile = _profile(opts.site) if opts.site else None
        standings = self.ask(self._standings, profile, _moment(opts.at) if opts.at else self.now())
        room = {
            "database_bytes": self.ask(database_bytes),
            "assets_bytes": _folder_bytes(Path(self.setting("FILES_STORE"))),
            "free_bytes": _free_bytes(Path(self.setting("VAR_DIR"))),
        }
        if opts.json:
            print(as_json({"sources": [asdict(one) for one in standings], **room}))
        else:
            _print(standings, room)
        stale = [f"{one.site} {one.channel}: {why}" for one in standings for why in one.stale]
        if opts.alert and stale:
            sources = dict.fromkeys(f"{one.site} {one.channel}" for one in standings if one.stale)
            self.send_alert(f"stale: {', '.join(sources)}", "\n".join(stale), {"stale": stale})
        return 1 if stale or not standings else 0

    def _standings(self, connection: Connection, profile: Profile | None, now: dt.datetime) -> list[Standing]:
        from db.calendar import sources  # noqa: PLC0415

        crawled = sources(connection, profile.name if profile else None)
        profiles: dict[str, Profile] = {profile.name: profile} if profile else {}
        notes: dict[str, str] = {}
        for site in {source.site for source in crawled} - profiles.keys():
            try:
                profiles[site] = _profile(site)
            except CommandError as error:
                notes[site] = f"its profile is not known, the defaults hold; give --site path/to.toml ({error})"
        found = [
            replace(self._standing(connection, one, profiles.get(one.site), now), note=notes.get(one.site))
            for one in crawled
        ]
        for site, known in profiles.items():
            for channel, name in _channels(known):
                if not any((one.site, one.channel) == (site, channel) for one in crawled):
                    never = f"it was never crawled: scrapy crawl {channel} -a site={site}"
                    found.append(Standing(site=site, channel=channel, name=name, status=None, stale=(never,)))
        return found

    def _standing(
        self, connection: Connection, source: SourceRow, profile: Profile | None, now: dt.datetime
    ) -> Standing:
        from db.calendar import calendar  # noqa: PLC0415
        from db.status import source_status  # noqa: PLC0415

        status = source_status(connection, source.id)
        today = now.astimezone(ZoneInfo(source.tz)).date()
        is_paper = source.channel == "epaper"
        days = calendar(connection, source.id, today=today) if is_paper else []
        gaps = sum(day.is_gap_on(today) and not day.is_explained for day in days)
        run_hours = float(self.setting("STATUS_RUN_HOURS"))
        stale = [
            *_late_run(status, run_hours, now),
            *(_late_issue(days, status, profile, now.astimezone(ZoneInfo(source.tz))) if is_paper else ()),
            *(_late_article(status, profile, now) if not is_paper else ()),
        ]
        return Standing(
            site=source.site,
            channel=source.channel,
            name=source.name,
            status=status,
            stale=tuple(stale),
            gaps=gaps if is_paper else None,
        )


def _late_run(status: SourceStatus, run_hours: float, now: dt.datetime) -> Iterator[str]:
    if status.ended_at is None:
        yield "no run has ended yet"
    elif now - status.ended_at > dt.timedelta(hours=run_hours):
        yield f"its last run ended {_age(now - status.ended_at)} ago; is it in the crontab?"


def _late_article(status: SourceStatus, profile: Profile | None, now: dt.datetime) -> Iterator[str]:
    from crawler.profile import SILENCE_H  # noqa: PLC0415

    silence_h = profile.news.silence_h if profile and profile.news else SILENCE_H
    if status.newest_at is None:
        yield "it has no article yet"
    elif now - status.newest_at > dt.timedelta(hours=silence_h):
        yield f"its newest article came {_age(now - status.newest_at)} ago (silence_h is {silence_h:g})"


def _late_issue(
    days: Sequence[CalendarDay], status: SourceStatus, profile: Profile | None, now: dt.datetime
) -> Iterator[str]:
    from crawler.schedule import Schedule  # noqa: PLC0415

    schedule = profile.epaper.schedule if profile and profile.epaper else Schedule()
    days_off = {day.day for day in days if day.state in ("not_published", "covered")}
    due = schedule.last_due(now)
    while due in days_off:
        due = schedule.last_due_before(due)
    if status.last_issue is None or status.last_issue < due:
        yield f"the issue of {due} is due, the last one here is of {status.last_issue or 'no day'}"


def _channels(profile: Profile) -> Iterator[tuple[str, str]]:
    """Give the channels of a profile that can be crawled, with their names."""
    if profile.news:
        yield "news", profile.news.name
    if profile.epaper and profile.epaper.url:
        yield "epaper", profile.epaper.name


def _profile(site: str) -> Profile:
    from crawler.profile import load_profile  # noqa: PLC0415
    from crawler.profile_table import ProfileError  # noqa: PLC0415

    try:
        return load_profile(site)
    except ProfileError as error:
        raise CommandError(str(error)) from error


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--at {text} is no time; write it as 2026-11-25T09:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _age(span: dt.timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} hours"


def _folder_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0


def _free_bytes(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _print(standings: list[Standing], room: dict[str, int]) -> None:
    if not standings:
        print("nothing was crawled yet")
    else:
        header = ("site", "channel", "name", "last run", "verdict", "newest", "articles", *_WORRIES, "gaps", "fresh")
        print("\n".join(lines_of(header, map(_cells, standings))))
        for one in standings:
            for why in one.stale:
                print(f"stale: {one.site} {one.channel}: {why}")
        for note in dict.fromkeys(f"note: {one.site}: {one.note}" for one in standings if one.note):
            print(note)
    sizes = ", ".join(f"{name.removesuffix('_bytes')} {number / _MIB:,.1f} MiB" for name, number in room.items())
    print(sizes)


def _cells(one: Standing) -> list[object]:
    status = one.status
    states = status.states if status else {}
    newest = (status.last_issue or (status.newest_at and f"{status.newest_at:%Y-%m-%d %H:%M}")) if status else None
    return [
        one.site,
        one.channel,
        one.name,
        status and status.ended_at and f"{status.ended_at:%Y-%m-%d %H:%M}",
        status and status.verdict,
        newest,
        states.get("stored", 0),
        *(states.get(name, 0) for name in _WORRIES),
        one.gaps,
        "stale" if one.stale else "yes",
    ]
