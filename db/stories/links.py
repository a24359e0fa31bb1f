"""Write what links articles; functions take a connection inside the caller's transaction and never commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.stories.bulk import insert_rows
from db.stories.tables import story_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection


def write_links(connection: Connection, links: Mapping[tuple[int, int], tuple[str, float]], rule_version: int) -> None:
    """Write links that are not there yet.

    Args:
        links: method and score, by the ids of the two articles, the lesser one first.
    """
    rows = [
        {"a": a, "b": b, "method": method, "score": score, "rule_version": rule_version}
        for (a, b), (method, score) in links.items()
    ]
    insert_rows(connection, story_link, rows)
