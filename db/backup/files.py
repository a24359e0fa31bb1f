"""Keep folders of files in a backup, and hash them in chunks."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from db.backup.manifest import Digest
from db.disk import sync

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from db.backup.manifest import Progress

CHUNK_BYTES = 1 << 20


def digest_file(path: Path, size: int | None = None, into: BinaryIO | None = None) -> Digest:
    """Hash the beginning of a file.

    Args:
        size: bytes; a file that has fewer gives a smaller digest. None: the whole file.
        into: where these bytes are written on the way; None: nowhere.
    """
    found, read = hashlib.sha256(), 0
    with path.open("rb") as file:
        end = os.fstat(file.fileno()).st_size if size is None else size
        while chunk := file.read(min(CHUNK_BYTES, end - read)):
            found.update(chunk)
            read += len(chunk)
            if into is not None:
                into.write(chunk)
    return Digest(size=read, sha256=found.hexdigest())


def keep_folder(folder: Path, target: Path, progress: Progress) -> dict[str, Digest]:
    """Keep all files of a folder in another one: as hard links where the file system allows it, else as copies.

    A file may be appended to meanwhile and later: its digest is that of its size when it was found here. A file that
    is being made has a name that begins with a dot, and is left out.

    Returns:
        By path below the target's parent, with slashes; nothing where there is no such folder.
    """
    kept = {}
    for path in sorted(folder.rglob("[!.]*")):
        if not path.is_file():
            continue
        copy = target / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        size = path.stat().st_size
        _link_or_copy(path, copy)
        kept[copy.relative_to(target.parent).as_posix()] = digest_file(copy, size)
        progress(f"{target.name}: {len(kept):,} files")
    return kept


def _link_or_copy(path: Path, copy: Path) -> None:
    try:
        copy.hardlink_to(path)
    except OSError:  # another disk, or one without links; what else is wrong, copying tells
        shutil.copyfile(path, copy)
        sync(copy)
