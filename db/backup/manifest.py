"""What a backup holds, written last: counts and hashes of its tables and files."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Progress = Callable[[str], None]  # is told how far long work is

NAME = "manifest.json"


class BackupError(Exception):
    """A backup that cannot be made or read; told in one line."""


@dataclass(frozen=True, kw_only=True)
class Digest:
    """How much there is, and its hash.

    Args:
        size: rows of a table, bytes of a file.
        sha256: hex digest, of a table's rows in the order of their keys, of a file's first `size` bytes.
    """

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A whole backup.

    Args:
        version: of this project, that made it; made_at: aware.
        kind: of the database: sqlite or postgresql.
        database: its file; revision: of its schema.
        tables: by name.
        files: by path below the backup's folder, with slashes, the database included.
    """

    version: str
    made_at: dt.datetime
    kind: str
    database: str
    revision: str
    tables: Mapping[str, Digest]
    files: Mapping[str, Digest]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it to disk at once or not at all."""
    content = {
        "version": manifest.version,
        "made_at": manifest.made_at.astimezone(dt.UTC).isoformat(),
        "database": {"kind": manifest.kind, "file": manifest.database, "revision": manifest.revision},
        "tables": {name: {"rows": one.size, "sha256": one.sha256} for name, one in manifest.tables.items()},
        "files": {name: {"bytes": one.size, "sha256": one.sha256} for name, one in manifest.files.items()},
    }
    unfinished = folder / f".{NAME}.part"
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / NAME)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup.

    Raises:
        BackupError: there is none, so that the backup is not whole, or it is damaged.
    """
    path = folder / NAME
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        database = content["database"]
        return Manifest(
            version=content["version"],
            made_at=dt.datetime.fromisoformat(content["made_at"]),
            kind=database["kind"],
            database=database["file"],
            revision=database["revision"],
            tables={name: Digest(size=one["rows"], sha256=one["sha256"]) for name, one in content["tables"].items()},
            files={name: Digest(size=one["bytes"], sha256=one["sha256"]) for name, one in content["files"].items()},
        )
    except FileNotFoundError as error:
        raise BackupError(f"{path} is missing: the backup was not finished") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{path} is damaged: {error!r}") from error
