"""Append exchanges to WARC files: a new file a run and size, synced to disk before anything refers to it."""

from __future__ import annotations

import datetime as dt
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from db.disk import sync
from pipelines.archive.records import Location, body_digest, exchange_members, warcinfo_member

if TYPE_CHECKING:
    from collections.abc import Mapping
    from io import FileIO
    from pathlib import Path

    from pipelines.items import Exchange

_UNSAFE = re.compile(r"[^a-z0-9_]+")


def safe_name(name: str) -> str:
    """Write the name of a site or channel so that it can be part of a file's name."""
    return _UNSAFE.sub("_", name.lower()) or "_"


def place_of_run(*, site: str, channel: str, run_id: int, started_at: dt.datetime) -> str:
    """Tell how the names of a run's files begin, relative to the archive's folder.

    Args:
        site, channel: of the source; they name the files.
        run_id: of the run; it makes the names unique.
        started_at: of the run, aware.
    """
    site, channel, started_at = safe_name(site), safe_name(channel), started_at.astimezone(dt.UTC)
    return f"{site}/{started_at:%Y}/{site}-{channel}-{started_at:%Y%m%dT%H%M%S}-{run_id:06}"


class ArchiveWriter:
    """Writes the files of one run; nothing is made on disk before the first exchange is synced.

    Args:
        folder: of the archive.
        site, channel, run_id, started_at: see `place_of_run`.
        max_bytes: a file that has reached this size gets no further exchange.
        info: who writes, for the first record of each file.
    """

    def __init__(
        self,
        folder: Path,
        *,
        site: str,
        channel: str,
        run_id: int,
        started_at: dt.datetime,
        max_bytes: int,
        info: Mapping[str, str],
    ) -> None:
        self._folder, self._max_bytes, self._info = folder, max_bytes, info
        self._place = place_of_run(site=site, channel=channel, run_id=run_id, started_at=started_at)
        self._number = 0
        self._name = ""  # of the file that is open, relative to the folder; empty: none is
        self._file: FileIO | None = None
        self._waiting: list[bytes] = []  # members that are not in the file yet
        self._end = 0  # of the file with what waits, in bytes
        self._synced = 0  # bytes of the file that are safe

    def append(self, exchange: Exchange, body_sha256: str | None = None) -> Location:
        """Append an exchange; it is safe on disk after the next `sync`.

        Args:
            exchange: what was sent and answered.
            body_sha256: hex digest of its body, where it is known.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
        """
        if not self._name or self._end >= self._max_bytes:
            self._begin_next()
        digest = body_sha256 or body_digest(exchange.body)
        location = Location(file=self._name, offset=self._end, body_sha256=digest)
        for member in exchange_members(exchange, digest):
            self._put(member)
        return location

    def sync(self) -> None:
        """Bring everything that was appended to disk, the name of a new file included.

        Raises:
            OSError: it could not be done; the file is as it was before.
        """
        if not self._waiting:
            return
        path = self._folder / self._name
        is_new = self._file is None
        try:
            if self._file is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = path.open("xb", buffering=0)
            rest = memoryview(b"".join(self._waiting))
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
            if is_new:
                for folder in (path.parent, path.parent.parent, self._folder):
                    sync(folder)
        except OSError:
            self._take_back()
            raise
        self._waiting.clear()
        self._synced = self._end

    def close(self) -> None:
        """Sync and close the file that is open; the next exchange begins a new one.

        Raises:
            OSError: as `sync`.
        """
        try:
            self.sync()
        finally:
            self._name = ""
            if self._file is not None:
                self._file.close()
                self._file = None

    def _begin_next(self) -> None:
        self.close()
        self._number += 1
        self._name = f"{self._place}-{self._number:03}.warc.gz"
        self._end = self._synced = 0
        self._put(warcinfo_member(self._name.rpartition("/")[2], self._info))

    def _put(self, member: bytes) -> None:
        self._waiting.append(member)
        self._end += len(member)

    def _take_back(self) -> None:
        """Let no half of a record stay in the file."""
        self._waiting.clear()
        self._end = self._synced
        if self._file is not None:
            with suppress(OSError):  # what stays is a torn tail, which the reader of the file can tell
                self._file.truncate(self._synced)
            self._file.seek(self._synced)
