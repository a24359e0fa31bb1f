"""Tell equal copies of an article apart from articles of their own, for a group of arriving rows.

Two URLs are one article only when source, publication day and folded text agree and the text is long enough to be no
accident; in print also the page that they name.
The article then has the least of the URLs and what is printed there, whatever arrived first, so that the
result does not depend on the order of a crawl. Nothing is written in here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from db.among import among
from db.models import article, part, resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from db.pointers import PointerRow


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
        contributors: (role, name, number of the picture or None) in printed order.
        images: (url, caption) in printed order.
        parts: its pages, the first one included.
        pointers: (kind, printed, page, title, day) in printed order; see `pipelines.items.Pointer`.
        is_dated_by_fetch: the dates count from the moment of fetching: those of an earlier visit stay.
        body_sha256: of the bytes of its first page; None where they are not at hand.
    """

    url_key: str
    url: str
    published_on: dt.date
    text_sha256: str
    may_be_alias: bool
    values: Mapping[str, Any]
    contributors: Sequence[tuple[str, str, int | None]]
    images: Sequence[tuple[str, str | None]]
    parts: Sequence[PartRow]
    pointers: Sequence[PointerRow] = ()
    is_dated_by_fetch: bool = False
    body_sha256: str | None = None

    @property
    def text(self) -> Text:
        """What equal copies share."""
        return self.published_on, self.text_sha256, self.values.get("named_page")


Text = tuple["dt.date", str, str | None]  # day, hash, and the printed page that an article of a newspaper names


@dataclass(kw_only=True)
class Kept:
    """An article that is in the database, or will be when the group is written."""

    url: str
    resource_id: int
    text: Text
    id: int | None = None
    row: ArticleRow | None = None  # what to write; None: stays as it is


@dataclass(kw_only=True)
class Plan:
    """What a group changes, worked out before anything is written."""

    ids: Mapping[str, int]
    by_resource: dict[int, tuple[Kept, str]]
    by_text: dict[Text, Kept]
    touched: list[Kept] = field(default_factory=list)
    aliases: list[tuple[ArticleRow, Kept]] = field(default_factory=list)
    demoted: list[int] = field(default_factory=list)  # resources that gave an article its address and become aliases
    merged: list[tuple[Kept, Kept]] = field(default_factory=list)  # articles that end in another one
    released: list[Kept] = field(default_factory=list)  # articles whose aliases have to be looked at again
    detached: list[int] = field(default_factory=list)  # resources that are no longer aliases
    days: set[dt.date] = field(default_factory=set)  # on which something changes


def make_plan(
    connection: Connection, source_id: int, rows: Sequence[ArticleRow], ids: Mapping[str, int]
) -> tuple[Plan, dict[str, str]]:
    """Work out what a group of articles changes, and what becomes of each row; see `db.articles.save_articles`."""
    by_resource = _load_by_resource(connection, [ids[row.url_key] for row in rows])
    kept = {one.id: one for one, _ in by_resource.values()}
    texts = {row.text for row in rows if row.may_be_alias}
    plan = Plan(ids=ids, by_resource=by_resource, by_text=_load_by_text(connection, source_id, texts, kept))
    return plan, {row.url_key: _place(plan, row) for row in sorted(rows, key=lambda row: row.url)}


_KEPT_COLUMNS = (
    article.c.id,
    article.c.resource_id,
    article.c.published_on,
    article.c.text_sha256,
    article.c.named_page,
)


_OWN = resource.alias("own")
_BY_RESOURCE = (
    select(part.c.resource_id, part.c.role, _OWN.c.url, *_KEPT_COLUMNS)
    .join(article, article.c.id == part.c.article_id)
    .join(_OWN, _OWN.c.id == article.c.resource_id)
    .where(among(part.c.resource_id, "resource_ids"))
)
_BY_TEXT = (
    select(resource.c.url, *_KEPT_COLUMNS)
    .join(resource, resource.c.id == article.c.resource_id)
    .where(  # the days, for the index has them before the hashes
        article.c.source_id == bindparam("source_id"),
        among(article.c.published_on, "days"),
        among(article.c.text_sha256, "hashes"),
    )
)


def _load_by_resource(connection: Connection, resource_ids: Sequence[int]) -> dict[int, tuple[Kept, str]]:
    loaded: dict[int, tuple[Kept, str]] = {}
    kept: dict[int, Kept] = {}
    for part_id, role, url, number, owner, *text in connection.execute(_BY_RESOURCE, {"resource_ids": resource_ids}):
        one = kept.setdefault(number, Kept(id=number, url=url, resource_id=owner, text=tuple(text)))
        loaded[part_id] = (one, role)
    return loaded


def _load_by_text(
    connection: Connection, source_id: int, texts: Collection[Text], kept: Mapping[int | None, Kept]
) -> dict[Text, Kept]:
    """Load the articles of a source that may be equal to one of some texts: those with such a day and such a hash."""
    loaded: dict[Text, Kept] = {}
    if not texts:
        return loaded
    given = {"source_id": source_id, "days": {day for day, *_ in texts}, "hashes": {digest for _, digest, _ in texts}}
    for url, number, owner, *text in connection.execute(_BY_TEXT, given):
        one = kept.get(number) or Kept(id=number, url=url, resource_id=owner, text=tuple(text))
        loaded[one.text] = one
    return loaded


def _place(plan: Plan, row: ArticleRow) -> str:
    """Decide what becomes of one row; return its outcome."""
    resource_id = plan.ids[row.url_key]
    text = row.text
    plan.days.add(row.published_on)
    twin = plan.by_text.get(text) if row.may_be_alias else None
    own, role = plan.by_resource.get(resource_id, (None, ""))
    if own is not None:
        plan.days.add(own.text[0])
    if own is not None and role != "main":
        if role == "alias" and own.text == text:
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


def _end(plan: Plan, ended: Kept, into: Kept) -> None:
    """Let an article end in another one, to which all its URLs belong from now on."""
    plan.merged.append((ended, into))
    for resource_id, (kept, _) in plan.by_resource.items():
        if kept is ended:
            plan.by_resource[resource_id] = (into, "alias")


def _keep(plan: Plan, row: ArticleRow, kept: Kept | None, resource_id: int) -> str:
    """Let the row be an article: a new one, or the present content of one that is there."""
    outcome = "stored" if kept is None else "updated" if kept.resource_id == resource_id else "main"
    if kept is None:
        kept = Kept(url=row.url, resource_id=resource_id, text=row.text)
    kept.row, kept.url, kept.resource_id, kept.text = row, row.url, resource_id, row.text
    plan.touched.append(kept)
    if row.may_be_alias:
        plan.by_text[kept.text] = kept
    return outcome
