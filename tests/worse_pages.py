"""Page objects that read worse than ours, as an earlier version might have: -s PAGE_OBJECTS=… puts them in place."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.pages.aheading import AheadingArticlePage, AheadingLayoutPage
from crawler.pages.base import UnreadablePage
from crawler.pages.enorth import EnorthArticlePage

if TYPE_CHECKING:
    from pipelines.issues import Placement
    from pipelines.items import ScrapedArticle, Visit

_NUMBER = re.compile(r"/(\d+)\.s?html")  # of an article's first page
NEWS = {"article/enorth": "tests.worse_pages.WorseArticlePage"}
PRINT = {
    "article/aheading": "tests.worse_pages.WorsePrintedPage",
    "layout/aheading": "tests.worse_pages.WorseLayoutPage",
}


def setting(page_objects: dict[str, str]) -> tuple[str, str]:
    """Give the arguments of a command that puts page objects in place."""
    return "-s", f"PAGE_OBJECTS={json.dumps(page_objects)}"


def is_misread(url: str) -> bool:
    """Tell whether the page of an article on the web cannot be read at all, if it is the only one."""
    return _number(url) % 5 == 0


def is_without_section(url: str) -> bool:
    """Tell whether no section is seen on the page of an article on the web."""
    return _number(url) % 2 == 0


def is_mistitled(url: str) -> bool:
    """Tell whether a word too much is read in the headline, so that a copy looks like an article of its own."""
    return _number(url) % 3 == 0


def _number(url: str) -> int:
    found = _NUMBER.search(url)
    return int(found[1]) if found else 1


class WorseArticlePage(EnorthArticlePage):
    """Sees no section or a wrong one, wrong headlines here and there, and cannot read every fifth page."""

    version = "0"

    @cached_property
    def section(self) -> str | None:
        """With a word too much, of every other page."""
        return None if is_without_section(str(self.url)) else f"{super().section}栏"

    def scrape(self, visit: Visit) -> ScrapedArticle:
        """Give the record of the page."""
        if is_misread(str(self.url)) and not self.further_pages:  # of what is never read nothing more is fetched
            raise UnreadablePage("misread", "every fifth page")
        scraped = super().scrape(visit)
        is_wrong = is_mistitled(str(self.url)) and scraped.headline
        return replace(scraped, headline=f"{scraped.headline}误") if is_wrong else scraped


class WorsePrintedPage(AheadingArticlePage):
    """Takes the subheadline for the kicker."""

    version = "0"

    def scrape(self, visit: Visit) -> ScrapedArticle:
        """Give the record of the page."""
        scraped = super().scrape(visit)
        return replace(scraped, kicker=scraped.kicker or scraped.subheadline, subheadline=None)


class WorseLayoutPage(AheadingLayoutPage):
    """Reads no listed titles, and takes any number for that of the issue."""

    version = "0"

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """Without titles."""
        return tuple(replace(one, title=None) for one in super().placements)

    @cached_property
    def issue_number(self) -> str | None:
        """The least of all numbers."""
        return "0" if super().issue_number else None
