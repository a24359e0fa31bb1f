"""Keep what articles in print point to: write the rows, find the articles that they mean, join pieces.

What is found is a pure function of the rows of the days concerned (db/jumps.py), worked out anew with every group that
touches one of them, so that it does not depend on the order of a crawl. Functions take a connection inside the
caller's transaction and never commit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, literal, null, or_, select, union_all, update

from db.absences import MAIN
from db.among import among
from db.fold import fold_page, fold_title
from db.jumps import Mark, Piece, make_mark, resolve
from db.models import article, issue, page, placement, pointer
from db.withholding import hold_decisions, keep_withheld

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

    PointerRow = tuple[str, str, str | None, str | None, dt.date | None]  # kind, printed, page_number, title, on_day

_FAR = 9999  # the place of a page that is in no list of pages

_OF_SOURCE = article.c.source_id == bindparam("source_id")
_OF_DAYS = and_(_OF_SOURCE, among(article.c.published_on, "days"))
_IS_JOINED = or_(
    article.c.joined_to.is_not(None), article.c.joined_ordinal.is_not(None), article.c.joined_body.is_not(None)
)
_MARK_COLUMNS = tuple(pointer.c[name] for name in ("ordinal", "kind", "page_number", "title", "on_day", "target_id"))
_POINTERS = select(article.c.id, article.c.published_on, *_MARK_COLUMNS).join(
    pointer, pointer.c.article_id == article.c.id
)
# all that may have to be changed, in one query: for most groups of articles it is nothing
_CONCERNED = union_all(
    _POINTERS.where(_OF_DAYS),
    # + 0, for SQLite would begin with all articles of the source
    _POINTERS.where(article.c.source_id + 0 == bindparam("source_id"), among(pointer.c.on_day, "days")),
    select(
        article.c.id,
        article.c.published_on,
        literal(0).label("ordinal"),
        *(null().cast(column.type).label(column.name) for column in _MARK_COLUMNS[1:]),
    ).where(_OF_DAYS, _IS_JOINED),
)
_PIECES = (
    select(
        article.c.id,
        article.c.published_on,
        article.c.headline,
        article.c.named_page,
        article.c.joined_to,
        article.c.joined_ordinal,
        article.c.joined_body.is_not(None).label("is_whole"),
        page.c.number,
        placement.c.in_map,
        page.c.ordinal,
        placement.c.delisted_at,
        issue.c.edition,
    )
    .outerjoin(placement, placement.c.resource_id == article.c.resource_id)
    .outerjoin(page, page.c.id == placement.c.page_id)
    .outerjoin(issue, issue.c.id == page.c.issue_id)
    .where(_OF_DAYS)
)
_TEXTS = select(
    article.c.id, article.c.body, article.c.byline_printed, article.c.joined_body, article.c.joined_byline
).where(among(article.c.id, "ids"))
_DELETE = delete(pointer).where(among(pointer.c.article_id, "ids"))
_JOIN = update(article).where(article.c.id == bindparam("the_id"))
_JOINED_COLUMNS = ("joined_to", "joined_ordinal", "joined_body", "joined_byline")
_NOT_JOINED = (None, None, None, None)
_AIM = (
    update(pointer)
    .where(pointer.c.article_id == bindparam("the_id"), pointer.c.ordinal == bindparam("the_ordinal"))
    .values(target_id=bindparam("new_target_id"))
)


@dataclass(kw_only=True)
class _Concerned:
    """The rows that a group concerns: pointers with their present targets, and the days whose articles are needed."""

    targets: dict[Mark, int | None] = field(default_factory=dict)
    days: set[dt.date] = field(default_factory=set)


def write_pointers(connection: Connection, rows: Mapping[int, Sequence[PointerRow]]) -> None:
    """Write the pointers of articles that have none yet, by the articles' ids."""
    values = [
        {
            "article_id": number,
            "ordinal": ordinal,
            "kind": kind,
            "printed": printed,
            "page_number": page_number,
            "title": title,
            "on_day": on_day,
        }
        for number, pointers in rows.items()
        for ordinal, (kind, printed, page_number, title, on_day) in enumerate(pointers, start=1)
    ]
    if values:
        connection.execute(insert(pointer), values)


def delete_pointers(connection: Connection, article_ids: Sequence[int]) -> None:
    """Take away the pointers of articles that are written anew."""
    connection.execute(_DELETE, {"ids": article_ids})


