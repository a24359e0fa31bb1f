"""What each page object, and the pipelines after them, make of fixed pages of the sample county, as digests.

A digest stands beside the version in tests/cases/parser_outputs.toml. Where other output comes of the same pages the
version must be another one: `scrapy reparse` tells by it what was read by older code. After raising it:

    python -m tests.parser_outputs --renew
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.page_objects import OURS
from crawler.pages.base import UnreadablePage, decode_page
from crawler.pages.enorth import EnorthListPage, EnorthPagerPage
from crawler.pages.epaper import EpaperEntryPage
from pipelines.deduplicate import mark_text
from pipelines.errors import Rejection
from pipelines.items import Visit
from pipelines.normalise import VERSION, normalise_article
from tests.county import County
from tests.county.plan import CHANNELS
from tests.county.sample import pages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    from web_poet import HttpResponse

    from pipelines.items import ScrapedArticle

FILE = Path(__file__).parent / "cases" / "parser_outputs.toml"
SEED, COUNT, DAYS = 20, 400, 12
TZ = "Asia/Shanghai"
PIPELINES = "pipelines"


@dataclass(frozen=True)
class Output:
    """What stands in the file of one page object.

    Args:
        version: its own.
        pages: digest of what it was given.
        digest: of what it made of that.
    """

    version: str
    pages: str
    digest: str


class _Digests:
    """Takes in, by name, what goes into a page object and what comes out."""

    def __init__(self) -> None:
        self._given: dict[str, Any] = {}
        self._made: dict[str, Any] = {}

    def add(self, name: str, given: bytes, make: Callable[[], object]) -> None:
        try:
            made = repr(make())
        except (UnreadablePage, Rejection) as error:
            made = error.reason
        self._given.setdefault(name, hashlib.sha256()).update(given)
        self._made.setdefault(name, hashlib.sha256()).update(made.encode())

    def outputs(self, versions: Mapping[str, str]) -> dict[str, Output]:
        return {
            name: Output(versions[name], self._given[name].hexdigest(), self._made[name].hexdigest())
            for name in sorted(self._given)
        }


def outputs() -> dict[str, Output]:
    """Read the sample, and give the digests by kind and platform."""
    digests = _Digests()
    for page in pages(COUNT, seed=SEED):
        response, _ = decode_page(page.url, page.body)
        reader = OURS[f"article/{page.platform}"](response)
        scraped = _scraped(reader, page.url, page.fetched_at)
        digests.add(f"article/{page.platform}", page.body, lambda reader=reader, s=scraped: (s, _further(reader)))
        digests.add(PIPELINES, repr(scraped).encode(), lambda s=scraped: _normalised(s))
    for name, url, body in _site_pages():
        response, _ = decode_page(url, body)
        digests.add(name, body, lambda name=name, response=response: _MAKERS[name](response))
    return digests.outputs(_versions())


def _scraped(reader: Any, url: str, at: dt.datetime) -> ScrapedArticle:
    scraped: ScrapedArticle = reader.scrape(Visit(url=url, kind="article", at=at, outcome="stored"))
    return replace(scraped, parser_version="")  # which is no output


def _further(reader: Any) -> object:
    return getattr(reader, "further_pages", ())


def _normalised(scraped: ScrapedArticle) -> object:
    paper = "今日云岭" if scraped.printed_in else None
    return replace(mark_text(normalise_article(scraped, tz=TZ, paper=paper)), parser_version="")


def _layout(response: HttpResponse, platform: str) -> object:
    page = OURS[f"layout/{platform}"](response)
    visit = Visit(url=str(response.url), kind="layout", at=_AT, outcome="read")
    return replace(page.scrape(visit, ""), parser_version=""), page.prev_issue_url, page.next_issue_url


def _list(response: HttpResponse) -> object:
    page = EnorthListPage(response)
    return page.articles, page.next_url, page.pager_url, page.section_urls


_AT: dt.datetime = next(pages(1, seed=SEED)).fetched_at
_MAKERS: dict[str, Callable[[HttpResponse], object]] = {
    "list/enorth": _list,
    "pager/enorth": lambda response: EnorthPagerPage(response).urls,
    "entry/epaper": lambda response: EpaperEntryPage(response).target_url,
    "layout/aheading": lambda response: _layout(response, "aheading"),
    "layout/founder-classic": lambda response: _layout(response, "founder-classic"),
}


def _site_pages() -> Iterator[tuple[str, str, bytes]]:
    """Give lists, pagers, entries and layouts with their addresses."""
    news = County(SEED, DAYS)
    for channel in CHANNELS:
        folder = f"{channel.pager_id[:7]}/{channel.pager_id[7:]}"
        pager = f"/system/count/{folder}/count_page_list_{channel.pager_id}.js"
        yield "pager/enorth", news.base_url + pager, news.page(pager)[2]
        yield "list/enorth", f"{news.base_url}/{channel.slug}/index.shtml", news.page(f"/{channel.slug}/index.shtml")[2]
    yield "list/enorth", f"{news.base_url}/", news.page("/")[2]
    for markup, platform in (("aheading", "aheading"), ("founder", "founder-classic")):
        county = County(SEED, DAYS, paper=markup)  # type: ignore[arg-type]  # two of its literals
        yield "entry/epaper", f"{county.base_url}/jryl/paperindex.htm", county.page("/jryl/paperindex.htm")[2]
        for issue in county.issues():
            for page in issue.pages:
                yield f"layout/{platform}", page.url, county.page(page.url.removeprefix(county.base_url))[2]


def _versions() -> dict[str, str]:
    others = {"list/enorth": EnorthListPage, "pager/enorth": EnorthPagerPage, "entry/epaper": EpaperEntryPage}
    return {name: page.version for name, page in (OURS | others).items()} | {PIPELINES: VERSION}


def kept() -> dict[str, Output]:
    """Read the file."""
    if not FILE.exists():
        return {}
    return {name: Output(**values) for name, values in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def stale_versions(now: Mapping[str, Output], before: Mapping[str, Output]) -> list[str]:
    """Name what makes other output of the same pages under the same version, and say what to do."""
    return [
        f"{name} makes other output of the same pages than before, but its version is still {one.version}: "
        "raise it, then run python -m tests.parser_outputs --renew"
        for name, one in now.items()
        if name in before and before[name] != one and before[name] == replace(one, digest=before[name].digest)
    ]


def main() -> int:
    """Write the file anew, or say what is not as it says."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.parser_outputs",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--renew", action="store_true", help="write the versions and digests of today")
    options = parser.parse_args()
    now, before = outputs(), kept()
    said = stale_versions(now, before)
    if options.renew and not said:
        lines = [
            f'["{name}"]\nversion = "{one.version}"\npages = "{one.pages}"\ndigest = "{one.digest}"\n'
            for name, one in now.items()
        ]
        FILE.write_text("# python -m tests.parser_outputs --renew\n" + "\n".join(lines), encoding="utf-8")
    elif not said and now != before:
        said = [f"{FILE.name} is not of today: run python -m tests.parser_outputs --renew"]
    for line in said:
        sys.stderr.write(f"{line}\n")
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
