"""Dump a PostgreSQL database and restore it beside itself, by PostgreSQL's own programs."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from db.backup.manifest import BackupError
from db.engine import make_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

DRILL_PREFIX = "county_press_drill_"  # of the names of databases that a drill makes


def dump_postgresql(connection: Connection, path: Path, pg_bin: str) -> None:
    """Write a dump in pg_dump's custom format of what a transaction sees.

    Args:
        connection: in a transaction of isolation level REPEATABLE READ.
        path: of the dump.
        pg_bin: folder of the programs; empty: they are in PATH.

    Raises:
        BackupError: pg_dump is not there, or fails.
    """
    snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
    options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}")
    _run("pg_dump", options, connection.engine.url, pg_bin)


def restore_postgresql(path: Path, url: URL, pg_bin: str) -> None:
    """Restore a dump into an empty database.

    Raises:
        BackupError: pg_restore is not there, or fails.
    """
    _run("pg_restore", ("--exit-on-error", "--no-owner", "--no-privileges", str(path)), url, pg_bin)


@contextmanager
def database_beside(url: URL, *, is_kept: bool) -> Iterator[URL]:
    """Make an empty database on a server, and drop it at the end unless it is to be kept.

    Args:
        url: of a database there, which is not touched; its user must be allowed to make databases.
    """
    name = f"{DRILL_PREFIX}{uuid.uuid4().hex[:12]}"
    admin = make_engine(url.render_as_string(hide_password=False), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    try:
        yield url.set(database=name)
    finally:
        if not is_kept:
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _run(name: str, options: tuple[str, ...], url: URL, pg_bin: str) -> None:
    program = shutil.which(name, path=pg_bin or None)
    if program is None:
        raise BackupError(f"{name} is not there: install PostgreSQL's client programs, or let PG_BIN name their folder")
    with _address(url) as address:
        done = subprocess.run(  # noqa: S603  our own arguments, no shell
            [program, f"--dbname={address}", *options], capture_output=True, text=True, errors="replace", check=False
        )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"ended with code {done.returncode}"]
        raise BackupError(f"{name}: {lines[0].removeprefix(f'{name}: ')}")


@contextmanager
def _address(url: URL) -> Iterator[str]:
    """Write a URL for PostgreSQL's programs, its password in a file that is gone afterwards: `ps` would show it."""
    query = {name: value for name, value in url.query.items() if name != "password"}
    password = url.password or url.query.get("password")
    with TemporaryDirectory(prefix="county-press-") as folder:
        if password:
            secret = Path(folder) / "pgpass"
            secret.touch(mode=0o600)
            escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
            secret.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
            query["passfile"] = str(secret)
        bare = URL.create(
            "postgresql", username=url.username, host=url.host, port=url.port, database=url.database, query=query
        )
        yield bare.render_as_string(hide_password=False)
