"""What a person decides of two articles: that they are one story, or that they are not; kept, and undone.

A decision is of two addresses, because addresses outlive articles. Functions take a connection inside the caller's
transaction and never commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, insert, or_, select, update

from db.among import among
from db.models import article, part, resource, source
from db.stories.comparing import hold_stories
from db.stories.members import broken_decisions, regroup
from db.stories.tables import story_decision, story_link, story_member

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection


class CannotDecide(ValueError):
    """A decision that cannot be made; the message names the URL and says what to do."""


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """An appearance of a story.

    Args:
        article_id: of the article; is_canonical: whether it names the story.
        headline: None where none is printed.
    """

    article_id: int
    url: str
    channel: str
    published_on: dt.date
    headline: str | None
    is_canonical: bool


@dataclass(frozen=True, kw_only=True)
class LinkedArticle:
    """What hangs together with an appearance: by which method and score, and whether it is of the same story."""

    url: str
    other_url: str
    method: str
    score: float
    is_same: bool


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision of a person on two addresses; at, undone_at: aware, the latter None while it holds."""

    url: str
    other_url: str
    same: bool
    reason: str
    decided_by: str
    at: dt.datetime
    undone_at: dt.datetime | None
    undone_by: str | None
    undone_reason: str | None


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story with all that was decided of it, the decisions that were undone included."""

    appearances: Sequence[Appearance]
    links: Sequence[LinkedArticle]
    decisions: Sequence[Decision]


def show(connection: Connection, url: str, url_key: str) -> Story:
    """Give the story that a URL leads to.

    Args:
        url: for the error; url_key: of any address of an appearance.

    Raises:
        CannotDecide: the URL is not known, or leads to no article.
    """
    number, _ = _article(connection, url, url_key)
    numbers = _members(connection, number)
    canonical = connection.scalar(select(story_member.c.canonical_id).where(story_member.c.article_id == number))
    columns = (article.c.id, resource.c.url, source.c.channel, article.c.published_on, article.c.headline)
    rows = (
        select(*columns)
        .join_from(article, resource, resource.c.id == article.c.resource_id)
        .join(source, source.c.id == article.c.source_id)
        .where(among(article.c.id, "ids"))
        .order_by(article.c.published_on, resource.c.url)
    )
    appearances = [
        Appearance(
            article_id=row.id,
            url=row.url,
            channel=row.channel,
            published_on=row.published_on,
            headline=row.headline,
            is_canonical=row.id == (canonical or number),
        )
        for row in connection.execute(rows, {"ids": numbers})
    ]
    appearances.sort(key=lambda one: not one.is_canonical)
    return Story(appearances=appearances, links=_links(connection, numbers), decisions=_decisions(connection, numbers))


def decide(
    connection: Connection,
    urls: tuple[str, str],
    url_keys: tuple[str, str],
    *,
    same: bool,
    reason: str,
    by: str,
    at: dt.datetime,
) -> None:
    """Say that two articles are one story, or that they are not; it holds whatever links them.

    Args:
        urls: for the errors; url_keys: of any address of each.
        by: who decides; at: when, aware.

    Raises:
        CannotDecide: a URL is not known or leads to no article, both lead to one article, the same was decided
            already, or the contrary holds.
    """
    hold_stories(connection)
    (a, resource_a), (b, resource_b) = (_article(connection, *one) for one in zip(urls, url_keys, strict=True))
    if a == b:
        raise CannotDecide(f"{urls[0]} and {urls[1]} are one article: there is nothing to decide")
    for _, decided in _holding(connection, a, b):
        if decided == same:
            raise CannotDecide(f"that was decided already: scrapy stories show {urls[0]}")
        verb = "join" if decided else "split"
        raise CannotDecide(f"the contrary was decided: scrapy stories {verb} {urls[0]} {urls[1]} --undo --reason …")
    values = {"resource_a": resource_a, "resource_b": resource_b, "same": same, "reason": reason}
    broken = broken_decisions(connection)
    connection.execute(insert(story_decision).values(decided_by=by, at=at, **values))
    regroup(connection, [a, b])
    if broken_decisions(connection) - broken:
        raise CannotDecide(
            "earlier decisions on other appearances of these stories say the contrary; undo one of them: "
            f"scrapy stories show {urls[0]}"
        )


def undo(
    connection: Connection,
    urls: tuple[str, str],
    url_keys: tuple[str, str],
    *,
    same: bool,
    reason: str,
    by: str,
    at: dt.datetime,
) -> None:
    """Take a decision on two articles back; it stays, as undone.

    Args, Raises: as `decide`; it is an error, too, that there is no such decision.
    """
    hold_stories(connection)
    (a, _), (b, _) = (_article(connection, *one) for one in zip(urls, url_keys, strict=True))
    numbers = [number for number, decided in _holding(connection, a, b) if decided == same]
    if not numbers:
        verb = "join" if same else "split"
        raise CannotDecide(f"no {verb} of these two holds: scrapy stories show {urls[0]}")
    undone = {"undone_at": at, "undone_by": by, "undone_reason": reason}
    statement = update(story_decision).where(among(story_decision.c.id, "ids")).values(undone)
    connection.execute(statement, {"ids": numbers})
    regroup(connection, [a, b])


def _article(connection: Connection, url: str, url_key: str) -> tuple[int, int]:
    """Give the ids of the article that a URL leads to, and of the URL; of a piece of a report the whole."""
    resource_id = connection.scalar(select(resource.c.id).where(resource.c.url_key == url_key))
    if resource_id is None:
        raise CannotDecide(f"{url} is not in the ledger: it was never found by a crawl")
    head = (
        select(func.coalesce(article.c.joined_to, article.c.id))
        .join_from(part, article, article.c.id == part.c.article_id)
        .where(part.c.resource_id == resource_id)
    )
    number = connection.scalar(head)
    if number is None:
        raise CannotDecide(f"{url} leads to no article that is stored: scrapy quarantine show {url}")
    return number, resource_id


def _members(connection: Connection, number: int) -> list[int]:
    canonical = select(story_member.c.canonical_id).where(story_member.c.article_id == number).scalar_subquery()
    found = connection.execute(select(story_member.c.article_id).where(story_member.c.canonical_id == canonical))
    return list(found.scalars()) or [number]


def _links(connection: Connection, numbers: Sequence[int]) -> list[LinkedArticle]:
    one, other = resource.alias("one"), resource.alias("other")
    first, second = article.alias("first"), article.alias("second")
    of_one, of_other = story_member.alias("of_one"), story_member.alias("of_other")
    query = (
        select(
            one.c.url,
            other.c.url.label("other_url"),
            story_link.c.method,
            story_link.c.score,
            func.coalesce(of_one.c.canonical_id == of_other.c.canonical_id, False).label("is_same"),
        )
        .join_from(story_link, first, first.c.id == story_link.c.a)
        .join(second, second.c.id == story_link.c.b)
        .join(one, one.c.id == first.c.resource_id)
        .join(other, other.c.id == second.c.resource_id)
        .outerjoin(of_one, of_one.c.article_id == story_link.c.a)
        .outerjoin(of_other, of_other.c.article_id == story_link.c.b)
        .where(or_(among(story_link.c.a, "ids"), among(story_link.c.b, "ids")))
        .order_by(one.c.url, other.c.url)
    )
    return [LinkedArticle(**row._asdict()) for row in connection.execute(query, {"ids": numbers})]


def _decisions(connection: Connection, numbers: Sequence[int]) -> list[Decision]:
    one, other = resource.alias("one"), resource.alias("other")
    addresses = select(part.c.resource_id).where(among(part.c.article_id, "ids"))
    names = [name for name in Decision.__annotations__ if name not in ("url", "other_url")]
    query = (
        select(one.c.url, other.c.url.label("other_url"), *(story_decision.c[name] for name in names))
        .join_from(story_decision, one, one.c.id == story_decision.c.resource_a)
        .join(other, other.c.id == story_decision.c.resource_b)
        .where(or_(story_decision.c.resource_a.in_(addresses), story_decision.c.resource_b.in_(addresses)))
        .order_by(story_decision.c.at, story_decision.c.id)
    )
    return [Decision(**row._asdict()) for row in connection.execute(query, {"ids": numbers})]


def _holding(connection: Connection, a: int, b: int) -> list[tuple[int, bool]]:
    """Give the decisions that hold on two articles, under whichever of their addresses: the id, and what was said."""
    of_a, of_b = (
        select(part.c.resource_id)
        .join_from(part, article, article.c.id == part.c.article_id)
        .where(func.coalesce(article.c.joined_to, article.c.id) == number)
        for number in (a, b)
    )
    one, other = story_decision.c.resource_a, story_decision.c.resource_b
    is_theirs = or_(and_(one.in_(of_a), other.in_(of_b)), and_(one.in_(of_b), other.in_(of_a)))
    query = select(story_decision.c.id, story_decision.c.same).where(story_decision.c.undone_at.is_(None), is_theirs)
    return [(number, same) for number, same in connection.execute(query)]
