"""A big sample: pages of the county on four platforms with their truth, without a server or a database."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from itertools import count as numbers
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from tests.county.generic.draft import SKINS, generic_draft, generic_truth
from tests.county.generic.skins import page_of
from tests.county.plan import SLOTS
from tests.county.quirks import ALL, Quirk
from tests.county.site import County

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.county.paper.truth import PrintArticleTruth
    from tests.county.truth import ArticleTruth

Platform = Literal["enorth", "founder-classic", "aheading", "generic"]
_SHANGHAI = dt.timezone(dt.timedelta(hours=8))
# An article on several pages needs a crawl.
_QUIRKS = ALL - {Quirk.SEVERAL_PAGES}
# Fewer articles than a day has, on any of the platforms.
_PER_DAY = 10
_DECLARED = {"gb18030": "gb2312", "utf-8": "utf-8"}


@dataclass(frozen=True, kw_only=True)
class SamplePage:
    """A saved page and what it says.

    Args:
        body: as sent; the page declares its encoding, gb2312 for gb18030.
        truth: the fields of the article's truth, as JSON has them.
        fetched_at: some hours or days after the publication, aware.
    """

    platform: Platform
    url: str
    body: bytes
    truth: dict[str, Any]
    fetched_at: dt.datetime


def pages(count: int, *, seed: int) -> Iterator[SamplePage]:
    """Yield so many pages of different articles, of the four platforms in turn, gb18030 and UTF-8 in turn."""
    return islice(_all_pages(seed, days=count // 4 // _PER_DAY + 30), count)


def _all_pages(seed: int, days: int) -> Iterator[SamplePage]:
    rng = random.Random(f"{seed}:sample")
    streams = (
        _news(seed, days),
        _printed(seed + 1, days, "founder"),
        _printed(seed + 2, days, "aheading"),
        _generic(seed + 3, days),
    )
    for number in numbers():
        platform, url, text, truth = next(streams[number % len(streams)])
        encoding = ("gb18030", "utf-8")[number // len(streams) % 2]
        yield SamplePage(
            platform=platform,
            url=url,
            body=_declaring(text, encoding).encode(encoding),
            truth=truth.as_json(),
            fetched_at=_fetched(rng, truth.published_on),
        )


_Page = tuple[Platform, str, str, "ArticleTruth | PrintArticleTruth"]


def _news(seed: int, days: int) -> Iterator[_Page]:
    county = County(seed, days, quirks=_QUIRKS)
    for truth in county.articles():
        yield "enorth", truth.url, _text(county, truth.url), truth


def _printed(seed: int, days: int, markup: Literal["founder", "aheading"]) -> Iterator[_Page]:
    county = County(seed, days, quirks=_QUIRKS, paper=markup)
    platform: Platform = "founder-classic" if markup == "founder" else "aheading"
    for truth in county.print_articles():
        yield platform, truth.url, _text(county, truth.url), truth


def _generic(seed: int, days: int) -> Iterator[_Page]:
    rng = random.Random(f"{seed}:generic")
    for day in range(days):
        for slot in range(len(SLOTS)):
            draft = generic_draft(seed, day, slot, rng.choice(SKINS), _QUIRKS)
            yield "generic", draft.url, page_of(draft), generic_truth(draft)


def _text(county: County, url: str) -> str:
    body = county.page(url.removeprefix(county.base_url))[2]
    return body.decode("utf-8" if b"charset=utf-8" in body[:600].lower() else "gb18030")


def _declaring(text: str, encoding: str) -> str:
    """Change what the page says of its encoding."""
    for other in ("gb2312", "utf-8"):
        for form in ("charset={}", 'charset="{}"'):
            text = text.replace(form.format(other), form.format(_DECLARED[encoding]))
    return text


def _fetched(rng: random.Random, published_on: dt.date) -> dt.datetime:
    """Return a time on the third day after the publication or later."""
    start = dt.datetime.combine(published_on, dt.time(), tzinfo=_SHANGHAI)
    return start + dt.timedelta(days=3 + int(rng.expovariate(0.1)), minutes=rng.randrange(1440))
