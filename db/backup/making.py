"""Make a backup: first the database, then the files that its rows name, at last the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from db.backup.files import digest_file, keep_folder
from db.backup.manifest import BackupError, Digest, Manifest, write_manifest
from db.backup.postgresql import dump_postgresql
from db.backup.sqlite import copy_sqlite, open_copy
from db.backup.tables import digest_tables
from db.disk import sync
from db.engine import DatabaseUnavailable, is_missing, make_engine, read_url, without_write_lock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    from db.backup.manifest import Progress

    _Look = tuple[str | None, dict[str, Digest]]  # the schema's revision, and the tables

FILES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}


@dataclass(frozen=True, kw_only=True)
class _Database:
    """What the database came to in the backup."""

    kind: str
    file: str
    revision: str
    tables: Mapping[str, Digest]


def make_backup(
    url: str,
    target: Path,
    *,
    folders: Mapping[str, Path],
    version: str,
    at: dt.datetime,
    pg_bin: str,
    progress: Progress,
) -> Manifest:
    """Back up a database and folders of files while others write to them.

    Args:
        url: of the database.
        target: a folder that is empty, or not there.
        folders: whose files are kept, by the name that each has in the backup; one that is not there is empty.
        at: now, aware.
        pg_bin: folder of PostgreSQL's programs; empty: they are in PATH.

    Raises:
        BackupError: there is nothing to back up, or a program is lacking or fails; what is in the target is not whole.
        DatabaseUnavailable: it does not answer.
    """
    database = _keep_database(url, target, pg_bin, progress)
    files = {database.file: digest_file(target / database.file)}
    for name, folder in folders.items():
        files |= keep_folder(folder, target / name, progress)
    manifest = Manifest(
        version=version,
        made_at=at,
        kind=database.kind,
        database=database.file,
        revision=database.revision,
        tables=database.tables,
        files=files,
    )
    write_manifest(target, manifest)
    sync(target)
    return manifest


def _keep_database(url: str, target: Path, pg_bin: str, progress: Progress) -> _Database:
    named = read_url(url).render_as_string(hide_password=True)
    if is_missing(url):
        raise BackupError(f"there is no database at {named}")
    engine = make_engine(url)
    kind = engine.dialect.name
    try:
        target.mkdir(parents=True, exist_ok=True)
        keep = _keep_sqlite if kind == "sqlite" else _keep_postgresql
        revision, tables = keep(engine, target / FILES[kind], pg_bin, progress)
    except SQLAlchemyError as error:
        raise DatabaseUnavailable.because(engine.url, error) from error
    finally:
        engine.dispose()
    if revision is None:
        raise BackupError(f"database {named} holds no schema yet")
    return _Database(kind=kind, file=FILES[kind], revision=revision, tables=tables)


def _keep_sqlite(engine: Engine, path: Path, _pg_bin: str, progress: Progress) -> _Look:
    with without_write_lock(engine).connect() as connection:
        copy_sqlite(connection, path, progress)
    copy = open_copy(path)
    with copy.connect() as connection:
        return _look(connection, progress)


def _keep_postgresql(engine: Engine, path: Path, pg_bin: str, progress: Progress) -> _Look:
    with engine.execution_options(isolation_level="REPEATABLE READ").connect() as connection:
        progress("database: dumping")
        dump_postgresql(connection, path, pg_bin)
        return _look(connection, progress)  # still at the moment of the dump


def _look(connection: Connection, progress: Progress) -> _Look:
    return MigrationContext.configure(connection).get_current_revision(), digest_tables(connection, progress)
