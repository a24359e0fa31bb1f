"""Prove that a backup can be restored: aside, without touching what is in use."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from db.backup.files import digest_file
from db.backup.manifest import BackupError, Digest, read_manifest
from db.backup.postgresql import database_beside, restore_postgresql
from db.backup.sqlite import flaws, open_copy
from db.backup.tables import digest_tables
from db.engine import MIGRATIONS, make_engine, read_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    from db.backup.manifest import Manifest, Progress

RESTORED = "news.db"  # where VAR_DIR has it


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A table or file as the manifest has it, and as it was restored.

    Args:
        kind: table, file or database.
        name: of a restored database its file, or its name on the server.
        expected, found: rows or bytes; None where there is nothing to count, or nothing was found.
        problem: None where both are equal.
    """

    kind: str
    name: str
    expected: int | None = None
    found: int | None = None
    problem: str | None = None


def drill(
    target: Path, aside: Path, *, server: str, pg_bin: str, is_kept: bool, progress: Progress
) -> Iterator[Compared]:
    """Restore a backup and compare it with its manifest.

    Args:
        target: the folder of the backup.
        aside: an empty folder, for an SQLite database and, if they are to be kept, the files.
        server: URL of a database on the server where a PostgreSQL database is restored, beside it.
        pg_bin: folder of PostgreSQL's programs; empty: they are in PATH.
        is_kept: whether the restored database and files are to stay.

    Raises:
        BackupError: the manifest is missing or damaged, or a dump of PostgreSQL has no server to be restored on.
    """
    manifest = read_manifest(target)
    if manifest.kind == "postgresql" and read_url(server).get_backend_name() != "postgresql":
        raise BackupError(f"{target} is of PostgreSQL: let DATABASE_URL name a database on the server to restore it on")
    for name, expected in manifest.files.items():
        progress(f"comparing {name}")
        is_copied = is_kept and name != manifest.database
        yield _compare_file(target / name, aside / name if is_copied else None, name, expected)
    dump = target / manifest.database
    try:
        progress("restoring the database")
        is_sqlite = manifest.kind == "sqlite"
        restored = _sqlite(dump, aside) if is_sqlite else _postgresql(dump, server, pg_bin, is_kept=is_kept)
        yield from _compare_database(restored, manifest, progress)
    except (BackupError, SQLAlchemyError, OSError) as error:
        problem = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        yield Compared(kind="database", name=manifest.database, problem=f"cannot be restored: {problem}")


def _compare_file(path: Path, copy: Path | None, name: str, expected: Digest) -> Compared:
    if not path.is_file():
        return Compared(kind="file", name=name, expected=expected.size, problem="is missing")
    if copy is not None:
        copy.parent.mkdir(parents=True, exist_ok=True)
    with nullcontext() if copy is None else copy.open("xb") as into:
        found = digest_file(path, expected.size, into)
    return _compare("file", name, expected, found, "bytes")


def _compare(kind: str, name: str, expected: Digest, found: Digest | None, unit: str) -> Compared:
    problem = None
    if found is None:
        problem = "is missing"
    elif found.size != expected.size:
        problem = f"has {found.size:,} {unit}, the manifest says {expected.size:,}"
    elif found.sha256 != expected.sha256:
        problem = f"has other {'values' if kind == 'table' else 'bytes'} than the manifest's hash says"
    return Compared(kind=kind, name=name, expected=expected.size, found=found.size if found else None, problem=problem)


def _compare_database(
    restored: AbstractContextManager[Engine], manifest: Manifest, progress: Progress
) -> Iterator[Compared]:
    with restored as engine, engine.connect() as connection:
        problems = [*(flaws(connection) if manifest.kind == "sqlite" else []), *_flaws_of_schema(connection, manifest)]
        tables = digest_tables(connection, progress)
    name = engine.url.database or RESTORED
    yield Compared(kind="database", name=name, problem="; ".join(problems) or None)
    for name in sorted(manifest.tables.keys() | tables.keys()):
        if name in manifest.tables:
            yield _compare("table", name, manifest.tables[name], tables.get(name), "rows")
        else:
            yield Compared(kind="table", name=name, found=tables[name].size, problem="is not in the manifest")


@contextmanager
def _sqlite(dump: Path, aside: Path) -> Iterator[Engine]:
    shutil.copyfile(dump, aside / RESTORED)
    yield open_copy(aside / RESTORED)


@contextmanager
def _postgresql(dump: Path, server: str, pg_bin: str, *, is_kept: bool) -> Iterator[Engine]:
    with database_beside(read_url(server), is_kept=is_kept) as url:
        restore_postgresql(dump, url, pg_bin)
        yield make_engine(url.render_as_string(hide_password=False), poolclass=NullPool)


def _flaws_of_schema(connection: Connection, manifest: Manifest) -> list[str]:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision != manifest.revision:
        return [f"its schema is of revision {revision}, the manifest says {manifest.revision}"]
    known = {one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    return [] if revision in known else [f"revision {revision} of its schema is not known to this version"]
