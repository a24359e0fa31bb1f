"""Does everything add up? Each check names the rows that contradict others, so that a row that was lost is noticed."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select

from db.among import among
from db.issue_states import SETTLED
from db.models import (
    ABSENT_STATES,
    RESOURCE_STATES,
    absence,
    article,
    contributor,
    event,
    fetch,
    image,
    issue,
    page,
    part,
    placement,
    resource,
    run,
)
from db.stories.comparing import count_unlinked
from db.stories.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import CompoundSelect, Select, Table
    from sqlalchemy.engine import Connection

EXAMPLES = 20  # contradictions of one kind; more of them say no more
_MADE_UP = ("read", "pending", "retry", "failed")


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Rows that do not fit together.

    Args:
        check: a stable slug.
        subject: the URL, day or run that is concerned.
        detail: what was expected and what is there.
    """

    check: str
    subject: str
    detail: str


def accounting(connection: Connection, source_id: int) -> dict[str, int]:
    """Count the URLs of a source by state, every state named: their sum is the number of URLs ever discovered."""
    rows = connection.execute(
        select(resource.c.state, func.count()).where(resource.c.source_id == source_id).group_by(resource.c.state)
    )
    found: dict[str, int] = dict(rows.all())
    return {state: found.get(state, 0) for state in RESOURCE_STATES}


def contradictions(connection: Connection) -> list[Contradiction]:
    """Make every check on the whole database."""
    found = [*_dangling(connection), *_visits_of_runs(connection), *_stored_without_text(connection)]
    if number := count_unlinked(connection):
        detail = f"{number:,} are compared with no other: scrapy stories update"
        found.append(Contradiction(check="not_linked", subject="articles", detail=detail))
    for check, detail, query in _CHECKS:
        found += [
            Contradiction(check=check, subject=str(row[0]), detail=detail.format(*row[1:]))
            for row in connection.execute(query.limit(EXAMPLES))
        ]
    return found


