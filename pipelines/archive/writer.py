"""Append exchanges to WARC files: a new file a run and size, synced to disk before anything refers to it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from pipelines.archive.records import Location, body_digest, exchange_members, warcinfo_member

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from io import BufferedWriter
    from pathlib import Path

    from pipelines.items import Exchange

_UNSAFE = re.compile(r"[^a-z0-9_]+")


class ArchiveWriter:
    """Writes the files of one run; nothing is made on disk before the first exchange.

    Args:
        folder: of the archive.
        site, channel: of the source; they name the files.
        run_id: of the run; it makes the names unique.
        started_at: of the run, aware.
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
        site, channel = (_UNSAFE.sub("_", name.lower()) for name in (site, channel))
        self._place = f"{site}/{started_at:%Y}"
        self._name = f"{site}-{channel}-{started_at:%Y%m%dT%H%M%S}-{run_id:06}"
        self._number = 0
        self._file: BufferedWriter | None = None
        self._path = ""
        self._is_new = False

    def append(self, exchange: Exchange) -> Location:
        """Append an exchange; it is safe on disk after the next `sync`.

        Raises:
            OSError: the disk is full, or the folder cannot be written.
        """
        file = self._file
        if file is None or file.tell() >= self._max_bytes:
            file = self._open_next()
        offset = file.tell()
        for member in exchange_members(exchange):
            file.write(member)
        return Location(file=self._path, offset=offset, body_sha256=body_digest(exchange.body))

    def sync(self) -> None:
        """Bring everything that was appended to disk, the name of a new file included.

        Raises:
            OSError: it could not be done.
        """
        if self._file is None:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        if self._is_new:
            self._is_new = False
            path = self._folder / self._path
            for folder in (path.parent, path.parent.parent, self._folder):
                _sync_folder(folder)

    def close(self) -> None:
        """Close the file that is open."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def _open_next(self) -> BufferedWriter:
        self.close()
        self._number += 1
        name = f"{self._name}-{self._number:03}.warc.gz"
        self._path = f"{self._place}/{name}"
        path = self._folder / self._path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("xb")
        self._is_new = True
        self._file.write(warcinfo_member(name, self._info))
        return self._file


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
