"""One run of a kind at a time for all machines that share a PostgreSQL: an advisory lock that ends with its session."""

from __future__ import annotations

import hashlib
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from db.engine import DatabaseUnavailable, make_engine, read_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

NAME_CHARS = 63  # of an application_name; PostgreSQL cuts it there
_HOLDER = text(
    "SELECT a.application_name FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted "
    "AND (l.classid::bigint << 32) | l.objid::bigint = :key"
)


class Locked(Exception):
    """Another session holds the lock.

    Args:
        holder: what it calls itself: its name, host and process.
    """

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def database_lock(url: str, name: str) -> Iterator[None]:
    """Hold the lock of a run; on SQLite, which has but one machine, nothing is done.

    Args:
        url: of the database.
        name: of what runs, for example cangnan-news.

    Raises:
        Locked: another session holds it.
        DatabaseUnavailable: the database does not answer.
    """
    if read_url(url).get_backend_name() != "postgresql":
        yield
        return
    engine = make_engine(url, poolclass=NullPool)
    key = int.from_bytes(hashlib.sha256(f"county-press {name}".encode()).digest()[:8], signed=True)
    try:
        connection = engine.connect()
    except SQLAlchemyError as error:
        raise DatabaseUnavailable.because(engine.url, error) from error
    with connection.execution_options(isolation_level="AUTOCOMMIT") as session:
        _call_it(session, f"{name} on {socket.gethostname()}, process {os.getpid()}")
        if not session.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar_one():
            raise Locked(session.execute(_HOLDER, {"key": key}).scalar() or "unknown")
        yield


def _call_it(session: Connection, name: str) -> None:
    session.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name[:NAME_CHARS]})