def _dangling(connection: Connection) -> Iterator[Contradiction]:
    """Find rows that refer to a row that is not there; SQLite lets that happen to whoever edits it by hand."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            column, target = key.parent, key.column
            there = target.table.alias("there")
            is_there = exists().where(there.c[target.name] == column)
            number = connection.scalar(select(func.count()).select_from(table).where(column.is_not(None), ~is_there))
            if number:
                yield Contradiction(
                    check="dangling",
                    subject=f"{table.name}.{column.name}",
                    detail=f"{number} rows refer to a {target.table.name} that is not there",
                )


def _visits_of_runs(connection: Connection) -> Iterator[Contradiction]:
    """Compare what each run counted with the visits that are there, those of killed runs included."""
    there: Counter[int] = Counter()
    rows = select(fetch.c.run_id, func.count()).group_by(fetch.c.run_id)
    there.update(dict(connection.execute(rows).all()))
    for number, counts in connection.execute(select(run.c.id, run.c.counts).where(run.c.counts.is_not(None))):
        if "visits" in counts and counts["visits"] != there[number]:
            yield Contradiction(
                check="visits_of_run",
                subject=f"run {number}",
                detail=f"counted {counts['visits']} visits, {there[number]} are there",
            )


def _stored_without_text(connection: Connection) -> Iterator[Contradiction]:
    """Find articles of which nothing is kept; the further pages of a copy or of a shortened article are not meant."""
    of_nothing = select(resource.c.url, resource.c.state, resource.c.found_on).where(
        resource.c.kind == "article", resource.c.state.in_(("stored", "alias")), ~_PART
    )
    rows = connection.execute(of_nothing.order_by(resource.c.id)).all()
    keys = {row.found_on: hashlib.sha256(row.found_on.encode()).hexdigest() for row in rows if row.found_on}
    is_article = select(resource.c.url_key).where(among(resource.c.url_key, "keys"), resource.c.kind == "article")
    articles = set(connection.execute(is_article, {"keys": keys.values()}).scalars())
    alone = [row for row in rows if keys.get(row.found_on) not in articles]
    for row in alone[:EXAMPLES]:
        yield Contradiction(
            check="stored_without_text", subject=row.url, detail=f"is {row.state}, but no article has text from it"
        )


def _count_of(table: Table, condition: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(table).where(condition).scalar_subquery()


def _of_resource(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(resource.c.url, resource.c.state).where(*conditions).order_by(resource.c.id)


def _of_article(expected: ColumnElement[int], there: Any) -> Select[Any]:
    return (
        select(resource.c.url, expected, there)
        .join(resource, resource.c.id == article.c.resource_id)
        .where(expected != there)
        .order_by(article.c.id)
    )


_PART = exists().where(part.c.resource_id == resource.c.id)
_PLACED = exists().where(placement.c.resource_id == resource.c.id)
_ON_PAGE = exists().where(page.c.resource_id == resource.c.id)
_OWN_ARTICLE = exists().where(article.c.resource_id == resource.c.id)
_IS_EPAPER = resource.c.source_id.in_(
    select(metadata.tables["source"].c.id).where(metadata.tables["source"].c.channel == "epaper")
)
_OTHER_PAGES = exists().where(
    page.c.issue_id == issue.c.id,
    issue.c.source_id == resource.c.source_id,
    issue.c.published_on == resource.c.listed_on,
)
_HAS_PAGES = exists().where(page.c.issue_id == issue.c.id)
_DELISTED = and_(event.c.kind == "delisted", event.c.page_id == page.c.id)
_SPEAKER = case((issue.c.reason.in_(("mark", "notice", "schedule")), issue.c.reason), else_="asked")
_FIRST, _PIECE = article.alias("first"), article.alias("piece")
_IS_FIRST = and_(_FIRST.c.joined_body.is_not(None), _FIRST.c.joined_to.is_(None))
_pages_there = _count_of(part, and_(part.c.article_id == article.c.id, part.c.role != "alias"))
_people_there = _count_of(contributor, contributor.c.article_id == article.c.id)
_images_there = _count_of(image, image.c.article_id == article.c.id)
_placed_there = _count_of(placement, and_(placement.c.page_id == page.c.id, placement.c.delisted_at.is_(None)))

_CHECKS: tuple[tuple[str, str, Select[Any] | CompoundSelect[Any]], ...] = (
    (
        "article_not_stored",
        "has an article, but is {0}",
        _of_resource(resource.c.state != "stored", _OWN_ARTICLE),
    ),
    (
        "article_without_main_page",
        "has an article, but its own page is not among the parts of it ({0})",
        _of_resource(_OWN_ARTICLE, ~exists().where(part.c.resource_id == resource.c.id, part.c.role == "main")),
    ),
    (
        "visited_without_visit",
        "is {0} and was visited, but no visit of it is there",
        _of_resource(resource.c.visited_at.is_not(None), ~exists().where(fetch.c.resource_id == resource.c.id)),
    ),
    (
        "visit_without_state",
        "was visited, but is {0} as if it had not been",
        _of_resource(
            resource.c.visited_at.is_(None),
            exists().where(fetch.c.resource_id == resource.c.id),
        ),
    ),
    ("pages_of_article", "has {0} pages, {1} are there", _of_article(article.c.parts_expected, _pages_there)),
    (
        "people_of_article",
        "names {0} people, {1} are there",
        _of_article(article.c.contributors_expected, _people_there),
    ),
    ("images_of_article", "has {0} images, {1} are there", _of_article(article.c.images_expected, _images_there)),
    (
        "piece_of_no_whole",
        "is a later piece of an article, but its first one has no text of the whole",
        select(resource.c.url)
        .join(article, article.c.resource_id == resource.c.id)
        .where(article.c.joined_to.is_not(None), ~exists().where(_FIRST.c.id == article.c.joined_to, _IS_FIRST))
        .order_by(article.c.id),
    ),
    (
        "whole_without_pieces",
        "has the text of a whole, but no later piece of it is there",
        select(resource.c.url)
        .join(article, article.c.resource_id == resource.c.id)
        .where(article.c.joined_body.is_not(None), ~exists().where(_PIECE.c.joined_to == article.c.id))
        .order_by(article.c.id),
    ),
    (
        "placements_of_page",
        "names {0} articles, {1} are there",
        select(resource.c.url, page.c.placements_expected, _placed_there)
        .join(resource, resource.c.id == page.c.resource_id)
        .where(page.c.placements_expected != _placed_there)
        .order_by(page.c.id),
    ),
    (
        "layout_without_page",
        "is {0}, but is no page of an issue",
        _of_resource(
            resource.c.kind == "layout",
            ~_ON_PAGE,
            or_(
                resource.c.state == "read",
                and_(resource.c.found_on.is_not(None), resource.c.state.in_(_MADE_UP), _OTHER_PAGES),
            ),
        ),
    ),
    (
        "article_without_placement",
        "is {0}, but stands on no page",
        _of_resource(resource.c.kind == "article", _IS_EPAPER, resource.c.found_on.is_not(None), ~_PLACED),
    ),
    (
        "issue_without_pages",
        "is {0}, but has no page",
        select(issue.c.published_on, issue.c.state)
        .where(issue.c.state.in_(("partial", "complete")), ~_HAS_PAGES)
        .order_by(issue.c.id),
    ),
    (
        "absence_with_pages",
        "is {0}, but has pages",
        select(issue.c.published_on, issue.c.state)
        .where(issue.c.state.in_(ABSENT_STATES), _HAS_PAGES)
        .order_by(issue.c.id),
    ),
    (
        "complete_but_lacking",
        "is complete, but {0} is {1}",
        select(issue.c.published_on, resource.c.url, resource.c.state)
        .join(page, page.c.issue_id == issue.c.id)
        .join(placement, placement.c.page_id == page.c.id)
        .join(resource, resource.c.id == placement.c.resource_id)
        .where(issue.c.state == "complete", resource.c.state.not_in(SETTLED))
        .order_by(issue.c.id),
    ),
    (
        "absence_without_grounds",
        "is {0} ({1}), but nothing is there that says so",
        select(issue.c.published_on, issue.c.state, issue.c.reason)
        .where(
            issue.c.state.in_(ABSENT_STATES),
            func.coalesce(issue.c.reason, "") != "consecutive_numbers",
            ~exists().where(
                absence.c.source_id == issue.c.source_id,
                absence.c.published_on == issue.c.published_on,
                absence.c.kind == _SPEAKER,
            ),
        )
        .order_by(issue.c.id),
    ),
    (
        "delisted_without_event",
        "is marked as taken off ({0}), but no event says so",
        select(resource.c.url, page.c.delisted_reason)
        .join(resource, resource.c.id == page.c.resource_id)
        .where(page.c.delisted_at.is_not(None), ~exists().where(_DELISTED, event.c.resource_id == page.c.resource_id))
        .union_all(
            select(resource.c.url, literal("unlisted"))
            .join(placement, placement.c.resource_id == resource.c.id)
            .join(page, page.c.id == placement.c.page_id)
            .where(
                placement.c.delisted_at.is_not(None),
                ~exists().where(_DELISTED, event.c.resource_id == placement.c.resource_id),
            )
        ),
    ),
)
