"""Turn a normalised article into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.articles import ArticleRow, PartRow
from pipelines.normalise import page_text
from pipelines.text import optional_line
from pipelines.urls import canonical_url, url_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pipelines.items import Article

NAMED_PAGE_CHARS = 32  # as wide as the column


def article_row(key: str, article: Article, body_sha256: str | None = None) -> ArticleRow:
    """Give the rows of an article.

    Args:
        key: of its URL.
        article: normalised.
        body_sha256: hex digest of the bytes of its first page; None where they are not kept.
    """
    return ArticleRow(
        url_key=key,
        url=canonical_url(article.visit.url),
        published_on=article.published_on,
        text_sha256=article.text_sha256,
        may_be_alias=article.may_be_alias,
        values=_article_values(article),
        contributors=[(person.role, person.name, person.image_ordinal) for person in article.contributors],
        images=[(image.url, image.caption) for image in article.images],
        parts=list(_parts(key, article)),
        pointers=[
            (one.kind, one.printed, (one.page_number or "")[:NAMED_PAGE_CHARS] or None, one.title, one.on)
            for one in article.pointers
        ],
        is_dated_by_fetch=article.is_dated_by_fetch,
        body_sha256=body_sha256,
    )


def _article_values(article: Article) -> dict[str, str | int | dt.datetime | dt.date | None]:
    return {
        "genre": article.genre,
        "section": article.section,
        "column_title": article.column_title,
        "kicker": article.kicker,
        "headline": article.headline,
        "subheadline": article.subheadline,
        "dateline": article.dateline,
        "dateline_on": article.dateline_on,
        "byline_printed": article.byline_printed,
        "body": article.body,
        "published_at": article.published_at,
        "date_source": article.date_source,
        "credited_source": article.credited_source,
        "parts_expected": 1 + len(article.parts),
        "parts_stored": 1 + sum(1 for part in article.parts if part.visit.outcome == "stored"),
        "removed_chars": article.removed_chars,
        "named_page": _named_page(article),
        "series_title": article.series_title,
        "series_part": article.series_part,
        "parser": article.parser,
        "parser_version": article.parser_version,
    }


def _parts(key: str, article: Article) -> Iterator[PartRow]:
    yield PartRow(url_key=key, role="main", ordinal=0, text=None)
    for ordinal, part in enumerate(article.parts, start=1):
        yield PartRow(
            url_key=url_key(part.visit.url), role="continuation", ordinal=ordinal, text=page_text(part.paragraphs)
        )


def _named_page(article: Article) -> str | None:
    number = optional_line(article.printed_in.page_number) if article.printed_in else None
    return number[:NAMED_PAGE_CHARS] if number else None
