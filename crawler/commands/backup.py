"""`scrapy backup`: keep the database, the archive and the assets in a folder, while crawls go on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from crawler import __version__
from crawler.database_command import CommandError, DatabaseCommand

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

_EPILOG = """\
example:
  scrapy backup /backup/county-press/2026-11-25

Keeps the database as it is at one moment, then the files of the archive and the assets, as hard links where the disk
allows it. At last it writes manifest.json, with counts and hashes of all of it: a folder without one is not whole.
The folder must be empty or not there. Whether it can be restored, `scrapy restore-drill` proves.
"""


class Command(DatabaseCommand):
    """Makes a backup."""

    summary = "Back up the database, the archive and the assets into a new folder"
    epilog = _EPILOG
    arguments = "TARGET"

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Make the backup and say how large it is."""
        del opts
        from crawler.progress_lines import ProgressLines  # noqa: PLC0415
        from db.backup.making import make_backup  # noqa: PLC0415
        from db.backup.manifest import BackupError  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        if len(args) != 1:
            raise CommandError("give one folder, which is empty or not there; see scrapy backup --help")
        target, began_s = Path(args[0]), time.monotonic()
        folders = {
            "archive": Path(self.settings.get("ARCHIVE_DIR", f"{self.setting('VAR_DIR')}/archive")),
            "assets": Path(self.setting("FILES_STORE")),
        }
        _check_target(target, folders.values())
        try:
            made = make_backup(
                self.setting("DATABASE_URL"),
                target,
                folders=folders,
                version=__version__,
                at=self.now(),
                pg_bin=self.setting("PG_BIN"),
                progress=ProgressLines(self.settings),
            )
        except BackupError as error:
            raise CommandError(str(error), exit_code=1) from error
        size, rows = (sum(one.size for one in some.values()) for some in (made.files, made.tables))
        database = made.files[made.database].size
        print(
            f"{target}: database {database / 1e6:,.1f} MB with {rows:,} rows, {len(made.files) - 1:,} files "
            f"{(size - database) / 1e6:,.1f} MB, {time.monotonic() - began_s:.1f} s"
        )
        return 0


def _check_target(target: Path, sources: Iterable[Path]) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CommandError(f"{target} is not an empty folder: give one that is empty or not there")
    for source in sources:
        if target.resolve().is_relative_to(source.resolve()):
            raise CommandError(f"{target} lies in {source}, which is to be backed up: give another folder")
