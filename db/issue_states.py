"""How complete each issue is: the state of one with pages follows from its pages and what is placed on them.

Functions take a connection inside the caller's transaction and never commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, literal, select, union, update

from db.among import among
from db.models import issue, page, placement, resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

SETTLED = ("stored", "alias", "refused")  # a placement in one of these states is no gap
# built once: it is asked for every group of records, those of a news site too
_TOUCHED = union(
    select(page.c.issue_id).where(among(page.c.resource_id, "ids")),
    select(page.c.issue_id).join(placement).where(among(placement.c.resource_id, "ids")),
)
_UNSETTLED = union(
    select(page.c.issue_id, literal("pages"), resource.c.state)
    .join(resource, resource.c.id == page.c.resource_id)
    .where(among(page.c.issue_id, "ids"), resource.c.state.not_in(("read", "alias"))),
    select(page.c.issue_id, literal("articles"), resource.c.state)
    .join(placement, placement.c.page_id == page.c.id)
    .join(resource, resource.c.id == placement.c.resource_id)
    .where(among(page.c.issue_id, "ids"), resource.c.state.not_in(SETTLED)),
)
_WITH_ARTICLES = (
    select(page.c.issue_id).join(placement, placement.c.page_id == page.c.id).where(among(page.c.issue_id, "ids"))
)
_UPDATE = (
    update(issue)
    .where(issue.c.id == bindparam("the_id"))
    .values(state=bindparam("new_state"), reason=bindparam("new_reason"))
)
NO_ARTICLES = "no_articles"  # the reason of an issue whose pages name none: they are not read right, or a sham
_WORST_FIRST = ("failed", "quarantined", "gone", "retry", "pending")


def refresh_states(connection: Connection, resource_ids: Iterable[int]) -> None:
    """Work out the state of every issue that a page or placement among the URLs belongs to.

    Complete: every page is read, at least one names an article, and every placement is stored, an alias, or refused by
    rule. The reason of a partial one is the worst that is left, for example `articles_gone`.
    """
    numbers = set(resource_ids)
    touched = set(connection.execute(_TOUCHED, {"ids": numbers}).scalars()) if numbers else set()
    if not touched:
        return
    left: dict[int, set[str]] = {number: set() for number in touched}
    for number, kind, state in connection.execute(_UNSETTLED, {"ids": touched}):
        left[number].add(f"{kind}_{state}")
    for number in touched - set(connection.execute(_WITH_ARTICLES, {"ids": touched}).scalars()):
        left[number].add(NO_ARTICLES)
    connection.execute(
        _UPDATE,
        [
            {"the_id": number, "new_state": "partial" if found else "complete", "new_reason": _worst(found)}
            for number, found in left.items()
        ],
    )


def _worst(found: set[str]) -> str | None:
    order = [f"{kind}_{state}" for kind in ("pages", "articles") for state in _WORST_FIRST]
    return min(found, key=lambda slug: order.index(slug) if slug in order else len(order), default=None)
