"""Site profiles: the typed, validated form of the TOML files in crawler/sites/; docs/site-profile.md explains each key.

Every mistake in a file is one `ProfileError` that names file, key and reason.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.pages.detect import GENERIC, PLATFORMS
from crawler.profile_table import ProfileError, Table
from crawler.schedule import Schedule, read_day, read_schedule

SILENCE_H = 72.0  # a weekend and a day: a county's site is rarely silent for longer
SITES = Path(__file__).parent / "sites"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_HOST = re.compile(r"[^\s/:@?#\[\]]+|[0-9a-fA-F]*(?::[0-9a-fA-F]*){2,7}(?:\d+\.\d+\.\d+\.\d+)?")


@dataclass(frozen=True, kw_only=True)
class NewsSource:
    """The county's news site.

    Args:
        name: for people.
        url: of its home page.
        platform: a name of crawler/pages/detect.py, or `auto`.
        sections: URL of each channel's first list page, by name; empty: the channels that the home page links to.
        hosts: whose articles belong to the site; the home page's host is always among them.
        since: articles listed under an earlier date are not fetched; None: all.
        silence_h: hours without a new article after which something is wrong (`scrapy status`).
    """

    name: str
    url: str
    platform: str
    sections: dict[str, str]
    hosts: frozenset[str]
    since: dt.date | None
    silence_h: float


@dataclass(frozen=True, kw_only=True)
class EpaperSource:
    """The digital newspaper.

    Args:
        name: of the paper.
        url: of its entry, which leads to the latest issue; None while it is not known.
        platform: a name of crawler/pages/detect.py, or `auto`.
        hosts: of its pages; the entry's host is always among them.
        since: issues of earlier days are not asked for; None: all that a run asks for.
        schedule: on which days it appears.
    """

    name: str
    url: str | None
    platform: str
    hosts: frozenset[str]
    since: dt.date | None
    schedule: Schedule


@dataclass(frozen=True, kw_only=True)
class WechatSource:
    """The WeChat account."""

    name: str
    account: str


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A county: what to crawl, and how gently.

    Args:
        name: short, for files and the column `site`.
        county: for people.
        tz: IANA name of the zone that its press prints times in.
        delay_s: pause between two requests; None: as in crawler/settings.py.
        autothrottle: whether the pause adapts to the site; None: as in crawler/settings.py.
        allow_addresses: networks that may be connected to although they are not public.
    """

    name: str
    county: str
    tz: str
    news: NewsSource | None
    epaper: EpaperSource | None
    wechat: WechatSource | None
    delay_s: float | None
    autothrottle: bool | None
    allow_addresses: tuple[str, ...]

    def source(self, channel: str, name: str) -> dict[str, str]:
        """Give what the database knows of one of the county's channels.

        Args:
            channel: news, epaper or wechat.
            name: of the publication, for people.
        """
        return {"site": self.name, "slug": channel, "channel": channel, "name": name, "tz": self.tz}


