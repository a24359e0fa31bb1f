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
    """A run as the ledger has it; the last three are None while it is not closed."""

    id: int
    ended_at: dt.datetime | None
    verdict: str | None
    exit_code: int | None
    counts: Mapping[str, int] | None


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


def close_run(
    connection: Connection,
    run_id: int,
    *,
    ended_at: dt.datetime,
    verdict: str,
    exit_code: int,
    counts: Mapping[str, int],
) -> None:
    """Close a run with its verdict and its own counters."""
    connection.execute(
        update(run)
        .where(run.c.id == run_id)
        .values(ended_at=ended_at, verdict=verdict, exit_code=exit_code, counts=dict(counts))
    )


def last_run(connection: Connection, site: str, spider: str) -> RunRow | None:
    """Find the newest run of a spider and site; None when there is none."""
    row = connection.execute(
        select(run.c.id, run.c.ended_at, run.c.verdict, run.c.exit_code, run.c.counts)
        .join(source, source.c.id == run.c.source_id)
        .where(source.c.site == site, run.c.spider == spider)
        .order_by(run.c.id.desc())
        .limit(1)
    ).one_or_none()
    return RunRow(**row._asdict()) if row else None


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
