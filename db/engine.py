"""Connections: one engine for SQLite or PostgreSQL, its schema brought to the newest migration, its errors told apart.

Every transaction on SQLite that may write begins IMMEDIATE: a deferred one that reads first fails at once when another
process has committed in between, whatever the timeout.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy.engine import Connection

BUSY_TIMEOUT_MS = 30_000  # how long a writer waits for another process's commit on SQLite
CACHE_KB = 16_000  # of pages, a connection: what a group reads and writes of a large index; SQLite's own is 2,000
WAL_PAGES = 16_000  # some 64 MB: pages that are written again and again reach the file once; SQLite's own is 1,000
MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseUnavailable(Exception):
    """The database cannot be used; raised by `open_database`, told to the operator in one line (exit code 1)."""

    @classmethod
    def because(cls, url: URL, error: Exception) -> DatabaseUnavailable:
        """Say in one line which database it is, without its password, and what its driver says."""
        cause = str(getattr(error, "orig", None) or error).strip().partition("\n")[0] or type(error).__name__
        return cls(f"database {url.render_as_string(hide_password=True)} is unavailable: {cause}")


class DatabaseUrlError(ValueError):
    """DATABASE_URL cannot be understood; told to the operator in one line (exit code 2)."""


def read_url(text: str) -> URL:
    """Read a database URL, choosing psycopg 3 for PostgreSQL.

    Args:
        text: `sqlite:///var/news.db` (relative to the working directory) or `postgresql://…`.

    Raises:
        DatabaseUrlError: it is neither.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:  # a port that is no number is a ValueError
        raise DatabaseUrlError(
            "DATABASE_URL must look like sqlite:///var/news.db or postgresql://user@host/name"
        ) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseUrlError(f"DATABASE_URL names {url.drivername}: only sqlite and postgresql are supported")
    return url


EMPTY = "sqlite://"  # an empty database that is nowhere


def is_missing(text: str) -> bool:
    """Tell whether a database URL names a file that is not there; PostgreSQL is asked by connecting.

    Raises:
        DatabaseUrlError: see `read_url`.
    """
    url = read_url(text)
    is_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return bool(is_file) and not Path(str(url.database)).exists()


def make_engine(text: str, **options: Any) -> Engine:
    """Make an engine; nothing is connected yet.

    Args:
        text: see `read_url`. The folder of an SQLite file is made when it is missing.
        options: of `sqlalchemy.create_engine`.

    Raises:
        DatabaseUrlError: the URL cannot be understood, or its driver is not installed.
    """
    url = read_url(text)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        engine = create_engine(url, **options)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise DatabaseUrlError(f"{error}; PostgreSQL needs: pip install 'county-press[postgres]'") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: see _begin_sqlite
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"cache_size = -{CACHE_KB}",
        f"wal_autocheckpoint = {WAL_PAGES}",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def without_write_lock(engine: Engine) -> Engine:
    """Give the same database with transactions that take no write lock when they begin: for those that only read."""
    return engine.execution_options(reading=True)


def _alembic_config(engine: Engine | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision and make the views anew."""
    command.upgrade(_alembic_config(engine), revision)


@cache
def head_revision() -> str | None:
    """Name the newest revision that the code knows."""
    return ScriptDirectory.from_config(_alembic_config()).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """Name the revision of the database; None when it holds no schema yet."""
    with without_write_lock(engine).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def open_database(text: str) -> Engine:
    """Open a database that is ready for use; an empty one is set up on the spot.

    Args:
        text: see `read_url`.

    Raises:
        DatabaseUrlError: see `make_engine`.
        DatabaseUnavailable: it does not answer, or its schema is of another version.
    """
    try:
        engine = make_engine(text)
        current, head = current_revision(engine), head_revision()
        if current is None:  # empty, or just being set up by another run
            if not inspect(engine).get_table_names():
                upgrade(engine)
            current = current_revision(engine)
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseUnavailable.because(read_url(text), error) from error
    if current != head:
        engine.dispose()
        where = read_url(text).render_as_string(hide_password=True)
        raise DatabaseUnavailable(
            f"database {where} is at revision {current}, this version needs {head}: run `scrapy migrate`"
        )
    return engine
