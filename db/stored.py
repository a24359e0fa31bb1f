"""Load articles and printed pages as they are stored, with all that belongs to them, to compare them with a reading.

Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from db.ledger import chunks
from db.models import absence, article, contributor, image, issue, page, part, placement, pointer, resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

_OF_CONTRIBUTOR = ("role", "name", "image_ordinal")
_OF_IMAGE = ("url", "caption")
_OF_POINTER = ("kind", "printed", "page_number", "title", "on_day")
OF_ISSUE = ("number", "paper_name", "covers_until", "platform", "evidence")
OF_PAGE = ("number", "title", "ordinal", "image_url", "pdf_url", "width", "height")
OF_PLACEMENT = ("ordinal", "listed_title", "in_map", "in_list", "regions")


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
    loaded: dict[int, StoredArticle] = {}
    numbers = sorted(set(article_ids))
    for some in chunks(numbers):
        rows = select(resource.c.url_key, article).join_from(article, resource).where(article.c.id.in_(some))
        for row in connection.execute(rows):
            loaded[row.id] = StoredArticle(url_key=row.url_key, values=row._asdict())
    for number, person in _children(connection, contributor, _OF_CONTRIBUTOR, numbers):
        loaded[number].contributors.append(person)
    for number, picture in _children(connection, image, _OF_IMAGE, numbers):
        loaded[number].images.append(picture)
    for number, words in _children(connection, pointer, _OF_POINTER, numbers):
        loaded[number].pointers.append(words)
    for some in chunks(numbers):
        columns = (part.c.article_id, resource.c.url_key, part.c.role, part.c.text)
        pages = select(*columns).join_from(part, resource).where(part.c.article_id.in_(some))
        for number, key, role, text in connection.execute(pages.order_by(part.c.article_id, part.c.ordinal)):
            loaded[number].texts[key] = text
            if role not in ("main", "alias"):
                loaded[number].further.append(key)
    return loaded


def articles_at(connection: Connection, resource_ids: Iterable[int]) -> dict[int, StoredArticle]:
    """Load the articles that have their address among URLs, by the id of that."""
    owners: dict[int, int] = {}
    for some in chunks(sorted(set(resource_ids))):
        rows = select(article.c.id, article.c.resource_id).where(article.c.resource_id.in_(some))
        owners.update((number, resource_id) for number, resource_id in connection.execute(rows))
    return {owners[number]: one for number, one in load_articles(connection, owners).items()}


def _children(
    connection: Connection, table: Table, names: Sequence[str], article_ids: Sequence[int]
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for some in chunks(article_ids):
        query = select(table.c.article_id, *(table.c[name] for name in names)).where(table.c.article_id.in_(some))
        for number, *values in connection.execute(query.order_by(table.c.article_id, table.c.ordinal)):
            yield number, tuple(values)


def load_pages(connection: Connection, source_id: int, days: Iterable[dt.date]) -> dict[str, StoredPage]:
    """Load the printed pages of the issues of days, by the keys of their URLs."""
    loaded: dict[str, StoredPage] = {}
    by_id: dict[int, StoredPage] = {}
    for some in chunks(sorted(set(days))):
        rows = (
            select(resource.c.url_key, issue.c.published_on, issue.c.edition, page)
            .join_from(page, issue, issue.c.id == page.c.issue_id)
            .join(resource, resource.c.id == page.c.resource_id)
            .where(issue.c.source_id == source_id, issue.c.published_on.in_(some))
        )
        for row in connection.execute(rows.order_by(page.c.id)):
            one = StoredPage(
                url_key=row.url_key,
                published_on=row.published_on,
                edition=row.edition,
                is_read=row.placements_expected is not None,
                values={name: row._mapping[name] for name in OF_PAGE},
            )
            loaded[row.url_key] = by_id[row.id] = one
    columns = (placement.c.page_id, resource.c.url_key, placement.c.delisted_at)
    of_placement = [placement.c[name] for name in OF_PLACEMENT]
    for some_pages in chunks(list(by_id)):
        placed = select(*columns, *of_placement).join_from(
            placement, resource, resource.c.id == placement.c.resource_id
        )
        for number, key, delisted_at, *values in connection.execute(placed.where(placement.c.page_id.in_(some_pages))):
            by_id[number].placements[key] = dict(zip(OF_PLACEMENT, values, strict=True))
            if delisted_at is not None:
                by_id[number].delisted.add(key)
    return loaded


def load_issues(
    connection: Connection, source_id: int, days: Iterable[dt.date]
) -> dict[tuple[dt.date, str], Mapping[str, Any]]:
    """Load what is known of the issues of days, by day and edition."""
    loaded: dict[tuple[dt.date, str], Mapping[str, Any]] = {}
    columns = [issue.c[name] for name in OF_ISSUE]
    for some in chunks(sorted(set(days))):
        query = select(issue.c.published_on, issue.c.edition, *columns).where(
            issue.c.source_id == source_id, issue.c.published_on.in_(some)
        )
        for day, edition, *values in connection.execute(query):
            loaded[day, edition] = dict(zip(OF_ISSUE, values, strict=True))
    return loaded


def load_notices(connection: Connection, source_id: int) -> dict[dt.date, int | None]:
    """Tell on which days a printed notice (休刊) says that there is no issue, and whose: by id of its URL."""
    query = select(absence.c.published_on, absence.c.resource_id).where(
        absence.c.source_id == source_id, absence.c.kind == "notice"
    )
    return {row.published_on: row.resource_id for row in connection.execute(query)}
