"""Read and check what `-a` gives to a spider, before anything is fetched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crawler.pages.detect import READABLE
from crawler.profile import NewsSource, Profile, load_profile


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
    if unknown:
        raise ArgumentError(
            f"-a {next(iter(unknown))}=… is not known; the arguments are site, section, since, until and date"
        )
    if not site:
        raise ArgumentError("-a site=… is missing: a profile's name (cangnan) or the path of a .toml file")
    profile = load_profile(site)
    news = _news_source(profile)
    if date and (since or until):
        raise ArgumentError("-a date=… is one day; give either it or since and until")
    day = _day("date", date)
    first, last = day or _day("since", since), day or _day("until", until)
    if first and last and first > last:
        raise ArgumentError(f"-a since={first} is later than until={last}")
    bounds = [day for day in (first, news.since) if day]
    return NewsArguments(
        profile=profile,
        hosts=news.hosts,
        sections=_sections(news.sections, section, profile.name),
        since=max(bounds, default=None),
        until=last,
    )


def _news_source(profile: Profile) -> NewsSource:
    if profile.news is None:
        raise ArgumentError(f"the site {profile.name} has no news site: its profile has no table [news]")
    if profile.news.platform not in ("auto", *READABLE):
        raise ArgumentError(
            f"the news site of {profile.name} is on {profile.news.platform}, which no page object reads yet; "
            f"those that can be read are: {', '.join(READABLE)}"
        )
    return profile.news


def _day(name: str, text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day, not a moment
    except ValueError as error:
        raise ArgumentError(f"-a {name}={text} is no date; write it as 2026-11-25") from error


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
