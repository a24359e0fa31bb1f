"""Load articles and printed pages as they are stored, with all that belongs to them, to compare them with a reading.

Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from db.among import among
from db.models import absence, article, contributor, image, issue, page, part, placement, pointer, resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

OF_ISSUE = ("number", "paper_name", "covers_until", "platform", "evidence")
OF_PAGE = ("number", "title", "ordinal", "image_url", "pdf_url", "width", "height")
OF_PLACEMENT = ("ordinal", "listed_title", "in_map", "in_list", "regions")


def _children_of(table: Table, *names: str) -> Any:
    query = select(table.c.article_id, *(table.c[name] for name in names)).where(among(table.c.article_id, "ids"))
    return query.order_by(table.c.article_id, table.c.ordinal)


_AT = select(article.c.id, article.c.resource_id).where(among(article.c.resource_id, "resource_ids"))
_ARTICLES = select(resource.c.url_key, article).join_from(article, resource).where(among(article.c.id, "ids"))
_CONTRIBUTORS = _children_of(contributor, "role", "name", "image_ordinal")
_IMAGES = _children_of(image, "url", "caption")
_POINTERS = _children_of(pointer, "kind", "printed", "page_number", "title", "on_day")
_PARTS = (
    select(part.c.article_id, resource.c.url_key, part.c.role, part.c.text)
    .join_from(part, resource)
    .where(among(part.c.article_id, "ids"))
    .order_by(part.c.article_id, part.c.ordinal)
)


@dataclass(frozen=True, kw_only=True)
class StoredArticle:
    """An article: the columns of its row, and its other rows in their order, as in `db.copies.ArticleRow`.

    Args:
        url_key: of its address.
        texts: of its further pages and copies, by the keys of their URLs.
        further: the keys of its further pages, in order.
    """

    url_key: str
    values: Mapping[str, Any]
    contributors: list[tuple[Any, ...]] = field(default_factory=list)
    images: list[tuple[Any, ...]] = field(default_factory=list)
    pointers: list[tuple[Any, ...]] = field(default_factory=list)
    texts: dict[str, str | None] = field(default_factory=dict)
    further: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class StoredPage:
    """A printed page: its columns, and what is placed on it, by the keys of the articles' URLs.

    Args:
        edition: of its issue.
        is_read: whether its layout was read; else others only name it.
        delisted: the keys of what the page names no more.
    """

    url_key: str
    published_on: dt.date
    edition: str
    is_read: bool
    values: Mapping[str, Any]
    placements: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    delisted: set[str] = field(default_factory=set)


def load_articles(connection: Connection, article_ids: Iterable[int]) -> dict[int, StoredArticle]:
    """Load articles by id."""
    given = {"ids": set(article_ids)}
    if not given["ids"]:
        return {}
    rows = connection.execute(_ARTICLES, given)
    loaded = {row.id: StoredArticle(url_key=row.url_key, values=row._asdict()) for row in rows}
    for number, *person in connection.execute(_CONTRIBUTORS, given):
        loaded[number].contributors.append(tuple(person))
    for number, *picture in connection.execute(_IMAGES, given):
        loaded[number].images.append(tuple(picture))
    for number, *words in connection.execute(_POINTERS, given):
        loaded[number].pointers.append(tuple(words))
    for number, key, role, text in connection.execute(_PARTS, given):
        loaded[number].texts[key] = text
        if role not in ("main", "alias"):
            loaded[number].further.append(key)
    return loaded


def articles_at(connection: Connection, resource_ids: Iterable[int]) -> dict[int, StoredArticle]:
    """Load the articles that have their address among URLs, by the id of that."""
    owners = dict(connection.execute(_AT, {"resource_ids": set(resource_ids)}).all())
    return {owners[number]: one for number, one in load_articles(connection, owners).items()}


def load_pages(connection: Connection, source_id: int, days: Iterable[dt.date]) -> dict[str, StoredPage]:
    """Load the printed pages of the issues of days, by the keys of their URLs."""
    loaded: dict[str, StoredPage] = {}
    by_id: dict[int, StoredPage] = {}
    rows = (
        select(resource.c.url_key, issue.c.published_on, issue.c.edition, page)
        .join_from(page, issue, issue.c.id == page.c.issue_id)
        .join(resource, resource.c.id == page.c.resource_id)
        .where(issue.c.source_id == source_id, among(issue.c.published_on, "days"))
        .order_by(page.c.id)
    )
    for row in connection.execute(rows, {"days": set(days)}):
        one = StoredPage(
            url_key=row.url_key,
            published_on=row.published_on,
            edition=row.edition,
            is_read=row.placements_expected is not None,
            values={name: row._mapping[name] for name in OF_PAGE},
        )
        loaded[row.url_key] = by_id[row.id] = one
    columns = (placement.c.page_id, resource.c.url_key, placement.c.delisted_at)
    placed = (
        select(*columns, *(placement.c[name] for name in OF_PLACEMENT))
        .join_from(placement, resource, resource.c.id == placement.c.resource_id)
        .where(among(placement.c.page_id, "pages"))
    )
    for number, key, delisted_at, *values in connection.execute(placed, {"pages": by_id}):
        by_id[number].placements[key] = dict(zip(OF_PLACEMENT, values, strict=True))
        if delisted_at is not None:
            by_id[number].delisted.add(key)
    return loaded


def load_issues(
    connection: Connection, source_id: int, days: Iterable[dt.date]
) -> dict[tuple[dt.date, str], Mapping[str, Any]]:
    """Load what is known of the issues of days, by day and edition."""
    query = select(issue.c.published_on, issue.c.edition, *(issue.c[name] for name in OF_ISSUE)).where(
        issue.c.source_id == source_id, among(issue.c.published_on, "days")
    )
    rows = connection.execute(query, {"days": set(days)})
    return {(day, edition): dict(zip(OF_ISSUE, values, strict=True)) for day, edition, *values in rows}


def load_notices(connection: Connection, source_id: int) -> dict[dt.date, int | None]:
    """Tell on which days a printed notice (休刊) says that there is no issue, and whose: by id of its URL."""
    query = select(absence.c.published_on, absence.c.resource_id).where(
        absence.c.source_id == source_id, absence.c.kind == "notice"
    )
    return {row.published_on: row.resource_id for row in connection.execute(query)}
