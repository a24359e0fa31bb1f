"""Put together what an article's words say of the structure of print: pointers, series and genre."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.corrections import read_corrections
from pipelines.genres import print_genre, web_genre
from pipelines.pointers import Marked, take_jumps
from pipelines.series import read_series
from pipelines.teasers import is_teaser, read_teasers
from pipelines.text import optional_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.items import Contributor, Genre, Pointer, ScrapedArticle


def read_marks(scraped: ScrapedArticle, paragraphs: Sequence[str]) -> Marked:
    """Give an article's titles and paragraphs, in print without the marks of jumps.

    Args:
        scraped: whose titles are read.
        paragraphs: its text, normalised, with dateline and bylines.
    """
    words = Marked(
        kicker=optional_line(scraped.kicker),
        headline=optional_line(scraped.headline),
        subheadline=optional_line(scraped.subheadline),
        paragraphs=tuple(paragraphs),
    )
    return words if scraped.printed_in is None else take_jumps(words)


def read_structure(
    scraped: ScrapedArticle,
    marked: Marked,
    paragraphs: Sequence[str],
    *,
    dateline: str | None,
    people: Sequence[Contributor],
    byline: str | None,
) -> dict[str, Any]:
    """Read titles, genre, series and pointers of an article, as the fields of an `Article`.

    Args:
        scraped: the article.
        marked: its words without the marks of jumps, and those marks.
        paragraphs: its text, without dateline and bylines.
        dateline, people, byline: what was taken out of it.
    """
    words = Marked(
        kicker=marked.kicker, headline=marked.headline, subheadline=marked.subheadline, paragraphs=tuple(paragraphs)
    )
    has_images = bool(scraped.images)
    titles = (words.kicker, words.headline, words.subheadline)
    series_title, series_part = read_series(*titles)
    fields: dict[str, Any] = dict(zip(("kicker", "headline", "subheadline"), titles, strict=True))
    fields |= {"series_title": series_title, "series_part": series_part}
    printed_in = scraped.printed_in
    if printed_in is None:
        return {**fields, "genre": web_genre(*titles, words.paragraphs, has_images=has_images)}
    pointers = [*marked.pointers, *read_corrections(words, issue_on=printed_in.issue_on)]
    if not pointers:
        pointers += read_teasers(words, has_images=has_images)
    is_reported = dateline is not None or any(one.role in ("reporter", "correspondent") for one in people)
    genre = print_genre(
        words.headline,
        words.paragraphs,
        has_images=has_images,
        is_signed=dateline is not None or bool(people),
        page_title=printed_in.page_title,
        kicker=words.kicker,
        subheadline=words.subheadline,
        byline=byline,
        is_reported=is_reported,
        is_teaser=is_teaser(words, pointers),
        is_jump=bool(marked.pointers),
        is_correction=any(one.kind == "correction" for one in pointers),
    )
    if genre in ("notice", "advertisement"):  # they are numbered, too
        fields |= {"series_title": None, "series_part": None}
    return {**fields, "genre": genre, "pointers": tuple(one for one in pointers if _counts(one, genre))}


def _counts(pointer: Pointer, genre: Genre) -> bool:
    """Tell whether a pointer is one: the headline of an advertisement without a text is no teaser."""
    return pointer.kind != "teaser" or pointer.page_number is not None or genre == "teaser"
