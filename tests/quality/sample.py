"""Score reading on the sample county: pages of all platforms, quirks at random, every field exact or wrong."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from crawler.pages.base import UnreadablePage
from crawler.reading import read_saved_page
from tests.county.sample import pages

if TYPE_CHECKING:
    from tests.county.sample import SamplePage

FIELDS = (
    "headline kicker subheadline dateline dateline_on published_on published_at date_source body byline_printed "
    "contributors credited_source genre images series_title series_part pointers"
).split()
SEED = 20_261_125


def score_sample(count: int, *, seed: int = SEED) -> dict[str, tuple[float, list[str]]]:
    """Read pages of the county, and compare every field that their truth has.

    Args:
        count: how many pages, of the platforms in turn.
        seed: the county that is drawn.

    Returns:
        For each field the part of the pages on which it is exact, and what is wrong on the others.
    """
    known: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {field: [] for field in FIELDS}
    for page in pages(count, seed=seed):
        found = _read(page)
        for field in FIELDS:
            if field in page.truth:
                known[field] += 1
                read, truth = _plain(field, found.get(field)), _plain(field, page.truth[field])
                if read != truth:
                    quirks = " ".join(page.truth["quirks"])
                    wrong[field].append(
                        f"{page.platform} {page.url} ({quirks})\n    found {read!r}\n    truth {truth!r}"
                    )
    return {field: (1 - len(wrong[field]) / known[field], wrong[field]) for field in FIELDS if known[field]}


def _read(page: SamplePage) -> dict[str, Any]:
    """Read a page as a crawl would; an article that is refused has no field."""
    try:
        return read_saved_page(page.body, url=page.url, fetched_at=page.fetched_at)
    except UnreadablePage as error:
        return {"headline": str(error)}


def _plain(field: str, value: Any) -> Any:
    """Bring what was read and what is true into one form; where captions stand among the bylines has no order."""
    if field == "byline_printed":
        return sorted((value or "").split("\n"))
    if field == "contributors":
        return sorted((person["role"], person["name"]) for person in value or ())
    if field == "pointers":  # what one leads to is found in the database
        return [{name: one[name] for name in ("kind", "printed", "page_number", "title", "on")} for one in value or ()]
    return list(value) if isinstance(value, tuple | list) else value
