"""What an article was before: a revision is written only where what it says has changed.

Whatever comes from the page's layout, from blanks, from another way of reading the same bytes, from the moment of the
visit or from a further page that failed is none. Functions take a connection inside the caller's transaction and never
commit; the number of statements does not depend on the number of articles.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select

from db.among import among
from db.models import fetch, revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from db.copies import ArticleRow
    from db.stored import StoredArticle

# what a page says: neither where it was taken from, nor how much of it there is, nor who read it
FIELDS = (
    "genre",
    "section",
    "column_title",
    "kicker",
    "headline",
    "subheadline",
    "series_title",
    "series_part",
    "dateline",
    "dateline_on",
    "byline_printed",
    "body",
    "published_on",
    "published_at",
    "credited_source",
    "named_page",
)
LISTS = ("contributors", "images")
_OF_ALL_PAGES = frozenset(("body", "byline_printed", "contributors", "images", "genre", "credited_source"))
_DATES = ("published_on", "published_at", "date_source")
_BLANKS = re.compile(r"\s+")

_LAST_DIGESTS = select(fetch.c.resource_id, fetch.c.body_sha256).where(
    fetch.c.id.in_(
        select(func.max(fetch.c.id))
        .where(
            among(fetch.c.resource_id, "ids"), fetch.c.outcome.in_(("stored", "unchanged")), fetch.c.http_status == 200
        )
        .group_by(fetch.c.resource_id)
    )
)
_VISITS = select(fetch.c.resource_id, fetch.c.id, fetch.c.at).where(
    fetch.c.id.in_(
        select(func.max(fetch.c.id))
        # + 0, for SQLite would read all visits of the run
        .where(fetch.c.run_id + 0 == bindparam("run_id"), among(fetch.c.resource_id, "ids"))
        .group_by(fetch.c.resource_id)
    )
)
_COUNTS = (
    select(revision.c.resource_id, func.max(revision.c.n))
    .where(among(revision.c.resource_id, "ids"))
    .group_by(revision.c.resource_id)
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a visit changed of an article.

    Args:
        resource_id: of its address.
        fields: [before, after] by name, of those that changed; dates and times in ISO form.
        parser_changed: another page object, or another version of it, has read it.
    """

    resource_id: int
    fields: Mapping[str, Sequence[Any]]
    parser_changed: bool


def with_former(row: ArticleRow, stored: StoredArticle) -> ArticleRow:
    """Let stay what a visit cannot tell: dates that count from its moment, and text of a further page that failed."""
    if row.is_dated_by_fetch:
        row = _with_former_dates(row, stored)
    lost = {one.url_key for one in row.parts if one.text is None and stored.texts.get(one.url_key) is not None}
    if not lost:
        return row
    kept = {name: stored.values[name] for name in (*FIELDS, "date_source", "parts_stored") if name != "published_on"}
    return replace(
        row,
        published_on=stored.values["published_on"],
        text_sha256=stored.values["text_sha256"],
        values={**row.values, **kept},
        contributors=stored.contributors,
        images=stored.images,
        parts=[replace(one, text=stored.texts[one.url_key]) if one.url_key in lost else one for one in row.parts],
    )


def _with_former_dates(row: ArticleRow, stored: StoredArticle) -> ArticleRow:
    names = [name for name in _DATES if name != "published_on"]
    if stored.values["dateline"] == row.values.get("dateline"):
        names.append("dateline_on")  # whose year was worked out from them
    kept = {name: stored.values[name] for name in names}
    return replace(row, published_on=stored.values["published_on"], values={**row.values, **kept})


def changed_fields(row: ArticleRow, stored: StoredArticle) -> dict[str, Sequence[Any]]:
    """Compare an article with what it was; blanks do not count: they depend on the page's markup."""
    changed: dict[str, Sequence[Any]] = {}
    for name in (*FIELDS, *LISTS):
        before, after = _of_stored(stored, name), _of_row(row, name)
        if _without_blanks(before) != _without_blanks(after):
            changed[name] = [_as_json(before), _as_json(after)]
    return changed


def _of_stored(stored: StoredArticle, name: str) -> Any:
    return getattr(stored, name) if name in LISTS else stored.values[name]


def _of_row(row: ArticleRow, name: str) -> Any:
    if name == "published_on":
        return row.published_on
    return getattr(row, name) if name in LISTS else row.values.get(name)


def _without_blanks(value: Any) -> Any:
    if isinstance(value, str):
        return _BLANKS.sub("", value)
    return [_without_blanks(one) for one in value] if isinstance(value, (list, tuple)) else value


def _as_json(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return [_as_json(one) for one in value] if isinstance(value, (list, tuple)) else value


def revisions_among(
    connection: Connection,
    rows: Iterable[ArticleRow],
    stored: Mapping[int, StoredArticle],
    ids: Mapping[str, int],
) -> tuple[list[Change], set[str]]:
    """Tell which articles changed, and which of the changes are the site's.

    Args:
        rows: at most one a URL.
        stored: the articles as they are, by the id of their address.
        ids: the resource id of every URL in the rows.

    Returns:
        The revisions, and the URL keys of all rows that differ from what is stored.
    """
    revisions, reread, differing = [], {}, set()
    for row in rows:
        before = stored.get(ids[row.url_key])
        if before is None or not (fields := changed_fields(row, before)):
            continue
        differing.add(row.url_key)
        if any(one.text is not None and before.texts.get(one.url_key, "") is None for one in row.parts):
            # a further page came that had failed: what all pages make is longer, and not changed
            fields = {name: sides for name, sides in fields.items() if name not in _OF_ALL_PAGES}
            if not fields:
                continue
        parser_changed = any(row.values[name] != before.values[name] for name in ("parser", "parser_version"))
        change = Change(resource_id=ids[row.url_key], fields=fields, parser_changed=parser_changed)
        revisions.append(change)
        if parser_changed and row.body_sha256 is not None:
            reread[change.resource_id] = row.body_sha256
    same = {number for number, digest in _last_digests(connection, list(reread)).items() if digest == reread[number]}
    return [one for one in revisions if one.resource_id not in same], differing


def _last_digests(connection: Connection, resource_ids: Sequence[int]) -> dict[int, str]:
    """Give the digest of the bytes that each URL last answered with, where it is known."""
    if not resource_ids:
        return {}
    rows = connection.execute(_LAST_DIGESTS, {"ids": resource_ids})
    return {number: digest for number, digest in rows if digest is not None}


def write_revisions(connection: Connection, run_id: int, changes: Sequence[Change]) -> None:
    """Write the revisions of a group; its visits must be written already.

    Args:
        changes: at most one a URL.
    """
    if not changes:
        return
    numbers = [one.resource_id for one in changes]
    rows = connection.execute(_VISITS, {"run_id": run_id, "ids": numbers})
    visits = {number: (fetch_id, at) for number, fetch_id, at in rows}
    counts = dict(connection.execute(_COUNTS, {"ids": numbers}).all())
    connection.execute(
        insert(revision),
        [
            {
                "resource_id": one.resource_id,
                "n": counts.get(one.resource_id, 0) + 1,
                "fetch_id": visits[one.resource_id][0],
                "seen_at": visits[one.resource_id][1],
                "fields": dict(one.fields),
                "parser_changed": one.parser_changed,
            }
            for one in changes
        ],
    )
