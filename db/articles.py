"""Write articles: one row each, equal copies under one article, all rows of an article together.

Two URLs are one article only when source, publication day and folded text agree and the text is long enough to be no
accident. The article then has the least of the URLs and what is printed there, whatever arrived first, so that the
result does not depend on the order of a crawl.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from db.ledger import chunks, dialect_insert
from db.models import article, contributor, image, part, resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """A URL that gives text to an article; `text` is None for a page that could not be had."""

    url_key: str
    role: str
    ordinal: int
    text: str | None


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """An article to be written.

    Args:
        url_key, url: of its first page; the URL is canonical.
        published_on, text_sha256: with the source, what equal copies share.
        may_be_alias: False when the text is too short to tell a copy from an accident.
        values: the remaining columns of `article`.
        contributors: (role, name) in printed order.
        images: (url, caption) in printed order.
        parts: its pages, the first one included.
    """

    url_key: str
    url: str
    published_on: dt.date
    text_sha256: str
    may_be_alias: bool
    values: Mapping[str, Any]
    contributors: Sequence[tuple[str, str]]
    images: Sequence[tuple[str, str | None]]
    parts: Sequence[PartRow]


@dataclass(kw_only=True)
class _Kept:
    """An article that is in the database, or will be when the group is written."""

    url: str
    resource_id: int
    text: tuple[dt.date, str]
    id: int | None = None
    row: ArticleRow | None = None  # what to write; None: stays as it is


@dataclass(kw_only=True)
class _Plan:
    """What a group changes, worked out before anything is written."""

    ids: Mapping[str, int]
    by_resource: dict[int, tuple[_Kept, str]]
    by_text: dict[tuple[dt.date, str], _Kept]
    touched: list[_Kept] = field(default_factory=list)
    aliases: list[tuple[ArticleRow, _Kept]] = field(default_factory=list)
    demoted: list[int] = field(default_factory=list)  # resources that gave an article its address and become aliases
    merged: list[tuple[_Kept, _Kept]] = field(default_factory=list)  # articles that end in another one
    released: list[_Kept] = field(default_factory=list)  # articles whose aliases have to be looked at again
    detached: list[int] = field(default_factory=list)  # resources that are no longer aliases


def save_articles(
    connection: Connection, source_id: int, rows: Sequence[ArticleRow], ids: Mapping[str, int]
) -> dict[str, str]:
    """Write a group of articles with their contributors, images and parts.

    Args:
        rows: at most one a URL.
        ids: the resource id of every URL in the rows.

    Returns:
        By URL key: `stored` for an article that was not there before, `updated` for one that was, `alias` for a copy,
        `main` for a copy whose URL is the least so far and now gives the article its address.
    """
    if not rows:
        return {}
    by_resource = _load_by_resource(connection, [ids[row.url_key] for row in rows])
    kept = {one.id: one for one, _ in by_resource.values()}
    hashes = [row.text_sha256 for row in rows if row.may_be_alias]
    plan = _Plan(ids=ids, by_resource=by_resource, by_text=_load_by_text(connection, source_id, hashes, kept))
    outcomes = {row.url_key: _place(plan, row) for row in sorted(rows, key=lambda row: row.url)}
    _write(connection, source_id, plan)
    return outcomes


_KEPT_COLUMNS = (article.c.id, article.c.resource_id, article.c.published_on, article.c.text_sha256)


def _load_by_resource(connection: Connection, resource_ids: Sequence[int]) -> dict[int, tuple[_Kept, str]]:
    own = resource.alias("own")
    loaded: dict[int, tuple[_Kept, str]] = {}
    kept: dict[int, _Kept] = {}
    for some in chunks(resource_ids):
        found = connection.execute(
            select(part.c.resource_id, part.c.role, own.c.url, *_KEPT_COLUMNS)
            .join(article, article.c.id == part.c.article_id)
            .join(own, own.c.id == article.c.resource_id)
            .where(part.c.resource_id.in_(some))
        )
        for part_id, role, url, number, owner, day, sha in found:
            one = kept.setdefault(number, _Kept(id=number, url=url, resource_id=owner, text=(day, sha)))
            loaded[part_id] = (one, role)
    return loaded


def _load_by_text(
    connection: Connection, source_id: int, hashes: Sequence[str], kept: Mapping[int | None, _Kept]
) -> dict[tuple[dt.date, str], _Kept]:
    loaded: dict[tuple[dt.date, str], _Kept] = {}
    for some in chunks(hashes):
        found = connection.execute(
            select(resource.c.url, *_KEPT_COLUMNS)
            .join(resource, resource.c.id == article.c.resource_id)
            .where(article.c.source_id == source_id, article.c.text_sha256.in_(some))
        )
        for url, number, owner, day, sha in found:
            one = kept.get(number) or _Kept(id=number, url=url, resource_id=owner, text=(day, sha))
            loaded[day, sha] = one
    return loaded


def _place(plan: _Plan, row: ArticleRow) -> str:
    """Decide what becomes of one row; return its outcome."""
    resource_id = plan.ids[row.url_key]
    text = (row.published_on, row.text_sha256)
    twin = plan.by_text.get(text) if row.may_be_alias else None
    own, role = plan.by_resource.get(resource_id, (None, ""))
    if own is not None and role == "alias":
        if own.text == text:
            plan.aliases.append((row, own))
            return "alias"
        plan.detached.append(resource_id)
        own = None
    if own is not None and own.text != text:
        plan.released.append(own)
        plan.by_text.pop(own.text, None)
    if twin is None or (own is not None and twin.id == own.id):
        return _keep(plan, row, own, resource_id)
    if twin.url < row.url:
        plan.aliases.append((row, twin))
        if own is not None:
            _end(plan, own, twin)
        return "alias"
    if own is not None:
        _end(plan, twin, own)
        return _keep(plan, row, own, resource_id)
    plan.demoted.append(twin.resource_id)
    plan.by_resource[twin.resource_id] = (twin, "alias")
    return _keep(plan, row, twin, resource_id)


def _end(plan: _Plan, ended: _Kept, into: _Kept) -> None:
    """Let an article end in another one, to which all its URLs belong from now on."""
    plan.merged.append((ended, into))
    for resource_id, (kept, _) in plan.by_resource.items():
        if kept is ended:
            plan.by_resource[resource_id] = (into, "alias")


def _keep(plan: _Plan, row: ArticleRow, kept: _Kept | None, resource_id: int) -> str:
    """Let the row be an article: a new one, or the present content of one that is there."""
    outcome = "stored" if kept is None else "updated" if kept.resource_id == resource_id else "main"
    if kept is None:
        kept = _Kept(url=row.url, resource_id=resource_id, text=(row.published_on, row.text_sha256))
    kept.row, kept.url, kept.resource_id, kept.text = row, row.url, resource_id, (row.published_on, row.text_sha256)
    plan.touched.append(kept)
    if row.may_be_alias:
        plan.by_text[kept.text] = kept
    return outcome


def _write(connection: Connection, source_id: int, plan: _Plan) -> None:
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


def _find_ids(connection: Connection, inserted: Sequence[_Kept]) -> None:
    # not by RETURNING in the order of the rows: SQLite would be sent one INSERT a row
    by_resource = {kept.resource_id: kept for kept in inserted}
    for some in chunks(list(by_resource)):
        found = select(article.c.resource_id, article.c.id).where(article.c.resource_id.in_(some))
        for resource_id, number in connection.execute(found):
            by_resource[resource_id].id = number


def _article_values(source_id: int, kept: _Kept) -> dict[str, Any]:
    row = kept.row
    assert row is not None  # noqa: S101  only touched articles are written
    return {
        **row.values,
        "source_id": source_id,
        "resource_id": kept.resource_id,
        "published_on": row.published_on,
        "text_sha256": row.text_sha256,
    }


def _update(connection: Connection, source_id: int, updated: Sequence[_Kept]) -> None:
    rows = [_article_values(source_id, kept) for kept in updated]
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0]}
    connection.execute(
        update(article).where(article.c.id == bindparam("the_id")).values(columns),
        [
            {"the_id": kept.id, **{f"new_{name}": value for name, value in row.items()}}
            for kept, row in zip(updated, rows, strict=True)
        ],
    )
    numbers = [kept.id for kept in updated]
    for table in (contributor, image):
        connection.execute(delete(table).where(table.c.article_id.in_(numbers)))


def _release(connection: Connection, plan: _Plan) -> None:
    if plan.detached:
        connection.execute(delete(part).where(part.c.resource_id.in_(plan.detached)))
    if not plan.released:
        return
    # the copies were copies of the former text: the next run reads them again and decides anew
    of_released = (part.c.article_id.in_([kept.id for kept in plan.released]), part.c.role == "alias")
    theirs = select(part.c.resource_id).where(*of_released)
    connection.execute(update(resource).where(resource.c.id.in_(theirs)).values(state="pending"))
    connection.execute(delete(part).where(*of_released))


def _keep_former_texts(connection: Connection, plan: _Plan, updated: Sequence[_Kept]) -> None:
    """Give what becomes an alias its own text, and drop the further pages of what is written anew."""
    aliases = [*plan.demoted, *(ended.resource_id for ended, _ in plan.merged)]
    if aliases:
        body = select(article.c.body).where(article.c.resource_id == part.c.resource_id).scalar_subquery()
        connection.execute(update(part).where(part.c.resource_id.in_(aliases)).values(text=body))
    changed = [kept.id for kept in (*updated, *(ended for ended, _ in plan.merged))]
    if changed:
        further = part.c.role.in_(("continuation", "jump"))
        connection.execute(delete(part).where(part.c.article_id.in_(changed), further))


def _merge(connection: Connection, plan: _Plan) -> None:
    for ended, into in plan.merged:
        connection.execute(update(part).where(part.c.article_id == ended.id).values(article_id=into.id, role="alias"))
        connection.execute(update(resource).where(resource.c.id == ended.resource_id).values(state="alias"))
        connection.execute(delete(article).where(article.c.id == ended.id))
    if plan.demoted:
        connection.execute(update(part).where(part.c.resource_id.in_(plan.demoted)).values(role="alias", ordinal=0))
        connection.execute(update(resource).where(resource.c.id.in_(plan.demoted)).values(state="alias"))


def _write_parts(connection: Connection, plan: _Plan) -> None:
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
    statement = dialect_insert(connection)(part)
    changed = {name: statement.excluded[name] for name in ("article_id", "role", "ordinal", "text")}
    connection.execute(statement.on_conflict_do_update(index_elements=["resource_id"], set_=changed), rows)


def _write_children(connection: Connection, touched: Sequence[_Kept]) -> None:
    people = [
        {"article_id": kept.id, "ordinal": n, "role": role, "name": name}
        for kept in touched
        if kept.row is not None
        for n, (role, name) in enumerate(kept.row.contributors, start=1)
    ]
    pictures = [
        {"article_id": kept.id, "ordinal": n, "url": url, "caption": caption}
        for kept in touched
        if kept.row is not None
        for n, (url, caption) in enumerate(kept.row.images, start=1)
    ]
    if people:
        connection.execute(insert(contributor), people)
    if pictures:
        connection.execute(insert(image), pictures)
