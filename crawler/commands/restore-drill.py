"""`scrapy restore-drill`: restore a backup aside and prove that it is whole. The module's name is the command's."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crawler.database_command import CommandError, DatabaseCommand
from crawler.tables import lines_of, printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from db.backup.drill import Compared

_EPILOG = """\
example:
  scrapy restore-drill /backup/county-press/2026-11-25
  scrapy restore-drill /backup/county-press/2026-11-25 --keep /srv/restored

Restores the database aside (SQLite in a temporary folder; PostgreSQL in a temporary database beside the one that
DATABASE_URL names), compares the count and hash of every table and file with the manifest, and takes all of it away
again. What is in use is never touched. --keep leaves what was restored: the folder can then be the VAR_DIR of a
crawl, and a database on PostgreSQL keeps its name, which is told.
Exit code 1: something is missing or differs, and is named.
"""
SHOWN = 20  # problems that are named; there may be one for every file


class Command(DatabaseCommand):
    """Proves a backup."""

    summary = "Restore a backup aside and compare every table and file with its manifest"
    epilog = _EPILOG
    arguments = "TARGET [--keep DIR]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        parser.add_argument("--keep", metavar="DIR", help="restore into this empty or new folder, and leave it")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        """Restore, compare and print a table."""
        from crawler.progress_lines import ProgressLines  # noqa: PLC0415
        from db.backup.drill import drill  # noqa: PLC0415
        from db.backup.manifest import BackupError  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101  Scrapy sets it
        if len(args) != 1:
            raise CommandError("give the folder of one backup; see scrapy restore-drill --help")
        target = Path(args[0])
        if not target.is_dir():
            raise CommandError(f"{target} is no folder: give that of a backup")
        try:
            with _folder(opts.keep) as aside:
                found = list(
                    drill(
                        target,
                        aside,
                        server=self.setting("DATABASE_URL"),
                        pg_bin=self.setting("PG_BIN"),
                        is_kept=opts.keep is not None,
                        progress=ProgressLines(self.settings),
                    )
                )
        except BackupError as error:
            raise CommandError(str(error), exit_code=1) from error
        _print(found)
        problems = [f"{one.kind} {one.name} {one.problem}" for one in found if one.problem]
        if problems:
            more = f"; {len(problems) - 1} more" if len(problems) > 1 else ""
            raise CommandError(f"{target} cannot be relied on: {problems[0]}{more}", exit_code=1)
        print(f"{target} is whole" + (f"; it was restored to {opts.keep}" if opts.keep else ""))
        return 0


@contextmanager
def _folder(keep: str | None) -> Iterator[Path]:
    """Give an empty folder: a temporary one, or the one that is to be kept."""
    if keep is None:
        with TemporaryDirectory(prefix="county-press-drill-") as folder:
            yield Path(folder)
        return
    path = Path(keep)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CommandError(f"--keep {keep} is not an empty folder")
    path.mkdir(parents=True, exist_ok=True)
    yield path


def _print(found: Sequence[Compared]) -> None:
    """Print a line for each table and each folder of files, and every problem."""
    rows: list[tuple[object, ...]] = []
    files: dict[str, list[Compared]] = defaultdict(list)
    for one in found:
        if one.kind == "file":
            files[one.name.partition("/")[0]].append(one)
    for name, some in files.items():
        wrong = sum(one.problem is not None for one in some)
        rows.append((f"files {name}", len(some), len(some) - wrong, "differs" if wrong else "equal"))
    for one in sorted(found, key=lambda one: one.kind == "database"):
        if one.kind != "file":
            state = "differs" if one.problem else "equal" if one.kind == "table" else "sound"
            rows.append((f"{one.kind} {one.name}", one.expected, one.found, state))
    print("\n".join(lines_of(("what", "in the backup", "restored", "result"), rows, columns=100)))
    problems = [one for one in found if one.problem]
    for one in problems[:SHOWN]:
        print(printable(f"{one.kind} {one.name} {one.problem}"))
    if len(problems) > SHOWN:
        print(f"{len(problems) - SHOWN} more")
