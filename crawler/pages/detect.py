"""Tell which publishing platform a page is from, with the evidence; the order of the table matters.

Aheading imitates the tags of Founder classic, so its own signs are asked first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.pages.base import UnreadablePage


@dataclass(frozen=True, kw_only=True)
class Detection:
    """A platform's name, and what on the page or in its URL shows it."""

    platform: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Signs:
    platform: str
    in_url: re.Pattern[str]
    on_page: re.Pattern[str]


def _signs(platform: str, in_url: str, on_page: str) -> _Signs:
    return _Signs(platform=platform, in_url=re.compile(in_url), on_page=re.compile(on_page, re.IGNORECASE))


_NEVER = r"(?!)"
_TABLE = (
    _signs("trs-epaper", r"/reader/layout/", r"/reader/layout/\w+\.do"),
    _signs("founder-nbs", r"/n(?:bs|w)\.D\d+", _NEVER),
    _signs("founder-pc", r"/pc/(?:layout|content|con)/|/layout/\d{6}/", _NEVER),
    _signs("founder-cloud", _NEVER, r"<cms-content|layout-catalogue"),
    _signs(
        "aheading",
        r"cnepaper\.com/",
        r"main-ed-|main-article-(?:title|content|alltitle)|/resfile/|aheading\.exe|cnepaper",
    ),
    _signs("founder-classic", _NEVER, r"<!--enpproperty\s*<founder|/tplimg/"),
    _signs("aheading", _NEVER, r"npm:article"),  # which Founder's own articles have as well
    _signs(
        "founder-classic",
        r"/\d{4}-\d{2}/\d{2}/(?:node|content)_\w+\.htm",
        r"<founder-|\bpagepicmap\b",
    ),
    _signs(
        "enorth",
        r"/system/(?:\d{4}/\d{2}/\d{2}/\d+(?:_\d+)?\.s?html?|count/|more/)",
        r"<!--enorth cms|cms=\"enorth webpublisher|content\(\) parse (?:begin|end)|var\s+schannelId\b",
    ),
    _signs("wechat", r"^https?://mp\.weixin\.qq\.com/s", _NEVER),
    _signs("trs-wcm", r"/t\d{8}_\d+\.s?html?", r"class=[\"']?TRS_Editor"),
    _signs("hanweb", r"/art_\d+_\d+\.html?", _NEVER),
)
PLATFORMS = tuple(dict.fromkeys(signs.platform for signs in _TABLE))
# those that have page objects
READABLE_NEWS = ("enorth", "generic")
READABLE_EPAPERS = ("founder-classic", "aheading")
GENERIC = "generic"  # no platform: article pages of any that has no page object of its own
READABLE = (*READABLE_NEWS, *READABLE_EPAPERS)


def detect(text: str, url: str) -> Detection:
    """Name the platform of a page.

    A sign on the page outweighs one in the URL, because skins cross families.

    Args:
        text: the page, decoded.
        url: its address.

    Raises:
        UnreadablePage: `unknown_platform` when nothing is recognised.
    """
    for signs in _TABLE:
        if found := signs.on_page.search(text):
            evidence = [f"the page contains {found[0]!r}"]
            if in_url := signs.in_url.search(url):
                evidence.append(f"the URL contains {in_url[0]!r}")
            return Detection(platform=signs.platform, evidence=tuple(evidence))
    for signs in _TABLE:
        if found := signs.in_url.search(url):
            return Detection(platform=signs.platform, evidence=(f"the URL contains {found[0]!r}",))
    raise UnreadablePage("unknown_platform", f"no sign of {', '.join(PLATFORMS)} on the page or in its URL")


def detect_article(text: str, url: str) -> Detection:
    """Name the platform of a page that should be an article: `generic` where no page object knows its platform."""
    try:
        found = detect(text, url)
    except UnreadablePage as error:
        return Detection(platform=GENERIC, evidence=(error.detail,))
    return found if found.platform in READABLE else as_generic(found)


def as_generic(found: Detection) -> Detection:
    """Say that a page is read by the rules for any platform, and which one it seems to be."""
    seems = f"it seems to be {found.platform}, which has no page object of its own"
    return Detection(platform=GENERIC, evidence=(seems, *found.evidence))
