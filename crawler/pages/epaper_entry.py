"""Read the entry of an e-paper: a page of some hundred bytes that redirects to the latest issue, and nothing else."""

from __future__ import annotations

import html
import re
from functools import cached_property

from web_poet import WebPage

from crawler.pages.base import UnreadablePage
from crawler.pages.epaper_links import link_url

# read from the source: a meta whose quote is never closed is no element to a parser
_META = re.compile(
    r"<meta\b[^>]{0,600}?http-equiv\s*=\s*[\"']?\s*refresh\b[^>]{0,600}|<meta\b[^>]{0,600}?refresh\b[^>]{0,600}",
    re.IGNORECASE,
)
_META_URL = re.compile(r"\burl\s*=\s*[\"']?\s*([^\"'>\s]+)", re.IGNORECASE)
_SCRIPT_URL = re.compile(
    r"\blocation(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']|\blocation\.(?:replace|assign)\(\s*[\"']([^\"']+)[\"']"
)
HEAD_CHARS = 8_000  # within which an entry says where it leads
SHELL_CHARS = 4_000  # an entry that redirects by script is not longer; other pages hold such scripts too


class EpaperEntryPage(WebPage[str]):
    """The entry of a paper; it points to the latest issue, which may not be today's."""

    name = "epaper-entry"
    version = "1"

    @cached_property
    def target_url(self) -> str:
        """The address that the entry leads to.

        Raises:
            UnreadablePage: `no_target` when it leads nowhere.
        """
        target = entry_target(self.response.text, str(self.url))
        if target is None:
            raise UnreadablePage("no_target", "the entry names no page to go to, neither by meta refresh nor by script")
        return target


def entry_target(text: str, url: str) -> str | None:
    """Find where a page redirects to; None for a page that is no entry.

    Args:
        text: the page's source.
        url: its address.
    """
    for meta in _META.finditer(text[:HEAD_CHARS]):
        if found := _META_URL.search(meta[0]):
            return link_url(url, html.unescape(found[1]))
    if len(text) <= SHELL_CHARS and (script := _SCRIPT_URL.search(text)):
        return link_url(url, script[1] or script[2])
    return None
