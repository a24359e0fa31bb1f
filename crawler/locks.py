"""One run of a spider and site at a time, by a lock of the kernel: it ends with its process and is never stale.

Where the database is PostgreSQL, which several machines may share, a lock in it as well (db/locks.py).
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from db.locks import Locked, database_lock

if TYPE_CHECKING:
    from collections.abc import Iterator


class AlreadyRunning(Exception):
    """Another run holds the lock; told to the operator in one line (exit code 75)."""


class LockFolderError(Exception):
    """The folder for run-time files cannot be used; told to the operator in one line (exit code 2)."""


@contextmanager
def run_lock(var_dir: str, database_url: str, name: str) -> Iterator[None]:
    """Hold the locks of a run.

    Args:
        var_dir: the folder for run-time files; the lock file in it stays, empty but for the process id.
        database_url: of the database that the run writes to.
        name: of what runs, for example cangnan-news; letters, digits and - only.

    Raises:
        AlreadyRunning: another process holds one of them.
        LockFolderError: the lock file cannot be made.
        DatabaseUnavailable: the database does not answer.
    """
    with _file_lock(var_dir, name):
        try:
            with database_lock(database_url, name):
                yield
        except Locked as error:
            raise AlreadyRunning(f"another run of {name} is going on ({error.holder}, lock in the database)") from error


@contextmanager
def _file_lock(var_dir: str, name: str) -> Iterator[None]:
    folder = Path(var_dir) / "lock"
    path = folder / f"{name}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise LockFolderError(
            f"{path} cannot be made ({error.strerror}); let VAR_DIR name a folder to write in"
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
            raise AlreadyRunning(f"another run of {name} is going on (process {holder}, lock {path})") from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)