def resolve_pointers(
    connection: Connection, source_id: int, days: Iterable[dt.date], join_bodies: Callable[[Sequence[str]], str]
) -> set[int]:
    """Find anew what the pointers mean that stand in, or name, an issue of these days, and join pieces.

    Args:
        days: of which articles, pages or placements were written.
        join_bodies: puts the texts of pieces together.

    Returns:
        The ids of the articles that are joined otherwise than before.
    """
    touched = set(days)
    if not touched:
        return set()
    concerned = _load_concerned(connection, source_id, touched)
    if not concerned.days:
        return set()
    hold_decisions(connection)
    rows = _load_pieces(connection, source_id, concerned.days)
    pieces = [_piece(placed) for placed in rows.values()]
    by_id = {piece.id: piece for piece in pieces}
    marks = sorted(concerned.targets, key=lambda mark: (mark.article_id, mark.ordinal))
    targets, chains = resolve(pieces, marks)
    changed = [mark for mark in marks if targets.get(mark) != concerned.targets[mark]]
    if changed:
        aims = [
            {"the_id": mark.article_id, "the_ordinal": mark.ordinal, "new_target_id": targets.get(mark)}
            for mark in changed
        ]
        connection.execute(_AIM, aims)
    # of a day that was not touched not all jumps are known here
    wholes = [chain for chain in chains if by_id[chain[0]].day in touched]
    present = {number: placed[0] for number, placed in rows.items() if placed[0].published_on in touched}
    rejoined = _join(connection, wholes, present, join_bodies)
    keep_withheld(connection)
    return rejoined


def _load_concerned(connection: Connection, source_id: int, touched: set[dt.date]) -> _Concerned:
    found = _Concerned()
    for row in connection.execute(_CONCERNED, {"source_id": source_id, "days": touched}):
        found.days.add(row.published_on)
        if row.kind is not None:
            mark = make_mark(row.id, row.ordinal, row.kind, page=row.page_number, title=row.title, on=row.on_day)
            found.targets[mark] = row.target_id
            found.days |= {row.on_day} - {None}
    return found


def _load_pieces(connection: Connection, source_id: int, days: set[dt.date]) -> dict[int, list[Row[Any]]]:
    """Load the articles of days by id, each with a row for every page that names it."""
    rows: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(_PIECES, {"source_id": source_id, "days": days}):
        rows.setdefault(row.id, []).append(row)
    return rows


def _piece(placed: Sequence[Row[Any]]) -> Piece:
    """Tell on which page an article stands, as the view `articles` does."""
    row = min(
        placed,
        key=lambda one: (
            one.delisted_at is not None,
            not one.in_map,
            one.number != one.named_page,
            _FAR if one.ordinal is None else one.ordinal,
            one.number or "",
        ),
    )
    return Piece(
        id=row.id,
        day=row.published_on,
        edition=row.edition or MAIN,
        page=fold_page(row.number or row.named_page),
        title=fold_title(row.headline),
    )


def _join(
    connection: Connection,
    wholes: Sequence[tuple[int, ...]],
    present: Mapping[int, Row[Any]],
    join_bodies: Callable[[Sequence[str]], str],
) -> set[int]:
    """Bring the columns of joined pieces up to date: those of the wholes, and of what is in none any more."""
    members = [number for whole in wholes for number in whole]
    texts = {row.id: row for row in connection.execute(_TEXTS, {"ids": members})} if members else {}
    wanted: dict[int, tuple[int | None, int | None, str | None, str | None]] = {}
    for pieces in wholes:
        bylines = dict.fromkeys(texts[number].byline_printed for number in pieces)
        whole = join_bodies([texts[number].body for number in pieces])
        wanted[pieces[0]] = (None, None, whole, "\n".join(filter(None, bylines)) or None)
        wanted |= {number: (pieces[0], ordinal, None, None) for ordinal, number in enumerate(pieces[1:], start=2)}
    changed: list[dict[str, Any]] = []
    for number, row in present.items():
        text = texts.get(number)
        kept = (text.joined_body, text.joined_byline) if text else ("" if row.is_whole else None, None)
        new = wanted.get(number, _NOT_JOINED)
        if new != (row.joined_to, row.joined_ordinal, *kept):
            changed.append(
                {"the_id": number, **{f"new_{name}": value for name, value in zip(_JOINED_COLUMNS, new, strict=True)}}
            )
    if changed:
        columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _JOINED_COLUMNS}
        connection.execute(_JOIN.values(columns), changed)
    return {row["the_id"] for row in changed}