def load_profile(site: str) -> Profile:
    """Load a profile.

    Args:
        site: the name of a file in crawler/sites/ without its ending, or the path of a TOML file.

    Raises:
        ProfileError: there is no such profile, or it has a mistake.
    """
    path = Path(site) if site.endswith(".toml") else SITES / f"{site}.toml"
    if not site.endswith(".toml") and not _SLUG.fullmatch(site):
        raise ProfileError(site, "", "is neither the name of a site nor the path of a .toml file")
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except FileNotFoundError as error:
        known = ", ".join(sorted(file.stem for file in SITES.glob("*.toml")))
        raise ProfileError(path, "", f"there is no such file; the sites are: {known}") from error
    except OSError as error:
        raise ProfileError(path, "", f"cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(path, "", f"is no TOML: {error}") from error
    return _read_profile(Table(path, "", data))


def _read_profile(top: Table) -> Profile:
    name = top.text("name", "a short name of a-z, 0-9 and -")
    if not _SLUG.fullmatch(name):
        raise top.error("name", f"is {name!r}; it must be a short name of a-z, 0-9 and -")
    county = top.text("county", "the county's name")
    tz = top.text("timezone", "an IANA time zone such as Asia/Shanghai", "Asia/Shanghai")
    try:
        ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise top.error("timezone", f"is {tz!r}; it must be an IANA time zone such as Asia/Shanghai") from error
    news, epaper, wechat, politeness, guard = map(top.table, ("news", "epaper", "wechat", "politeness", "guard"))
    delay_s, autothrottle = _read_politeness(politeness) if politeness else (None, None)
    profile = Profile(
        name=name,
        county=county,
        tz=tz,
        news=_read_news(news) if news else None,
        epaper=_read_epaper(epaper) if epaper else None,
        wechat=_read_wechat(wechat) if wechat else None,
        delay_s=delay_s,
        autothrottle=autothrottle,
        allow_addresses=_read_guard(guard) if guard else (),
    )
    if news is None and epaper is None and wechat is None:
        raise top.error("", "names no channel; it needs a table [news], [epaper] or [wechat]")
    top.done()
    return profile


def _platform(table: Table) -> str:
    platform: str = table.text("platform", "the name of a publishing platform or auto", "auto")
    if platform not in (*PLATFORMS, GENERIC, "auto"):
        raise table.error("platform", f"is {platform!r}; it must be one of: auto, {GENERIC}, {', '.join(PLATFORMS)}")
    return platform


def _read_news(table: Table) -> NewsSource:
    name, url, platform = table.text("name", "the site's name"), table.url("url"), _platform(table)
    sections = {}
    for key, value in table.take("sections", dict, "a table of list pages by name", {}).items():
        if not isinstance(value, str) or not value.strip():
            raise table.error(f"sections.{key}", f"is {value!r}; it must be the path or URL of a list page")
        try:
            address = urljoin(url, value)
        except ValueError:
            address = value
        sections[key] = table.checked_url(f"sections.{key}", address)
    hosts = _read_hosts(table, url)
    since = _since(table)
    silence_h = table.take("silence_h", (int, float), "a number of hours", SILENCE_H)
    if silence_h <= 0:
        raise table.error("silence_h", f"is {silence_h!r}; it must be a number of hours above 0")
    table.done()
    return NewsSource(
        name=name,
        url=url,
        platform=platform,
        sections=sections,
        hosts=hosts,
        since=since,
        silence_h=float(silence_h),
    )


def _since(table: Table) -> dt.date | None:
    value = table.take("since", (dt.date, str), "a date such as 2020-01-31", None)
    return None if value is None else read_day(table, "since", value)


def _read_epaper(table: Table) -> EpaperSource:
    name, url, platform = table.text("name", "the paper's name"), table.url("url", None), _platform(table)
    hosts = _read_hosts(table, url)
    since, schedule = _since(table), read_schedule(table)
    table.done()
    return EpaperSource(name=name, url=url, platform=platform, hosts=hosts, since=since, schedule=schedule)


def _read_hosts(table: Table, url: str | None) -> frozenset[str]:
    """Read the hosts that belong to a source, that of its address among them."""
    hosts = {str(urlsplit(url).hostname)} if url else set()
    for host in table.take("hosts", list, "a list of host names", []):
        if not isinstance(host, str) or not _HOST.fullmatch(host):
            raise table.error("hosts", f"holds {host!r}; it must be a list of host names without scheme and port")
        hosts.add(host.lower())
    return frozenset(hosts)


def _read_wechat(table: Table) -> WechatSource:
    source = WechatSource(
        name=table.text("name", "the account's name"), account=table.text("account", "the account's id, such as cnfabu")
    )
    table.done()
    return source


def _read_politeness(table: Table) -> tuple[float | None, bool | None]:
    delay_s = table.take("delay_s", (int, float), "a number of seconds", None)
    if delay_s is not None and not 0 <= delay_s <= 3600:
        raise table.error("delay_s", f"is {delay_s!r}; it must be a number of seconds from 0 to 3600")
    autothrottle = table.take("autothrottle", bool, "true or false", None)
    table.done()
    return None if delay_s is None else float(delay_s), autothrottle


def _read_guard(table: Table) -> tuple[str, ...]:
    allowed = []
    for network in table.take("allow", list, "a list of addresses or networks", []):
        try:
            # a number would be an address too: 127 is 0.0.0.127
            allowed.append(str(ipaddress.ip_network(network if isinstance(network, str) else "", strict=False)))
        except ValueError as error:
            raise table.error("allow", f"holds {network!r}; it must be a list such as ['127.0.0.1']") from error
    table.done()
    return tuple(allowed)
