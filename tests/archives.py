"""What the tests of the raw archive share: exchanges, the archive of an operator, and what other tools read of it."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import signal
import stat
from itertools import chain
from typing import TYPE_CHECKING, Any

from warcio.checker import Checker
from warcio.indexer import Indexer

from db.archived import kept_records
from db.engine import make_engine
from pipelines.archive.checking import Findings, check_file, files_in
from pipelines.archive.writer import ArchiveWriter
from pipelines.items import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Operator

AT = dt.datetime(2026, 11, 25, 1, 2, 3, 456789, tzinfo=dt.UTC)
TORN_BYTES = 40  # fewer than any member has


def exchange(body: bytes = b"body", **changes: Any) -> Exchange:
    """Make an exchange."""
    given: dict[str, Any] = {"url": "http://www.yunling.example/a?b=c", "at": AT, "status": 200, "headers": ()}
    return Exchange(**{**given, "body": body, **changes})


def writer(folder: Path, **changes: Any) -> ArchiveWriter:
    """Make the writer of a run."""
    given: dict[str, Any] = {"site": "yunling", "channel": "news", "run_id": 7, "started_at": AT, "max_bytes": 10**8}
    return ArchiveWriter(folder, **{**given, "info": {"software": "county-press"}, **changes})


def folder_of(operator: Operator) -> Path:
    """Give the folder of an operator's archive."""
    return operator.folder / "var" / "archive"


def read_back(operator: Operator) -> Findings:
    """Compare an operator's archive with the rows."""
    engine, folder, found = make_engine(operator.database_url), folder_of(operator), Findings()
    with engine.connect() as connection:
        kept = dict(kept_records(connection))
    engine.dispose()
    for file in {*files_in(folder), *kept}:
        check_file(folder, file, kept.get(file, []), found)
    return found


def index_of(path: Path) -> list[dict[str, str]]:
    """Give what `warcio index` prints of a file that `warcio check` finds nothing wrong with."""
    out = path.with_suffix(".index")
    assert Checker(argparse.Namespace(inputs=[str(path)], verbose=False)).process_all() == 0
    Indexer("offset,warc-type,warc-target-uri", [str(path)], str(out)).process_all()
    lines = out.read_text(encoding="utf-8").splitlines()
    out.unlink()
    return [json.loads(line) for line in lines]


def whole_files(operator: Operator) -> int:
    """Count the files of an archive that warcio's own tools read to the end, and see that they are all."""
    folder = folder_of(operator)
    entries = [index_of(folder / file) for file in files_in(folder)]
    assert all(some[0]["warc-type"] == "warcinfo" for some in entries)
    kinds = [one["warc-type"] for one in chain(*entries)]
    assert kinds.count("response") > 0
    assert abs(kinds.count("response") - kinds.count("request")) <= len(entries)  # the last request may be lost
    return len(entries)


def now_until_sync() -> dt.datetime:
    """Tell the time in a crawl that kills itself while it archives: -s CLOCK=tests.archives.now_until_sync.

    DIE_AT_SYNC says `torn 3`: at the third time that a file of the archive is synced, the end of what was written last
    is lost and the process is dead; `empty 1`: all of the file is lost, as if nothing had been written to it yet;
    `before 3`, `after 3`: before it is synced, or when it has been and no row is written.
    """
    return dt.datetime.now(dt.UTC)


def _die_at_sync(order: str) -> None:
    sync: Callable[[int], None] = os.fsync
    kind, _, number = order.partition(" ")
    left = int(number)

    def sync_or_die(descriptor: int) -> None:
        nonlocal left
        found = os.fstat(descriptor)
        lost = {"torn": TORN_BYTES, "empty": found.st_size}.get(kind)
        if stat.S_ISREG(found.st_mode):
            left -= 1
            if left == 0 and lost is not None:
                os.ftruncate(descriptor, found.st_size - lost)
            if left == 0 and kind == "after":
                sync(descriptor)
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        sync(descriptor)

    os.fsync = sync_or_die  # type: ignore[assignment]


if "DIE_AT_SYNC" in os.environ:  # in the process of a crawl
    _die_at_sync(os.environ["DIE_AT_SYNC"])
