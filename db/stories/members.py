"""Keep the stories up to date: work out anew which articles are one story, as far as a change reaches.

Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select

from db.among import among
from db.models import article, part, resource, source
from db.stories.bulk import insert_rows
from db.stories.partition import Bond, Place, partition
from db.stories.tables import UNITING, story_decision, story_link, story_member

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.engine import Connection

_STORED = select(story_member.c.article_id, story_member.c.canonical_id)
_MEMBERS = _STORED.where(among(story_member.c.article_id, "ids"))
_MEMBERS_AND_ORPHANS = _STORED.where(
    or_(among(story_member.c.article_id, "ids"), story_member.c.canonical_id.is_(None))
)
_OF_STORIES = _STORED.where(among(story_member.c.canonical_id, "ids"))
_DELETE = delete(story_member).where(among(story_member.c.article_id, "ids"))
_BONDS = select(story_link.c.a, story_link.c.b, story_link.c.method, story_link.c.score).where(
    or_(among(story_link.c.a, "ids"), among(story_link.c.b, "ids")), story_link.c.method.in_(UNITING)
)
_PLACES = (
    select(
        article.c.id,
        article.c.withheld_at.is_not(None),
        article.c.published_on,
        source.c.channel,
        resource.c.url,
    )
    .join_from(article, resource, resource.c.id == article.c.resource_id)
    .join(source, source.c.id == article.c.source_id)
    .where(among(article.c.id, "ids"))
)


def _head_of(column: Any, name: str) -> Any:
    """Give the article that an address leads to; of a piece of a report that jumps, the whole."""
    return (
        select(func.coalesce(article.c.joined_to, article.c.id))
        .join_from(part, article, article.c.id == part.c.article_id)
        .where(part.c.resource_id == column)
        .scalar_subquery()
        .label(name)
    )


_DECIDED = (
    select(
        story_decision.c.id,
        _head_of(story_decision.c.resource_a, "a"),
        _head_of(story_decision.c.resource_b, "b"),
        story_decision.c.same,
    )
    .where(story_decision.c.undone_at.is_(None))
    .order_by(story_decision.c.at.desc(), story_decision.c.id.desc())
)


@dataclass
class _Reach:
    """What a change reaches: the articles, their bonds, and what persons decided of them."""

    bonds: set[Bond] = field(default_factory=set)
    decided: list[tuple[int, int, bool]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)

    @property
    def tied(self) -> set[int]:
        """The articles that have a bond or a decision; the others are alone in their stories."""
        return {end for bond in self.bonds for end in (bond.a, bond.b)} | {
            end for one in self.decided for end in one[:2]
        }


def broken_decisions(connection: Connection) -> set[int]:
    """Give the ids of the decisions that hold but are not kept, because others say the contrary."""
    decided = _decisions(connection)
    numbers = sorted({number for one in decided for number in one[1:3]})
    named: dict[int, int | None] = {number: number for number in numbers}
    named |= _stored(connection, _MEMBERS, numbers)
    return {number for number, a, b, same in decided if (named[a] == named[b]) != same}


def _decisions(connection: Connection) -> list[tuple[int, int, int, bool]]:
    """Give the decisions that hold on two articles that are there: the id, the articles, and what was said."""
    rows = connection.execute(_DECIDED)
    return [(number, a, b, same) for number, a, b, same in rows if a is not None and b not in (None, a)]


def regroup(connection: Connection, article_ids: Iterable[int]) -> None:
    """Work out anew the stories of articles whose links, decisions or texts have changed.

    Called in the transaction of the change, with the lock of `db.stories.comparing.hold_stories`.
    """
    changed = set(article_ids)
    stored: dict[int, int | None] = dict(connection.execute(_MEMBERS_AND_ORPHANS, {"ids": changed}).all())
    stored |= _stored(connection, _OF_STORIES, {canonical for canonical in stored.values() if canonical is not None})
    reach = _reach(connection, changed | stored.keys())
    stored |= _stored(connection, _MEMBERS, reach.numbers - changed - stored.keys())
    places = _places(connection, reach.tied)
    decided = [(a, b, same) for a, b, same in reach.decided if a in places and b in places]
    named = partition(
        places,
        [bond for bond in reach.bonds if bond.a in places and bond.b in places],
        joined=[(a, b) for a, b, same in decided if same],
        split=[(a, b) for a, b, same in decided if not same],
    )
    _write(connection, stored, named)


def _stored(connection: Connection, query: Select[int, int | None], ids: Collection[int]) -> dict[int, int | None]:
    """Give the canonical articles that are stored, by article: of articles, or of whole stories, as the query says."""
    return dict(connection.execute(query, {"ids": ids}).all()) if ids else {}


def _reach(connection: Connection, start: Collection[int]) -> _Reach:
    """Follow bonds and decisions from articles to all that they reach."""
    decided = [(a, b, same) for _, a, b, same in _decisions(connection)]
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b, _ in decided:
        neighbours[a].add(b)
        neighbours[b].add(a)
    reach = _Reach()
    frontier = set(start)
    while frontier:
        reach.numbers |= frontier
        found = {other for number in frontier for other in neighbours[number]}
        for a, b, method, score in connection.execute(_BONDS, {"ids": frontier}):
            reach.bonds.add(Bond(a, b, method, score))
            found |= {a, b}
        frontier = found - reach.numbers
    reach.decided = [one for one in decided if one[0] in reach.numbers]
    return reach


def _places(connection: Connection, article_ids: Collection[int]) -> dict[int, Place]:
    rows = connection.execute(_PLACES, {"ids": article_ids})
    return {number: Place(*values) for number, *values in rows}


def _write(connection: Connection, stored: Mapping[int, int | None], named: Mapping[int, int]) -> None:
    """Write the members of stories of more than one article, where they differ from what is stored."""
    sizes: dict[int, int] = defaultdict(int)
    for canonical in named.values():
        sizes[canonical] += 1
    wanted = {number: canonical for number, canonical in named.items() if sizes[canonical] > 1}
    old = sorted(number for number, canonical in stored.items() if wanted.get(number) != canonical or canonical is None)
    if old:
        connection.execute(_DELETE, {"ids": old})
    new: Sequence[tuple[int, int]] = [one for one in wanted.items() if stored.get(one[0]) != one[1]]
    rows = [{"article_id": number, "canonical_id": canonical} for number, canonical in new]
    insert_rows(connection, story_member, rows)
