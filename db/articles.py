"""Write articles: one row each, all rows of an article together; which URLs are one article, db/copies.py tells."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from db.among import among
from db.copies import ArticleRow, Kept, PartRow, Plan, make_plan
from db.ledger import dialect_insert
from db.models import article, contributor, image, part, resource
from db.pointers import delete_pointers, write_pointers
from db.revisions import revisions_among, with_former
from db.stored import articles_at
from db.stories.comparing import forget_comparisons, load_signatures
from db.withholding import hold_decisions, keep_withheld

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from db.revisions import Change

__all__ = ["ArticleRow", "PartRow", "save_articles"]

_IDS = select(article.c.resource_id, article.c.id).where(among(article.c.resource_id, "resource_ids"))
_DELETE_CHILDREN = tuple(delete(table).where(among(table.c.article_id, "ids")) for table in (contributor, image))
_DETACH = delete(part).where(among(part.c.resource_id, "resource_ids"))
_OF_RELEASED = (among(part.c.article_id, "ids"), part.c.role == "alias")
_REOPEN_COPIES = (
    update(resource).where(resource.c.id.in_(select(part.c.resource_id).where(*_OF_RELEASED))).values(state="pending")
)
_DELETE_COPIES = delete(part).where(*_OF_RELEASED)
_KEEP_TEXTS = (
    update(part)
    .where(among(part.c.resource_id, "resource_ids"))
    .values(text=select(article.c.body).where(article.c.resource_id == part.c.resource_id).scalar_subquery())
)
_DELETE_FURTHER = delete(part).where(among(part.c.article_id, "ids"), part.c.role.in_(("continuation", "jump")))
_DEMOTE_PARTS = update(part).where(among(part.c.resource_id, "resource_ids")).values(role="alias", ordinal=0)
_DEMOTE = update(resource).where(among(resource.c.id, "resource_ids")).values(state="alias")


def save_articles(
    connection: Connection,
    source_id: int,
    rows: Sequence[ArticleRow],
    ids: Mapping[str, int],
    *,
    touched_days: set[dt.date] | None = None,
    changes: list[Change] | None = None,
) -> dict[str, str]:
    """Write a group of articles with their contributors, images and parts.

    Args:
        rows: at most one a URL.
        ids: the resource id of every URL in the rows.
        touched_days: to which the days are added that had one of the articles before, or have it now.
        changes: to which the revisions are added, for `db.revisions.write_revisions` once the visits are written.

    Returns:
        By URL key: `stored` for an article that was not there before, `updated` for one that was and reads differently
        now, `unchanged` for one that does not, `alias` for a copy, `main` for a copy whose URL is the least so far and
        now gives the article its address.
    """
    if not rows:
        return {}
    hold_decisions(connection)
    before = articles_at(connection, [ids[row.url_key] for row in rows])
    rows = [with_former(row, before[ids[row.url_key]]) if ids[row.url_key] in before else row for row in rows]
    revisions, differing = revisions_among(connection, rows, before, ids) if before else ([], set())
    plan, outcomes = make_plan(connection, source_id, rows, ids)
    _write(connection, source_id, plan)
    keep_withheld(connection)
    if touched_days is not None:
        touched_days |= plan.days
    if changes is not None:
        changes += revisions
    return {
        key: "unchanged" if outcome == "updated" and key not in differing else outcome
        for key, outcome in outcomes.items()
    }


def _write(connection: Connection, source_id: int, plan: Plan) -> None:
    inserted = [kept for kept in plan.touched if kept.id is None]
    updated = [kept for kept in plan.touched if kept.id is not None]
    _release(connection, plan)
    _keep_former_texts(connection, plan, updated)
    if updated:
        _update(connection, source_id, updated)  # first: it frees the addresses that new articles may have
    if inserted:
        connection.execute(insert(article), [_article_values(source_id, kept) for kept in inserted])
        _find_ids(connection, inserted)
    _merge(connection, plan)
    _write_parts(connection, plan)
    _write_children(connection, plan.touched)


def _find_ids(connection: Connection, inserted: Sequence[Kept]) -> None:
    # not by RETURNING in the order of the rows: SQLite would be sent one INSERT a row
    by_resource = {kept.resource_id: kept for kept in inserted}
    for resource_id, number in connection.execute(_IDS, {"resource_ids": by_resource}):
        by_resource[resource_id].id = number


def _article_values(source_id: int, kept: Kept) -> dict[str, Any]:
    row = kept.row
    assert row is not None  # noqa: S101  only touched articles are written
    return {
        **row.values,
        "source_id": source_id,
        "resource_id": kept.resource_id,
        "published_on": row.published_on,
        "text_sha256": row.text_sha256,
        "contributors_expected": len(row.contributors),
        "images_expected": len(row.images),
    }


def _update(connection: Connection, source_id: int, updated: Sequence[Kept]) -> None:
    rows = [_article_values(source_id, kept) for kept in updated]
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0]}
    connection.execute(
        update(article).where(article.c.id == bindparam("the_id")).values(columns),
        [
            {"the_id": kept.id, **{f"new_{name}": value for name, value in row.items()}}
            for kept, row in zip(updated, rows, strict=True)
        ],
    )
    numbers = _numbers(updated)
    delete_pointers(connection, numbers)
    for deletion in _DELETE_CHILDREN:
        connection.execute(deletion, {"ids": numbers})


def _numbers(articles: Iterable[Kept]) -> list[int]:
    return [kept.id for kept in articles if kept.id is not None]


def _release(connection: Connection, plan: Plan) -> None:
    if plan.detached:
        connection.execute(_DETACH, {"resource_ids": plan.detached})
    if not plan.released:
        return
    # the copies were copies of the former text: the next run reads them again and decides anew
    for statement in (_REOPEN_COPIES, _DELETE_COPIES):
        connection.execute(statement, {"ids": _numbers(plan.released)})


def _keep_former_texts(connection: Connection, plan: Plan, updated: Sequence[Kept]) -> None:
    """Give what becomes an alias its own text, and drop the further pages of what is written anew."""
    aliases = [*plan.demoted, *(ended.resource_id for ended, _ in plan.merged)]
    if aliases:
        connection.execute(_KEEP_TEXTS, {"resource_ids": aliases})
    changed = _numbers((*updated, *(ended for ended, _ in plan.merged)))
    if changed:
        connection.execute(_DELETE_FURTHER, {"ids": changed})


def _merge(connection: Connection, plan: Plan) -> None:
    if plan.merged:  # the number of an article that is gone may be that of the next one
        forget_comparisons(connection, load_signatures(connection, _numbers(ended for ended, _ in plan.merged)))
    for ended, into in plan.merged:
        connection.execute(update(part).where(part.c.article_id == ended.id).values(article_id=into.id, role="alias"))
        connection.execute(update(resource).where(resource.c.id == ended.resource_id).values(state="alias"))
        connection.execute(delete(article).where(article.c.id == ended.id))
    if plan.demoted:
        for statement in (_DEMOTE_PARTS, _DEMOTE):
            connection.execute(statement, {"resource_ids": plan.demoted})


def _write_parts(connection: Connection, plan: Plan) -> None:
    pairs = [(kept, one) for kept in plan.touched if kept.row is not None for one in kept.row.parts]
    rows = [
        {
            "resource_id": plan.ids[one.url_key],
            "article_id": kept.id,
            "role": one.role,
            "ordinal": one.ordinal,
            "text": one.text,
        }
        for kept, one in pairs
    ]
    rows += [
        {
            "resource_id": plan.ids[row.url_key],
            "article_id": kept.id,
            "role": "alias",
            "ordinal": 0,
            "text": row.values["body"],
        }
        for row, kept in plan.aliases
    ]
    if not rows:
        return
    connection.execute(_giving_parts(dialect_insert(connection)), rows)


@lru_cache(maxsize=2)  # see db/ledger.py
def _giving_parts(insert_into: Any) -> Any:
    statement = insert_into(part)
    changed = {name: statement.excluded[name] for name in ("article_id", "role", "ordinal", "text")}
    return statement.on_conflict_do_update(index_elements=["resource_id"], set_=changed)


def _write_children(connection: Connection, touched: Sequence[Kept]) -> None:
    people = [
        {"article_id": kept.id, "ordinal": n, "role": role, "name": name, "image_ordinal": picture}
        for kept in touched
        if kept.row is not None
        for n, (role, name, picture) in enumerate(kept.row.contributors, start=1)
    ]
    pictures = [
        {"article_id": kept.id, "ordinal": n, "url": url, "caption": caption}
        for kept in touched
        if kept.row is not None
        for n, (url, caption) in enumerate(kept.row.images, start=1)
    ]
    rows = {kept.id: kept.row.pointers for kept in touched if kept.row is not None and kept.id is not None}
    write_pointers(connection, rows)
    if people:
        connection.execute(insert(contributor), people)
    if pictures:
        connection.execute(insert(image), pictures)
