"""Each quirk of the sample county's paper by itself: the pages that show it read as its truth says, in both markups."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from crawler.reading import read_saved_page
from tests.county import County, PrintQuirk, Quirk
from tests.county.groups import EDITORS, PHOTO_FORMS, TEXT_FORMS
from tests.test_crawl_truth import as_printed, plain

if TYPE_CHECKING:
    from tests.county import IssueTruth, PrintArticleTruth
    from tests.county.quirks import AnyQuirk

SEED, DAYS = 1, 70
FEW = 12  # articles or issues a quirk; what makes one hard is often drawn beside it
FIELDS = (
    "headline",
    "kicker",
    "subheadline",
    "dateline",
    "dateline_on",
    "published_on",
    "date_source",
    "body",
    "byline_printed",
    "credited_source",
    "genre",
    "images",
)
MARKUPS = ("aheading", "founder")
# what shows in a whole crawl only: tests/test_crawl_epaper_truth.py, and for the last tests/test_crawl_epaper.py
IN_CRAWLS = (
    PrintQuirk.GAP,
    PrintQuirk.GAP_REDIRECT,
    PrintQuirk.GAP_HOME,
    PrintQuirk.GONE_ARTICLE,
    PrintQuirk.LATE_ISSUE,
)
IN_ENTRIES = (PrintQuirk.ENTRY_QUOTED, PrintQuirk.ENTRY_UNQUOTED)
CASES = [
    pytest.param(quirk, markup, id=f"{quirk.slug}-{markup}")
    for quirk in PrintQuirk
    for markup in MARKUPS
    if quirk not in (*IN_CRAWLS, *IN_ENTRIES) and quirk.markup in ("both", markup)
]
# of the news site's forms, those that the paper has too
SHARED = (*TEXT_FORMS, *PHOTO_FORMS, *EDITORS, Quirk.MINORITY_NAME, Quirk.TEMPTATION, Quirk.SECOND_ITEM)
CASES += [pytest.param(quirk, markup, id=f"{quirk.slug}-{markup}") for quirk in SHARED for markup in MARKUPS]


@cache
def county(markup: Any) -> County:
    return County(seed=SEED, days=DAYS, paper=markup)


@cache
def issues(markup: str) -> tuple[IssueTruth, ...]:
    return tuple(county(markup).issues())


@cache
def articles(markup: str) -> tuple[PrintArticleTruth, ...]:
    return tuple(county(markup).print_articles())


def read(markup: str, url: str) -> dict[str, Any]:
    status, _, body = county(markup).page(urlsplit(url).path)
    assert status == 200
    return read_saved_page(body, url=url)


def expected_article(truth: PrintArticleTruth) -> dict[str, Any]:
    fields = {name: as_printed(plain(getattr(truth, name))) for name in FIELDS}
    fields["images"] = [asdict(one) for one in truth.images]
    return fields | {"contributors": [{"role": one.role, "name": one.name} for one in truth.contributors]}


def read_article(markup: str, url: str) -> dict[str, Any]:
    found = read(markup, url)
    return {name: found[name] for name in (*FIELDS, "contributors")}


def expected_layouts(truth: IssueTruth) -> list[dict[str, Any]]:
    return [
        {
            "paper": truth.paper_name,
            "issue_date": truth.published_on.isoformat(),
            "covers_until": as_printed(truth.covers_until),
            "issue_number": truth.number,
            "edition": truth.edition,
            "page_number": page.number,
            "page_title": page.title,
            "image_url": page.image_url,
            "pdf_url": page.pdf_url,
            "articles": [
                {
                    "url": place.url,
                    "title": place.listed_title,
                    "in_map": place.in_map,
                    "in_list": place.in_list,
                    "regions": plain(place.regions),
                }
                for place in page.placements
            ],
        }
        for page in truth.pages
    ]


def read_layouts(markup: str, truth: IssueTruth) -> list[dict[str, Any]]:
    names = list(expected_layouts(truth)[0])
    found = [read(markup, page.url) for page in truth.pages]
    return [{name: one[name] for name in names} for one in found]


@pytest.mark.parametrize(("quirk", "markup"), CASES)
def test_pages_that_show_the_quirk_read_as_the_truth_says(quirk: AnyQuirk, markup: str) -> None:
    shown = (one for one in articles(markup) if quirk in one.quirks)
    some_articles = list(islice(shown, FEW))
    some_issues = list(islice((one for one in issues(markup) if quirk in one.quirks and one.pages), FEW // 4))

    assert some_articles or some_issues
    for one in some_articles:
        assert read_article(markup, one.url) == expected_article(one), one.url
    for issue in some_issues:
        assert read_layouts(markup, issue) == expected_layouts(issue), issue.published_on


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("quirk", [None, *IN_ENTRIES])
def test_entry_leads_to_the_first_page_of_the_latest_issue(quirk: PrintQuirk | None, markup: Any) -> None:
    shown = frozenset((quirk,)) if quirk else frozenset()
    paper = County(seed=SEED, days=9, quirks=shown, paper=markup)
    latest = max((one for one in paper.issues() if one.pages), key=lambda one: one.published_on)
    status, _, body = paper.page("/jryl/paperindex.htm")

    found = read_saved_page(body, url=f"{paper.base_url}/jryl/paperindex.htm")

    assert status == 200
    assert (found["kind"], found["target_url"]) == ("entry", latest.pages[0].url)


def test_a_late_issue_is_not_there_until_it_is_released() -> None:
    paper = County(seed=SEED, days=DAYS)
    late = next(one for one in paper.issues() if PrintQuirk.LATE_ISSUE in one.quirks)
    path = urlsplit(late.pages[0].url).path

    assert paper.page(path)[0] == 200
    paper.withhold_late()
    assert paper.page(path)[0] == 404
    paper.release_late()
    assert paper.page(path)[0] == 200
