"""Cut off what a killed run left half written at the end of a file, so that every archive tool reads it."""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.archive.members import stretches
from pipelines.archive.writer import place_of_run

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import BinaryIO

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class UnclosedRun:
    """A run that ended without closing its files.

    Args:
        id: of the run.
        started_at: aware.
    """

    id: int
    started_at: dt.datetime


def trim_files(
    folder: Path, *, site: str, channel: str, runs: Iterable[UnclosedRun], known: Mapping[str, int]
) -> dict[str, int]:
    """Trim the files of runs of a source that are over; the caller holds the lock of the source.

    Args:
        folder: of the archive.
        site, channel: of the source.
        runs: those that were not closed.
        known: the greatest offset in each file at which a record is known to be, in bytes; what comes before is left
            unread.

    Returns:
        How many bytes were cut off, by file; only files that were torn.

    Raises:
        OSError: a file cannot be read or written.
    """
    cut: dict[str, int] = {}
    for run in runs:
        place = place_of_run(site=site, channel=channel, run_id=run.id, started_at=run.started_at)
        for path in sorted(folder.glob(f"{place}-*.warc.gz")):
            name = path.relative_to(folder).as_posix()
            if number := trim(path, known.get(name, 0)):
                cut[name] = number
    return cut


def trim(path: Path, start: int = 0) -> int:
    """Cut off what follows the last whole member; a file without one, an empty one too, is removed.

    Args:
        start: where a whole member is known to begin, in bytes.

    Returns:
        How many bytes were cut off; 0 where there was nothing to cut, or the file was empty.

    Raises:
        OSError: the file cannot be read or written.
    """
    if not path.stat().st_size:  # its run was killed between making it and writing to it
        path.unlink()
        return 0
    with path.open("rb") as file:
        last = next(iter(deque(stretches(file, start), maxlen=1)), None)
        if last is None or last.content is not None:
            return 0
        if last.offset == 0:
            path.unlink()
        else:
            _replace_by_beginning(path, file, last.offset)
    return last.size


def _replace_by_beginning(path: Path, file: BinaryIO, size: int) -> None:
    """Put the first bytes of a file in its place; a backup may hold the whole of it by a hard link."""
    part = path.with_name(f".{path.name}.part")
    file.seek(0)
    with part.open("wb") as kept:
        while size:
            some = file.read(min(size, _CHUNK_BYTES))
            kept.write(some)
            size -= len(some)
        kept.flush()
        os.fsync(kept.fileno())
    part.replace(path)
