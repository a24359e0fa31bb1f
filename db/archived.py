"""Which visit's answer is kept where: the rows that refer to records of the raw archive.

Functions take a connection inside the caller's transaction and never commit. A file is named as the rows name it:
relative to the archive's folder, with slashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db.among import among
from db.ledger import binary_collation
from db.models import fetch, resource, run, source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection

READ_AHEAD = 1000  # rows that are fetched at a time where all are walked through


@dataclass(frozen=True, kw_only=True)
class ArchivedVisit:
    """A visit whose answer is in the archive.

    Args:
        at: aware UTC.
        http_status: None where none was noted.
        warc_file, warc_offset: where the answer is; the record may be an earlier visit's, with equal bytes.
        body_sha256: hex digest of its body.
    """

    at: dt.datetime
    http_status: int | None
    warc_file: str
    warc_offset: int
    body_sha256: str


@dataclass(frozen=True, kw_only=True)
class KeptRecord:
    """A record that rows refer to: its offset in bytes, the digest that they have of its body, and their number."""

    offset: int
    body_sha256: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A file that rows refer to; `last_offset` is the greatest that one of them has, in bytes."""

    file: str
    last_offset: int
    rows: int


_IS_KEPT = fetch.c.warc_file.is_not(None)
_NAMES = tuple(ArchivedVisit.__annotations__)
_VISIT = [fetch.c[name] for name in _NAMES]
_NEWEST_KEPT = (
    select(resource.c.url_key, *_VISIT)
    .join(resource, resource.c.id == fetch.c.resource_id)
    .where(
        fetch.c.id.in_(
            select(func.max(fetch.c.id))
            .join(resource, resource.c.id == fetch.c.resource_id)
            .where(among(resource.c.url_key, "keys"), _IS_KEPT)
            .group_by(fetch.c.resource_id)
            .correlate(None)
        )
    )
)
_FILES_OF_RUNS = (
    select(fetch.c.warc_file, func.max(fetch.c.warc_offset))
    .where(among(fetch.c.run_id, "ids"), _IS_KEPT)
    .group_by(fetch.c.warc_file)
)


def newest_kept(connection: Connection, url_keys: Sequence[str]) -> dict[str, ArchivedVisit]:
    """Find the newest visit of each URL whose answer is kept, by the URL's key; URLs without one are left out."""
    rows = connection.execute(_NEWEST_KEPT, {"keys": url_keys})
    return {key: ArchivedVisit(**dict(zip(_NAMES, values, strict=True))) for key, *values in rows}


def kept_visit(connection: Connection, url_key: str, until: dt.datetime | None) -> ArchivedVisit | None:
    """Find the newest visit of a URL whose answer is kept; None where there is none.

    Args:
        until: only visits of this moment and before, aware; None: all.
    """
    query = (
        select(*_VISIT)
        .join(resource, resource.c.id == fetch.c.resource_id)
        .where(resource.c.url_key == url_key, _IS_KEPT)
        .order_by(fetch.c.at.desc(), fetch.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query if until is None else query.where(fetch.c.at <= until)).one_or_none()
    return ArchivedVisit(**row._asdict()) if row else None


def zone_of(connection: Connection, url_key: str) -> str | None:
    """Name the zone of the source that a URL belongs to; None when the ledger does not have the URL."""
    query = select(source.c.tz).join(resource, resource.c.source_id == source.c.id)
    zone: str | None = connection.execute(query.where(resource.c.url_key == url_key)).scalar()
    return zone


def unclosed_runs(connection: Connection, source_id: int, before: int) -> list[tuple[int, dt.datetime]]:
    """List the runs of a source that were never closed, with the time of their start, aware; the oldest first.

    Args:
        source_id: of the source.
        before: only runs before the one of this id.
    """
    query = select(run.c.id, run.c.started_at).where(
        run.c.source_id == source_id, run.c.id < before, run.c.ended_at.is_(None)
    )
    return [(row.id, row.started_at) for row in connection.execute(query.order_by(run.c.id))]


def files_of_runs(connection: Connection, run_ids: Sequence[int]) -> dict[str, int]:
    """Give the greatest offset in each file that visits of some runs refer to, in bytes."""
    return dict(connection.execute(_FILES_OF_RUNS, {"ids": run_ids}).all())


def kept_files(connection: Connection) -> list[KeptFile]:
    """List every file that rows refer to."""
    rows = connection.execute(
        select(fetch.c.warc_file, func.max(fetch.c.warc_offset), func.count())
        .where(_IS_KEPT)
        .group_by(fetch.c.warc_file)
        .order_by(fetch.c.warc_file.collate(binary_collation(connection)))
    )
    return [KeptFile(file=file, last_offset=offset, rows=number) for file, offset, number in rows]


def kept_records(connection: Connection, folder: str = "") -> Iterator[tuple[str, list[KeptRecord]]]:
    """Give every record that rows refer to, file by file; the connection must stay open meanwhile.

    Args:
        folder: only files in this one, relative to the archive's; empty: all.
    """
    place = (fetch.c.warc_file, fetch.c.warc_offset, fetch.c.body_sha256)
    name = fetch.c.warc_file.collate(binary_collation(connection))
    query = select(*place, func.count()).where(_IS_KEPT).group_by(*place).order_by(name, fetch.c.warc_offset)
    if folder:
        query = query.where(fetch.c.warc_file.startswith(f"{folder}/", autoescape=True))
    rows = connection.execution_options(yield_per=READ_AHEAD).execute(query)
    for file, some in groupby(rows, key=lambda row: str(row[0])):
        yield file, [KeptRecord(offset=row[1], body_sha256=row[2] or "", rows=row[3]) for row in some]
