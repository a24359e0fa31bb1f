"""Tell what became of one article over time: when it was found, what its site changed, took away and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from db.models import article, event, part, resource, revision, source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happened to an article.

    Args:
        at: when it was noticed, aware UTC.
        url: at which of the article's addresses.
        kind: `changed`, `removed` or `returned`.
        reason: of a removal or return; None for a change.
        fields: [before, after] by name; empty unless something changed.
        parser_changed: the page was read in another way than before.
    """

    at: dt.datetime
    url: str
    kind: str
    reason: str | None = None
    fields: Mapping[str, Sequence[Any]]
    parser_changed: bool = False


@dataclass(frozen=True, kw_only=True)
class History:
    """The history of an article; `url` is its address, `tz` the zone of its source, `found_at` aware UTC."""

    url: str
    tz: str
    headline: str | None
    found_at: dt.datetime
    removed_at: dt.datetime | None
    is_withheld: bool
    happenings: tuple[Happening, ...]


def history(connection: Connection, url_key: str) -> History | None:
    """Tell the history of the article that a URL belongs to; None where it belongs to none.

    What became of the article's further addresses, while they were articles of their own, is told too.
    """
    asked = resource.alias("asked")
    found = connection.execute(
        select(
            article.c.id,
            article.c.headline,
            article.c.removed_at,
            article.c.withheld_at,
            resource.c.url,
            resource.c.discovered_at,
            source.c.tz,
        )
        .select_from(asked)
        .join(part, part.c.resource_id == asked.c.id)
        .join(article, article.c.id == part.c.article_id)
        .join(resource, resource.c.id == article.c.resource_id)
        .join(source, source.c.id == article.c.source_id)
        .where(asked.c.url_key == url_key)
    ).one_or_none()
    if found is None:
        return None
    happenings = [*_changes(connection, found.id), *_events(connection, found.id)]
    return History(
        url=found.url,
        tz=found.tz,
        headline=found.headline,
        found_at=found.discovered_at,
        removed_at=found.removed_at,
        is_withheld=found.withheld_at is not None,
        happenings=tuple(sorted(happenings, key=lambda one: (one.at, one.url))),
    )


def _changes(connection: Connection, article_id: int) -> list[Happening]:
    rows = connection.execute(
        select(revision.c.seen_at, resource.c.url, revision.c.fields, revision.c.parser_changed)
        .join(resource, resource.c.id == revision.c.resource_id)
        .join(part, part.c.resource_id == resource.c.id)
        .where(part.c.article_id == article_id)
        .order_by(revision.c.resource_id, revision.c.n)
    )
    return [
        Happening(at=at, url=url, kind="changed", fields=fields, parser_changed=parser_changed)
        for at, url, fields, parser_changed in rows
    ]


def _events(connection: Connection, article_id: int) -> list[Happening]:
    rows = connection.execute(
        select(event.c.at, resource.c.url, event.c.kind, event.c.reason)
        .join(resource, resource.c.id == event.c.resource_id)
        .join(part, part.c.resource_id == resource.c.id)
        .where(part.c.article_id == article_id, or_(event.c.kind == "removed", event.c.kind == "returned"))
        .order_by(event.c.id)
    )
    return [Happening(at=at, url=url, kind=kind, reason=reason, fields={}) for at, url, kind, reason in rows]
