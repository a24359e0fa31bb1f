"""How each publication stands now: its last run, its newest article or issue, what fails, how much room it takes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from db.models import issue, resource, run

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, kw_only=True)
class SourceStatus:
    """How a publication stands.

    Args:
        ended_at, verdict, exit_code: of its last run that was closed; None before the first.
        newest_at: when its newest article was first listed, aware; None without one.
        last_issue: the latest day of which an issue is here, combined ones by their last day; None without one.
        states: the number of its URLs in each state.
    """

    ended_at: dt.datetime | None
    verdict: str | None
    exit_code: int | None
    newest_at: dt.datetime | None
    last_issue: dt.date | None
    states: dict[str, int]


def source_status(connection: Connection, source_id: int) -> SourceStatus:
    """Tell how a publication stands."""
    closed = connection.execute(
        select(run.c.ended_at, run.c.verdict, run.c.exit_code)
        .where(run.c.source_id == source_id, run.c.ended_at.is_not(None))
        .order_by(run.c.id.desc())
        .limit(1)
    ).one_or_none()
    newest_at = connection.execute(
        select(resource.c.discovered_at)
        .where(resource.c.source_id == source_id, resource.c.kind == "article", resource.c.state == "stored")
        .order_by(resource.c.discovered_at.desc())
        .limit(1)
    ).scalar()
    last_issue = connection.execute(
        select(func.max(func.coalesce(issue.c.covers_until, issue.c.published_on))).where(
            issue.c.source_id == source_id, issue.c.edition == "main", issue.c.state.in_(("partial", "complete"))
        )
    ).scalar()
    states = connection.execute(
        select(resource.c.state, func.count()).where(resource.c.source_id == source_id).group_by(resource.c.state)
    )
    return SourceStatus(
        ended_at=closed.ended_at if closed else None,
        verdict=closed.verdict if closed else None,
        exit_code=closed.exit_code if closed else None,
        newest_at=newest_at,
        last_issue=last_issue,
        states=dict(states.all()),
    )


def database_bytes(connection: Connection) -> int:
    """Tell how much room the database takes, on SQLite with its journal."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    name = connection.engine.url.database
    files = [Path(f"{name}{ending}") for ending in ("", "-wal", "-shm")] if name else []
    return sum(file.stat().st_size for file in files if file.is_file())
