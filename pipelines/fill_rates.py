"""How often each field of an article is filled, counted by run, and whether it has collapsed: a site was redesigned.

The counts live among those of the run, as `fill:<page object>:<field>`; `articles` counts what they are counted of.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipelines.items import Article, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FIELDS = (
    "headline",
    "kicker",
    "body",
    "section",
    "dateline",
    "byline_printed",
    "credited_source",
    "published_at",
    "images",
)
_COUNTED_GENRES = ("news", "photo")  # a notice has no byline, an advertisement no text
_PREFIX = "fill"
_TOTAL = "articles"
_PAGE = "page"  # any article's page, whatever it was read by: the field is whether it could be read
WINDOW = 20  # articles: so many of the latest are judged, those of earlier runs included when this one brought fewer
BASELINE = (40, 400)  # articles before the window: with fewer nothing is judged, more are not looked at
EXPECTED = 10  # filled ones that the baseline lets expect; of fewer none at all may be chance
COLLAPSE = 8  # times fewer than expected; by chance less than once in a thousand runs (Poisson)


def count_fields(record: object) -> Iterator[str]:
    """Name the counts that a record adds to: those of an article, or of an article's page that could not be read."""
    if isinstance(record, Article):
        yield from (f"{_PREFIX}:{_PAGE}:{_TOTAL}", f"{_PREFIX}:{_PAGE}:readable")
        if record.genre in _COUNTED_GENRES:
            yield f"{_PREFIX}:{record.parser}:{_TOTAL}"
            for name in FIELDS:
                if getattr(record, name):
                    yield f"{_PREFIX}:{record.parser}:{name}"
    elif isinstance(record, Visit) and record.kind == "article" and record.outcome == "quarantined":
        yield f"{_PREFIX}:{_PAGE}:{_TOTAL}"


def collapsed(now: Mapping[str, int], before: Sequence[Mapping[str, int]]) -> list[str]:
    """Tell which fields were mostly filled and are no more.

    Args:
        now: the counts of this run.
        before: those of the runs before it, newest first.

    Returns:
        A sentence for each, for example `byline_printed of EnorthArticlePage: 1 of 40, before 310 of 400`.
    """
    return [
        sentence
        for parser in sorted({key.split(":")[1] for key in now if key.startswith(f"{_PREFIX}:")})
        for sentence in _collapsed_of(parser, now, before)
    ]


def _collapsed_of(parser: str, now: Mapping[str, int], before: Sequence[Mapping[str, int]]) -> Iterator[str]:
    latest, baseline = Counter(_of(parser, now)), Counter[str]()
    for counts in before:
        if latest[_TOTAL] < WINDOW:
            latest.update(_of(parser, counts))
        elif baseline[_TOTAL] < BASELINE[1]:
            baseline.update(_of(parser, counts))
    if latest[_TOTAL] < WINDOW or baseline[_TOTAL] < BASELINE[0]:
        return
    for name in sorted(baseline.keys() - {_TOTAL}):
        expected = baseline[name] / baseline[_TOTAL] * latest[_TOTAL]
        if expected >= EXPECTED and latest[name] <= expected / COLLAPSE:
            yield (
                f"{name} of {parser}: {latest[name]} of {latest[_TOTAL]}, before {baseline[name]} of {baseline[_TOTAL]}"
            )


def _of(parser: str, counts: Mapping[str, int]) -> dict[str, int]:
    prefix = f"{_PREFIX}:{parser}:"
    return {key.removeprefix(prefix): number for key, number in counts.items() if key.startswith(prefix)}
