"""Read and check what `-a` gives to a spider, before anything is fetched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.pages.detect import READABLE_EPAPERS, READABLE_NEWS
from crawler.profile import EpaperSource, NewsSource, Profile, load_profile
from pipelines.urls import canonical_url


class ArgumentError(ValueError):
    """A wrong `-a` argument; told to the operator in one line (exit code 2)."""


@dataclass(frozen=True, kw_only=True)
class NewsArguments:
    """What to crawl of a news site.

    Args:
        profile: the county.
        hosts: whose URLs belong to the site.
        sections: URL of each list to begin with, by name; empty: whatever the home page links to.
        since, until: articles listed under a date in this range, both ends included; None: no bound.
    """

    profile: Profile
    hosts: frozenset[str]
    sections: dict[str, str]
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, kw_only=True)
class EpaperArguments:
    """What to crawl of an e-paper.

    Args:
        profile: the county.
        entry: the address that leads to the latest issue.
        hosts: whose URLs belong to the paper.
        since, until: issues of days in this range, both ends included; None: see `days`.
        earliest: no earlier issue is asked for; None: no bound.
        gaps: just what is lacking of the range, or of all days since the first issue that is here.
    """

    profile: Profile
    entry: str
    hosts: frozenset[str]
    since: dt.date | None
    until: dt.date | None
    earliest: dt.date | None
    gaps: bool

    @property
    def is_range(self) -> bool:
        """Whether days were named; else the latest ones are meant."""
        return self.since is not None or self.until is not None

    @property
    def entry_paths(self) -> frozenset[str]:
        """The paths of the entry and of the folder that it stands in."""
        path = urlsplit(self.entry).path
        folder = path.rpartition("/")[0] + "/"
        return frozenset((path, folder, f"{folder}index.htm", f"{folder}index.html", f"{folder}paperindex.htm"))

    def days(self, today: dt.date, first_known: dt.date | None) -> tuple[dt.date, dt.date]:
        """Give the first and the last day whose issue is asked for: by default today and the two weeks before.

        Args:
            today: in the paper's zone.
            first_known: the earliest day of which an issue is here: where the gaps begin; None without any.
        """
        last = min(self.until or today, today)
        first = self.since or (first_known if self.gaps and first_known else last - RECENT)
        return max(first, self.earliest) if self.earliest else first, last


RECENT = dt.timedelta(days=14)  # how far back an ordinary run looks for issues that are lacking


def read_epaper_arguments(
    *,
    site: str | None = None,
    since: str | None = None,
    until: str | None = None,
    date: str | None = None,
    entry: str | None = None,
    gaps: str | None = None,
    **unknown: str,
) -> EpaperArguments:
    """Check the arguments of the spider `epaper`.

    Args:
        site: a profile's name or the path of a TOML file.
        since, until, date: YYYY-MM-DD; `date` is one day.
        entry: the address of the paper's entry, where the profile has none or another one.
        gaps: 1 for just what is lacking.

    Raises:
        ArgumentError: an argument is unknown, missing or wrong.
        ProfileError: the profile has a mistake.
    """
    profile = _profile(site, unknown, "site, since, until, date, entry and gaps")
    if gaps not in (None, "0", "1"):
        raise ArgumentError(f"-a gaps={gaps} is not known; write -a gaps=1")
    source = _epaper_source(profile)
    first, last = _range(since, until, date)
    address = _address(entry) if entry else source.url
    if address is None:
        raise ArgumentError(
            f"the address of {source.name} is not known: write it into the profile as url under [epaper], "
            "or give it with -a entry=https://…/paperindex.htm"
        )
    if source.since and last and last < source.since:
        raise ArgumentError(f"-a until={last} is earlier than since = {source.since} under [epaper] in the profile")
    return EpaperArguments(
        profile=profile,
        entry=address,
        hosts=source.hosts | {str(urlsplit(address).hostname)},
        since=first,
        until=last,
        earliest=source.since,
        gaps=gaps == "1",
    )


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good:
        raise ArgumentError(f"-a entry={text} is no address; write it as https://paper.example.cn/paperindex.htm")
    return canonical_url(text)


def _epaper_source(profile: Profile) -> EpaperSource:
    if profile.epaper is None:
        raise ArgumentError(f"the site {profile.name} has no e-paper: its profile has no table [epaper]")
    _require_readable(profile.epaper.platform, READABLE_EPAPERS, f"the e-paper of {profile.name}")
    return profile.epaper


def _require_readable(platform: str, readable: tuple[str, ...], what: str) -> None:
    if platform not in ("auto", *readable):
        raise ArgumentError(
            f"{what} is on {platform}, which no page object reads yet; "
            f"those that can be read are: {', '.join(readable)}"
        )


def read_news_arguments(
    *,
    site: str | None = None,
    section: str | None = None,
    since: str | None = None,
    until: str | None = None,
    date: str | None = None,
    **unknown: str,
) -> NewsArguments:
    """Check the arguments of the spider `news`.

    Args:
        site: a profile's name or the path of a TOML file.
        section: a name under [news.sections]; several are separated by commas.
        since, until, date: YYYY-MM-DD; `date` is one day.

    Raises:
        ArgumentError: an argument is unknown, missing or wrong.
        ProfileError: the profile has a mistake.
    """
    profile = _profile(site, unknown, "site, section, since, until and date")
    news = _news_source(profile)
    first, last = _range(since, until, date)
    bounds = [day for day in (first, news.since) if day]
    return NewsArguments(
        profile=profile,
        hosts=news.hosts,
        sections=_sections(news.sections, section, profile.name),
        since=max(bounds, default=None),
        until=last,
    )


def _profile(site: str | None, unknown: dict[str, str], known: str) -> Profile:
    if unknown:
        raise ArgumentError(f"-a {next(iter(unknown))}=… is not known; the arguments are {known}")
    if not site:
        raise ArgumentError("-a site=… is missing: a profile's name (cangnan) or the path of a .toml file")
    return load_profile(site)


def _range(since: str | None, until: str | None, date: str | None) -> tuple[dt.date | None, dt.date | None]:
    if date and (since or until):
        raise ArgumentError("-a date=… is one day; give either it or since and until")
    day = read_argument_day("-a date", date)
    first, last = day or read_argument_day("-a since", since), day or read_argument_day("-a until", until)
    if first and last and first > last:
        raise ArgumentError(f"-a since={first} is later than until={last}")
    return first, last


def _news_source(profile: Profile) -> NewsSource:
    if profile.news is None:
        raise ArgumentError(f"the site {profile.name} has no news site: its profile has no table [news]")
    _require_readable(profile.news.platform, READABLE_NEWS, f"the news site of {profile.name}")
    return profile.news


def read_argument_day(name: str, text: str | None) -> dt.date | None:
    """Read a day that was given on the command line; None where none was.

    Args:
        name: of the argument, as it was written.

    Raises:
        ArgumentError: it is no day.
    """
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day, not a moment
    except ValueError as error:
        separator = "" if name.endswith(" ") else "="
        raise ArgumentError(f"{name}{separator}{text} is no date; write it as 2026-11-25") from error


def _sections(known: dict[str, str], wanted: str | None, site: str) -> dict[str, str]:
    if not wanted:
        return known
    names = [name.strip() for name in wanted.split(",")]
    for name in names:
        if name not in known:
            raise ArgumentError(
                f"-a section={name} is not known; the sections of {site} are: {', '.join(known) or 'none'}"
            )
    return {name: known[name] for name in names}
