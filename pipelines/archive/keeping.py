"""Decide what of a group is kept in the archive, and tell the rows where; equal bytes of a URL are kept once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.archived import files_of_runs, newest_kept, unclosed_runs
from db.engine import without_write_lock
from pipelines.archive.records import Location, body_digest
from pipelines.archive.torn import UnclosedRun, trim_files
from pipelines.archive.writer import ArchiveWriter
from pipelines.urls import url_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.engine import Engine

    from db.archived import ArchivedVisit
    from pipelines.items import Exchange, Visit

logger = logging.getLogger(__name__)

CHOICES = ("all", "quarantined")
NOT_MODIFIED = 304  # an answer without a body: the record of an earlier visit stays the newest


class ArchiveFailed(Exception):
    """The archive cannot be written; one line that names its folder."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(f"{folder} cannot be written: {error.strerror or error}")


@dataclass(frozen=True, kw_only=True)
class ArchivePlan:
    """What is kept, and where.

    Args:
        folder: of the archive.
        choice: one of `CHOICES`: every answer that a row comes from, or only those that were quarantined.
        max_bytes: a file that has reached this size gets no further record.
    """

    folder: Path
    choice: str
    max_bytes: int


class Keeper:
    """Keeps the answers of one run.

    Args:
        plan: what is kept, and where.
        engine: of the database.
        source: site and channel (its slug).
        run_id, started_at: of the run; aware.
        info: who writes, for the first record of each file.
    """

    def __init__(
        self,
        plan: ArchivePlan,
        engine: Engine,
        *,
        source: tuple[str, str],
        run_id: int,
        started_at: dt.datetime,
        info: Mapping[str, str],
    ) -> None:
        self._plan, self._engine, self._source, self._run_id = plan, engine, source, run_id
        self._writer = ArchiveWriter(
            plan.folder,
            site=source[0],
            channel=source[1],
            run_id=run_id,
            started_at=started_at,
            max_bytes=plan.max_bytes,
            info=info,
        )

    def trim(self, source_id: int) -> None:
        """Cut off the torn tails that killed runs of the source left; its lock must be held.

        Raises:
            ArchiveFailed: a file cannot be read or written.
        """
        with without_write_lock(self._engine).connect() as connection:
            runs = [UnclosedRun(id=n, started_at=at) for n, at in unclosed_runs(connection, source_id, self._run_id)]
            known = files_of_runs(connection, [run.id for run in runs])
        site, channel = self._source
        try:
            cut = trim_files(self._plan.folder, site=site, channel=channel, runs=runs, known=known)
        except OSError as error:
            raise ArchiveFailed(self._plan.folder, error) from error
        for file, number in cut.items():
            logger.info("%s: %d bytes of half a record were cut off", file, number)

    def keep(self, visits: Sequence[Visit]) -> dict[str, Location]:
        """Keep what was answered, safe on disk when this returns.

        Args:
            visits: of a group; of two visits of a URL the later one is kept, as its row is.

        Returns:
            Where the answers are, by the keys of the URLs; those that are not kept are left out.

        Raises:
            ArchiveFailed: the disk is full, or the folder cannot be written.
        """
        latest = {url_key(visit.url): visit for visit in visits}
        chosen = {key: (v, v.exchange) for key, v in latest.items() if v.exchange is not None and self._is_kept(v)}
        if not chosen:
            return {}
        with without_write_lock(self._engine).connect() as connection:
            known = newest_kept(connection, list(chosen))
        try:
            locations = {key: self._place(known.get(key), *one) for key, one in chosen.items()}
            self._writer.sync()
        except OSError as error:
            raise ArchiveFailed(self._plan.folder, error) from error
        return locations

    def end_file(self) -> None:
        """Let the next record begin a new file, so that one that may have no row is behind all that have.

        Raises:
            ArchiveFailed: the disk is full, or the folder cannot be written.
        """
        try:
            self._writer.close()
        except OSError as error:
            raise ArchiveFailed(self._plan.folder, error) from error

    def _is_kept(self, visit: Visit) -> bool:
        is_chosen = self._plan.choice == "all" or visit.outcome == "quarantined"
        return is_chosen and visit.http_status != NOT_MODIFIED

    def _place(self, known: ArchivedVisit | None, visit: Visit, exchange: Exchange) -> Location:
        digest = body_digest(exchange.body)
        if (
            known is not None
            and (known.body_sha256, known.http_status) == (digest, visit.http_status)
            and (self._plan.folder / known.warc_file).is_file()
        ):
            return Location(file=known.warc_file, offset=known.warc_offset, body_sha256=digest)
        return self._writer.append(exchange, digest)
