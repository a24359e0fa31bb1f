"""Copy an SQLite database while others write to it, and look at a copy without touching it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from db.backup.manifest import BackupError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    from db.backup.manifest import Progress

PAGES = 256  # of 4 KiB that are copied at a time


def copy_sqlite(connection: Connection, path: Path, progress: Progress) -> None:
    """Copy a database as it is at this moment; nobody waits for it.

    Args:
        connection: in a transaction that only reads; what is committed after its begin is not in the copy.
        path: of the copy, which must not exist.

    Raises:
        BackupError: the database cannot be read, or the copy cannot be written: the disk may be full.
    """
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")  # the transaction sees this moment from now on
    source: Any = connection.connection.driver_connection

    def tell(_status: int, remaining: int, total: int) -> None:
        progress(f"database: {total - remaining:,} of {total:,} pages")

    try:
        with closing(sqlite3.connect(path)) as copy:
            source.backup(copy, pages=PAGES, progress=tell)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, and none beside it when it is read
    except sqlite3.Error as error:
        raise BackupError(f"{path} cannot be made: {error}") from error


def open_copy(path: Path) -> Engine:
    """Open a copy that nobody writes to, so that nothing of it is changed and no file is made beside it."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def flaws(connection: Connection) -> list[str]:
    """Let SQLite check the whole file: none when it is sound."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    found += [f"{row[0]} has a row whose {row[2]} is not there" for row in dangling]
    return [line for line in found if line != "ok"]
