"""Runs: one row a crawl, opened before the first request and closed after the last commit.

A row without `ended_at` is a run that was killed or is still going on; only a closed row carries a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from db.models import fetch, resource, run, source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """A run as the ledger has it; `ended_at`, `verdict` and `exit_code` are None while it is not closed.

    Args:
        seen_at: when its last group was committed, None before the first.
        counts: as of then, or of its end; None before the first group.
        detail: what the counts do not say; None where nothing.
    """

    id: int
    site: str
    spider: str
    started_at: dt.datetime
    seen_at: dt.datetime | None
    ended_at: dt.datetime | None
    verdict: str | None
    exit_code: int | None
    counts: Mapping[str, int] | None
    detail: str | None


def open_run(
    connection: Connection, *, source_id: int, spider: str, started_at: dt.datetime, versions: Mapping[str, str]
) -> int:
    """Enter a run and return its id.

    Args:
        started_at: aware.
        versions: of the code and the libraries that read the pages, by name.
    """
    result = connection.execute(
        insert(run)
        .values(source_id=source_id, spider=spider, started_at=started_at, versions=dict(versions))
        .returning(run.c.id)
    )
    return int(result.scalar_one())


def note_progress(
    connection: Connection, run_id: int, *, seen_at: dt.datetime | None, counts: Mapping[str, int]
) -> None:
    """Keep the counts of a run as of this transaction, so that those of a killed one are known.

    Args:
        seen_at: a sign of life, aware; None leaves the last one.
    """
    values = {"counts": dict(counts)} | ({"seen_at": seen_at} if seen_at else {})
    connection.execute(update(run).where(run.c.id == run_id).values(values))


def close_run(
    connection: Connection,
    run_id: int,
    *,
    ended_at: dt.datetime,
    verdict: str,
    exit_code: int,
    counts: Mapping[str, int],
    detail: str | None = None,
) -> None:
    """Close a run with its verdict and its own counters; `detail` says what the counters do not, None where nothing."""
    connection.execute(
        update(run)
        .where(run.c.id == run_id)
        .values(ended_at=ended_at, verdict=verdict, exit_code=exit_code, counts=dict(counts), detail=detail)
    )


def runs(connection: Connection, *, site: str | None = None, spider: str | None = None, limit: int) -> list[RunRow]:
    """List the newest runs, newest first.

    Args:
        site, spider: only theirs; None: all.
        limit: how many at most.
    """
    names = ("id", "spider", "started_at", "seen_at", "ended_at", "verdict", "exit_code", "counts", "detail")
    query = select(source.c.site, *(run.c[name] for name in names)).join(source, source.c.id == run.c.source_id)
    if site is not None:
        query = query.where(source.c.site == site)
    if spider is not None:
        query = query.where(run.c.spider == spider)
    rows = connection.execute(query.order_by(run.c.id.desc()).limit(limit))
    return [RunRow(**row._asdict()) for row in rows]


def last_run(connection: Connection, site: str, spider: str) -> RunRow | None:
    """Find the newest run of a spider and site; None when there is none."""
    return next(iter(runs(connection, site=site, spider=spider, limit=1)), None)


def recent_counts(connection: Connection, source_id: int, before: int, limit: int) -> list[Mapping[str, int]]:
    """Give the counts of a source's runs before one, newest first.

    Args:
        before: the id of that run.
        limit: how many runs at most.
    """
    rows = connection.execute(
        select(run.c.counts)
        .where(run.c.source_id == source_id, run.c.id < before, run.c.counts.is_not(None))
        .order_by(run.c.id.desc())
        .limit(limit)
    )
    return [counts for counts in rows.scalars() if counts]


def first_problem(connection: Connection, run_id: int) -> tuple[str, str] | None:
    """Find the URL and the reason of a run's first failed or quarantined visit; None when all went well."""
    row = connection.execute(
        select(resource.c.url, fetch.c.reason)
        .join(resource, resource.c.id == fetch.c.resource_id)
        .where(fetch.c.run_id == run_id, fetch.c.outcome.in_(("retry", "quarantined")))
        .order_by(fetch.c.id)
        .limit(1)
    ).one_or_none()
    return (row.url, row.reason or "") if row else None
